"""The set-up: repaired when half-made, and one plain sentence with a way out when it cannot be."""

import ast
import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from workbook import environment
from workbook.cli import main

ROOT = Path(__file__).resolve().parents[2]
IN_VENV = environment.PYTHON.relative_to(environment.VENV)
METADATA = "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Give a project of its own, to be set up in place of this one."""
    (tmp_path / "requirements.txt").write_text("flask\n")
    (tmp_path / "requirements-dev.txt").write_text("ruff\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / IN_VENV)
    return tmp_path


@pytest.fixture
def uv(project, monkeypatch):
    """Put a stand-in for uv first on the PATH: what it says, and whether it fails."""
    folder = project / "bin"
    folder.mkdir()
    (folder / "uv").write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder}/uv.py" "$@"\n')
    (folder / "uv").chmod(0o755)
    (folder / "uv.bat").write_text(f'@"{sys.executable}" "{folder}/uv.py" %*\n')  # on Windows
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def does(says: str = "", status: int = 0) -> None:
        noted = f"print(sys.argv, file=open({str(project / 'calls')!r}, 'a'))"
        ended = f"sys.stderr.write({says!r}); sys.exit({status})"
        (folder / "uv.py").write_text(f"import sys\n{noted}\n{ended}\n")

    does()
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
    uv(status=1)
    with pytest.raises(environment.SetupError):
        environment.ensure("")
    left_over = tmp_path / ".venv" / "lib" / "half"
    left_over.mkdir(parents=True, exist_ok=True)
    uv()
    environment.ensure("")

    assert not left_over.exists()


def test_a_dead_link_to_python_is_made_anew(uv, tmp_path):
    environment.ensure("")
    python = tmp_path / ".venv" / IN_VENV
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
    uv(said, status=2)

    with pytest.raises(SystemExit) as ended:
        environment.enter([])

    told = capsys.readouterr().err.split("Set-up stopped: ")[1]
    assert ended.value.code == 2
    assert sentence in told
    assert "Traceback" not in told


def test_an_unknown_trouble_shows_what_the_installer_said_last(uv, capsys):
    uv("one\ntwo\nthree\nfour", status=2)

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


@pytest.fixture
def packages(project, monkeypatch):
    """Give a project that needs `thing`, and uv an index that has the files a test names."""
    shelf = project / "shelf"
    shelf.mkdir()
    (project / "requirements.txt").write_text("thing==1.0\n")
    (project / "workbook").mkdir()
    monkeypatch.setenv("UV_FIND_LINKS", str(shelf))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(project / "cache"))
    ours = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{ours}{os.pathsep}{os.environ['PATH']}")
    return shelf


def source_of_thing(shelf: Path) -> None:
    """Lay the source of `thing` there; who builds it leaves a file `built`."""
    backend = f"open({str(shelf / 'built')!r}, 'w')\n"
    project = "build-system = {requires = [], build-backend = 'backend', backend-path = ['.']}\n"
    files = {"backend.py": backend, "pyproject.toml": project, "PKG-INFO": METADATA}
    with tarfile.open(shelf / "thing-1.0.tar.gz", "w:gz") as packed:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"thing-1.0/{name}")
            entry.size = len(text)
            packed.addfile(entry, BytesIO(text.encode()))


def wheel_of_thing(shelf: Path, tag: str) -> None:
    with ZipFile(shelf / f"thing-1.0-{tag}.whl", "w") as packed:
        packed.writestr("thing.py", "")
        packed.writestr("thing-1.0.dist-info/METADATA", METADATA)
        packed.writestr("thing-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
        packed.writestr("thing-1.0.dist-info/RECORD", "")


def refusal(project: Path, python: tuple[int, int]) -> str:
    """Set up a project with real uv, as this Python; return what is told."""
    script = f"""
import sys
from pathlib import Path
sys.version_info = (*{python}, 0, "final", 0)
from workbook import environment
environment.ROOT = Path({str(project)!r})
environment.VENV = environment.ROOT / ".venv"
environment.PYTHON = environment.VENV / {str(IN_VENV)!r}
environment.enter(["setup"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr.split("Set-up stopped: ")[1]


@pytest.mark.parametrize("wheels", [[], ["cp399-cp399-any"], ["py3-none-win32"]])
def test_a_newer_python_is_told_so_before_anything_is_built(packages, project, wheels):
    source_of_thing(packages)
    for tag in wheels:
        wheel_of_thing(packages, tag)

    told = refusal(project, python=(3, 99))

    assert told.startswith("this is Python 3.99, newer than any that this workbook knows.")
    assert "Python 3.11 to 3.15" in told
    assert "delete the folder .venv" in told
    assert not (packages / "built").exists()


def test_a_python_without_a_wheel_on_this_system_is_not_called_new(packages, project):
    wheel_of_thing(packages, "py3-none-win32")

    assert refusal(project, python=(3, 12)).startswith("this is Python 3.12. Not all ")


def test_a_wheel_is_installed_though_source_lies_beside_it(packages):
    source_of_thing(packages)
    wheel_of_thing(packages, "py3-none-any")

    environment.ensure("")

    assert subprocess.run([environment.PYTHON, "-c", "import thing"], check=False).returncode == 0
    assert not (packages / "built").exists()


def test_what_an_app_names_and_no_group_brings_is_found(tmp_path):
    pins = tmp_path / "requirements.txt"
    pins.write_text("# for the app\nFlask==3.1.3\nno.such_thing==1.0\n\npytest[x]>=1\n-r more\n")

    assert environment.missing(pins) == ["no.such_thing"]


def test_an_app_that_cannot_be_served_here_is_told_so_in_a_sentence(tmp_path):
    course = tmp_path / "course"
    shutil.copytree(ROOT / "tests/workbook/fake/sound", course)
    (course / "solution/02_two/requirements.txt").write_text("flask==3.1.3\nno-server==1.0\n")

    done = CliRunner().invoke(main, ["--course", str(course), "run"])

    assert done.exit_code == 2
    assert "has no wheel of no-server on this system" in done.output


def test_the_oldest_and_the_newest_python_are_tried_on_every_system():
    workflow = (ROOT / ".github/workflows/check.yml").read_text()
    oldest, newest = environment.PYTHONS[0], environment.PYTHONS[-1]

    assert workflow.count(f'python: ["{oldest}", "{newest}"]') == workflow.count("matrix:") == 2
    assert all(f"{system}-" in workflow for system in ("ubuntu", "macos", "windows"))


@pytest.mark.parametrize("file", ["__init__.py", "__main__.py"])
def test_what_tells_so_is_readable_by_an_old_python(file):
    ast.parse((ROOT / "workbook" / file).read_text(), feature_version=(3, 4))
