"""A student's text files, which must be readable: what is not is told as a mistake."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from workbook.result import wrong


def read_text(folder: Path, name: str) -> str:
    """Return a file's text. Raises Wrong where it is missing or saved in an unusual encoding."""
    if not (folder / name).is_file():
        names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
        near = get_close_matches(name.lower(), [other.lower() for other in names], 1, 0.75)
        why = [f"Rename {other} to {name}." for other in names if [other.lower()] == near]
        raise wrong(f"a file {name}, beside app.py", f"no file {name}", *why)
    data = (folder / name).read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and name.endswith(".txt"):
        return data.decode("utf-16")  # pip reads what `pip freeze >` writes in an old PowerShell
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong("a text in UTF-8", f"{name} is saved in another encoding") from None


def read_requirements(folder: Path, expected: str) -> Iterator[tuple[int, str, Requirement]]:
    """Yield the packages that requirements.txt asks for, each with its line. Raises Wrong."""
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


def is_exact(wanted: Requirement) -> bool:
    """Whether a requirement names one version."""
    return any(s.operator[:2] == "==" and "*" not in s.version for s in wanted.specifier)
