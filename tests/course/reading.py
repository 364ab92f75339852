"""Runs the checks of a step that only read files, one by one, without the engine."""

import inspect
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from workbook.result import Waiting, Wrong

Files = Mapping[str, str | bytes | None]


def load(file: Path) -> ModuleType:
    """Import a file of checks; their marks are known only where the engine runs them."""
    module = sys.modules[file.stem] = ModuleType(file.stem)
    module.__file__ = str(file)
    source = file.read_text("utf-8").replace("@pytest.mark.bonus\n", "\n")
    exec(compile(source, file, "exec"), vars(module))
    return module


def readable(checks: ModuleType) -> list[str]:
    """Return the names of the checks that need no more than the files."""
    return [name for name in vars(checks) if name.startswith("test_") and _reads(checks, name)]


def outcomes(checks: ModuleType, folder: Path) -> dict[str, Wrong | Waiting]:
    """Run the checks that need no more than the files; return those not met, by name."""
    missed: dict[str, Wrong | Waiting] = {}
    for name in readable(checks):
        try:
            _call(checks, name, folder)
        except (Wrong, Waiting) as error:
            missed[name.removeprefix("test_")] = error
    return missed


def lay(solution: Path, files: Files, folder: Path) -> Path:
    """Lay files over a copy of a solution; None takes one away."""
    shutil.copytree(solution, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in files.items():
        if content is None:
            (folder / name).unlink()
        else:
            data = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(data)
    return folder


def _wanted(checks: ModuleType, name: str) -> list[str]:
    """Return the fixtures that a check, or a fixture of its file, asks for."""
    function = getattr(checks, name)
    return list(inspect.signature(getattr(function, "__wrapped__", function)).parameters)


def _reads(checks: ModuleType, name: str) -> bool:
    return all(
        wanted == "folder" or (hasattr(checks, wanted) and _reads(checks, wanted))
        for wanted in _wanted(checks, name)
    )


def _call(checks: ModuleType, name: str, folder: Path) -> object:
    if name == "folder":
        return folder
    function = getattr(checks, name)
    given = [_call(checks, wanted, folder) for wanted in _wanted(checks, name)]
    return getattr(function, "__wrapped__", function)(*given)
