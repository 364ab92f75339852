"""Mutants: solutions with one small fault each, which the checks of their step should catch."""

import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, Literal

from workbook.course import Step
from workbook.docker import MISSING
from workbook.plan import Plan
from workbook.spoilt import changes
from workbook.trials import Trial

Fate = Literal["caught", "survived", "not_checked"]
EQUIVALENT = "tests/mutants.toml"  # those that no check can tell from the solution, and why


@dataclass(frozen=True)
class Mutant:
    """A file of a step's solution with one change: `old` became `new`, from a line on."""

    step: str
    file: str
    line: int
    old: str
    new: str
    text: str

    @property
    def where(self) -> str:
        return f"solution/{self.step}/{self.file}, line {self.line}"

    @property
    def diff(self) -> str:
        lines = list(unified_diff(self.old.splitlines(), self.new.splitlines(), lineterm="", n=0))
        return "\n".join(line for line in lines[2:] if not line.startswith("@@"))


@dataclass(frozen=True)
class Mutated:
    """The trial of a mutant, by the checks of its step, then of the steps that it carries on."""

    root: Path
    mutant: Mutant
    checks: tuple[str, ...]
    building: bool
    seconds: float = 1.0

    def run(self) -> Fate:
        """Return whether a check fails it, if it has all been checked."""
        solution = self.root / "solution" / self.mutant.step
        unknown = False
        with tempfile.TemporaryDirectory(prefix="workbook-") as room:
            file = Path(room) / self.mutant.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.mutant.text, "utf-8")
            for step in self.checks:
                layers = (solution, Path(room))
                trial = Trial(self.root, step, layers, self.building, sparing=True, quick=True)
                tried = trial.run()
                if tried.named("failed", "error"):
                    return "caught"
                unknown |= any(MISSING in r.failure.why for r in tried.named("not_checked"))
        return "not_checked" if unknown else "survived"


def mutants(plan: Plan, step: Step) -> Iterator[Mutant]:
    """Yield the mutants of what a step's solution adds to its starter."""
    solution = plan.kept("solution", step)
    for file in sorted(solution.rglob("*.py")):
        name = file.relative_to(solution).as_posix()
        starter = plan.kept("steps", step) / name
        known = starter.read_text("utf-8").splitlines() if starter.exists() else []
        text = file.read_text("utf-8")
        new = {n for n, line in enumerate(text.splitlines(), 1) if line not in known}
        seen = {text}
        for line, changed in changes(text):
            if line in new and changed not in seen:
                seen.add(changed)
                yield Mutant(step.name, name, line, *_changed_lines(text, changed), changed)


def _changed_lines(text: str, changed: str) -> tuple[str, str]:
    """Return the lines that differ, before and after."""
    old, new = text.splitlines(), changed.splitlines()
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return "\n".join(old), "\n".join(new)


@dataclass(frozen=True)
class Equivalent:
    """A mutant that no check can tell from the solution, and why not."""

    file: str
    old: str
    new: str
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        file = f"solution/{mutant.step}/{mutant.file}"
        return self.file == file and (self.old, self.new) == (
            mutant.old.strip(),
            mutant.new.strip(),
        )


def equivalents(plan: Plan) -> list[Equivalent]:
    """Return those that are listed, each with file, old, new and reason."""
    file = plan.course.root / EQUIVALENT
    listed: list[dict[str, Any]] = (
        tomllib.loads(file.read_text("utf-8"))["equivalent"] if file.exists() else []
    )
    return [Equivalent(**each) for each in listed]
