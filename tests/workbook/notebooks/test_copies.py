"""A student's copies: made anew while untouched, kept once edited."""

import json
import shutil

import pytest
from nbformat import read
from nbformat.sign import NotebookNotary

from workbook.notebooks.copies import copy_notebooks

EDITED = "my_notebooks/01_try.ipynb has your edits and stays. Delete it to get the new one."


@pytest.fixture
def shelf(built, tmp_path):
    """Return a workbook whose notebook has been copied."""
    shutil.copytree(built / "notebooks", tmp_path / "notebooks")
    assert copy_again(tmp_path) == []
    return tmp_path


def copy_again(shelf):
    return copy_notebooks(shelf, shelf / ".workbook")


def copied(shelf):
    return shelf / "my_notebooks/01_try.ipynb"


def renew(shelf, new="2 / 0"):
    """Let the workbook bring a newer notebook."""
    file = shelf / "notebooks/01_try.ipynb"
    file.write_text(file.read_text().replace("1 / 0", new))


def change(file, edit):
    notebook = json.loads(file.read_text())
    edit(notebook)
    file.write_text(json.dumps(notebook))


def run_it(notebook):
    """Leave behind what JupyterLab does: metadata, ids, counts, outputs."""
    notebook["metadata"]["language_info"]["version"] = "3.13.0"
    for cell in notebook["cells"]:
        cell["metadata"]["trusted"] = True
        cell["id"] = "another"
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=7)
        cell["source"] = "".join(cell["source"])


def test_a_copy_is_made_anew_when_the_notebook_is(shelf):
    renew(shelf)

    assert copy_again(shelf) == []
    assert "2 / 0" in copied(shelf).read_text()


def test_a_copy_that_was_only_run_is_made_anew_as_well(shelf):
    change(copied(shelf), run_it)
    renew(shelf)

    assert copy_again(shelf) == []
    assert "2 / 0" in copied(shelf).read_text()


def test_a_copy_keeps_its_outputs_while_nothing_is_new(shelf):
    change(copied(shelf), run_it)
    before = copied(shelf).read_bytes()

    assert copy_again(shelf) == []
    assert copied(shelf).read_bytes() == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda notebook: notebook["cells"][1].update(source="my own"),
        lambda notebook: notebook["cells"][1].update(cell_type="raw"),
        lambda notebook: notebook["cells"].pop(),
        lambda notebook: notebook["cells"].reverse(),
        lambda notebook: notebook.pop("cells"),
    ],
)
def test_an_edited_copy_stays_and_is_told_only_when_there_is_a_newer_one(shelf, edit):
    change(copied(shelf), edit)
    before = copied(shelf).read_bytes()
    assert copy_again(shelf) == []

    renew(shelf)

    assert copy_again(shelf) == [EDITED]
    assert copied(shelf).read_bytes() == before


def test_a_copy_that_was_deleted_comes_back(shelf):
    copied(shelf).unlink()
    copy_again(shelf)

    assert copied(shelf).read_bytes() == (shelf / "notebooks/01_try.ipynb").read_bytes()


def test_an_edited_page_stays(shelf):
    (shelf / "my_notebooks/README.md").write_text("mine")
    (shelf / "notebooks/README.md").write_text("new")

    assert copy_again(shelf) == [EDITED.replace("01_try.ipynb", "README.md")]
    assert (shelf / "my_notebooks/README.md").read_text() == "mine"


def test_a_copy_is_trusted_so_that_its_pages_are_shown(shelf):
    with NotebookNotary(data_dir=str(shelf / ".workbook")) as notary:
        assert notary.check_signature(read(copied(shelf), as_version=4))
