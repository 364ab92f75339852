"""The versions that a student's requirements.txt asks for."""

import re
from importlib.metadata import version
from pathlib import Path

from workbook.files import files, text
from workbook.result import wrong
from workbook.texts import is_exact, read_requirements


def imports(folder: Path, module: str) -> bool:
    """Whether any of the student's files imports a module, or a part of it."""
    line = re.compile(rf"^\s*(from|import) +{module}\b", re.MULTILINE)
    return any(line.search(text(file)) for file in files(folder) if file.suffix == ".py")


def check_pinned(folder: Path, package: str, module: str) -> None:
    """Raise Wrong unless requirements.txt names one version of the package."""
    expected = f"{package}=={version(package)}"
    for number, line, wanted in read_requirements(folder, expected):
        name = wanted.name.lower().replace("_", "-")
        if name == package and is_exact(wanted):
            return
        if name in (package, module):
            why = f"The package of the module {module} is called {package}."
            if name == package:
                why = "Without ==, pip takes the newest version, whatever that is by then."
            raise wrong(expected, line, why, file="requirements.txt", line=number)
    raise wrong(expected, f"no line that names {package}")
