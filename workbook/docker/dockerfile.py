"""A student's Dockerfile, beside the files that Docker is given: what it copies, and where to."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from workbook.docker.instructions import Instruction, parse
from workbook.files import read_text
from workbook.result import wrong

SKIPPED = {".git", ".venv", "venv", "node_modules"}  # too large to look into


class Dockerfile:
    """A Dockerfile and .dockerignore. Raises Wrong where the first is missing or unreadable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.instructions = list(parse(read_text(folder, "Dockerfile")))
        ignore = folder / ".dockerignore"
        text = ignore.read_text("utf-8-sig", "replace") if ignore.is_file() else ""
        lines = [line.strip() for line in text.splitlines()]
        self._ignored_by = [(n, x) for n, x in enumerate(lines, 1) if x and not x.startswith("#")]

    def all(self, *names: str) -> list[Instruction]:
        """Return all instructions of these names that say anything."""
        return [each for each in self.instructions if each.name in names and each.words]

    def last(self, name: str) -> Instruction | None:
        """Return the last such instruction of the stages that the image is made of, or None."""
        return next((each for each in reversed(self.all(name)) if each.stage in self._final), None)

    @property
    def base(self) -> Instruction:
        """Return the FROM that names the image which all the rest stands on. Raises Wrong."""
        for each in self.all("FROM"):
            if each.stage == min(self._final):
                return each
        raise wrong("FROM python:3.13-slim", "no FROM")

    @property
    def _final(self) -> set[int]:
        """Return the numbers of the stages that the image is made of: the last, and its bases."""
        used: dict[int, str] = {}
        for each in reversed(self.all("FROM")):
            if not used or (each.words[2:] and each.words[2].lower() == used[min(used)]):
                used[each.stage] = each.words[0].lower()
        return set(used) or {0}

    @property
    def files(self) -> list[str]:
        """Return all that is in the folder, relative to it, in its true letters."""
        everything = (path.relative_to(self.folder) for path in self.folder.rglob("*"))
        return sorted(path.as_posix() for path in everything if path.parts[0] not in SKIPPED)

    def ignored(self, path: str) -> int:
        """Return the line of .dockerignore that keeps a path from Docker, or 0."""
        line = 0
        for number, pattern in self._ignored_by:
            with suppress(re.error):
                if re.match(_as_regex(pattern.lstrip("!")), path):
                    line = 0 if pattern.startswith("!") else number
        return line

    def copies(self) -> Iterator[tuple[Instruction, str]]:
        """Yield each COPY and ADD from the folder, and the directory that it happens in."""
        workdir = "/"
        for each in self.instructions:
            if each.name in ("FROM", "WORKDIR"):
                moved = each.words[-1] if each.name == "WORKDIR" and each.words else "/"
                workdir = posixpath.join(workdir, moved)
            if each.name in ("COPY", "ADD") and "--from" not in each.flags and each.words[1:]:
                yield each, workdir

    def landing(
        self, path: str, before: Instruction | None = None
    ) -> tuple[Instruction, str] | None:
        """Return the COPY that takes a path of the folder along, and where to, or None."""
        landed = None
        for copy, workdir in self.copies():
            if before and (copy.stage != before.stage or copy.line > before.line):
                continue
            for source in copy.words[:-1]:
                to = None if self.ignored(path) else _lands(path, source, copy, workdir)
                landed = (copy, posixpath.normpath(to)) if to else landed
        return landed


def _as_regex(pattern: str) -> str:
    """Return what a pattern of .dockerignore matches: a path, and all that is inside."""
    wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pattern = posixpath.normpath(pattern.strip().strip("/"))
    parts: list[str] = re.findall(r"\*\*/|\*\*|\[.+?\]|.", pattern)
    literal = (wild.get(part) or (part if len(part) > 1 else re.escape(part)) for part in parts)
    return "".join(literal) + "(?:/.*)?$"


def _lands(path: str, source: str, copy: Instruction, workdir: str) -> str | None:
    """Return where one COPY puts a path of the folder, or None. A folder's own name is not kept."""
    target = copy.words[-1]
    where = posixpath.join(workdir, target)
    is_folder = target.endswith(("/", ".")) or posixpath.normpath(where) == workdir.rstrip("/")
    source, parts = posixpath.normpath(source.lstrip("/") or "."), path.split("/")
    if source == ".":
        return posixpath.join(where, path)
    for depth in range(1, len(parts) + 1):
        if fnmatchcase("/".join(parts[:depth]), source):
            inside = "/".join(parts[depth:]) or (parts[-1] if is_folder or copy.words[2:] else "")
            return posixpath.join(where, inside) if inside else where
    return None
