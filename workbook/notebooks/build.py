"""Builds notebooks/NN_slug.ipynb from notebooks/source/NN_slug.py, and checks that they agree.

One way only: a source is cut into cells, executed in a kernel of its own, normalised, written. To
check is to build again in memory and to compare bytes.
"""

# nbformat says little of its types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from workbook.notebooks.agreement import difference, without_partner
from workbook.notebooks.kernel import settle, warm_up
from workbook.notebooks.source import NotebookError, compare_with_transcript, read

if TYPE_CHECKING:
    from nbformat import NotebookNode

SECONDS = 60  # for one cell
INDEX = "README.md"


def execute(
    root: Path, names: list[str], seconds: float = SECONDS, **settings: str
) -> "dict[str, NotebookNode]":
    """Run these notebooks, with `seconds` for each cell, in an environment with these settings.

    Raises NotebookError.
    """
    with TemporaryDirectory() as place:
        settle(place, settings)
        warm_up()
        from workbook.notebooks import execute  # imports for a second, beside the kernels

        return execute.execute(root, names, Path(place), seconds)


def build(root: Path, names: list[str]) -> dict[str, str]:
    """Return the text of these notebooks, and of the index, by file name. Raises NotebookError."""
    for name in names:
        compare_with_transcript(root / f"notebooks/source/{name}.py")
    from nbformat import writes  # as late

    built = execute(root, names)
    texts = {f"{name}.ipynb": f"{writes(notebook)}\n" for name, notebook in built.items()}
    return texts | {INDEX: index(root)}


def sources(root: Path) -> list[str]:
    return sorted(file.stem for file in (root / "notebooks/source").glob("[0-9]*.py"))


def write(root: Path, names: list[str]) -> list[str]:
    """Build these notebooks and the index; return the names of the files that changed."""
    changed: list[str] = []
    for file, text in build(root, names).items():
        path = root / "notebooks" / file
        if not path.exists() or path.read_bytes() != text.encode():
            path.write_bytes(text.encode())
            changed.append(file)
    return changed


def check(root: Path, names: list[str]) -> dict[str, str]:
    """Build these notebooks in memory; return what is wrong with the kept ones, by file."""
    faults = dict(without_partner(root, sources(root)))
    try:
        built = build(root, names)
    except NotebookError as errors:
        return faults | errors.findings
    for file, text in built.items():
        path = root / "notebooks" / file
        if path.exists() and path.read_bytes() != text.encode():
            faults[f"notebooks/{file}"] = difference(file, path.read_text("utf-8", "replace"), text)
    return faults


def index(root: Path) -> str:
    """Return the page that lists the notebooks: a title and what one can do after it, for each."""
    lines = [
        "# Walkthroughs",
        "",
        "One notebook for each step. Read it, run its cells, then do the step.",
        "`make lab` opens copies of them, in `my_notebooks/`, which are yours to change.",
        "",
    ]
    for name in sources(root):
        first = read(root / f"notebooks/source/{name}.py").cells[0]
        title, promise = first.source.split("\n\n")[:2]
        lines.append(f"- [{title.lstrip('# ')}]({name}.ipynb): {' '.join(promise.split())}")
    return "\n".join(lines) + "\n"
