"""The table as it is printed, with its findings; and as JSON."""

import re
import sys
from io import StringIO

import pytest

from workbook.checks.terminal import Terminal
from workbook.course import Course
from workbook.soundness import table
from workbook.soundness.columns import Column
from workbook.soundness.findings import Finding
from workbook.soundness.plan import Plan
from workbook.soundness.proof import Cell, Table

STARTS = Column("starts", "Every starter runs.", "Look at it.")
OPEN = Column("open", "Every starter is not done.", "Check a fresh clone.")
WRONG = Finding("app.py", "two\nlines")
UNKNOWN = Finding("Dockerfile", "no Docker", checked=False)
CELLS = (
    Cell("01_one", STARTS, [WRONG, WRONG, UNKNOWN]),
    Cell("01_one", OPEN, []),
    Cell("course", STARTS, None),
    Cell("course", OPEN, [UNKNOWN]),
)
MADE = Table(CELLS, {"starts": 1.25, "open": 0.0})
PRINTED = """\
       starts open
01_one   ✗     ✓
course   –     ?

starts  Every starter runs.
open    Every starter is not done.

✗ 01_one, starts: Every starter runs.
  app.py: two
      lines
  What to do: Look at it.

? 01_one, starts: Every starter runs.
  Dockerfile: no Docker

? course, open: Every starter is not done.
  Dockerfile: no Docker
"""


def printed(made):
    text = StringIO()
    table.show(made, Terminal(into=text, width=80))
    return text.getvalue()


def test_each_finding_is_told_once_first_what_is_wrong():
    assert printed(MADE) == PRINTED


def test_what_a_column_says_is_wrapped_beside_its_name():
    long = Column("long", "It says " + "more " * 20, "")

    assert printed(Table((Cell("01_one", long, []),), {})).splitlines()[3:5] == [
        f"long  It says {'more ' * 12}more",
        f"      {'more ' * 6}more",
    ]


def test_a_finding_without_words_is_told_by_its_place():
    cell = Cell("01_one", STARTS, [Finding("app.py", "")])

    assert "  app.py: \n" in printed(Table((cell,), {}))


@pytest.fixture
def plan(root):
    course = Course(root)
    return Plan(course, course.steps)


def test_the_summary_counts_and_judges(plan):
    counts = "2 steps, 5 checks"

    assert table.summary(plan, MADE, 1.26) == f"{counts}: NOT SOUND, NOT CHECKED 1, in 1.3 s."
    gallery = Table((Cell("01_one", Column("gallery", "", ""), []),), {})
    assert table.summary(plan, gallery, 0.0) == (
        f"{counts}, 6 mistakes, 2 variants: sound, in 0.0 s."
    )


def test_the_bill_is_by_column():
    assert table.bill(MADE) == "CPU seconds: starts 1.2, open 0.0; in all 1.2."


def test_the_table_for_tools(plan):
    assert table.as_json(plan, MADE, 1.26) == {
        "sound": False,
        "seconds": 1.3,
        "cpu_seconds": {"starts": 1.2, "open": 0.0},
        "summary": table.summary(plan, MADE, 1.26),
        "properties": {"starts": "Every starter runs.", "open": "Every starter is not done."},
        "rows": {
            "01_one": {"starts": "broken", "open": "sound"},
            "course": {"starts": "not_applicable", "open": "not_checked"},
        },
        "findings": [
            *[
                {
                    "row": "01_one",
                    "property": "starts",
                    "where": "app.py",
                    "why": "two\nlines",
                    "checked": True,
                }
            ]
            * 2,
            *[
                {
                    "row": row,
                    "property": column,
                    "where": "Dockerfile",
                    "why": "no Docker",
                    "checked": False,
                }
                for row, column in (("01_one", "starts"), ("course", "open"))
            ],
        ],
    }


@pytest.mark.parametrize("tty", [True, False])
def test_only_a_terminal_sees_how_far_it_has_come(monkeypatch, tty):
    screen = StringIO()
    screen.isatty = lambda: tty
    monkeypatch.setattr(sys, "stderr", screen)
    with table.progress() as tell:
        for done, of in ((1, 1), (2, 8), (8, 8)):
            tell(done, of)

    if tty:
        assert "Checking the workbook" in screen.getvalue()
        assert re.findall(r"\d+%", screen.getvalue()) == ["0%", "100%", "25%", "100%"]
    else:
        assert screen.getvalue() == ""
