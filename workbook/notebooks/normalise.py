"""What differs between two runs of the same notebook, taken out when the notebook is written."""

# nbformat says little of its types.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
import base64
import hashlib
import re
import struct
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from workbook.environment import ROOT

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "file_extension": ".py", "mimetype": "text/x-python", "name": "python",
    "pygments_lexer": "ipython3",
}  # fmt: skip
FOLDERS = r"/[^\s'\"&<>()]*/"  # the way to a file, also where HTML stands around it
SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHATTER = {b"tEXt", b"zTXt", b"iTXt", b"tIME"}  # chunks with words about who drew it, and when

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
        kernelspec=KERNEL, language_info=LANGUAGE, workbook={"source": source}
    )
    seen: set[str] = set()
    for cell in notebook.cells:
        cell.id = _identity(cell, seen)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [_output(output) for output in _joined(cell.outputs)]


def _identity(cell: NotebookNode, seen: set[str]) -> str:
    """Return a cell's id: from what stands in it, and from how often it stood before."""
    text = cell.cell_type + cell.source
    while (made := hashlib.sha256(text.encode()).hexdigest()[:8]) in seen:
        text += "+"
    seen.add(made)
    return made


def _output(output: NotebookNode) -> NotebookNode:
    match output.output_type:
        case "stream":
            output.text = without_this_run(output.text)
        case "error":  # the frames above the last line name lines of IPython
            output.evalue = without_this_run(output.evalue)
            output.traceback = [f"{output.ename}: {output.evalue}"]
        case _:
            output.data = {kind: _datum(kind, datum) for kind, datum in output.data.items()}
    return output


def _datum(kind: str, datum: Any) -> Any:
    if kind == "image/png":
        return base64.b64encode(_plain_png(base64.b64decode(datum))).decode() + "\n"
    return without_this_run(datum) if isinstance(datum, str) else datum


def without_this_run(text: str) -> str:
    """Return a text without ports, times, places and whatever else is of one run."""
    for pattern, instead in TEXTS:
        text = re.sub(pattern, instead, text)
    return text


def _plain_png(image: bytes) -> bytes:
    """Return the image without its text chunks. A chunk is a length, a name, data and a sum."""
    kept, at = [SIGNATURE], len(SIGNATURE)
    while at < len(image):
        end = at + 12 + struct.unpack(">I", image[at : at + 4])[0]
        if image[at + 4 : at + 8] not in CHATTER:
            kept.append(image[at:end])
        at = end
    return b"".join(kept)


def _joined(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """Join the pieces in which the streams of a cell arrive, whose cuts vary."""
    for is_text, run in groupby(outputs, key=lambda output: output.output_type == "stream"):
        if not is_text:
            yield from run
            continue
        texts: dict[str, str] = {}
        for piece in run:
            texts[piece.name] = texts.get(piece.name, "") + piece.text
        for name in sorted(texts, reverse=True):  # stdout, then stderr
            yield new_output("stream", name=name, text=texts[name])
