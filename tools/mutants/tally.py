"""What became of the mutants of a step, or of a room, and how that is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tools.mutants.mutant import Equivalent, Fate, Mutant


@dataclass(frozen=True)
class Tally:
    """Mutants by what became of them.

    unknown: those that only a container could show. stale: those listed as equivalent in vain.
    """

    name: str
    caught: tuple[Mutant, ...]
    survived: tuple[Mutant, ...]
    equivalent: tuple[Mutant, ...]
    unknown: tuple[Mutant, ...]
    stale: tuple[Equivalent, ...]

    def __str__(self) -> str:
        total = len(self.caught) + len(self.survived)
        share = len(self.caught) / max(1, total)
        words = [f"caught {len(self.caught)} of {total} ({share:.0%})"] if total else []
        words += [f"{len(self.equivalent)} equivalent"] if self.equivalent else []
        words += [f"NOT CHECKED {len(self.unknown)} without a container"] if self.unknown else []
        return ", ".join(words) or "nothing to spoil"


def tally(
    name: str,
    begins: str,
    fates: Mapping[Mutant, Fate],
    listed: Sequence[Equivalent],
    untried: Sequence[Mutant] = (),
) -> Tally:
    """Return what became of the mutants of files whose names begin so.

    untried: mutants that there are too; what is listed of them is not listed in vain.
    """
    own = {mutant: fate for mutant, fate in fates.items() if mutant.file.startswith(begins)}
    left = [mutant for mutant, fate in own.items() if fate == "survived"]
    same = [mutant for mutant in left if any(each.is_of(mutant) for each in listed)]
    here = [each for each in listed if each.file.startswith(begins)]
    return Tally(
        name,
        tuple(mutant for mutant, fate in own.items() if fate == "caught"),
        tuple(mutant for mutant in left if mutant not in same),
        tuple(same),
        tuple(mutant for mutant, fate in own.items() if fate == "not_checked"),
        tuple(each for each in here if not any(map(each.is_of, [*same, *untried]))),
    )


def whole(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of several."""
    return Tally(
        "in all",
        *(
            tuple(each for tally in tallies for each in getattr(tally, kind))
            for kind in ("caught", "survived", "equivalent", "unknown", "stale")
        ),
    )


def report(tallies: Sequence[Tally], listed_in: str) -> Iterator[str]:
    """Yield the lines of the report: survivors with their place, then a line for each tally."""
    for each in tallies:
        for mutant in each.survived:
            yield f"{mutant.where}: nothing notices"
            yield from (f"    {line}" for line in mutant.diff.splitlines())
        for listed in each.stale:
            yield f"{listed_in}: no such survivor in {listed.file}: {listed.old} -> {listed.new}"
    yield ""
    shown = [*tallies, whole(tallies)] if len(tallies) > 1 else tallies
    width = max(len(each.name) for each in shown)
    for each in shown:
        yield f"{each.name:<{width}}  {each}"
