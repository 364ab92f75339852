"""The set-up: repaired when half-made, and one plain sentence with a way out when it cannot be."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbook import environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def uv(tmp_path, monkeypatch):
    """Give a project of its own, and a stand-in for uv that does what a test asks."""
    (tmp_path / "requirements.txt").write_text("flask\n")
    (tmp_path / "requirements-dev.txt").write_text("ruff\n")
    stand_in = tmp_path / "bin" / "uv"
    stand_in.parent.mkdir()

    def does(script: str) -> None:
        stand_in.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n{script}\n')
        stand_in.chmod(0o755)

    does("")
    monkeypatch.setenv("PATH", f"{stand_in.parent}:{os.environ['PATH']}")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", venv / "bin" / "python")
    return does


def calls(tmp_path: Path) -> int:
    return len((tmp_path / "calls").read_text().splitlines())


def test_it_is_made_once(uv, tmp_path, capsys):
    environment.ensure("")
    environment.ensure("")

    assert calls(tmp_path) == 1
    assert capsys.readouterr().err.count("Installing") == 1


def test_it_is_renewed_when_the_pins_change(uv, tmp_path):
    environment.ensure("")
    (tmp_path / "requirements.txt").write_text("flask\nclick\n")
    environment.ensure("")

    assert calls(tmp_path) == 2


def test_an_interrupted_install_is_made_anew(uv, tmp_path):
    uv("exit 1")
    with pytest.raises(environment.SetupError):
        environment.ensure("")
    left_over = tmp_path / ".venv" / "lib" / "half"
    left_over.mkdir(parents=True, exist_ok=True)
    uv("")
    environment.ensure("")

    assert not left_over.exists()


def test_a_dead_link_to_python_is_made_anew(uv, tmp_path):
    environment.ensure("")
    python = tmp_path / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    environment.ensure("")

    assert python.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("error: No space left on device (os error 28)", "the disk is full"),
        ("error sending request for url (https://…)", "the package index could not be reached"),
        ("failed to create file: Permission denied (os error 13)", "cannot be written to"),
        ("No module named venv", "sudo apt install python3-venv"),
    ],
)
def test_each_trouble_gets_one_sentence_and_a_way_out(uv, capsys, said, sentence):
    uv(f'echo "{said}" >&2; exit 2')

    with pytest.raises(SystemExit) as ended:
        environment.enter([])

    told = capsys.readouterr().err.split("Set-up stopped: ")[1]
    assert ended.value.code == 2
    assert sentence in told
    assert "Traceback" not in told


def test_an_unknown_trouble_shows_what_the_installer_said_last(uv, capsys):
    uv('echo "one\ntwo\nthree\nfour" >&2; exit 2')

    with pytest.raises(SystemExit):
        environment.enter([])

    assert (
        "two\nthree\nfour\nRepeat; if it stays so, delete .venv first." in capsys.readouterr().err
    )


def test_an_old_python_is_told_which_it_needs():
    pretend = "sys.version_info = (3, 8, 1); runpy.run_module('workbook', {}, '__main__')"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, runpy; {pretend}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith(
        "This workbook needs Python 3.11 or newer, and this is Python 3.8."
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", ["__init__.py", "__main__.py"])
def test_what_tells_so_is_readable_by_an_old_python(file):
    ast.parse((ROOT / "workbook" / file).read_text(), feature_version=(3, 4))
