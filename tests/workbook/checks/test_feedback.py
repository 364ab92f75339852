"""What is told of a result, as labelled text and as JSON."""

from pathlib import Path

import pytest

from workbook.checks import feedback
from workbook.course import Check, Step
from workbook.result import Failure, Place, Report, Result

FOLDER = Path("steps/01_one")
CHECK = Check("test_x", "It is so.", ("One.", "Two."), False, None)
FULL = Failure(
    "GET /", "200", "404\nno such page", ("why", "also"), Place("app.py", 3, "view", "a\nb")
)
PARTS = {
    "I sent": "GET /",
    "Expected": "200",
    "Got": "404\nno such page",
    "Why": "why\nalso",
    "Look at": "steps/01_one/app.py, line 3, in view\n    a\n    b",
}
PLAIN = """\
I sent    GET /
Expected  200
Got       404
          no such page
Why       why
          also
Look at   steps/01_one/app.py, line 3, in view
              a
              b"""


def test_parts_are_labelled_and_empty_ones_left_out():
    assert dict(feedback.parts(Result(CHECK, "failed", FULL), FOLDER)) == PARTS
    assert dict(feedback.parts(Result(CHECK, "failed", Failure(got="x")), FOLDER)) == {"Got": "x"}


@pytest.mark.parametrize("function", ["", "<module>", "top-level template code"])
def test_only_a_function_s_own_name_is_told(function):
    result = Result(CHECK, "failed", Failure(look_at=Place("app.py", 3, function)))

    assert dict(feedback.parts(result, FOLDER)) == {"Look at": "steps/01_one/app.py, line 3"}


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        ("failed", PLAIN),
        ("error", f"{feedback.OUR_BUG}\n{PLAIN}"),
        ("not_checked", PLAIN),
        ("passed", "Note      why\nNote      also"),
        ("waiting", ""),
    ],
)
def test_a_failure_as_plain_text(outcome, text):
    assert feedback.plain(Result(CHECK, outcome, FULL), FOLDER) == text


def test_our_own_bug_is_named_so():
    assert feedback.OUR_BUG == (
        "This is a bug of the checker, not of your work. Your code may well be right."
    )


def test_a_report_for_tools(tmp_path):
    file = tmp_path / "tests/steps/test_01_one.py"
    file.parent.mkdir(parents=True)
    file.write_text('"""One."""')
    bonus = Check("test_y", "Also.", (), True, None)
    results = (Result(CHECK, "failed", FULL), Result(bonus, "passed"))
    report = Report(Step(file), results, 1.23456)

    assert feedback.as_json(report, FOLDER) == {
        "step": "01_one",
        "done": False,
        "state": "open",
        "passed": 0,
        "required": 1,
        "bonus_passed": 1,
        "parts": [],
        "checks": [
            {
                "name": "test_x",
                "promise": "It is so.",
                "outcome": "failed",
                "bonus": False,
                "feedback": PLAIN,
                "parts": PARTS,
                "hints": 2,
            },
            {
                "name": "test_y",
                "promise": "Also.",
                "outcome": "passed",
                "bonus": True,
                "feedback": "",
                "parts": {},
                "hints": 0,
            },
        ],
        "seconds": 1.235,
    }
