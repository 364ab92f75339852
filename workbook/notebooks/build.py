"""Builds notebooks/NN_slug.ipynb from notebooks/source/NN_slug.py, and checks that they agree.

One way only: a source is cut into cells, executed in a kernel of its own, normalised, written. To
check is to build again in memory and to compare bytes.
"""

# nbformat says little of its types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, writes

from workbook.notebooks.agreement import difference, without_partner
from workbook.notebooks.kernel import Kernel
from workbook.notebooks.normalise import normalise
from workbook.notebooks.source import NotebookError, compare_with_transcript, read

SECONDS = 60  # for one cell
INDEX = "README.md"

# What the kernels share, whatever the terminal that builds has set.
SETTINGS = {
    "COLUMNS": "80", "LINES": "24", "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8",
    "TZ": "UTC", "PYTHONHASHSEED": "0", "NO_PROXY": "*",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline", "OMP_NUM_THREADS": "1",
    # A lock of the debugger's is left to a tracker when its kernel is killed, which says so.
    "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
    "OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "WORKBOOK_TERMINAL": "workbook.walkthrough.terminal:Recorded",  # with an engine as without
}  # fmt: skip
FOREIGN = ("FLASK_", "PYTHON", "IPYTHON", "JUPYTER", "WERKZEUG_", "DATABASE_URL", "COV_", "PYTEST_")


def _settle(place: str, settings: dict[str, str]) -> None:
    """Give this process, and so all its kernels, one environment, whatever the terminal's is."""
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    folders = dict.fromkeys(("TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"), place)
    os.environ.update(SETTINGS | settings | folders | {"PATH": path})


async def _execute(notebook: NotebookNode, kernel: Kernel, seconds: float) -> None:
    """Run all cells. nbclient asks of a kernel manager only what a Kernel has."""
    client = NotebookClient(notebook, km=cast(Any, kernel), timeout=seconds, coalesce_streams=True)
    try:
        await client.async_execute()
    finally:
        kernel.end()
        if client.kc:
            client.kc.stop_channels()


async def _executed(root: Path, name: str, place: Path, seconds: float) -> NotebookNode:
    """Return one notebook as it is after all cells have run. Raises NotebookError."""
    source = f"notebooks/source/{name}.py"
    notebook = read(root / source)
    place.mkdir()
    try:
        await _execute(notebook, Kernel(place, root / "notebooks"), seconds)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as failure:
        raise NotebookError({source: str(failure)}) from None
    for number, cell in enumerate(notebook.cells, 1):
        wanted = "raises-exception" in cell.metadata.get("tags", [])
        if wanted and not any(output.output_type == "error" for output in cell.outputs):
            why = f"cell {number} was to raise an error, and raised none"
            raise NotebookError({source: why})
    normalise(notebook, source)
    return notebook


def execute(
    root: Path, names: list[str], seconds: float = SECONDS, **settings: str
) -> dict[str, NotebookNode]:
    """Run these notebooks side by side, with `seconds` for each cell, in an environment with these
    settings. Raises NotebookError.
    """
    notebooks: dict[str, NotebookNode] = {}
    faults: dict[str, str] = {}
    free = asyncio.Semaphore(2 * (os.cpu_count() or 1))  # they wait for servers half of their time

    async def one(name: str) -> None:
        async with free:
            try:
                notebooks[name] = await _executed(root, name, Path(place, name[:2]), seconds)
            except NotebookError as fault:
                faults.update(fault.findings)

    async def every() -> None:  # the last first: what a model needs takes longest to import
        await asyncio.gather(*map(one, sorted(names, reverse=True)))

    with tempfile.TemporaryDirectory() as place:
        _settle(place, settings)
        asyncio.run(every())
    if faults:
        raise NotebookError(faults)
    return notebooks


def build(root: Path, names: list[str]) -> dict[str, str]:
    """Return the text of these notebooks, and of the index, by file name. Raises NotebookError."""
    for name in names:
        compare_with_transcript(root / f"notebooks/source/{name}.py")
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
