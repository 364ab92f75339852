"""Feedback on a terminal: any width, colour or not, Unicode or ASCII."""

from io import StringIO
from pathlib import Path

import click
import pytest

from workbook.checks import terminal as module
from workbook.checks.progress import Memory
from workbook.checks.terminal import MARKS, Terminal
from workbook.course import Check, Step
from workbook.result import Failure, Place, Report, Result

FOLDER = Path("steps/01_one")
CHECKS = '"""Say a word.\n\nYou can now say a word.\n"""\n'


def check(name, promise="It is so.", hints=("First.", "Second."), bonus=False):
    return Check(f"test_{name}", promise, hints, bonus, None)


GOOD = Result(check("good"), "passed")
BAD = Result(
    check("bad", "It is right in a sentence that needs more than one line."),
    "failed",
    Failure("GET /", "Hello", "Hullo", ("a reason", "another"), Place("app.py", 3, "root", "x")),
)
WAITS = Result(check("waits", "It waits."), "waiting")
BONUS = Result(check("bonus", "It is more.", bonus=True), "failed", Failure(got="less"))
NO_DOCKER = Failure(why=("no Docker",))
OPEN = Result(check("open", "It runs."), "not_checked", NO_DOCKER)
OPEN_TOO = Result(check("too", "It stays."), "not_checked", NO_DOCKER)
BUG = Result(check("bug", "It counts."), "error", Failure(got="KeyError: 'x'"))


@pytest.fixture
def steps(tmp_path):
    files = []
    for name in ("01_one", "02_two"):
        files.append(tmp_path / "tests/steps" / f"test_{name}.py")
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        files[-1].write_text(CHECKS)
    return [Step(file) for file in files]


@pytest.fixture
def shown(steps):
    def show(*results, memory=None, after=None, width=60):
        text = StringIO()
        terminal = Terminal(make=True, into=text, width=width)
        report = Report(steps[0], results, 1.0)
        terminal.report(report, FOLDER, memory or Memory(), after)
        return text.getvalue()

    return show


WRONG = """\
Step 1: Say a word.

✓ It is so.
✗ It is right in a sentence that needs more than one line.
    I sent    GET /
    Expected  Hello
    Got       Hullo
    Why       a reason
              another
    Look at   steps/01_one/app.py, line 3, in root
                  x
    Next      edit, save, make step-1   (hint 1 of 2: make
              hint-1)
· It waits.
✗ Bonus: It is more.

1 of 3, bonus 0 of 1.
"""


def test_the_first_that_is_wrong_is_told_in_full(shown):
    assert shown(GOOD, BAD, WAITS, BONUS) == WRONG


def test_a_narrow_terminal_wraps_under_the_text(shown):
    narrow = shown(BAD, width=1)
    assert "\n✗ It is right in a sentence that needs\n  more than one line.\n" in narrow
    assert max(map(len, shown(BAD, width=40).splitlines())) <= 40
    long = Result(check("x", "word " * 60), "passed")
    assert max(map(len, shown(long, width=500).splitlines())) in range(95, 101)


def test_done_leads_on(shown, steps):
    said = shown(GOOD, after=steps[1])

    assert said.splitlines()[3:] == [
        "",
        "Step 1 is done: 1 of 1.",
        "You can now say a word.",
        "Next: read steps/02_two/README.md, then make step-2",
    ]


def test_after_the_last_step_there_is_nothing_next(shown):
    assert shown(GOOD).endswith("You can now say a word.\nThat was the last step.\n")


def test_what_is_not_checked_gives_each_reason_once(shown):
    said = shown(GOOD, OPEN, OPEN_TOO)

    assert said.splitlines()[3:8] == [
        "? It runs.",
        "    NOT CHECKED no Docker",
        "? It stays.",
        "    NOT CHECKED for the same reason",
        "",
    ]
    verdict = "Step 1 is done as far as it could be checked here: 1 of 3, NOT CHECKED 2."
    assert verdict in " ".join(said.split())


def test_a_bug_of_ours_is_no_blame(shown):
    assert shown(BUG, BAD).splitlines()[2:8] == [
        "! It counts.",
        "    This is a bug of the checker, not of your work. Your",
        "    code may well be right.",
        "    Got       KeyError: 'x'",
        "    Next      show this to your instructor, or report it",
        "✗ It is right in a sentence that needs more than one line.",
    ]


@pytest.mark.parametrize(
    ("memory", "says"),
    [
        (Memory(passed=0), "1 of 2 (you were at 0)."),
        (Memory(passed=1), "1 of 2."),
        (Memory(passed=2), "1 of 2."),
        (Memory(), "1 of 2."),
    ],
)
def test_how_far_it_was_before(shown, memory, says):
    assert shown(GOOD, BAD, memory=memory).splitlines()[-1] == says


@pytest.mark.parametrize(
    ("taken", "says"),
    [
        (0, "Next      edit, save, make step-1   (hint 1 of 2: make hint-1)"),
        (1, "Next      edit, save, make step-1   (hint 2 of 2: make hint-1)"),
        (2, "Next      edit, save, make step-1"),
    ],
)
def test_the_next_hint_is_counted(shown, taken, says):
    said = shown(BAD, memory=Memory(hints={"test_bad": taken}), width=100)

    assert says in [line.strip() for line in said.splitlines()]


