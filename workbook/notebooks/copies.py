"""Copies of the notebooks, which a student may change: they are replaced only while untouched."""

import json
import shutil
from pathlib import Path
from typing import Any

COPIES = "my_notebooks"


def copy_notebooks(root: Path, home: Path) -> list[str]:
    """Copy the notebooks to where they may be edited; a copy that was edited stays.

    Returns what to tell the user. `home` keeps each one as it was copied.
    """
    folder, originals = root / COPIES, home / "copied"
    for place in (folder, originals):
        place.mkdir(parents=True, exist_ok=True)
    fresh: list[Path] = []
    told: list[str] = []
    for file in sorted([*root.glob("notebooks/*.ipynb"), *root.glob("notebooks/*.md")]):
        copy, original = folder / file.name, originals / file.name
        if copy.exists() and original.exists() and original.read_bytes() == file.read_bytes():
            continue
        if copy.exists() and _work(copy) not in (_work(original), _work(file)):
            told.append(
                f"{COPIES}/{file.name} has your edits and stays. Delete it to get the new one."
            )
            continue
        for place in (copy, original):
            shutil.copyfile(file, place)
        fresh.append(copy)
    _trust([copy for copy in fresh if copy.suffix == ".ipynb"], home)
    return told


def _work(file: Path) -> object:
    """Return what counts as an edit: the cells, without what a run or an editor leaves behind."""
    text = file.read_bytes() if file.exists() else b""
    try:
        cells: list[dict[str, Any]] = json.loads(text)["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, LookupError, TypeError):  # no notebook
        return text


def _trust(notebooks: list[Path], home: Path) -> None:
    """Sign the copies, since JupyterLab would leave out the pages that they show otherwise."""
    from nbformat import read  # pyright: ignore[reportUnknownVariableType]
    from nbformat.sign import NotebookNotary

    with NotebookNotary(data_dir=str(home)) as notary:
        for notebook in notebooks:
            notary.sign(read(notebook, as_version=4))
