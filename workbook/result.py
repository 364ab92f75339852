"""What came of the checks. Only data: who makes it and who shows it are elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
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


class State(Enum):
    """Where a step stands. HERE: all that could be checked here is right, and not all could."""

    DONE = "done"
    HERE = "done as far as it could be checked here"
    OPEN = "open"


STATUS = {State.DONE: 0, State.OPEN: 1, State.HERE: 3}  # 2: the workbook itself is at fault


@dataclass(frozen=True)
class Part:
    """One part of a step that has several, and how many of its required checks passed."""

    name: str
    passed: int
    required: int

    @property
    def done(self) -> bool:
        return self.passed == self.required


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
    def state(self) -> State:
        """Where the step stands, by its required checks; one of them at least must have passed."""
        outcomes = {r.outcome for r in self.results if not r.check.bonus}
        if "passed" not in outcomes or outcomes - {"passed", "not_checked"}:
            return State.OPEN
        return State.HERE if "not_checked" in outcomes else State.DONE

    @property
    def parts(self) -> list[Part]:
        """The parts of the step, in their order; none where it is all of a piece."""
        required = [r for r in self.results if not r.check.bonus]
        of_each = [[r for r in required if r.check.part == n] for n in range(len(self.step.parts))]
        return [
            Part(name, sum(r.outcome == "passed" for r in results), len(results))
            for name, results in zip(self.step.parts, of_each, strict=True)
        ]

    @property
    def first(self) -> Result | None:
        """The result to tell in full: the first that is not right, required before bonus."""
        wrong = [r for r in self.results if r.outcome in ("failed", "error")]
        return min(wrong, key=lambda r: r.check.bonus, default=None)

    @property
    def exit_status(self) -> int:
        """0: done. 1: open. 2: the workbook itself is at fault. 3: done as far as it could be."""
        if any(result.outcome == "error" for result in self.results):
            return 2
        return STATUS[self.state]
