"""Reads a student's files, whatever they hold: no more of them than anybody writes by hand."""

import ast
import json
import os
import re
import stat
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from workbook.result import Wrong, wrong
from workbook.wording import begin

if TYPE_CHECKING:
    from packaging.requirements import Requirement

LOOKED_AT = 100  # files of the student's folder, at most
READ = 1 << 20  # bytes of a file, at most
# Where the system has them: a link is not followed, and a pipe without a writer is no wait.
CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

EXAMPLES, FEWEST = "example.json", 2  # one example cannot tell a model from a constant
EXPECTED = "prediction"  # of an example: no input, but what the model should answer
EXAMPLES_SHOWN = 80  # characters


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


def read_text(folder: Path, name: str) -> str:
    """Return a file's text. Raises Wrong where it is missing or saved in an unusual encoding."""
    if not (folder / name).is_file():
        names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
        near = get_close_matches(name.lower(), [other.lower() for other in names], 1, 0.75)
        why = [f"Rename {other} to {name}." for other in names if [other.lower()] == near]
        raise wrong(f"a file {name}, beside app.py", f"no file {name}", *why)
    if (folder / name).is_symlink():
        raise wrong(f"a file {name}, beside app.py", f"{name} is a link to another file")
    data = _bytes(folder / name)
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) and name.endswith(".txt"):
            return data.decode("utf-16")  # pip reads what old PowerShells write for `pip freeze >`
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong("a text in UTF-8", f"{name} is saved in another encoding") from None


def read_examples(folder: Path) -> list[dict[str, Any]]:
    """Return the inputs in the folder's example.json. Raises Wrong where there are none."""
    return [{k: v for k, v in row.items() if k != EXPECTED} for row in _examples(folder)]


def read_expected(folder: Path) -> list[Any]:
    """Return the prediction that each example says it should lead to, or None. Raises Wrong."""
    return [row.get(EXPECTED) for row in _examples(folder)]


def _examples(folder: Path) -> list[dict[str, Any]]:
    file = folder / EXAMPLES
    if not file.exists():
        raise _no_examples(f"no file {EXAMPLES}")
    try:
        found: Any = json.loads(_bytes(file).decode())
    except json.JSONDecodeError as error:
        raise _no_examples(f"a text that is no JSON: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError):
        raise _no_examples("something that is no JSON", 1) from None
    rows = cast("list[Any]", found if isinstance(found, list) else [])
    if len(rows) < FEWEST or not all(isinstance(row, dict) for row in rows):
        raise _no_examples(f"JSON of another form: {begin(json.dumps(found), EXAMPLES_SHOWN)}", 1)
    return rows


def _no_examples(got: str, line: int = 0) -> Wrong:
    form = 'a list of two or more objects, such as [{"height": 1.5}, {"height": 2}]'
    return wrong(f"{EXAMPLES}: {form}", got, file=EXAMPLES, line=line)


def is_database(file: Path) -> bool:
    """Whether a file is a database of SQLite's."""
    return _bytes(file).startswith(b"SQLite format 3\0")


def imports(folder: Path, module: str) -> bool:
    """Whether any of the student's files imports a module, or a part of it."""
    line = re.compile(rf"^\s*(from|import) +{module}\b", re.MULTILINE)
    return any(line.search(text(file)) for file in files(folder) if file.suffix == ".py")


def read_requirements(folder: Path, expected: str) -> "Iterator[tuple[int, str, Requirement]]":
    """Yield the packages that requirements.txt asks for, each with its line. Raises Wrong."""
    from packaging.requirements import InvalidRequirement, Requirement  # few steps need it

    text = re.sub(r"\\\r?\n", "  ", read_text(folder, "requirements.txt"))
    for number, line in enumerate(text.splitlines(), 1):
        asked = re.split(r"(?:^|\s)#|\s--", line)[0].strip()
        if not asked or asked.startswith("-"):
            continue
        try:
            yield number, line, Requirement(asked)
        except InvalidRequirement:
            why = "A line is a package, ==, and its version."
            raise wrong(expected, line, why, file="requirements.txt", line=number) from None


def is_exact(wanted: "Requirement") -> bool:
    """Whether a requirement names one version."""
    return any(s.operator[:2] == "==" and "*" not in s.version for s in wanted.specifier)


def check_pinned(folder: Path, package: str, module: str, *, installed: bool = False) -> None:
    """Raise Wrong unless requirements.txt names one version of the package.

    installed: the one that is installed here, no other.
    """
    from importlib.metadata import version  # few steps need it

    here = version(package)
    expected = f"{package}=={here}"
    for number, line, wanted in read_requirements(folder, expected):
        name = wanted.name.lower().replace("_", "-")
        if name == package and is_exact(wanted):
            if installed and here not in wanted.specifier:
                why = f"Version {here} is installed here, and your app was tried with that."
                raise wrong(expected, line, why, file="requirements.txt", line=number)
            return
        if name in (package, module):
            why = f"The package of the module {module} is called {package}."
            if name == package:
                why = "Without ==, pip takes the newest version, whatever that is by then."
            raise wrong(expected, line, why, file="requirements.txt", line=number)
    raise wrong(expected, f"no line that names {package}")


def _bytes(file: Path) -> bytes:
    """Return the first bytes of a regular file; none of anything else."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | CAREFULLY), "rb") as opened:
            regular = stat.S_ISREG(os.fstat(opened.fileno()).st_mode)
            return opened.read(READ) if regular else b""
    except OSError:
        return b""
