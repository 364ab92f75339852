"""Whether the notebooks that are kept are those that their sources give, told by the cell."""

import json
from collections.abc import Iterator
from difflib import unified_diff
from itertools import zip_longest
from pathlib import Path

WIDE = 200  # characters of a line; a picture's is longer


def without_partner(root: Path, sources: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each notebook without source, and source without notebook, and what to do."""
    kept = {file.stem for file in (root / "notebooks").glob("*.ipynb")}
    for name in sorted(kept - set(sources)):
        why = f"it has no source notebooks/source/{name}.py\n"
        yield f"notebooks/{name}.ipynb", f"{why}Write one, or: git rm notebooks/{name}.ipynb"
    for name in sorted(set(sources) - kept):
        yield f"notebooks/{name}.ipynb", f"it is missing\n{_mend(f'{name}.ipynb')}"


def difference(file: str, kept: str, built: str) -> str:
    """Return what differs in the first cell that does, and the command that mends it."""
    where = f"notebooks/{file}"
    old, new = kept.splitlines(), built.splitlines()
    cells = _cells(kept)
    for number, (cell, now) in enumerate(zip_longest(cells, _cells(built)), 1):
        if cells and cell != now:
            where, old, new = f"{where}, cell {number}", cell or [], now or []
            break
    names = f"{where}: as kept", f"{where}: as built now"
    lines = [line[:WIDE] for line in unified_diff(old, new, *names, lineterm="")]
    return "\n".join([*lines, _mend(file)])


def _mend(file: str) -> str:
    step = "" if file.endswith(".md") else f" {file[:2]}"
    return f"If the new text is right: python3 -m workbook notebooks{step}"


def _cells(text: str) -> list[list[str]]:
    """Return each cell as lines of JSON; none of what is no notebook."""
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, LookupError, TypeError):
        return []
    return [json.dumps(cell, indent=1, ensure_ascii=False).splitlines() for cell in cells]
