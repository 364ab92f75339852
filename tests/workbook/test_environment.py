"""The set-up: repaired when half-made, and one plain sentence with a way out when it cannot be."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook import environment
from workbook.errors import SetupError

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


def said_to_uv(tmp_path: Path) -> list[str]:
    file = tmp_path / "calls"
    return file.read_text().splitlines() if file.exists() else []


def calls(tmp_path: Path) -> int:
    return len(said_to_uv(tmp_path))


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


WHEELS = ("--only-binary", ":all:")


def test_what_is_pinned_is_installed_and_compiled(uv, tmp_path, monkeypatch):
    environment.ensure("")
    ran = []
    monkeypatch.setattr(environment, "_run", lambda *command: ran.append(command))
    environment.ensure("dev")
    python = tmp_path / ".venv/bin/python"

    (uv_command, compiled) = ran
    assert uv_command[1:] == (
        *("pip", "install", "--quiet", "--compile-bytecode", *WHEELS, "--python", python),
        *("-r", tmp_path / "requirements-dev.txt"),
    )
    assert compiled == (python, "-m", "compileall", "-q", tmp_path / "workbook")


def test_groups_are_installed_beside_each_other(uv, tmp_path, capsys):
    environment.ensure("", "dev")
    environment.ensure("dev")

    assert calls(tmp_path) == 2
    said = capsys.readouterr().err
    assert said.splitlines() == [
        f"Installing {environment.GROUPS['']} …",
        f"Installing {environment.GROUPS['dev']} …",
    ]


def test_another_group_s_new_pins_leave_what_is_installed(uv, tmp_path):
    environment.ensure("")
    left = tmp_path / ".venv" / "lib" / "kept"
    left.touch()
    (tmp_path / "requirements.txt").write_text("flask\nclick\n")
    environment.ensure("")

    assert left.exists()
    assert calls(tmp_path) == 2


def test_an_unknown_group_is_told_with_those_that_there_are(uv):
    with pytest.raises(SetupError) as caught:
        environment.ensure("gpu")

    names = ", ".join(name for name in environment.GROUPS if name)
    assert str(caught.value) == f"there is no group 'gpu'; there are: {names}"
    assert "model" in names


def test_setup_names_groups_and_other_verbs_do_not(uv, monkeypatch):
    asked = []
    monkeypatch.setattr(environment, "ensure", lambda *groups: asked.append(groups))
    monkeypatch.setattr(environment, "_run_again_inside", lambda arguments: None)
    environment.enter(["setup", "dev", "lab"])
    environment.enter(["step", "1"])
    environment.enter([])

    assert asked == [("", "dev", "lab"), ("",), ("",)]


def test_it_is_entered_once(uv, tmp_path, monkeypatch):
    entered = []
    monkeypatch.setattr(environment, "ensure", lambda *groups: None)
    monkeypatch.setattr(environment.os, "execv", lambda *command: entered.append(command))
    environment.enter(["step", "1"])
    python = str(tmp_path / ".venv/bin/python")
    assert entered == [(python, [python, "-m", "workbook", "step", "1"])]

    monkeypatch.setattr(environment.sys, "prefix", str(tmp_path / ".venv"))
    environment.enter(["step", "1"])
    assert len(entered) == 1


def test_on_windows_the_shell_waits_for_it(uv, monkeypatch):
    ran = []

    def run(command, check):
        ran.append((command[1:], check))
        return SimpleNamespace(returncode=7)

    monkeypatch.setattr(environment.subprocess, "run", run)
    monkeypatch.setattr(environment.os, "name", "nt")
    with pytest.raises(SystemExit) as ended:
        environment._run_again_inside(["step"])

    assert ended.value.code == 7
    assert ran == [(["-m", "workbook", "step"], False)]


def test_an_interrupted_set_up_says_how_it_goes_on(monkeypatch, capsys):
    def interrupted(*groups):
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "ensure", interrupted)
    with pytest.raises(SystemExit) as ended:
        environment.enter([])

    assert ended.value.code == 130
    assert capsys.readouterr().err == ("\nSet-up interrupted. The next call starts it again.\n")


def test_a_disk_that_is_full_stops_it_too(monkeypatch, capsys):
    def full(*groups):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(environment, "ensure", full)
    with pytest.raises(SystemExit) as ended:
        environment.enter([])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "Set-up stopped: the disk is full. Free about 300 MB and repeat.\n"
    )


TROUBLES = {
    "No module named venv": "this Python comes without its venv or pip part. On Debian or Ubuntu: "
    "sudo apt install python3-venv. Elsewhere, install Python from python.org. Then repeat.",
    "x: Permission denied": f"{ROOT} cannot be written to. Copy the workbook to a folder of your "
    "own and repeat there.",
    "Read-only file system": f"{ROOT} cannot be written to. Copy the workbook to a folder of your "
    "own and repeat there.",
    "No space left on device": "the disk is full. Free about 300 MB and repeat.",
    "error sending request for url": "the package index could not be reached. Check the network "
    "connection (a proxy? HTTPS_PROXY tells pip about it) and repeat.",
    "other": "other\nRepeat; if it stays so, delete .venv first.",
}


@pytest.mark.parametrize(("trouble", "told"), TROUBLES.items(), ids=TROUBLES)
def test_each_trouble_has_its_sentence(trouble, told):
    assert environment.stopped(SetupError(f"oh\n{trouble}")).removeprefix("Set-up stopped: ") == (
        told if trouble != "other" else f"oh\n{told}"
    )


SAYS = "import sys; print('out'); sys.stderr.write('err\\n'); sys.exit(1)"


def test_a_command_that_says_nothing_is_told_by_its_status():
    with pytest.raises(SetupError, match=r"^.*python\S* ended with status 3$"):
        environment._run(sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(SetupError, match=r"^err\nout$"):
        environment._run(
            sys.executable,
            "-c",
            "import sys; print('out'); sys.stderr.write('err\\n'); sys.exit(1)",
        )


@pytest.fixture
def without_uv(tmp_path, monkeypatch):
    """Have no uv on the PATH; return the commands that bring one."""
    ran = []
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin/python")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.setattr(environment, "_run", lambda *command: ran.append(command))
    return ran


INSTALL = ("install", "--quiet", "--disable-pip-version-check", *WHEELS, environment.UV)


@pytest.mark.parametrize("has_pip", [True, False])
def test_uv_is_brought_by_pip(without_uv, tmp_path, monkeypatch, has_pip):
    python = tmp_path / "bin/python"
    monkeypatch.setattr(
        environment.importlib.util, "find_spec", lambda name: (has_pip and name == "pip") or None
    )

    assert environment._uv() == tmp_path / "bin/uv"
    if has_pip:
        assert without_uv == [(sys.executable, "-m", "pip", "--python", python, *INSTALL)]
    else:
        assert without_uv == [(python, "-m", "ensurepip"), (python, "-m", "pip", *INSTALL)]


def test_uv_that_is_there_is_taken(without_uv, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/uv").touch()

    assert environment._uv() == tmp_path / "bin/uv"
    assert without_uv == []


def test_packages_that_nothing_installs_are_named(tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "# ours\nFlask==3\n  indented\nno_such.thing==1\ndockerfile_parse\n-r other\n"
    )

    assert environment.missing(tmp_path / "requirements.txt") == ["no_such.thing"]


@pytest.mark.parametrize("said", ["no usable\n  wheels", "has no wheels with a matching tag"])
def test_a_python_without_wheels_is_told_which_have_them(said):
    told = environment.stopped(SetupError(said))

    assert told.startswith(f"Set-up stopped: this is Python {environment.HERE}. Not all packages ")
    assert "They do for Python 3.11 to 3.15 on" in told


def test_only_on_linux_a_process_is_forked_after_imports():
    assert (sys.platform == "linux") == environment.FORKS_SAFELY
