"""What is kept is what the sources give; whatever differs is told, and how to mend it."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.clone import run
from workbook.notebooks import build

MEND = "If the new text is right: python3 -m workbook notebooks"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def save_as_jupyter_does(file: Path) -> None:
    """Add what a running kernel says of itself, and nothing else."""
    notebook = json.loads(file.read_text())
    notebook["metadata"]["language_info"]["version"] = "3.13.0"
    file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def clear_outputs(file: Path) -> None:
    notebook = json.loads(file.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


# What is done to a notebook that agrees, and a part of what the check must then say.
MUTATIONS = {
    "an output is edited": (
        lambda notebook: change(notebook, "< Hi", "< Ho"),
        ('cell 3: as built now\n', '-    "< Ho\\n"\n+    "< Hi\\n"\n'),
    ),
    "a cell is edited": (
        lambda notebook: change(notebook, "1 / 0", "1 / 0.0"),
        ("cell 5: as built now\n", '-  "1 / 0.0"\n+  "1 / 0"\n'),
    ),
    "outputs are cleared": (clear_outputs, ("cell 2: as built now\n", '"[]"\n')),
    "Jupyter has saved it": (save_as_jupyter_does, ('-   "version": "3.13.0"',)),
    "it is no JSON any more": (
        lambda notebook: notebook.write_text("<<<<<<< HEAD\n"), ("-<<<<<<< HEAD",),
    ),
    "it is deleted": (Path.unlink, ("notebooks/01_try.ipynb", "it is missing")),
}  # fmt: skip


@pytest.fixture
def kept(built, tmp_path, monkeypatch):
    """Return a workbook whose notebooks need not be built: what that gives is another test's."""
    names = "01_try.ipynb", "README.md"
    texts = {name: (built / "notebooks" / name).read_text() for name in names}
    monkeypatch.setattr(build, "build", lambda root, names: texts)
    shutil.copytree(built / "notebooks", tmp_path / "notebooks")
    return tmp_path


def told(findings: dict[str, str]) -> str:
    return "\n".join(f"{file}: {why}" for file, why in findings.items())


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_difference_is_told_by_cell(kept, mutation):
    mutate, wanted = MUTATIONS[mutation]
    mutate(kept / "notebooks/01_try.ipynb")
    said = told(build.check(kept, ["01_try"]))

    for part in (*wanted, MEND):
        assert part in said


def test_a_difference_of_the_index_is_told(kept):
    change(kept / "notebooks/README.md", "1. Try", "1. Fly")

    assert "-- [1. Fly]" in told(build.check(kept, ["01_try"]))


def test_a_picture_takes_no_more_than_a_line_of_a_terminal(kept):
    change(kept / "notebooks/01_try.ipynb", "< Hi", "x" * 5000)

    assert max(map(len, told(build.check(kept, ["01_try"])).splitlines())) <= 200


def test_a_notebook_without_source_is_told(kept):
    shutil.copyfile(kept / "notebooks/01_try.ipynb", kept / "notebooks/02_own.ipynb")

    assert "notebooks/02_own.ipynb: it has no source" in told(build.check(kept, ["01_try"]))


def test_what_was_just_built_agrees(root):
    assert run(root, "notebooks", "--check") == (0, "1 notebook as the sources give them.\n")


def test_the_command_that_is_told_mends_the_difference(root):
    change(root / "solution/01_try/app.py", '"Hi"', '"Bye"')
    status, said = run(root, "notebooks", "--check")
    command = re.findall(r"python3 -m workbook (.*)", said)[-1].split()

    assert status == 1
    assert '-    "< Hi\\n"\n+    "< Bye\\n"\n' in said
    assert run(root, *command)[0] == 0
    assert "< Bye\\n" in (root / "notebooks/01_try.ipynb").read_text()


def test_findings_of_all_sources_are_told_and_nothing_is_written(root):
    notebook, source = root / "notebooks/01_try.ipynb", root / "notebooks/source/01_try.py"
    kept, text = notebook.read_bytes(), source.read_text()
    source.write_text(text.replace("1 / 0", "1 / 1"))
    source.with_name("02_try.py").write_text(text.replace(' tags=["raises-exception"]', ""))
    source.with_name("03_try.py").write_text(text.replace('sys.path.append("..")\n', ""))
    status, said = run(root, "notebooks")

    assert status == 2
    assert "notebooks/source/01_try.py: cell 5 was to raise an error, and raised none" in said
    assert re.search(r"notebooks/source/02_try\.py: (?s:.*)ZeroDivisionError", said)
    assert re.search(r"notebooks/source/03_try\.py: (?s:.*)No module named 'workbook'", said)
    assert notebook.read_bytes() == kept


def test_nothing_of_the_machine_is_kept(built):
    text = (built / "notebooks/01_try.ipynb").read_text()

    assert "Serving at http://127.0.0.1:5000\\n" in text
    assert "Date: Mon, 01 Jan 2024 12:00:00 GMT\\n" in text
    assert '"traceback": [\n      "ZeroDivisionError: division by zero"\n     ]' in text
    assert str(built) not in text
    assert "\\r" not in text


def test_where_a_notebook_comes_from_stands_in_its_metadata(built):
    notebook = json.loads((built / "notebooks/01_try.ipynb").read_text())

    assert notebook["metadata"]["workbook"]["source"] == "notebooks/source/01_try.py"
    assert "".join(notebook["cells"][0]["source"]) == "# 1. Try\n\nYou will be able to try."


def test_a_kernel_knows_nothing_of_the_workbook_at_first(built):
    cell = json.loads((built / "notebooks/01_try.ipynb").read_text())["cells"][1]

    assert cell["outputs"][0]["data"]["text/plain"] == ["[]"]
