"""What came of the checks: what counts, what is told first, and with which status it ends."""

from pathlib import Path

import pytest

from workbook.course import Check, Step
from workbook.result import (
    Blocked,
    Failure,
    Place,
    Report,
    Result,
    State,
    Waiting,
    Wrong,
    settled,
    wrong,
)

STEP = Step(Path("tests/steps/test_01_one.py"))


def report(*outcomes):
    """Return a report; a bonus check's outcome begins with +."""
    results = (
        Result(Check(f"test_{n}", "", (), outcome[0] == "+", None), outcome.lstrip("+"))
        for n, outcome in enumerate(outcomes)
    )
    return Report(STEP, tuple(results), 1.0)


@pytest.mark.parametrize(
    ("outcomes", "counts", "done", "status", "first"),
    [
        (("passed", "passed"), (2, 2, 0), True, 0, None),
        (("passed", "+failed"), (1, 1, 0), True, 0, 1),
        (("passed", "+passed"), (1, 1, 1), True, 0, None),
        (("passed", "not_checked"), (1, 2, 0), False, 3, None),
        (("not_checked",), (0, 1, 0), False, 1, None),
        (("+passed",), (0, 0, 1), False, 1, None),
        (("passed", "failed"), (1, 2, 0), False, 1, 1),
        (("passed", "waiting"), (1, 2, 0), False, 1, None),
        (("+failed", "failed", "failed"), (0, 2, 0), False, 1, 1),
        (("passed", "error"), (1, 2, 0), False, 2, 1),
        (("passed", "+error"), (1, 1, 0), True, 2, 1),
        ((), (0, 0, 0), False, 1, None),
    ],
)
def test_a_report_counts_what_is_required(outcomes, counts, done, status, first):
    made = report(*outcomes)

    assert (made.passed, made.required, made.bonus_passed) == counts
    assert (made.state is State.DONE) == done
    assert made.exit_status == status
    assert made.first is (None if first is None else made.results[first])


def test_what_is_wrong_carries_its_failure_and_its_place_if_there_is_one():
    error = wrong("a", "b", "why", "also", sent="GET /", file="app.py", line=3)

    assert error.failure == Failure("GET /", "a", "b", ("why", "also"), Place("app.py", 3))
    assert error.args == ("why", "also")
    assert wrong("a", "b").failure == Failure("", "a", "b")


def test_what_blocks_says_what_came():
    failure = Failure(got="nothing")

    assert str(Blocked(failure)) == "nothing"
    assert Blocked(failure).failure is failure


def test_what_an_earlier_check_has_said_is_waited_for():
    def fails():
        raise Wrong(Failure())

    assert settled(lambda: 3) == 3
    with pytest.raises(Waiting):
        settled(fails)


def test_results_are_whole_unless_it_is_said():
    result = Result(Check("test_x", "", (), False, None), "passed")

    assert (result.blocked, result.unchecked, result.failure) == (False, None, Failure())
    assert Failure().stopped is False
