"""Small faults in solutions and engine: each is another program; what nothing notices is told."""

import ast
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.workbook.small_course import SOUND, change
from tools.mutants.__main__ import main
from tools.mutants.changes import changes
from tools.mutants.engine import room_of, room_tests

CODE = """\
@app.route("/a", methods=["GET", "POST"])
def view(n):
    \"\"\"Say so.\"\"\"
    if n == 1 and n < 3:
        return "é", 201
    names.append(f"x {n}")
    raise Wrong(n + 1)
"""

FAULTS = {
    "text": ('"/a"', "'/'"),
    "last of a list": ('["GET", "POST"]', "['GET']"),
    "last argument": (', methods=["GET", "POST"])', ")"),
    "comparison": ("n == 1", "(n != 1)"),
    "and": ("n == 1 and n < 3", "(n == 1 or n < 3)"),
    "condition": ("n == 1 and n < 3", "(not (n == 1 and n < 3))"),
    "status": ("201", "202"),
    "return": ('return "é", 201', "return None"),
    "statement": ('names.append(f"x {n}")', "pass"),
    "sum": ("n + 1", "(n - 1)"),
    "f-string": ('f"x {n}"', "f'{n}'"),
    "raise": ("raise Wrong(n + 1)", "pass"),
}


@pytest.mark.parametrize(("old", "new"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_made_where_it_stands(old, new):
    told = {changed for _, changed in changes(CODE)}
    wanted = CODE.replace(old, new, 1).replace('app.route("/a")', "app.route('/a')")

    assert wanted in {each.replace('app.route("/a")', "app.route('/a')") for each in told}


def test_every_change_is_another_program_and_docstrings_stay():
    for line, changed in changes(CODE):
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(CODE)), (line, changed)
        assert "Say so." in changed


TYPES = """\
@dataclass(frozen=True)
class Said:
    name: "str"


def said(name: Literal["a", "b"]) -> "Said":
    one: Literal["one"] = cast("Said", name)
    return one
"""


def test_what_only_a_type_checker_reads_stays():
    assert [changed for _, changed in changes(TYPES)] == [
        TYPES.replace("return one", "return None")
    ]


def mutants(*arguments):
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def root(tmp_path):
    return Path(shutil.copytree(SOUND, tmp_path / "course"))


LISTED = """\
[[equivalent]]
file = "solution/01_one/app.py"
old = "{}"
new = "{}"
reason = "Nobody hears it."
"""


def test_what_no_check_notices_is_told_but_for_what_is_listed_with_a_reason(root):
    pairs = ("print(0)", "pass"), ("a", "b")
    change(
        root,
        ("solution/01_one/app.py", 'return "Hello"', 'print(0)\n    return "Hello"'),
        ("tests/mutants.toml", "", "\n".join(LISTED.format(*pair) for pair in pairs)),
    )

    done = mutants("--course", str(root), "1")

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "solution/01_one/app.py, line 8: nothing notices",
        "    -    print(0)",
        "    +    print(1)",
        "tests/mutants.toml: no such survivor in solution/01_one/app.py: a -> b",
        "",
        "01_one  caught 7 of 8 (88%), 1 equivalent",
    ]


ENGINE = """\
def double(number):
    print(number)
    return number * 2
"""
TESTS = """\
from workbook.room.one import double


def test_double():
    assert double(3) == 6
"""
HEARD = """\
[[equivalent]]
file = "workbook/room/one.py"
old = "print(number)"
new = "pass"
reason = "Nobody hears it."
"""


@pytest.fixture
def engine(tmp_path):
    change(
        tmp_path,
        ("workbook/room/one.py", "", ENGINE),
        ("workbook/other.py", "", ""),
        ("tests/workbook/room/test_one.py", "", TESTS),
        ("tests/workbook/room/test_all.py", "", ""),
        ("tests/workbook/test_other.py", "", ""),
    )
    return tmp_path


def test_a_fault_of_the_engine_is_tried_by_the_tests_of_its_room(engine):
    done = mutants("--course", str(engine), "--engine", "room")

    assert done.stdout.splitlines() == [
        "workbook/room/one.py, line 2: nothing notices",
        "    -    print(number)",
        "    +    pass",
        "",
        "room  caught 3 of 4 (75%)",
    ]
    assert done.exit_code == 1
    assert (engine / "workbook/room/one.py").read_text() == ENGINE


def test_a_fault_that_changes_nothing_is_listed_and_a_sample_is_a_part(engine):
    change(engine, ("tests/workbook/mutants.toml", "", HEARD))

    done = mutants("--course", str(engine), "--engine", "--sample", "1", "--seed", "3")

    assert done.stdout.splitlines() == ["", "room  1 equivalent"]
    assert done.exit_code == 0


def test_tests_that_fail_without_a_fault_are_no_measure(engine):
    change(engine, ("workbook/room/one.py", "* 2", "* 3"))

    done = mutants("--course", str(engine), "--engine", "room/one")

    assert done.exit_code == 2
    assert "the tests of room fail without a fault" in done.stderr


def test_an_unknown_room_is_told_with_those_that_there_are(engine):
    done = mutants("--course", str(engine), "--engine", "roof")

    assert done.exit_code == 2
    assert done.stderr == "There is no room 'roof'. The rooms are: ground, room\n"


def test_a_module_s_own_tests_come_first_and_then_those_of_its_room(engine):
    own, rest = "tests/workbook/room/test_one.py", "tests/workbook/room/test_all.py"

    assert room_tests(engine, "workbook/room/one.py") == (own, rest)
    assert room_tests(engine, "workbook/room/two.py") == (rest, own)
    assert room_tests(engine, "workbook/other.py") == ("tests/workbook/test_other.py",)
    assert room_of("workbook/room/inside/deep.py") == "room"
