"""The notebooks of the course: the same on every Python, and made to be read."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.clone import ROOT, clone, run
from workbook.notebooks.build import index, sources

NAMES = sources(ROOT)


def interpreter(version: str) -> str | None:
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(found[-1]) if found else shutil.which(f"python{version}")


OTHERS = [f"3.{n}" for n in (11, 12, 13) if n != sys.version_info.minor]  # make check uses this one


@pytest.mark.parametrize("version", OTHERS)
def test_every_python_builds_the_same_bytes_in_another_folder(version, tmp_path):
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} on this machine")
    elsewhere = clone(tmp_path / "elsewhere", own_environment=True)

    status, told = run(elsewhere, "notebooks", "--check", python=python)
    assert status == 0, told


@pytest.mark.parametrize("name", NAMES)
class TestAsReading:
    """What makes a notebook one that can be read."""

    def cells(self, name, kind):
        return [cell for cell in read_kept(name)["cells"] if cell["cell_type"] == kind]

    def test_it_says_where_it_comes_from(self, name):
        source = f"notebooks/source/{name}.py"

        assert read_kept(name)["metadata"]["workbook"]["source"] == source

    def test_it_ends_with_the_step_and_three_questions(self, name):
        last = "".join(read_kept(name)["cells"][-1]["source"])

        assert last.startswith(f"## Now you: `make step-{int(name[:2])}`\n")
        assert last.count("<details><summary>") == last.count("</details>") == 3

    def test_prose_is_short(self, name):
        for cell in self.cells(name, "markdown")[1:-1]:
            words = prose("".join(cell["source"])).split()
            assert 15 <= len(words) <= 40, " ".join(words)

    def test_cells_are_short(self, name):
        whole = re.compile(r"plot\(|Flask\(|cat > ")  # a figure, app or file has its own length
        cells = [
            cell for cell in self.cells(name, "code") if not whole.search("".join(cell["source"]))
        ]
        lengths = [code_lines(cell) for cell in cells]

        assert sum(lengths) / len(lengths) <= 3
        assert max(lengths) <= 7

    def test_about_one_prose_cell_for_each_code_cell_with_something_to_see(self, name):
        code, text = self.cells(name, "code"), self.cells(name, "markdown")

        assert 0.7 <= len(text) / len(code) <= 1.5
        assert sum(bool(cell["outputs"]) for cell in code) / len(code) > 0.7

    def test_no_place_of_this_machine_is_in_it(self, name):
        text = (ROOT / f"notebooks/{name}.ipynb").read_text()

        assert not re.findall(r"/(?:home|root|Users|tmp|var|work|usr)/|site-packages", text)
        assert "!curl" not in text


def read_kept(name):
    return json.loads((ROOT / f"notebooks/{name}.ipynb").read_text())


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
