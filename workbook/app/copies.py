"""Copies of a student's folder to run in, so that no check changes a student's files."""

import shutil
import stat
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

LARGE = 16 << 20  # bytes; a larger file is linked to, not copied
NOT_NEEDED = ("__pycache__", ".git", ".venv", "venv", "env", "node_modules")


def copy(folder: Path, to: Path, leave_out: tuple[str, ...] = ()) -> Path:
    """Copy a folder, but for the files that match `leave_out`; return the copy's real path."""
    shutil.copytree(
        folder,
        to,
        symlinks=True,
        ignore=_ignoring((*NOT_NEEDED, *leave_out)),
        copy_function=_copy_or_link,
    )
    return to.resolve()


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _ignoring(patterns: tuple[str, ...]) -> Callable[[str, list[str]], list[str]]:
    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if matches(name, patterns) or _is_odd(Path(folder, name))]

    return ignored


def _is_odd(path: Path) -> bool:
    """Whether it is no file, folder or link: a pipe or socket, which cannot be copied."""
    mode = path.lstat().st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))


def _copy_or_link(source: str, to: str) -> str:
    if Path(source).stat().st_size > LARGE:
        Path(to).symlink_to(Path(source).resolve())
        return to
    return shutil.copy(source, to)
