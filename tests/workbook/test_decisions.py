"""What is decided on travels as a field: with other words in the messages, decisions stay."""

from pathlib import Path

import pytest

from workbook.course import Course
from workbook.errors import NotChecked, Reason
from workbook.notebooks.source import NotebookError
from workbook.result import Failure, Result
from workbook.soundness.plan import Plan
from workbook.soundness.properties import open_at_first, solved_by_files, starts
from workbook.soundness.trials import Tried

SOUND = Path(__file__).parent / "fake" / "sound"
OTHER_WORDS = "mots tout autres"


@pytest.fixture
def plan():
    course = Course(SOUND)
    return Plan(course, course.steps, building=False)


def tried(check, outcome, **failure):
    unchecked = failure.pop("unchecked", None)
    return Tried((Result(check, outcome, Failure(**failure), unchecked=unchecked),), False, "")


@pytest.mark.parametrize(
    ("got", "stopped"), [(OTHER_WORDS, True), ("nothing: it stopped with an error", False)]
)
def test_code_that_does_not_run_is_known_by_a_field(plan, got, stopped):
    step = plan.steps[0]
    failed = tried(step.checks[0], "failed", got=got, stopped=stopped)

    told = starts(plan, step, lambda *jobs: [failed for _ in jobs])

    assert any("does not run" in finding.why for finding in told or []) is stopped


@pytest.mark.parametrize("stopped", [True, False])
def test_a_starter_that_does_not_run_is_not_open_but_broken(plan, stopped):
    step = plan.steps[0]
    failed = tried(step.checks[0], "failed", got=OTHER_WORDS, stopped=stopped)

    told = open_at_first(plan, step, lambda *jobs: [failed for _ in jobs])

    assert any("nothing is to do" in finding.why for finding in told or []) is stopped


@pytest.mark.parametrize("reason", [Reason.LEFT_OUT, None])
def test_what_was_left_out_is_known_by_its_reason(plan, reason):
    step = plan.steps[1]
    left_out = tried(step.checks[0], "not_checked", why=(OTHER_WORDS,), unchecked=reason)

    told = solved_by_files(plan, step, lambda *jobs: [left_out for _ in jobs])

    assert bool(told) is (reason is None)


def test_a_reason_is_carried_beside_its_words():
    assert NotChecked(Reason.NO_DOCKER).reason is Reason.NO_DOCKER
    assert NotChecked(Reason.NO_DOCKER.value).reason is None


def test_what_is_wrong_with_sources_is_kept_by_file_whatever_it_says():
    said = "it begins\n\nnotebooks/source/02_two.py: and goes on after an empty line"

    assert NotebookError({"01_one.py": said}).findings == {"01_one.py": said}
