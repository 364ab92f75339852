"""The table: a cell for each step and column, and a last row for the whole course."""

from dataclasses import dataclass

import pytest

from workbook.course import Course
from workbook.soundness.columns import Column
from workbook.soundness.findings import Finding
from workbook.soundness.plan import Plan
from workbook.soundness.proof import WHOLE, Cell, Table, prove

WRONG, OPEN = Finding("app.py", "it is wrong"), Finding("app.py", "no Docker", checked=False)


def step_one(plan, step, run):
    return [WRONG] if step.number == 1 else []


def nothing(plan, step, run):
    return None


def whole(plan, run):
    return [OPEN]


COLUMNS = (
    Column("first", "", "", of_step=step_one),
    Column("second", "", "", of_step=nothing, of_course=whole),
)


@pytest.fixture
def table(root):
    def make(*numbers):
        course = Course(root)
        steps = [course.steps[number - 1] for number in numbers]
        return prove(Plan(course, steps), lambda done, of: None, COLUMNS)

    return make


def test_each_cell_is_judged_by_its_column(table):
    made = table(1, 2)

    assert {row: [cell.state for cell in cells] for row, cells in made.rows.items()} == {
        "01_one": ["broken", "not_applicable"],
        "02_two": ["sound", "not_applicable"],
        WHOLE: ["not_applicable", "not_checked"],
    }
    assert made.columns == COLUMNS
    assert made.cells[0] == Cell("01_one", COLUMNS[0], [WRONG])
    assert made.cpu_seconds == {"first": 0, "second": 0}
    assert not made.sound


def test_the_course_is_judged_only_whole(table):
    made = table(2)

    assert list(made.rows) == ["02_two"]
    assert made.sound


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        (None, "not_applicable"),
        ([], "sound"),
        ([OPEN], "not_checked"),
        ([OPEN, WRONG], "broken"),
    ],
)
def test_a_cell_s_state(findings, state):
    cell = Cell("01_one", COLUMNS[0], findings)

    assert cell.state == state
    assert Table((cell,), {}).sound == (state != "broken")


def test_what_goes_wrong_in_a_column_is_raised(root):
    def breaks(plan, step, run):
        raise KeyError("ours")

    course = Course(root)
    with pytest.raises(KeyError, match="ours"):
        prove(Plan(course, course.steps), lambda done, of: None, (Column("x", "", "", breaks),))


@dataclass(frozen=True)
class Once:
    def run(self):
        until = __import__("time").process_time() + 0.05
        while __import__("time").process_time() < until:
            pass
        return []


def test_a_job_s_seconds_are_of_the_column_that_asked_first(root):
    def asks(plan, step, run):
        return run(Once())[0]

    course = Course(root)
    columns = Column("one", "", "", asks), Column("other", "", "", nothing)
    made = prove(Plan(course, course.steps), lambda done, of: None, columns)

    assert round(made.cpu_seconds["one"], 3) >= 0.04
    assert made.cpu_seconds["other"] == 0
