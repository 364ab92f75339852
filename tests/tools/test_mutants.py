"""Small faults in a solution: each is another program, and what no check notices is listed."""

import ast
import shutil
from pathlib import Path

import pytest

from tests.workbook.soundness.test_proof import SOUND, change, types
from tools.mutants import changes

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


@pytest.fixture
def root(tmp_path):
    return Path(shutil.copytree(SOUND, tmp_path / "course"))


def test_what_no_check_notices_is_told_with_its_place(root):
    change(
        root, ("solution/01_one/app.py", 'return "Hello"', 'print("unheard")\n    return "Hello"')
    )

    done = types(root, "mutants", "1")
    lines = done.stdout.splitlines()

    assert done.returncode == 1
    assert lines[:3] == [
        "solution/01_one/app.py, line 8: no check notices",
        '    -    print("unheard")',
        "    +    pass",
    ]
    assert lines[-1] == "01_one  caught 7 of 9 (78%)"


def test_what_is_listed_with_a_reason_counts_apart_and_must_survive(root):
    told = 'file = "solution/01_one/app.py"\nold = "{}"\nnew = "{}"\nreason = "Nobody hears it."\n'
    change(
        root,
        ("solution/01_one/app.py", 'return "Hello"', 'print(0)\n    return "Hello"'),
        (
            "tests/mutants.toml",
            "",
            "\n".join(
                f"[[equivalent]]\n{told.format(*pair)}"
                for pair in (("print(0)", "pass"), ("print(0)", "print(1)"), ("a", "b"))
            ),
        ),
    )

    lines = types(root, "mutants", "1").stdout.splitlines()

    assert lines[0] == "tests/mutants.toml: no such survivor in solution/01_one/app.py: a -> b"
    assert lines[-1] == "01_one  caught 7 of 7 (100%), 2 equivalent"
