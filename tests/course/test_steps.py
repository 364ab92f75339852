"""What `make check` proves of each step, without its mistakes, notebooks and containers."""

from itertools import pairwise
from pathlib import Path

import pytest

from workbook.course import Course
from workbook.plan import Plan
from workbook.soundness import COLUMNS, prove

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
STEPS = [step.name for step in COURSE.steps]
QUICK = tuple(
    column
    for column in COLUMNS
    if column.name in ("starts", "open", "solved", "grows", "worded", "prose")
)


@pytest.mark.parametrize("step", COURSE.steps, ids=STEPS)
def test_a_step_is_sound(step):
    plan = Plan(COURSE, [step], building=False)

    cells = prove(plan, lambda done, of: None, QUICK).cells

    wrong = {cell.column.name: cell.findings for cell in cells if cell.state == "broken"}
    assert wrong == {}


@pytest.mark.parametrize(("before", "step"), list(pairwise(STEPS)))
def test_what_the_starter_ships_ready_made_is_a_solution_s(before, step):
    """It is this step's, or still the one of the step before."""
    for file in (ROOT / "steps" / step).glob("static/*"):
        solutions = [ROOT / "solution" / name / "static" / file.name for name in (before, step)]
        assert file.read_bytes() in [each.read_bytes() for each in solutions if each.exists()]
