"""What came of the checks. Only data: who makes it and who shows it are elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from workbook.course import Check, Step
from workbook.errors import Reason

Found = TypeVar("Found")
Outcome = Literal["passed", "failed", "waiting", "not_checked", "error"]


@dataclass(frozen=True)
class Place:
    """A line in the student's files; `file` is relative to the step's folder."""

    file: str
    line: int
    function: str = ""
    code: str = ""


@dataclass(frozen=True)
class Failure:
    """What a student is told of one check. Empty parts are not shown.

    why: lines of the one diagnosis that is certain. look_at: where, in the student's files.
    stopped: whether Python could not read the code, or an error ended it.
    """

    sent: str = ""
    expected: str = ""
    got: str = ""
    why: tuple[str, ...] = ()
    look_at: Place | None = None
    stopped: bool = False


class Wrong(AssertionError):
    """A check is not met, and `failure` says it better than an `assert` could: with the place."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(*failure.why)
        self.failure = failure


def wrong(
    expected: str, got: str, *why: str, sent: str = "", file: str = "", line: int = 0
) -> Wrong:
    """Return what to raise for a check that is not met, with the place if there is one."""
    return Wrong(Failure(sent, expected, got, why, Place(file, line) if line else None))


class Blocked(Exception):
    """The code does not run, so that nothing can be asked of it; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.got)
        self.failure = failure


class Waiting(Exception):
    """It is not worth the time before the checks that come earlier are met."""


def settled(find: Callable[[], Found]) -> Found:
    """Return what find() returns; where that is wrong, an earlier check has said so: Waiting."""
    try:
        return find()
    except Wrong:
        raise Waiting from None


@dataclass(frozen=True)
class Result:
    """One check's outcome."""

    check: Check
    outcome: Outcome
    failure: Failure = field(default_factory=Failure)
    blocked: bool = False  # the app does not run, so that the check's own hints are of no help
    unchecked: Reason | None = None  # why, of an outcome "not_checked" that has a known reason


@dataclass(frozen=True)
class Report:
    """All results of one step, in the order of its checks. `seconds` is wall time."""

    step: Step
    results: tuple[Result, ...]
    seconds: float

    @property
    def required(self) -> int:
        return sum(not result.check.bonus for result in self.results)

    @property
    def passed(self) -> int:
        return sum(r.outcome == "passed" and not r.check.bonus for r in self.results)

    @property
    def bonus_passed(self) -> int:
        return sum(r.outcome == "passed" and r.check.bonus for r in self.results)

    @property
    def done(self) -> bool:
        """Whether every required check that could be run passed, and at least one did."""
        return self.passed > 0 and all(
            r.check.bonus or r.outcome in ("passed", "not_checked") for r in self.results
        )

    @property
    def first(self) -> Result | None:
        """The result to tell in full: the first that is not right, required before bonus."""
        wrong = [r for r in self.results if r.outcome in ("failed", "error")]
        return min(wrong, key=lambda r: r.check.bonus, default=None)

    @property
    def exit_status(self) -> int:
        """0 done, 1 not done yet, 2 when the workbook itself is at fault."""
        if any(result.outcome == "error" for result in self.results):
            return 2
        return 0 if self.done else 1
