"""Runs notebooks side by side, each in a kernel of its own."""

# nbformat says little of its types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
import asyncio
import os
from pathlib import Path
from typing import Any, cast

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from workbook.notebooks.kernel import Kernel
from workbook.notebooks.normalise import normalise
from workbook.notebooks.source import NotebookError, read

START = 180  # seconds for a kernel; a busy machine needs many


async def _execute(notebook: NotebookNode, kernel: Kernel, seconds: float) -> None:
    """Run all cells. nbclient asks of a kernel manager only what a Kernel has."""
    options = {"startup_timeout": START, "timeout": seconds, "coalesce_streams": True}
    client = NotebookClient(notebook, km=cast(Any, kernel), **options)
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


def execute(root: Path, names: list[str], place: Path, seconds: float) -> dict[str, NotebookNode]:
    """Run these notebooks, with `seconds` for each cell and their files in `place`.

    Raises NotebookError.
    """
    notebooks: dict[str, NotebookNode] = {}
    faults: dict[str, str] = {}
    free = asyncio.Semaphore(2 * (os.cpu_count() or 1))  # they wait for servers half of their time

    async def one(name: str) -> None:
        async with free:
            try:
                notebooks[name] = await _executed(root, name, place / name[:2], seconds)
            except NotebookError as fault:
                faults.update(fault.findings)

    async def every() -> None:  # the last first: what a model needs takes longest to import
        await asyncio.gather(*map(one, sorted(names, reverse=True)))

    asyncio.run(every())
    if faults:
        raise NotebookError(faults)
    return notebooks
