"""What is run as python -m workbook: it tells old Pythons, and hands over to the command line."""

import ast
import runpy
import sys
from pathlib import Path

import pytest

from workbook import cli, environment

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_told_which_it_needs(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("workbook", run_name="__main__")

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "This workbook needs Python 3.11 or newer, and this is Python 3.10.\n"
        "Install a newer one (python.org, or your system's packages), then name it:\n"
        "    make step-1 PYTHON=python3.13\n"
    )


def test_the_environment_is_entered_and_then_the_verb_is_run(monkeypatch):
    done = []
    monkeypatch.setattr(sys, "argv", ["x", "step", "1"])
    monkeypatch.setattr(environment, "enter", done.append)
    monkeypatch.setattr(cli, "main", lambda **named: done.append(named))
    runpy.run_module("workbook", run_name="__main__")
    runpy.run_module("workbook.__main__", run_name="imported")

    assert done == [["step", "1"], {"prog_name": "python -m workbook"}]


@pytest.mark.parametrize("file", ["__init__.py", "__main__.py"])
def test_what_tells_so_is_readable_by_an_old_python(file):
    ast.parse((ROOT / "workbook" / file).read_text(), feature_version=(3, 4))
