"""What there is to try of a course: its starters, solutions, mistakes and variants."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook.app import copies
from workbook.course import Course, Step
from workbook.soundness.trials import FEEDBACK, UNCLAIMED, Trial


@dataclass(frozen=True)
class Plan:
    """The steps of a course that are tried, and whether containers are built."""

    course: Course
    steps: Sequence[Step]
    building: bool = True

    @property
    def whole(self) -> bool:
        return len(self.steps) == len(self.course.steps)

    def files(self, folder: Path) -> list[Path]:
        """Return the files in a folder and its folders, without what a run of them has left."""
        unwanted = (*copies.NOT_NEEDED, *self.course.left_behind)
        return sorted(
            file
            for file in folder.rglob("*")
            if file.is_file()
            and not any(copies.matches(part, unwanted) for part in file.relative_to(folder).parts)
        )

    def shown(self, path: Path) -> str:
        """Return a path as it is named in messages."""
        return path.relative_to(self.course.root).as_posix()

    def starter(self, step: Step, checks: Step | None = None) -> Trial:
        """Return the trial of a starter, by the checks of its own step or of another."""
        return self._trial(checks or step, step.starter, sparing=True)

    def solution(self, step: Step, checks: Step | None = None) -> Trial:
        return self._trial(checks or step, step.solution)

    def laid_over(self, step: Step, folder: Path, *, sparing: bool) -> Trial:
        """Return the trial of a mistake, or of a variant: files laid over the solution."""
        return self._trial(step, step.solution, folder, sparing=sparing)

    def _trial(self, step: Step, *layers: Path, sparing: bool = False) -> Trial:
        return Trial(self.course.root, step.name, layers, self.building, sparing)


def kept_feedback(folder: Path) -> str:
    """Return the feedback that a mistake must get; none where it has not been made yet."""
    file = folder / FEEDBACK
    return file.read_text("utf-8") if file.exists() else ""


def unclaimed(folder: Path) -> list[str]:
    """Return the bonus checks that a variant does not claim to pass."""
    file = folder / UNCLAIMED
    return file.read_text("utf-8").split() if file.exists() else []
