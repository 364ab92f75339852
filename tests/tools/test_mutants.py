"""Small faults in solutions and engine: each is another program; what nothing notices is told."""

import ast
import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.workbook.small_course import SOUND, change
from tools.mutants import engine as of_engine
from tools.mutants.__main__ import main
from tools.mutants.changes import changes
from tools.mutants.engine import room_of, room_tests
from workbook.errors import CheckerError

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
    """The whole way, once: in other processes, in copies of the tree."""
    done = mutants("--course", str(engine), "--engine", "--sample", "2", "--seed", "3", "room")

    assert done.stdout.splitlines() == [
        "workbook/room/one.py, line 2: nothing notices",
        "    -    print(number)",
        "    +    pass",
        "",
        "room  caught 1 of 2 (50%)",
    ]
    assert done.exit_code == 1
    assert (engine / "workbook/room/one.py").read_text() == ENGINE


@pytest.fixture
def tried(engine, monkeypatch):
    """Return the report of a sample, with a stand-in for pytest that fails without `2`."""

    def stand_in(command, folder, seconds):
        text = (folder / "workbook/room/one.py").read_text()
        return int("return number * 2" not in text), "it failed"

    def run(*jobs):
        return [job.run() for job in jobs]

    def report(sample=100, seed=3, names=("room",)):
        tallies = of_engine.try_engine(engine, names, run, sample, seed, building=False)
        return [str(each) for each in tallies], [each.file for t in tallies for each in t.stale]

    monkeypatch.setattr(of_engine, "_run", stand_in)
    return report


def test_a_sample_is_a_part_and_another_seed_another(tried):
    assert tried() == (["caught 3 of 4 (75%)"], [])
    assert tried(1) == (["caught 0 of 1 (0%)"], [])
    assert tried(1, 4) == (["caught 1 of 1 (100%)"], [])
    assert tried(names=()) == tried(names=("room/one",)) == tried()


def test_a_fault_that_changes_nothing_counts_apart_and_is_not_listed_in_vain(engine, tried):
    change(engine, ("tests/workbook/mutants.toml", "", HEARD))

    assert tried() == (["caught 3 of 3 (100%), 1 equivalent"], [])
    assert tried(1, 4) == (["caught 1 of 1 (100%)"], [])  # the listed one is not in the sample
    change(engine, ("tests/workbook/mutants.toml", "print(number)", "print(more)"))
    assert tried() == (["caught 3 of 4 (75%)"], ["workbook/room/one.py"])


def test_tests_that_fail_without_a_fault_are_no_measure(engine, tried):
    change(engine, ("workbook/room/one.py", "* 2", "* 3"))

    with pytest.raises(CheckerError, match="the tests of room fail without a fault\nit failed"):
        tried()


def test_an_unknown_room_is_told_with_those_that_there_are(engine):
    done = mutants("--course", str(engine), "--engine", "roof")

    assert done.exit_code == 2
    assert done.stderr == "There is no room 'roof'. The rooms are: ground, room\n"


def test_tests_that_do_not_end_are_ended():
    began = time.monotonic()

    assert of_engine._run(["sleep", "60"], Path(), 0.2) == (None, "")
    assert of_engine._run(["sh", "-c", "echo so; exit 3"], Path(), 60) == (3, "so\n")
    assert time.monotonic() - began < 30


def test_a_module_s_own_tests_come_first_and_then_those_of_its_room(engine):
    own, rest = "tests/workbook/room/test_one.py", "tests/workbook/room/test_all.py"

    assert room_tests(engine, "workbook/room/one.py") == (own, rest)
    assert room_tests(engine, "workbook/room/two.py") == (rest, own)
    assert room_tests(engine, "workbook/other.py") == ("tests/workbook/test_other.py",)
    assert room_of("workbook/room/inside/deep.py") == "room"
