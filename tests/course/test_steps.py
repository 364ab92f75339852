"""What the steps ship besides, which the other proofs do not look at."""

from itertools import pairwise
from pathlib import Path

import pytest

from workbook.course import Course

ROOT = Path(__file__).resolve().parents[2]
STEPS = [step.name for step in Course(ROOT).steps]


@pytest.mark.parametrize(("before", "step"), list(pairwise(STEPS)))
def test_what_the_starter_ships_ready_made_is_a_solution_s(before, step):
    """It is this step's, or still the one of the step before."""
    for file in (ROOT / "steps" / step).glob("static/*"):
        solutions = [ROOT / "solution" / name / "static" / file.name for name in (before, step)]
        assert file.read_bytes() in [each.read_bytes() for each in solutions if each.exists()]
