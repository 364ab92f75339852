"""A mutant: a file with one small fault. Those that nothing can notice are listed with why."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, Literal

from tools.mutants.changes import changes

Fate = Literal["caught", "survived", "not_checked"]


@dataclass(frozen=True)
class Mutant:
    """A file, below the root, with one change: `old` became `new`, from a line on."""

    file: str
    line: int
    old: str
    new: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.file}, line {self.line}"

    @property
    def diff(self) -> str:
        lines = list(unified_diff(self.old.splitlines(), self.new.splitlines(), lineterm="", n=0))
        return "\n".join(line for line in lines[2:] if not line.startswith("@@"))


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Yield the mutants of a text, each once."""
    seen = {text}
    for line, changed in changes(text):
        if changed not in seen:
            seen.add(changed)
            yield Mutant(file, line, *_changed_lines(text, changed), changed)


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
    """A mutant that changes nothing which could be noticed, and why not."""

    file: str
    old: str
    new: str
    reason: str

    def is_of(self, mutant: Mutant) -> bool:
        return (self.file, self.old, self.new) == (
            mutant.file,
            mutant.old.strip(),
            mutant.new.strip(),
        )


def equivalents(file: Path) -> list[Equivalent]:
    """Return those that a file lists, each with file, old, new and reason."""
    listed: list[dict[str, Any]] = (
        tomllib.loads(file.read_text("utf-8"))["equivalent"] if file.exists() else []
    )
    return [Equivalent(**each) for each in listed]
