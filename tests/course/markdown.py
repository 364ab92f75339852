"""What a page of ours says: its commands, its transcripts, its links, its sections of the lab."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PROGRAMS = (  # a line that begins with one is a command
    *("curl", "docker", "flask", "git", "gunicorn", "make", "npx", "pip", "python", "python3"),
    *("psql", "source", "waitress-serve"),
)
SHELLS = ("bash", "console", "sh", "shell")  # other fences, such as powershell, nobody runs here
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?: {4}.*\n)+")
SETTING = re.compile(r"[A-Z_]+=")


@dataclass(frozen=True)
class Command:
    """A command as a page shows it: settings before it, and its words."""

    text: str
    settings: tuple[tuple[str, str], ...]
    words: tuple[str, ...]

    @property
    def program(self) -> str:
        """Return what is run, without the folder it may be in."""
        return Path(self.words[0]).name if self.words else ""


@dataclass(frozen=True)
class Page:
    """A Markdown file."""

    file: Path

    @cached_property
    def text(self) -> str:
        return self.file.read_text("utf-8")

    @cached_property
    def commands(self) -> list[Command]:
        """Return the commands that it shows, in their order, each once."""
        lines = [line for kind, body in self._fences if kind in SHELLS for line in _typed(body)]
        lines += [line for block in INDENTED.findall(self._prose) for line in block.splitlines()]
        lines += re.findall(r"`([^`\n]+)`", self._prose)
        return [found for line in dict.fromkeys(lines) if (found := _command(line.strip()))]

    @property
    def transcripts(self) -> list[tuple[str, str]]:
        """Return each command that is shown with what it prints."""
        return [
            (said.partition("\n")[0], said.partition("\n")[2])
            for kind, body in self._fences
            if kind == "console"
            for said in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
        ]

    @property
    def links(self) -> list[str]:
        """Return where its links lead inside the repository."""
        found = re.findall(r"\]\(<?([^)\s>]+)>?[^)]*\)", self._prose)
        return [link for link in found if not re.match(r"[a-z]+:", link)]

    @property
    def anchors(self) -> set[str]:
        """Return the names of its headings, as links to them are written."""
        headings = re.findall(r"^#+ (.+)$", self._prose, re.MULTILINE)
        return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}

    @property
    def lab_sections(self) -> set[str]:
        """Return the sections of the lab that it names."""
        named = re.findall(r"\blab sections? ([\d., and]+)", " ".join(self._prose.split()))
        return {each for text in named for each in re.findall(r"\d+(?:\.\d+)*", text)}

    @property
    def _fences(self) -> list[tuple[str, str]]:
        return FENCE.findall(self.text)

    @cached_property
    def _prose(self) -> str:
        return FENCE.sub("", self.text)


def _typed(body: str) -> Iterator[str]:
    """Yield the lines of a fence that somebody types."""
    lines = body.replace("\\\n", " ").splitlines()
    prompted = [line[2:] for line in lines if line.startswith("$ ")]
    yield from prompted or (line for line in lines if line.strip() and not line.startswith("#"))


def _command(line: str) -> Command | None:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:  # an apostrophe: prose
        return None
    settings: list[tuple[str, str]] = []
    while words and SETTING.match(words[0]):
        name, _, value = words.pop(0).partition("=")
        settings.append((name, value))
    found = Command(line, tuple(settings), tuple(words))
    return found if found.program in PROGRAMS else None
