"""A notebook's source, notebooks/source/NN_slug.py, in jupytext's percent format.

Cells with `%docker` or `%curl` show what a real engine said, which tools/record_docker.py keeps in
notebooks/transcripts/NN_slug.txt.
"""

# nbformat and jupytext say little of their types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false, reportMissingTypeStubs=false

import re
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

COMMANDS = re.compile(r"^# %((?:docker|curl) .*)$", re.M)  # what a container is told and asked


class NotebookError(Exception):
    """Sources that cannot be built; `findings` says why, by file."""

    def __init__(self, findings: dict[str, str]) -> None:
        super().__init__("\n\n".join(f"{file}: {why}" for file, why in findings.items()))
        self.findings = findings


def read(source: Path) -> "NotebookNode":
    """Return a source as a notebook that has not run. Raises NotebookError."""
    from jupytext import reads  # not before the kernels have begun to import

    notebook = reads(source.read_text("utf-8"), "py:percent")
    if notebook.cells[0].cell_type != "markdown":
        raise NotebookError({_shown(source): "it must begin with # %% [markdown]"})
    for cell in notebook.cells:
        if unknown := cell.metadata.get("title") or cell.metadata.get("language"):
            raise NotebookError({_shown(source): f"what is # %% {unknown}?"})
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
    return notebook


def compare_with_transcript(source: Path) -> None:
    """Raise NotebookError unless every command has its answer, in the notebook's order."""
    file = transcript(source)
    kept = re.findall(r"^\$ (.*)$", file.read_text("utf-8") if file.exists() else "", re.M)
    for asked, answered in zip_longest(COMMANDS.findall(source.read_text("utf-8")), kept):
        if asked != answered:
            why = (
                f"its transcript differs from here on:\n$ {asked or answered}\n"
                f"Where Docker runs: python3 -m tools.record_docker {source.name[:2]}"
            )
            raise NotebookError({_shown(source): why})


def transcript(source: Path) -> Path:
    """Return where the answers to a source's Docker commands are kept."""
    return source.parents[1] / "transcripts" / f"{source.stem}.txt"


def _shown(source: Path) -> str:
    return f"notebooks/source/{source.name}"