def test_what_does_not_run_has_no_hints(shown):
    blocked = Result(BAD.check, "failed", BAD.failure, blocked=True)

    assert "    Next      edit, save, make step-1\n" in shown(blocked)


def test_hints_come_one_at_a_time(steps):
    said = []
    for taken in (1, 2):
        text = StringIO()
        Terminal(make=True, into=text, width=60).hints(steps[0], check("x"), taken)
        said.append(text.getvalue())

    assert said[0] == (
        "It is so.\n    Hint 1    First.\n\n1 more: make hint-1\n"
        "Then edit, save, and: make step-1\n"
    )
    assert said[1] == (
        "It is so.\n    Hint 1    First.\n    Hint 2    Second.\n\nThat was the last hint.\n"
        "Then edit, save, and: make step-1\n"
    )


@pytest.mark.parametrize(
    ("make", "arguments", "command"),
    [
        (True, (), "make"),
        (True, ("step", 3), "make step-3"),
        (True, ("prove",), "make prove"),
        (False, (), "python3 -m workbook"),
        (False, ("step", 3), "python3 -m workbook step 3"),
        (False, ("prove",), "python3 -m workbook prove"),
    ],
)
def test_commands_are_written_as_they_were_typed(monkeypatch, make, arguments, command):
    assert Terminal(make=make).command(*arguments) == command
    monkeypatch.delenv("MAKELEVEL", raising=False)
    if make:
        monkeypatch.setenv("MAKELEVEL", "1")
    assert Terminal().command(*arguments) == command


def test_on_windows_python_is_called_python(monkeypatch):
    terminal = Terminal(make=False)
    monkeypatch.setattr("os.name", "nt")

    assert terminal.command("step", 1) == "python -m workbook step 1"


class Screen(StringIO):
    """A standard output of some encoding, which may be a terminal."""

    def __init__(self, encoding, tty):
        super().__init__()
        self._encoding, self._tty = encoding, tty

    encoding = property(lambda self: self._encoding)

    def isatty(self):
        return self._tty


@pytest.fixture
def screen(monkeypatch, steps):
    """Return what a report prints on the standard output."""

    def show(encoding="utf-8", tty=False, no_color=""):
        monkeypatch.setenv("NO_COLOR", no_color)
        output = Screen(encoding, tty)
        monkeypatch.setattr("sys.stdout", output)
        wrong = Result(check("x", "It’s 1 → 2 – …"), "failed", Failure(got="é"))
        Terminal(make=True).report(Report(steps[0], (wrong,), 1.0), FOLDER, Memory(), None)
        return output.getvalue()

    return show


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", None])
def test_a_terminal_without_unicode_is_told_in_ascii(screen, encoding):
    said = screen(encoding)

    assert said.isascii()
    assert "x It's 1 -> 2 - ...\n    Got       \\xe9\n" in said


def test_colour_is_for_terminals_alone_and_only_where_it_is_wanted(screen):
    assert "\x1b" not in screen(tty=False)
    assert "\x1b" not in screen(tty=True, no_color="1")
    said = screen(tty=True)
    assert click.style("✗", fg="red") in said
    assert click.style("It’s 1 → 2 – …", bold=True) in said
    assert click.style("Step 1: Say a word.", bold=True) in said
    assert click.style("0 of 1.", bold=True) in said
    assert click.unstyle(said) == screen(tty=False)


def test_marks_tell_without_colour():
    assert {outcome: mark[:2] for outcome, mark in MARKS.items()} == {
        "passed": ("✓", "+"),
        "failed": ("✗", "x"),
        "waiting": ("·", "."),
        "not_checked": ("?", "?"),
        "error": ("!", "!"),
        "absent": ("–", "-"),
    }
    terminal = Terminal(into=StringIO())
    assert click.unstyle(terminal.mark("passed")) == "✓"
    assert click.unstyle(terminal.mark("failed", 5)) == "  ✗  "


def test_marks_have_colours_that_terminals_know():
    for _, _, colour in MARKS.values():
        assert click.style("x", fg=colour) != "x"


def test_lines_are_printed_as_they_are_and_texts_wrapped():
    text = StringIO()
    terminal = Terminal(into=text, width=40)
    terminal.line("x " * 40)
    terminal.line()
    terminal.print("  an indented line that is longer than forty columns\n\nwell-known-" + "x" * 30)
    terminal.print("a b", first="1 ", rest="  ")

    assert text.getvalue() == (
        f"{'x ' * 40}\n\n"
        "  an indented line that is longer than\n  forty columns\n\n"
        f"well-known-{'x' * 29}\nx\n1 a b\n"
    )


def test_the_width_is_the_terminal_s(monkeypatch):
    for columns, width in (("70", 70), ("20", 40), ("300", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        assert Terminal(into=StringIO())._width == width
    assert (module.NARROWEST, module.WIDEST) == (40, 100)
