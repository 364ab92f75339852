"""A Dockerfile's text, taken apart into instructions as Docker does it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, cast

from dockerfile_parse import DockerfileParser
from dockerfile_parse.util import Context, WordSplitter

from workbook.result import Wrong, wrong

KNOWN = (
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"),
    *("MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)
AS_WRITTEN = ("CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN")  # Docker fills no $NAME in here
GAP = re.compile(r"(\\[ \t]*\n)((?:[ \t]*(?:#.*)?\n)+)")
HERE_DOCUMENT = re.compile(
    r"^( *(RUN|COPY|ADD)\b.*<<-? *[\"']?(\w+)[\"']?.*)\n(?:.*\n)*?\s*\3 *$", re.I | re.MULTILINE
)


@dataclass(frozen=True)
class Instruction:
    """One instruction of a Dockerfile. words: what follows the flags, with each $NAME filled in."""

    name: str
    text: str
    line: int
    words: tuple[str, ...]
    flags: str
    is_json: bool
    stage: int
    settings: dict[str, str]

    def wrong(self, expected: str, *why: str) -> Wrong:
        return wrong(expected, self.text, *why, file="Dockerfile", line=self.line)


def parse(text: str) -> Iterator[Instruction]:
    """Yield the instructions of a Dockerfile, in their order; stages count from 1."""
    file = BytesIO(_in_old_style(text).encode())  # the parser wants bytes, whatever its stubs say
    parser = DockerfileParser(fileobj=cast("IO[str]", file))
    before_from: dict[str, str] = {}
    stage = 0
    for item, context in zip(parser.structure, _contexts(parser), strict=True):
        name, settings = item["instruction"], {**before_from, **context.args, **context.envs}
        stage += name == "FROM"
        if name == "ARG" and not stage:
            before_from |= context.args
        if name != "COMMENT":
            written, line = item["content"].split()[0], item["startline"] + 1
            yield _instruction(name, written, item["value"].strip(), line, stage, settings)


def _contexts(parser: DockerfileParser) -> list[Context]:
    """Return the settings that hold at each instruction; none where one cannot be read."""
    try:
        return parser.context_structure
    except (ValueError, IndexError):  # ENV or LABEL without a value
        return [Context() for _ in parser.structure]


def _instruction(
    name: str, written: str, value: str, line: int, stage: int, settings: dict[str, str]
) -> Instruction:
    flags = cast("re.Match[str]", re.match(r"(?:--\S+\s+)*", value))[0]
    words, is_json = _split(name, value[len(flags) :], settings)
    text = " ".join([written, *value.split()])
    return Instruction(name, text, line, words, flags, is_json, stage, settings)


def _in_old_style(text: str) -> str:
    """Write here-documents, and gaps inside an instruction, in the way that the parser knows."""

    def fill(gap: re.Match[str]) -> str:
        return gap[1] + "\\\n" * gap[2].count("\n")

    def continued(document: re.Match[str]) -> str:
        if document[2].upper() == "RUN":
            return document[0].replace("\n", " \\\n")
        return document[1] + "\n#" * document[0].count("\n")

    return HERE_DOCUMENT.sub(continued, GAP.sub(fill, "\n".join(text.splitlines())))


def _split(name: str, value: str, settings: dict[str, str]) -> tuple[tuple[str, ...], bool]:
    """Return the words of an instruction, and whether they are a JSON list."""
    try:
        words = json.loads(value)
    except ValueError:
        words = None
    if isinstance(words, list):
        items = cast("list[object]", words)
        if all(isinstance(word, str) for word in items):
            return tuple(cast("list[str]", items)), True
    splitter = WordSplitter(value, envs=None if name in AS_WRITTEN else settings)
    return tuple(cast("Iterator[str]", splitter.split())), False
