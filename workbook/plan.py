"""What there is to try of a course: its starters, solutions, mistakes and variants, by folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook import copies
from workbook.course import Course, Step
from workbook.trials import FEEDBACK, UNCLAIMED, Trial


@dataclass(frozen=True)
class Plan:
    """The steps of a course that are tried, and whether containers are built."""

    course: Course
    steps: Sequence[Step]
    building: bool = True

    @property
    def whole(self) -> bool:
        return len(self.steps) == len(self.course.steps)

    def kept(self, kind: str, step: Step) -> Path:
        """Return a step's folder among "steps", "solution", "tests/mistakes" and the like."""
        return self.course.root / kind / step.name

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
        return self._trial(checks or step, self.kept("steps", step), sparing=True)

    def solution(self, step: Step, checks: Step | None = None) -> Trial:
        return self._trial(checks or step, self.kept("solution", step))

    def laid_over(self, step: Step, folder: Path, *, sparing: bool) -> Trial:
        """Return the trial of a mistake, or of a variant: files laid over the solution."""
        return self._trial(step, self.kept("solution", step), folder, sparing=sparing)

    def mistakes(self, step: Step) -> list[Path]:
        return _folders(self.kept("tests/mistakes", step))

    def variants(self, step: Step) -> list[Path]:
        return _folders(self.kept("tests/variants", step))

    def carried_on(self, step: Step) -> list[Step]:
        """Return the earlier steps whose files this one carries on, the latest first."""
        found, steps = [step], self.course.steps
        for earlier in reversed(steps[: steps.index(step)]):
            if not self.course.carries_on(earlier, found[-1]):
                break
            found.append(earlier)
        return found[1:]

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


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("[!_.]*") if path.is_dir())
