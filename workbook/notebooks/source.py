"""A notebook's source, cut into cells: notebooks/source/NN_slug.py.

A cell `# %% [docker]` is one command for a terminal. A real engine's answer is kept, as it is
shown, in notebooks/transcripts/NN_slug.txt, which tools/record_docker.py writes.
"""

# nbformat says little of its types.
# pyright: reportUnknownVariableType=false

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

MARK = re.compile(r"^# %%(?: \[(markdown|bash|docker)\])?( raises)?\n", re.M)
UNKNOWN = re.compile(r"^# *%%.*\n", re.M)  # every line that looks like a mark


class NotebookError(Exception):
    """Sources that cannot be built; `findings` says why, by file."""

    def __init__(self, findings: dict[str, str]) -> None:
        super().__init__("\n\n".join(f"{file}: {why}" for file, why in findings.items()))
        self.findings = findings


def read(source: Path) -> NotebookNode:
    """Return a source as a notebook that has not run. Raises NotebookError."""
    answers = kept(source)
    cells = [_cell(source, *part, answers) for part in cut(source)]
    if left_over := next(answers, ""):
        raise _not_recorded(source, left_over)
    cells[0].source += (
        f"\n\n*Built by `make notebooks` from `notebooks/source/{source.name}`: "
        "to change this notebook for everyone, edit that file. To try things out, edit here.*"
    )
    return new_notebook(cells=cells)


def cut(source: Path) -> list[tuple[str, bool, str]]:
    """Cut a source at its `# %%` lines: each cell's kind, whether it raises, and its text."""
    text = source.read_text("utf-8")
    if unknown := next((line for line in UNKNOWN.findall(text) if not MARK.fullmatch(line)), None):
        raise NotebookError({_shown(source): f"what is {unknown.strip()}?"})
    before, *parts = MARK.split(text)
    if before.strip():
        raise NotebookError({_shown(source): "it must begin with # %% [markdown]"})
    cells: list[tuple[str, bool, str]] = []
    for kind, raises, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        text = re.sub(r"^# ?", "", body.strip(), flags=re.M) if kind else body.strip()
        cells.append((kind or "", bool(raises), text))
    return cells


def _cell(source: Path, kind: str, raises: bool, text: str, answers: Iterator[str]) -> NotebookNode:
    if kind == "markdown":
        return new_markdown_cell(text)
    if kind == "docker":
        command, block = prompted(text), next(answers, "")
        if not f"{block}\n".startswith(f"{command}\n"):
            raise _not_recorded(source, command)
        return new_markdown_cell(f"```console\n{block}\n```")
    cell = new_code_cell(f"%%bash\n{text}" if kind else text)
    if raises:
        cell.metadata["tags"] = ["raises-exception"]  # "Run all" goes on after it
    return cell


def transcript(source: Path) -> Path:
    """Return where the answers to a source's Docker commands are kept."""
    return source.parents[1] / "transcripts" / f"{source.stem}.txt"


def prompted(command: str) -> str:
    """Return a command as bash shows it: `$` before its first line, `>` before others."""
    return "$ " + command.replace("\n", "\n> ")


def kept(source: Path) -> Iterator[str]:
    """Yield each Docker command with its answer, in the notebook's order."""
    file = transcript(source)
    text = file.read_text("utf-8") if file.exists() else ""
    for block in re.split(r"^(?=\$ )", text, flags=re.M):
        if block.strip():
            yield block.strip()


def _not_recorded(source: Path, command: str) -> NotebookError:
    why = (
        f"its transcript differs from here on:\n{command}\n"
        f"Where Docker runs: python3 -m tools.record_docker {source.name[:2]}"
    )
    return NotebookError({_shown(source): why})


def _shown(source: Path) -> str:
    return f"notebooks/source/{source.name}"
