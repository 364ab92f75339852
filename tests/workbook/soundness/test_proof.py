"""Each property of a small course that is sound turns red when it is broken, and says where."""

import json
import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.workbook.course import SOUND, change
from workbook.course import Course
from workbook.soundness.columns import PROVE
from workbook.soundness.plan import Plan
from workbook.soundness.proof import prove

ROOT = Path(__file__).parents[3]
COLUMN = {column.name: column for column in PROVE}


@pytest.fixture
def root(tmp_path):
    """Return a copy of the course, to be broken."""
    return Path(shutil.copytree(SOUND, tmp_path / "course"))


def found(root: Path, name: str, row: str):
    """Return the state of a cell, and its findings as texts."""
    course = Course(root)
    plan = Plan(course, course.steps, building=False)
    table = prove(plan, lambda done, of: None, (COLUMN[name],))
    (cell,) = (cell for cell in table.cells if cell.row == row)
    return cell.state, [f"{finding.where}: {finding.why}" for finding in cell.findings or []]


ONE, TWO = "tests/steps/test_01_one.py", "tests/steps/test_02_two.py"
APP_1, APP_2 = "solution/01_one/app.py", "solution/02_two/app.py"
NEW_1, NEW_2 = "steps/01_one/app.py", "steps/02_two/app.py"
PAGE_1, PAGE_2 = "steps/01_one/README.md", "steps/02_two/README.md"
WORD = "tests/mistakes/01_one/other_word"
RULE = "tests/variants/01_one/add_url_rule"
HINTS = '    First hint.\n\n    Second hint.\n    """\n    assert client.get("/").text'

