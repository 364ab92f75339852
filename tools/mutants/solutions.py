"""Solutions with one small fault each, which the checks of their step should notice."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.mutants.mutant import Fate, Mutant, equivalents, mutants
from tools.mutants.tally import Tally, tally
from workbook.course import Step
from workbook.errors import Reason
from workbook.soundness.jobs import Run
from workbook.soundness.plan import Plan
from workbook.soundness.trials import Trial

EQUIVALENT = "tests/mutants.toml"  # those that no check can tell from the solution, and why


@dataclass(frozen=True)
class Spoilt:
    """The trial of a mutant, by the checks of its step, then of the steps that it carries on."""

    root: Path
    mutant: Mutant
    checks: tuple[str, ...]
    building: bool

    def run(self) -> Fate:
        """Return whether a check fails it, if it has all been checked."""
        solution = self.root / "solution" / self.checks[0]
        unknown = False
        with tempfile.TemporaryDirectory(prefix="workbook-") as room:
            file = Path(room) / (self.root / self.mutant.file).relative_to(solution)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.mutant.text, "utf-8")
            for step in self.checks:
                layers = (solution, Path(room))
                trial = Trial(self.root, step, layers, self.building, sparing=True, quick=True)
                tried = trial.run()
                if tried.named("failed", "error"):
                    return "caught"
                unknown |= any(r.unchecked is Reason.NO_DOCKER for r in tried.results)
        return "not_checked" if unknown else "survived"


def try_solutions(plan: Plan, run: Run) -> list[Tally]:
    """Try the mutants of the plan's steps. Raises CheckerError, OSError."""
    jobs = {
        mutant: Spoilt(plan.course.root, mutant, _checks(plan, step), plan.building)
        for step in plan.steps
        for mutant in _of_solution(plan, step)
    }
    fates: dict[Mutant, Fate] = dict(zip(jobs, run(*jobs.values()), strict=True))
    listed = equivalents(plan.course.root / EQUIVALENT)
    return [tally(step.name, f"solution/{step.name}/", fates, listed) for step in plan.steps]


def _checks(plan: Plan, step: Step) -> tuple[str, ...]:
    return tuple(each.name for each in (step, *plan.course.carried_on(step)))


def _of_solution(plan: Plan, step: Step) -> Iterator[Mutant]:
    """Yield the mutants of what a step's solution adds to its starter."""
    for file in plan.files(step.solution):
        if file.suffix == ".py":
            starter = step.starter / file.relative_to(step.solution)
            known = starter.read_text("utf-8").splitlines() if starter.exists() else []
            text = file.read_text("utf-8")
            new = {n for n, line in enumerate(text.splitlines(), 1) if line not in known}
            yield from (each for each in mutants(plan.shown(file), text) if each.line in new)
