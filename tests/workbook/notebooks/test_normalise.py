"""What differs between two runs, machines or Pythons is left out of a notebook."""

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook

from workbook.environment import ROOT
from workbook.notebooks.normalise import normalise


def written(*outputs):
    """Return a notebook's outputs as they are written."""
    notebook = new_notebook(cells=[new_code_cell("", outputs=[from_dict(o) for o in outputs])])
    normalise(notebook, "notebooks/source/x.py")
    return notebook.cells[0].outputs


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("http://127.0.0.1:45123/x", "http://127.0.0.1:5000/x"),
        ("http://localhost:9090/x", "http://localhost:9090/x"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("<View at 0x7f3a2b1c4d50>", "<View at 0x…>"),
        ('"/opt/x/.venv/lib/python3.12/site-packages/flask/app.py"', '"flask/app.py"'),
        ("File &quot;/opt/site-packages/a.py&quot;", "File &quot;a.py&quot;"),
        (f"{ROOT}/solution/app.py", "solution/app.py"),
        ("made 2026-11-24T19:27:49+00:00", "made 2024-01-01T12:00:00+00:00"),
        ("Server: Werkzeug/3.1 Python/3.12.1", "Server: Werkzeug/3.1 Python/3"),
        ("in 2023-11-24 we", "in 2023-11-24 we"),
    ],
)
def test_what_differs_between_runs_is_left_out(text, kept):
    stream = {"output_type": "stream", "name": "stdout", "text": text}
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": text}}

    assert written(stream)[0].text == kept
    assert written(shown)[0].data["text/html"] == kept


def test_of_an_error_the_last_line_is_kept():
    error = {
        "output_type": "error", "ename": "OSError", "evalue": "at 0x7f3a2b1c4d50",
        "traceback": ["----", "frames of IPython"],
    }  # fmt: skip

    assert written(error)[0].traceback == ["OSError: at 0x…"]


def test_cells_have_ids_of_their_own_that_stay():
    def ids():
        notebook = new_notebook(cells=[new_code_cell(source) for source in ("1", "2", "1")])
        normalise(notebook, "notebooks/source/x.py")
        return [cell.id for cell in notebook.cells]

    assert ids() == ids()
    assert len(set(ids())) == 3
