"""The report of the mutants: the share that the checks catch, and those that survive them."""

from collections.abc import Iterator
from dataclasses import dataclass

from workbook.course import Step
from workbook.jobs import Tell, run_all
from workbook.mutants import EQUIVALENT, Equivalent, Fate, Mutant, Mutated, equivalents, mutants
from workbook.plan import Plan


@dataclass(frozen=True)
class Tried:
    """All mutants of a step, by what became of them.

    unknown: those that only a container could show. stale: those listed as equivalent in vain.
    """

    step: Step
    caught: tuple[Mutant, ...]
    survived: tuple[Mutant, ...]
    equivalent: tuple[Mutant, ...]
    unknown: tuple[Mutant, ...]
    stale: tuple[Equivalent, ...]

    @property
    def share(self) -> float:
        """Return the share that is caught of those that change what can be seen."""
        return len(self.caught) / max(1, len(self.caught) + len(self.survived))


def find(plan: Plan, tell: Tell) -> list[Tried]:
    """Try the mutants of the plan's steps. Raises CheckerError, OSError."""
    jobs: dict[Mutant, Mutated] = {}
    for step in plan.steps:
        checks = tuple(each.name for each in (step, *plan.carried_on(step)))
        for mutant in mutants(plan, step):
            jobs[mutant] = Mutated(plan.course.root, mutant, checks, plan.building)
    done = run_all(jobs.values(), tell)
    fates: dict[Mutant, Fate] = {mutant: done[job] for mutant, job in jobs.items()}
    return [_of_step(step, fates, equivalents(plan)) for step in plan.steps]


def _of_step(step: Step, fates: dict[Mutant, Fate], listed: list[Equivalent]) -> Tried:
    own = {mutant: fate for mutant, fate in fates.items() if mutant.step == step.name}
    left = [mutant for mutant, fate in own.items() if fate == "survived"]
    same = [mutant for mutant in left if any(each.is_of(mutant) for each in listed)]
    here = [each for each in listed if each.file.startswith(f"solution/{step.name}/")]
    return Tried(
        step,
        tuple(mutant for mutant, fate in own.items() if fate == "caught"),
        tuple(mutant for mutant in left if mutant not in same),
        tuple(same),
        tuple(mutant for mutant, fate in own.items() if fate == "not_checked"),
        tuple(each for each in here if not any(each.is_of(mutant) for mutant in same)),
    )


def report(plan: Plan, tried: list[Tried]) -> Iterator[str]:
    """Yield the lines of the report: survivors with their place, then a line for each step."""
    for each in tried:
        for mutant in each.survived:
            yield f"{mutant.where}: no check notices"
            yield from (f"    {line}" for line in mutant.diff.splitlines())
        for listed in each.stale:
            yield f"{EQUIVALENT}: no such survivor in {listed.file}: {listed.old} -> {listed.new}"
    yield ""
    width = max(len(each.step.name) for each in tried)
    for each in tried:
        yield f"{each.step.name:<{width}}  {_counts(each)}"


def _counts(tried: Tried) -> str:
    total = len(tried.caught) + len(tried.survived)
    words = [f"caught {len(tried.caught)} of {total} ({tried.share:.0%})"] if total else []
    words += [f"{len(tried.equivalent)} equivalent"] if tried.equivalent else []
    words += [f"NOT CHECKED {len(tried.unknown)} without a container"] if tried.unknown else []
    return ", ".join(words) or "nothing to spoil"


def any_left(tried: list[Tried]) -> bool:
    """Whether a mutant survived, or one is listed as equivalent in vain."""
    return any(each.survived or each.stale for each in tried)
