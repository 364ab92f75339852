"""What differs between two runs of the same notebook, taken out when the notebook is written."""

# nbformat says little of its types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
import hashlib
import re
import sys
from pathlib import Path

from nbformat import NotebookNode

from workbook.environment import ROOT

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py", "mimetype": "text/x-python", "name": "python",
    "pygments_lexer": "ipython3",
}  # fmt: skip
NOTE = "Built by `make notebooks` from this source: to change the notebook for everyone, edit that."
FOLDERS = r"/[^\s'\"&<>()]*/"  # the way to a file, also where HTML stands around it

# What is looked for, and what stands there instead. A port of five digits is one that the system
# gave; 5000, 8080 and 9090 are the lab's own.
TEXTS: list[tuple[str, str]] = [
    (r"\r\n", "\n"),
    (r"\x1b\[[0-9;]*[A-Za-z]", ""),
    (r"\b(127\.0\.0\.1|localhost|0\.0\.0\.0):[1-9]\d{4}\b", r"\1:5000"),
    (r"\b([Pp]ort) [1-9]\d{4}\b", r"\1 5000"),
    (r"\b0x[0-9a-f]{6,}\b", "0x…"),
    (r"\bPython/3\.\d+\.\d+", "Python/3"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", "Mon, 01 Jan 2024 12:00:00 GMT"),
    (r"\b\d\d/\w{3}/\d{4} \d\d:\d\d:\d\d\b", "01/Jan/2024 12:00:00"),
    (r"\b20\d\d-\d\d-\d\d([T ])\d\d:\d\d:\d\d(\.\d+)?\b", r"2024-01-01\g<1>12:00:00"),
    (rf"{FOLDERS}walkthrough-\w+/", ""),
    (rf"{FOLDERS}(?:site|dist)-packages/", ""),
    (rf"{re.escape(str(ROOT))}/?", ""),
    (rf"{re.escape(sys.base_prefix)}/(lib/python3\.\d+/)?", ""),
    (rf"{re.escape(str(Path.home()))}(?=/)", "~"),
]


def normalise(notebook: NotebookNode, source: str) -> None:
    """Leave in an executed notebook what its source and the app give, and nothing of this run."""
    notebook.metadata = NotebookNode(
        kernelspec=KERNEL, language_info=LANGUAGE, workbook={"source": source, "note": NOTE}
    )
    seen: set[str] = set()
    for cell in notebook.cells:
        cell.id = _identity(cell, seen)
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            _normalise_output(output)


def _identity(cell: NotebookNode, seen: set[str]) -> str:
    """Return a cell's id: from what stands in it, and from how often it stood before."""
    text = cell.cell_type + cell.source
    while (made := hashlib.sha256(text.encode()).hexdigest()[:8]) in seen:
        text += "+"
    seen.add(made)
    return made


def _normalise_output(output: NotebookNode) -> None:
    match output.output_type:
        case "stream":
            output.text = without_this_run(output.text)
        case "error":  # the frames above the last line name lines of IPython
            output.evalue = without_this_run(output.evalue)
            output.traceback = [f"{output.ename}: {output.evalue}"]
        case _:
            texts = {kind: text for kind, text in output.data.items() if isinstance(text, str)}
            output.data |= {kind: without_this_run(text) for kind, text in texts.items()}


def without_this_run(text: str) -> str:
    """Return a text without ports, times, places and whatever else is of one run."""
    for pattern, instead in TEXTS:
        text = re.sub(pattern, instead, text)
    return text
