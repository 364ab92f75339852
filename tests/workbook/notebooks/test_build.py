"""Notebooks: kept is what the sources give, on any machine, and whatever differs is told."""

import base64
import json
import re
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from workbook.notebooks.build import NotebookError, index, read, sources
from workbook.notebooks.lab import copy_notebooks
from workbook.notebooks.normalise import normalise

ROOT = Path(__file__).resolve().parents[3]
NAMES = sources(ROOT)
SOURCE = """\
# %% [markdown]
# # 1. Try
#
# You will be able to try.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough.serving import serve

# %%
app = serve("01_try")
app.get("/")

# %% [bash]
# curl -i http://localhost:5000/

# %% raises
1 / 0
"""
APP = """\
from flask import Flask

app = Flask(__name__)
app.add_url_rule("/", "home", lambda: "Hi")
"""


def run(root: Path, *arguments: str, python: str | Path = sys.executable) -> tuple[int, str]:
    """Run the workbook that is in this folder; return its status and what it printed."""
    done = subprocess.run(
        [python, "-m", "workbook", *arguments],
        cwd=root, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def copy_of_workbook(to: Path, *, own_environment: bool = False) -> Path:
    """Copy what is under version control, as a clone elsewhere would have it."""
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, to / name, follow_symlinks=False)
    if not own_environment:
        (to / ".venv").symlink_to(ROOT / ".venv")
    return to


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return a workbook with one small notebook, just built."""
    root = copy_of_workbook(tmp_path_factory.mktemp("built"))
    shutil.rmtree(root / "notebooks")
    (root / "notebooks/source").mkdir(parents=True)
    (root / "notebooks/source/01_try.py").write_text(SOURCE)
    (root / "solution/01_try").mkdir()
    (root / "solution/01_try/app.py").write_text(APP)
    status, told = run(root, "notebooks")
    assert status == 0, told
    return root


@pytest.fixture
def root(built, tmp_path):
    return shutil.copytree(built, tmp_path / "workbook", symlinks=True)


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


# What is done to a workbook whose notebook agrees, and a part of what the check must then say.
MUTATIONS = {
    "the app changes": (
        lambda root: change(root / "solution/01_try/app.py", '"Hi"', '"Bye"'),
        "-< Hi\n+< Bye\n",
    ),
    "an output is edited": (
        lambda root: change(root / "notebooks/01_try.ipynb", "< Hi", "< Ho"),
        "-< Ho\n+< Hi\n",
    ),
    "a cell is edited": (
        lambda root: change(root / "notebooks/01_try.ipynb", "1 / 0", "1 / 0.0"),
        "cell 5: as built now\n@@ -1,4 +1,4 @@\n [code]\n-1 / 0.0\n+1 / 0\n",
    ),
    "the source is edited": (
        lambda root: change(root / "notebooks/source/01_try.py", "able to try", "able to fly"),
        "-You will be able to try.\n+You will be able to fly.\n",
    ),
    "outputs are cleared": (
        lambda root: clear_outputs(root / "notebooks/01_try.ipynb"),
        "+[output: error]\n+ZeroDivisionError: division by zero",
    ),
    "Jupyter has saved it": (
        lambda root: save_as_jupyter_does(root / "notebooks/01_try.ipynb"),
        '-   "version": "3.13.0"',
    ),
    "it is no JSON any more": (
        lambda root: (root / "notebooks/01_try.ipynb").write_text("<<<<<<< HEAD\n"),
        "-<<<<<<< HEAD",
    ),
    "the notebook is deleted": (
        lambda root: (root / "notebooks/01_try.ipynb").unlink(),
        "notebooks/01_try.ipynb: it is missing",
    ),
    "the index is edited": (
        lambda root: change(root / "notebooks/README.md", "1. Try", "1. Fly"),
        "-- [1. Fly]",
    ),
}


def test_what_was_just_built_agrees_twice(root):
    for _ in range(2):
        assert run(root, "notebooks", "--check") == (0, "1 notebook as the sources give them.\n")


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_difference_is_told(root, mutation):
    mutate, wanted = MUTATIONS[mutation]
    mutate(root)
    status, told = run(root, "notebooks", "--check")

    assert status == 1
    assert wanted in told
    assert "If the new text is right: python3 -m workbook notebooks" in told


def test_the_command_that_is_told_mends_the_difference(root):
    kept = (root / "notebooks/01_try.ipynb").read_bytes()
    change(root / "notebooks/01_try.ipynb", "< Hi", "< Ho")
    told = run(root, "notebooks", "--check")[1]
    command = re.findall(r"If the new text is right: python3 -m workbook (.*)", told)[-1].split()

    assert run(root, *command)[0] == 0
    assert (root / "notebooks/01_try.ipynb").read_bytes() == kept


def test_a_notebook_without_source_is_told(root):
    shutil.copyfile(root / "notebooks/01_try.ipynb", root / "notebooks/02_own.ipynb")
    status, told = run(root, "notebooks", "--check")

    assert status == 1
    assert "notebooks/02_own.ipynb: it has no source" in told


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("1 / 0", "1 / 1", "cell 5 was to raise an error, and raised none"),
        ("# %% raises\n", "# %%\n", "ZeroDivisionError"),
        ("# %% [bash]", "# %% [fish]", "# %% [fish]"),
        ('sys.path.append("..")\n', "", "No module named 'workbook'"),
    ],
)
def test_a_source_that_cannot_be_built_is_told_and_nothing_is_written(root, old, new, wanted):
    kept = (root / "notebooks/01_try.ipynb").read_bytes()
    change(root / "notebooks/source/01_try.py", old, new)
    status, told = run(root, "notebooks")

    assert status == 2
    assert "notebooks/source/01_try.py" in told
    assert wanted in told
    assert (root / "notebooks/01_try.ipynb").read_bytes() == kept


def test_nothing_of_the_machine_is_kept(built):
    text = (built / "notebooks/01_try.ipynb").read_text()

    assert "Serving at http://127.0.0.1:5000\\n" in text
    assert "Date: Mon, 01 Jan 2024 12:00:00 GMT\\n" in text
    assert '"traceback": [\n      "ZeroDivisionError: division by zero"\n     ]' in text
    assert str(built) not in text
    assert "\\r" not in text


def interpreter(version: str) -> str | None:
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(found[-1]) if found else shutil.which(f"python{version}")


OTHERS = [f"3.{n}" for n in (11, 12, 13) if n != sys.version_info.minor]  # make check uses this one


@pytest.mark.parametrize("version", OTHERS)
def test_every_python_builds_the_same_bytes_in_another_folder(version, tmp_path):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    clone = copy_of_workbook(tmp_path / "elsewhere", own_environment=True)

    status, told = run(clone, "notebooks", "--check", python=python)
    assert status == 0, told


@pytest.mark.parametrize("name", NAMES)
class TestAsReading:
    """What makes a notebook one that can be read."""

    def cells(self, name, kind):
        return [cell for cell in read_kept(name)["cells"] if what_is(cell) == kind]

    def test_it_says_where_it_comes_from(self, name):
        source = f"notebooks/source/{name}.py"

        assert source in "".join(read_kept(name)["cells"][0]["source"])
        assert read_kept(name)["metadata"]["workbook"] == {"source": source}

    def test_it_ends_with_the_step_and_three_questions(self, name):
        last = "".join(read_kept(name)["cells"][-1]["source"])

        assert last.startswith(f"## Now you: `make step-{int(name[:2])}`\n")
        assert last.count("<details><summary>") == last.count("</details>") == 3

    def test_prose_is_short(self, name):
        for cell in self.cells(name, "markdown")[1:-1]:
            words = prose("".join(cell["source"])).split()
            assert 15 <= len(words) <= 40, " ".join(words)

    def test_cells_are_short(self, name):
        drawn = "plot("  # a figure takes the lines that it takes
        cells = [cell for cell in self.cells(name, "code") if drawn not in "".join(cell["source"])]
        lengths = [code_lines(cell) for cell in cells]

        assert sum(lengths) / len(lengths) <= 3
        assert max(lengths) <= 7

    def test_about_one_prose_cell_for_each_code_cell_with_something_to_see(self, name):
        code, text = self.cells(name, "code"), self.cells(name, "markdown")
        recorded = self.cells(name, "docker")

        assert 0.7 <= len(text) / (len(code) + len(recorded)) <= 1.5
        assert sum(bool(cell["outputs"]) for cell in code) / len(code) > 0.7

    def test_no_place_of_this_machine_is_in_it(self, name):
        text = (ROOT / f"notebooks/{name}.ipynb").read_text()

        assert not re.findall(r"/(?:home|root|Users|tmp|var|work|usr)/|site-packages", text)
        assert "!curl" not in text


def read_kept(name):
    return json.loads((ROOT / f"notebooks/{name}.ipynb").read_text())


def what_is(cell) -> str:
    """Tell a command for Docker, with its answer, from text."""
    docker = "".join(cell["source"]).startswith("```console\n$ ")
    return "docker" if docker else cell["cell_type"]


def prose(text: str) -> str:
    """Leave out fenced code, headings and tables."""
    text = re.sub(r"(?ms)^```.*?^```", "", text)
    return "\n".join(line for line in text.splitlines() if not line.startswith(("#", "|")))


def code_lines(cell) -> int:
    lines = "".join(cell["source"]).splitlines()
    return sum(bool(line.strip()) and not line.startswith("%%") for line in lines)


def test_the_index_names_every_notebook():
    assert (ROOT / "notebooks/README.md").read_text() == index(ROOT)
    assert re.findall(r"\((\w+)\.ipynb\)", index(ROOT)) == NAMES


def test_a_source_without_title_is_told(tmp_path):
    (tmp_path / "01_x.py").write_text("import this\n# %% [markdown]\n# x\n")

    with pytest.raises(NotebookError, match=r"01_x\.py: it must begin with # %% \[markdown\]"):
        read(tmp_path / "01_x.py")


def written(*outputs):
    """Return a notebook's outputs as they are written."""
    from nbformat import from_dict
    from nbformat.v4 import new_code_cell, new_notebook

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

    assert written(stream)[0].text == kept


