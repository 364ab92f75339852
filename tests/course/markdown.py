"""What a page of ours says: its commands, its transcripts, its links, its sections of the lab."""

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

PROGRAMS = (  # a line that begins with one is a command
    *("curl", "docker", "flask", "git", "gunicorn", "make", "npx", "pip", "python", "python3"),
    *("psql", "source", "waitress-serve"),
)
SHELLS = ("bash", "console", "sh", "shell")  # other fences, such as powershell, nobody runs here
SETTING = re.compile(r"[A-Z_]+=")
MARKDOWN = MarkdownIt("commonmark").enable("table")


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

    @property
    def commands(self) -> list[Command]:
        """Return the commands that it shows, in their order, each once."""
        lines = dict.fromkeys(line.strip() for line in self._code())
        return [found for line in lines if (found := _command(line))]

    @property
    def transcripts(self) -> list[tuple[str, str]]:
        """Return each command that is shown with what it prints."""
        said = [
            part
            for fence in self._tokens
            if fence.info == "console"
            for part in re.split(r"^\$ ", fence.content, flags=re.MULTILINE)[1:]
        ]
        return [
            (command, printed) for command, _, printed in (each.partition("\n") for each in said)
        ]

    @property
    def links(self) -> list[str]:
        """Return where its links and pictures lead inside the repository."""
        return _links(self._inline)

    @cached_property
    def anchors(self) -> set[str]:
        """Return the names of its headings, as links to them are written."""
        seen: Counter[str] = Counter()
        names: set[str] = set()
        for mark, inline in zip(self._tokens, self._tokens[1:], strict=False):
            if mark.type == "heading_open":
                name = re.sub(r"[^\w -]", "", _said(inline).lower()).replace(" ", "-")
                names.add(f"{name}-{seen[name]}" if seen[name] else name)
                seen[name] += 1
        return names

    @property
    def lab_sections(self) -> set[str]:
        """Return the sections of the lab that it names."""
        prose = " ".join(map(_said, self._inline))
        named = re.findall(r"\blab sections? ([\d., and]+)", prose)
        return {each for text in named for each in re.findall(r"\d+(?:\.\d+)*", text)}

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Return the rows of its tables: the text of the first cell, and the links of all."""
        starts = [n for n, token in enumerate(self._tokens) if token.type == "tr_open"]
        rows = [self._tokens[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
        cells = [[token for token in row if token.type == "inline"] for row in rows]
        return [(_said(first), _links([first, *rest])) for first, *rest in cells]

    @cached_property
    def _tokens(self) -> list[Token]:
        return MARKDOWN.parse(self.text)

    @property
    def _inline(self) -> list[Token]:
        """Return what holds text, code in sentences, links and pictures."""
        return [token for token in self._tokens if token.type == "inline"]

    def _code(self) -> Iterator[str]:
        """Yield the lines of code that somebody might type, in blocks before those in sentences."""
        for token in self._tokens:
            if token.type == "code_block":
                yield from token.content.splitlines()
            elif token.type == "fence" and token.info in SHELLS:
                yield from _typed(token.content)
        yield from (part.content for part in _parts(self._inline) if part.type == "code_inline")


def _parts(inline: list[Token]) -> Iterator[Token]:
    return (part for token in inline for part in token.children or [])


def _links(inline: list[Token]) -> list[str]:
    found = (part.attrs.get("href") or part.attrs.get("src") for part in _parts(inline))
    return [link for link in found if isinstance(link, str) and not re.match(r"[a-z]+:", link)]


def _said(inline: Token) -> str:
    """Return its text, on one line, without the marks of links and code."""
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if p.type in breaks else p.content for p in inline.children or [])


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
