"""One run of a step's checks on files that are laid out for it, as a job for any process."""

import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from io import StringIO
from pathlib import Path

from workbook.app import copies
from workbook.app.launcher import Launcher
from workbook.checks.options import Options
from workbook.checks.progress import Memory
from workbook.checks.run import check
from workbook.checks.terminal import Terminal
from workbook.course import Course
from workbook.errors import Reason
from workbook.result import Failure, Report, Result, State

COLUMNS = 80
GONE = ".gone"  # the end of an empty file's name: the file before it is taken away
FEEDBACK, UNCLAIMED = "feedback.txt", "unclaimed.txt"  # beside the files that are laid
SEED = "gallery"
PATIENCE = 3  # times a step's own time, since trials run side by side


@dataclass(frozen=True)
class Tried:
    """What came of a trial. `feedback` is what a student reads after `make step-N`."""

    results: tuple[Result, ...]
    done: bool
    feedback: str

    def named(self, *outcomes: str) -> list[Result]:
        """Return the results that came out so."""
        return [result for result in self.results if result.outcome in outcomes]

    def without(self, reason: Reason | None) -> "Tried":
        """Return the same but for what was not checked for this reason."""
        kept = (each for each in self.results if not reason or each.unchecked is not reason)
        return replace(self, results=tuple(kept))


@dataclass(frozen=True)
class Trial:
    """The checks of a step, run on folders that are laid one over the other.

    root: the course's. building: whether containers are built; `sparing`, only where nothing else
    is wrong, so that else it reads the same with and without Docker. quick: only until a check is
    failed. again: tells one run of the same from another.
    """

    root: Path
    step: str
    layers: tuple[Path, ...]
    building: bool = False
    sparing: bool = False
    quick: bool = False
    again: int = 0

    def run(self) -> Tried:
        """Run it in this process. Raises CheckerError, and OSError as checks.run does."""
        tried = self._once(building=self.building and not self.sparing)
        wrong = tried.named("failed", "error")
        if self.building and self.sparing and tried.named("not_checked") and not wrong:
            tried = self._once(building=True)
        return tried

    def _once(self, *, building: bool) -> Tried:
        course = _course(self.root)
        step = course.find(self.step)
        with tempfile.TemporaryDirectory(prefix="workbook-") as room:
            submission = Path(room).resolve()
            lay(self.layers, submission / self.step, course.left_behind)
            report = check(
                course,
                step,
                submission,
                Options(
                    seconds=step.seconds * PATIENCE,
                    seed=SEED,
                    quick=self.quick,
                    unbuilt=None if building else self._unbuilt,
                ),
                _launcher(_preload(course) if step.preload else ()),
            )
            done = report.state is not State.OPEN
            return Tried(report.results, done, as_read(course, report, submission))

    @property
    def _unbuilt(self) -> Reason:
        return Reason.NO_DOCKER if self.sparing else Reason.LEFT_OUT


def lay(layers: tuple[Path, ...], to: Path, left_behind: tuple[str, ...]) -> None:
    """Copy folders one over the other; `name.gone` takes `name` away.

    left_behind: patterns of what somebody's run has left in the first, which is not copied.
    """
    first, *over = layers
    copies.copy(first, to, left_behind)
    ignored = shutil.ignore_patterns("__pycache__", FEEDBACK, UNCLAIMED)
    for layer in over:
        shutil.copytree(layer, to, ignore=ignored, dirs_exist_ok=True)
        for gone in list(to.rglob(f"*{GONE}")):
            gone.unlink()
            unwanted = gone.with_name(gone.name.removesuffix(GONE))
            shutil.rmtree(unwanted) if unwanted.is_dir() else unwanted.unlink()


def as_read(course: Course, report: Report, submission: Path) -> str:
    """Return the feedback as a student reads it who works in `steps/` and types `make`."""
    told = (replace(r, failure=_moved(r.failure, str(submission))) for r in report.results)
    text, step = StringIO(), report.step
    Terminal(make=True, into=text, width=COLUMNS).report(
        replace(report, results=tuple(told)),
        Path("steps", step.name),
        Memory(),
        course.after(step),
    )
    return text.getvalue()


def _moved(failure: Failure, folder: str) -> Failure:
    """Return a failure that names the student's own `steps` instead of a folder of ours."""

    def told(text: str) -> str:
        return text.replace(folder, "steps")

    return replace(
        failure,
        sent=told(failure.sent),
        expected=told(failure.expected),
        got=told(failure.got),
        why=tuple(map(told, failure.why)),
    )


@cache
def _course(root: Path) -> Course:
    return Course(root)


def _preload(course: Course) -> tuple[str, ...]:
    """Return what any step preloads, so that one launcher does for all that preload something."""
    return tuple(sorted({module for step in course.steps for module in step.preload}))


@cache
def _launcher(modules: tuple[str, ...]) -> Launcher:
    """Return this process's own launcher, which ends with it."""
    launcher = Launcher(*modules)
    launcher.wait_ready()
    return launcher