def test_streams_that_arrive_in_pieces_are_joined():
    pieces = [("stdout", "at 127.0.0."), ("stderr", "E"), ("stdout", "1:45123")]
    outputs = written(*({"output_type": "stream", "name": n, "text": t} for n, t in pieces))

    assert [(o.name, o.text) for o in outputs] == [("stdout", "at 127.0.0.1:5000"), ("stderr", "E")]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_picture_loses_its_texts_and_nothing_else():
    head, text, end = chunk(b"IHDR", b"x"), chunk(b"tEXt", b"Software\0v1"), chunk(b"IEND", b"")
    image = base64.b64encode(b"\x89PNG\r\n\x1a\n" + head + text + end).decode()
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/png": image}}

    assert base64.b64decode(written(output)[0].data["image/png"]).endswith(b"\n" + head + end)


@pytest.fixture
def shelf(built, tmp_path):
    """Return a workbook with a copy of its notebook, and how to copy again."""
    shutil.copytree(built / "notebooks", tmp_path / "notebooks")
    copy_notebooks(tmp_path, tmp_path / ".workbook")
    return tmp_path


def test_a_copy_is_made_anew_when_the_notebook_is(shelf):
    (shelf / "notebooks/README.md").write_text("new")

    assert copy_notebooks(shelf, shelf / ".workbook") == []
    assert (shelf / "my_notebooks/README.md").read_text() == "new"


def test_an_edited_copy_stays_and_is_told_only_when_there_is_a_newer_one(shelf):
    copy = shelf / "my_notebooks/01_try.ipynb"
    change(copy, "1 / 0", "my own")
    assert copy_notebooks(shelf, shelf / ".workbook") == []

    change(shelf / "notebooks/01_try.ipynb", "1 / 0", "2 / 0")
    told = copy_notebooks(shelf, shelf / ".workbook")

    assert "my own" in copy.read_text()
    assert told == [
        "my_notebooks/01_try.ipynb has your edits and stays. Delete it to get the new one."
    ]


def test_a_copy_is_trusted_so_that_its_pages_are_shown(shelf):
    from nbformat import read
    from nbformat.sign import NotebookNotary

    with NotebookNotary(data_dir=str(shelf / ".workbook")) as notary:
        assert notary.check_signature(read(shelf / "my_notebooks/01_try.ipynb", as_version=4))
