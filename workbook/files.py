"""Reads a student's files, whatever they hold: no more of them than anybody writes by hand."""

import ast
from itertools import islice
from pathlib import Path

LOOKED_AT = 100  # files of the student's folder, at most
READ = 1 << 20  # bytes of a file, at most


def files(folder: Path) -> list[Path]:
    """Return the files of a folder, by name; none where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in islice(folder.iterdir(), LOOKED_AT) if path.is_file())


def text(file: Path) -> str:
    """Return a file's text; what is no UTF-8 becomes a question mark."""
    return _bytes(file).decode(errors="replace")


def tree(file: Path) -> ast.Module:
    """Return the code of a file without its comments; nothing where Python cannot read it."""
    try:
        return ast.parse(_bytes(file))
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def first_bad_line(file: Path) -> int:
    """Return the first line that is not UTF-8 text."""
    data = _bytes(file)
    if b"\0" in data:
        return data[: data.index(b"\0")].count(b"\n") + 1
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1


def line_of(file: Path, words: str) -> int:
    """Return the first line with these words, else 1."""
    return next((n for n, line in enumerate(text(file).splitlines(), 1) if words in line), 1)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(READ)
    except OSError:
        return b""
