"""Whether a page shows what a command prints now, in a fresh copy of the course."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from tests.course.markdown import Page

SECONDS = 60.0  # for one command
CLONED = ("workbook", "steps", "solution", "tests/steps")


def outdated(root: Path, file: Path, room: Path) -> Iterator[str]:
    """Yield how each transcript of a page differs from what is printed now; room: a new folder."""
    for number, (command, shown) in enumerate(Page(file).transcripts):
        printed = run(root, room / str(number), command)
        if printed != shown:
            lines = shown.splitlines(), printed.splitlines()
            yield "\n".join([f"$ {command}", *unified_diff(*lines, "page", "now", lineterm="")])


def run(root: Path, clone: Path, command: str) -> str:
    """Return what a command prints, its errors too, in a copy of the course made for it."""
    copy(root, clone)
    return subprocess.run(
        command.split(),
        cwd=clone,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    ).stdout


def environment() -> dict[str, str]:
    """Return a student's environment: 80 columns, and no make that runs us."""
    return {k: v for k, v in os.environ.items() if not k.startswith("MAKE")} | {"COLUMNS": "80"}


def copy(root: Path, clone: Path) -> None:
    """Copy what a student's commands need; the environment is the course's own."""
    ignored = shutil.ignore_patterns("__pycache__")
    clone.mkdir(parents=True)
    for name in CLONED:
        if (root / name).is_dir():
            shutil.copytree(root / name, clone / name, ignore=ignored)
    for file in (*root.glob("requirements*.txt"), *root.glob("Makefile")):
        shutil.copy(file, clone)
    if (root / ".venv").exists():
        (clone / ".venv").symlink_to(root / ".venv")
