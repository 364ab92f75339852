"""Whether the notebooks that are kept are those that their sources give, told cell by cell."""

import hashlib
import json
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import Any

MOST = 60  # lines of a difference that are shown


def without_partner(root: Path, sources: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each notebook without source, and source without notebook, and what to do."""
    kept = {file.stem for file in (root / "notebooks").glob("*.ipynb")}
    for name in sorted(kept - set(sources)):
        why = f"it has no source notebooks/source/{name}.py\n"
        yield f"notebooks/{name}.ipynb", f"{why}Write one, or: git rm notebooks/{name}.ipynb"
    for name in sorted(set(sources) - kept):
        yield f"notebooks/{name}.ipynb", f"it is missing\n{_mend(f'{name}.ipynb')}"


def difference(file: str, kept: str, built: str) -> str:
    """Return what differs, cell by cell, and the command that mends it."""
    lines = list(_by_cell(file, kept, built)) or _diff(kept, built, f"notebooks/{file}")
    if len(lines) > MOST:
        lines[MOST:] = [f"… and {len(lines) - MOST} lines more"]
    return "\n".join([*lines, _mend(file)])


def _mend(file: str) -> str:
    step = "" if file.endswith(".md") else f" {file[:2]}"
    return f"If the new text is right: python3 -m workbook notebooks{step}"


def _by_cell(file: str, kept: str, built: str) -> Iterator[str]:
    try:
        old, new = (_cells(json.loads(text)) for text in (kept, built))
    except (ValueError, LookupError, TypeError, AttributeError):  # no notebook: compared as text
        return
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            where = f"notebooks/{file}, cell {c + 1}"
            yield from _diff("\n".join(old[a:b]), "\n".join(new[c:d]), where)


def _diff(old: str, new: str, where: str) -> list[str]:
    names = f"{where}: as kept", f"{where}: as built now"
    return list(unified_diff(old.splitlines(), new.splitlines(), *names, lineterm=""))


def _cells(notebook: Any) -> list[str]:
    """Return each cell as text: its source, then its outputs."""
    return ["\n".join(_parts(cell)) for cell in notebook["cells"]]


def _parts(cell: Any) -> Iterator[str]:
    yield f"[{cell['cell_type']}]"
    yield "".join(cell["source"])
    for output in cell.get("outputs", []):
        yield f"[output: {output['output_type']}]"
        yield "".join(output.get("text", output.get("traceback", [])))
        for kind, datum in output.get("data", {}).items():
            yield f"[{kind}]"
            yield _short("".join(datum)) if kind.startswith("image/") else "".join(datum)


def _short(image: str) -> str:
    return f"an image, {hashlib.sha256(image.encode()).hexdigest()[:16]}"