BROKEN = {  # property, row, what is changed, what is said
    "a starter has a syntax error": (
        "starts", "01_one", [(NEW_1, "app = ", "app == (")],
        "steps/01_one: it does not run\nGot       nothing: Python cannot read app.py",
    ),
    "a starter loses what was done": (
        "starts", "02_two", [(NEW_2, '"Hello"', '"Hullo"')],
        "steps/02_two, checked by 01_one: test_root\nI sent    GET http://localhost:5000/",
    ),
    "a starter is done already": (
        "open", "01_one", [(NEW_1, "# TODO 1: say Hello at /.", '@app.get("/")\n'
                            'def root():\n    return "Hello"\n\n# TODO')],
        "steps/01_one: nothing is to do: it fails no check that is required",
    ),
    "a starter names nothing to do": (
        "open", "02_two", [(NEW_2, "# TODO", "# NOW")], "steps/02_two: no file says # TODO",
    ),
    "a solution is changed": (
        "solved", "02_two", [(APP_2, 'url_for("page")', '"/page"')],
        'solution/02_two: test_moves\nI sent    GET /lab/old, with the app mounted under /lab',
    ),
    "a solution forgets the step before": (
        "solved", "02_two", [(APP_2, '"Hello"', '"Hullo"')],
        "solution/02_two, checked by 01_one: test_root",
    ),
    "a solution does not do the bonus": (
        "solved", "01_one", [(APP_1, "* 2", "* 3")], "solution/01_one: test_double",
    ),
    "a check is too narrow for another right answer": (
        "solved", "02_two", [(TWO, '"Page" in', '"<h1>Page" in')],
        "tests/variants/02_two/blueprint: test_page",
    ),
    "a variant does what it does not claim": (
        "solved", "01_one", [(f"{RULE}/app.py", "    return app", "    app.add_url_rule('/double/"
                              "<int:n>', view_func=lambda n: str(2 * n))\n    return app")],
        f"{RULE}: test_double is met: take it out of unclaimed.txt",
    ),
    "a variant leaves out what there is not": (
        "solved", "01_one", [(f"{RULE}/unclaimed.txt", "test_double", "test_double test_triple")],
        f"{RULE}: unclaimed.txt: there is no bonus check test_triple",
    ),
    "a starter has more than comments": (
        "grows", "02_two", [(NEW_2, "number * 2", "2 * number")],
        "steps/02_two/app.py: it differs from solution/01_one/app.py by more than comments",
    ),
    "a starter that carries on has a syntax error": (
        "grows", "02_two", [(NEW_2, "app = ", "app == (")],
        "steps/02_two/app.py: it differs from solution/01_one/app.py by more than comments",
    ),
    "a hint is missing": (
        "worded", "01_one", [(ONE, HINTS, HINTS.replace("Second hint.", "").rstrip())],
        f"{ONE}, test_root: it needs a promise and 2 hints",
    ),
    "a promise is too long": (
        "worded", "01_one", [(ONE, "GET / says Hello.", "GET / says " + "Hello " * 30)],
        f"{ONE}, test_root: 190 characters, and 160 is the most: GET / says Hello Hello",
    ),
    "a check is loosened": (
        "gallery", "01_one", [(ONE, '.text == "Hello"', ".text is not None")],
        f"{ONE}, test_root: neither the starter nor a mistake fails it",
    ),
    "a loosened check lets a mistake pass": (
        "gallery", "01_one", [(ONE, '.text == "Hello"', ".text is not None")],
        f"{WORD}: no check fails it",
    ),
    "a feedback is edited": (
        "gallery", "01_one", [(f"{WORD}/feedback.txt", "Hullo", "Hollo")],
        f'{WORD}: --- feedback.txt\n+++ feedback now',
    ),
    "a message changes": (
        "gallery", "01_one", [(ONE, '.text == "Hello"', '.text == "Hello", "other words"')],
        "+    Why       other words",
    ),
    "a mistake has no feedback": (
        "gallery", "01_one", [(f"{WORD}/feedback.txt", "all", "")],
        f"{WORD}: it has no feedback.txt: make gallery",
    ),
    "a mistake is of no step": (
        "gallery", "course", [("tests/mistakes/03_three/one/app.py", "", "wrong")],
        "tests/mistakes/03_three: there is no such step",
    ),
    "the gallery's page is edited": (
        "gallery", "course", [("tests/mistakes/README.md", "Hullo", "Hollo")],
        "tests/mistakes/README.md: it is not what the mistakes' folders give: make gallery",
    ),
    "a notebook's output is edited": (
        "notebook", "01_one", [("notebooks/01_one.ipynb", '"1\\n"', '"2\\n"')],
        "notebooks/01_one.ipynb: --- notebooks/01_one.ipynb, cell 2: as kept",
    ),
    "a notebook's source raises": (
        "notebook", "02_two", [("notebooks/source/02_two.py", "print(2)", "print(two)")],
        "name 'two' is not defined",
    ),
    "a step has no notebook": (
        "notebook", "01_one", [("notebooks/source/01_one.py", "all", "")],
        "notebooks/source/01_one.py: it is missing",
    ),
    "a test of the app fails": (
        "app", "course", [("tests/app/test_whole.py", "1 + 1 == 2", "1 + 1 == 3")],
        "tests/app/test_whole.py: test_it_adds_up:",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("column", "row", "changes", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_with_its_place(root, column, row, changes, said):
    change(root, *changes)

    state, told = found(root, column, row)

    assert state == "broken"
    assert any(said in each for each in told), told


@pytest.mark.parametrize("column", ["starts", "solved", "grows"])
def test_what_somebody_s_run_has_left_is_nobody_s_fault(root, column):
    """Each step's app remembers; only the last step's checks say how that file is called."""
    remembers = '"Hello" if not __import__("os").path.exists("kept.db") else "Again"'
    change(root, *((app, '"Hello"', remembers) for app in (APP_1, APP_2, NEW_2)))
    change(root, (TWO, "import pytest", 'import pytest\n\nLEAVE_OUT = ("*.db",)'))
    for number, app in enumerate((APP_1, APP_2, NEW_1, NEW_2)):
        folder = (root / app).parent
        (folder / "__pycache__").mkdir(exist_ok=True)
        for name in ("kept.db", "__pycache__/app.cpython-311.pyc"):
            (folder / name).write_text(str(number))

    state, told = found(root, column, "02_two")

    assert state != "broken", told
    assert found(root, column, "01_one")[0] in ("sound", "not_applicable")


def test_what_was_skipped_is_not_checked(root):
    skip = "    pytest.skip('no browser')"
    change(root, ("tests/app/test_whole.py", "    assert 1 + 1 == 2", skip))

    state, told = found(root, "app", "course")

    assert state == "not_checked"
    assert "tests/app/test_whole.py: test_it_adds_up: no browser" in told


def test_what_needs_an_engine_is_left_out_where_none_is_asked_for(root):
    needs = "@pytest.mark.engine\ndef test_it_adds_up"
    change(
        root,
        ("tests/app/test_whole.py", "def test_it_adds_up", needs),
        ("tests/app/test_whole.py", "1 + 1 == 2", "1 + 1 == 3"),
    )

    state, _ = found(root, "app", "course")

    assert state == "not_checked"


def test_a_check_that_only_a_container_can_meet_is_not_known_without_one(root):
    state, told = found(root, "gallery", "02_two")

    assert state == "not_checked"
    assert [each.partition(": ")[2] for each in told] == [
        "only a container can show it, and none was built",
        "neither the starter nor a mistake fails it without a container",
    ]


def types(root: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbook", "--course", str(root), *arguments],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80"} | settings,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


TABLE = """\
       starts open solved grows worded gallery notebook pages app
01_one   ✓     ✓     ✓      –     ✓       ✓       ✓       –    –
02_two   ✓     ✓     ?      ✓     ✓       ?       ✓       –    –
course   –     –     –      –     –       ✓       ✓       –    ?

starts    Every starter runs, and passes the checks of the steps it carries on.
"""
OPEN = """
? 02_two, solved: Every solution and variant passes all checks, also of the steps it carries on.
  solution/02_two: no container was built, as --no-docker asked
  tests/variants/02_two/blueprint: no container was built, as --no-docker asked
"""


def test_a_sound_course_gets_its_table_and_status_0(root):
    done = types(root, "prove", "--no-docker")
    lines = [line.rstrip() for line in done.stdout.splitlines()]

    assert "\n".join(lines).startswith(TABLE)
    assert OPEN in "\n".join(lines)
    assert lines[-2].startswith("CPU seconds: starts ")
    assert lines[-1].startswith("2 steps, 5 checks, 6 mistakes, 2 variants: sound, NOT CHECKED 3,")
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_table_is_json_too_and_status_1_says_that_something_is_broken(root):
    change(root, (NEW_2, "# TODO", "# NOW"))

    done = types(root, "prove", "--json", "--no-docker", "2")
    table = json.loads(done.stdout)

    assert done.returncode == 1
    assert table["sound"] is False
    assert list(table["rows"]) == ["02_two"]
    assert table["rows"]["02_two"]["open"] == "broken"
    assert table["findings"][0] == {
        "row": "02_two",
        "property": "open",
        "where": "steps/02_two",
        "why": "no file says # TODO",
        "checked": True,
    }


def test_an_ascii_terminal_is_told_all_the_same(root):
    change(root, (NEW_1, "# TODO", "# NOW"))

    done = types(root, "prove", "--no-docker", "one", PYTHONIOENCODING="ascii")

    assert done.stdout.isascii()
    assert "01_one   +     x     +      -     +       +       +       -    -" in done.stdout
    assert "x 01_one, open: Every starter is not done, as its TODO says." in done.stdout


def test_a_checker_that_breaks_is_status_2(root):
    change(root, (ONE, "import pytest", "import pytest, nothing_like_it"))

    done = types(root, "prove", "--no-docker", "1")

    assert done.returncode == 2
    assert "This is a bug of the workbook, not of your work: pytest could not run" in done.stderr


def test_an_unknown_step_is_status_2(root):
    done = types(root, "prove", "9")

    assert done.returncode == 2
    assert done.stderr.startswith("There is no step '9'. The steps are:\n    01_one")


def test_a_terminal_sees_how_far_it_has_come(root):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "workbook", "--course", str(root), "prove", "--no-docker", "1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ):
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # how a terminal ends
            while more := os.read(ours, 4096):
                seen += more
    os.close(ours)

    assert b"Checking the workbook" in seen


def test_the_gallery_is_written_where_it_differs(root):
    change(root, (f"{WORD}/app.py", "Hullo", "Hollo"))

    done = types(root, "gallery", "1")
    again = types(root, "gallery", "1")

    assert done.stdout.splitlines() == [
        f"Written: {WORD}/feedback.txt",
        "Written: tests/mistakes/README.md",
        "Written: tests/mistakes/01_one/README.md",
    ]
    assert 'body: "Hollo"' in (root / WORD / "feedback.txt").read_text("utf-8")
    for page in ("README.md", "01_one/README.md"):
        assert 'body: "Hollo"' in (root / "tests/mistakes" / page).read_text("utf-8")
    assert again.stdout == "Nothing has changed.\n"
