"""The project's own `.venv`: made by the first call, repaired when half-made, always entered.

Only the standard library here, since this runs before anything is installed.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from workbook.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Whether a process may be forked that has imported libraries such as numpy: on macOS the system's
# own libraries, which they use, crash in the fork. There, each process imports them itself.
FORKS_SAFELY = sys.platform == "linux"
UV = "uv==0.13.9"  # installs in a second what pip installs in seven
ONLY_WHEELS = ("--only-binary", ":all:")  # a build from source takes minutes, or a compiler
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")  # on these `make lock` proves all to install

# What is being installed, and why it takes a while, by group; "" is what every verb needs.
GROUPS = {
    "": "flask, pytest, requests and what they need, into .venv (once, some seconds)",
    "model": "scikit-learn and what an app with a model needs, into .venv (once, about 250 MB)",
    "pandas": "pandas, which your files import, into .venv (once, about 70 MB)",
    "lab": "JupyterLab and what the notebooks need, into .venv (once, about 150 MB)",
    "dev": "the tools of the project's own tests, into .venv (once, about 70 MB)",
}

HERE = "{}.{}".format(*sys.version_info[:2])
_NEWER = sys.version_info[:2] > tuple(map(int, PYTHONS[-1].split(".")))
_NO_WHEEL = (
    f"this is Python {HERE}{', newer than any that this workbook knows' if _NEWER else ''}. Not "
    "all packages of the workbook come ready-made (as wheels) for it on this system, and nothing "
    f"is built from source. They do for Python {PYTHONS[0]} to {PYTHONS[-1]} on 64-bit Linux, "
    "Windows, and macOS from 14 on. Install one of these, delete the folder .venv, then name it: "
    "make step-1 PYTHON=python3.13"
)

# The first words found in an installer's output name the trouble; the sentence says the way out.
TROUBLES = {
    "no module named": "this Python comes without its venv or pip part. On Debian or Ubuntu: "
    "sudo apt install python3-venv. Elsewhere, install Python from python.org. Then repeat.",
    "permission denied": f"{ROOT} cannot be written to. Copy the workbook to a folder of your own "
    "and repeat there.",
    "read-only file system": f"{ROOT} cannot be written to. Copy the workbook to a folder of your "
    "own and repeat there.",
    "no space left": "the disk is full. Free about 300 MB and repeat.",
    "no matching distribution": "the package index could not be reached, or a proxy changes what "
    "it answers. Check the network connection and repeat.",
    "no usable wheels": _NO_WHEEL,
    "no wheels with": _NO_WHEEL,
    "error sending request": "the package index could not be reached. Check the network "
    "connection (a proxy? HTTPS_PROXY tells pip about it) and repeat.",
}


def enter(arguments: list[str]) -> None:
    """Run this same command inside `.venv`, made or repaired first. Return when already there."""
    groups = arguments[1:] if arguments[:1] == ["setup"] else []
    try:
        ensure("", *groups)
    except (SetupError, OSError) as trouble:
        sys.stderr.write(f"{stopped(trouble)}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("\nSet-up interrupted. The next call starts it again.\n")
        sys.exit(130)
    if Path(sys.prefix).resolve() != VENV.resolve():
        _run_again_inside(arguments)


def ensure(*groups: str) -> None:
    """Install what these groups pin, unless it is there already. Raises SetupError."""
    for group in groups:
        if group not in GROUPS:
            raise SetupError(
                f"there is no group {group!r}; there are: {', '.join(GROUPS).strip(', ')}"
            )
        pins = ROOT / (f"requirements-{group}.txt" if group else "requirements.txt")
        stamp = VENV / f".installed-{pins.stem}"
        wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
        if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
            continue
        sys.stderr.write(f"Installing {GROUPS[group]} …\n")
        if not group and not (PYTHON.exists() and stamp.exists()):
            _make_venv()
        stamp.unlink(missing_ok=True)
        _install(pins)
        stamp.write_text(wanted)  # last, so that an interrupted install is seen and made anew


def _make_venv() -> None:
    base = getattr(sys, "_base_executable", sys.executable)
    _run(base, "-m", "venv", "--without-pip", "--clear", VENV)


def _install(pins: Path) -> None:
    """Install, and compile now: where PYTHONDONTWRITEBYTECODE is set, every run would do it."""
    options = ("--quiet", "--compile-bytecode", *ONLY_WHEELS, "--python", PYTHON)
    _run(_uv(), "pip", "install", *options, "-r", pins)
    _run(PYTHON, "-m", "compileall", "-q", ROOT / "workbook")


def _uv() -> str | Path:
    """Uv from the user's PATH, else from `.venv`, where the user's pip brings it."""
    ours = PYTHON.with_name("uv.exe" if os.name == "nt" else "uv")
    if found := shutil.which("uv"):
        return found
    if not ours.exists():
        if importlib.util.find_spec("pip"):
            pip = [sys.executable, "-m", "pip", "--python", PYTHON]
        else:
            _run(PYTHON, "-m", "ensurepip")
            pip = [PYTHON, "-m", "pip"]
        _run(*pip, "install", "--quiet", "--disable-pip-version-check", *ONLY_WHEELS, UV)
    return ours


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr + done.stdout).strip()
        raise SetupError(said or f"{command[0]} ended with status {done.returncode}")


def stopped(trouble: Exception) -> str:
    """Return the one sentence that helps, else what the installer said last."""
    said = str(trouble)
    words_said = " ".join(said.lower().split())  # some versions of uv wrap their lines
    for words, sentence in TROUBLES.items():
        if words in words_said:
            return f"Set-up stopped: {sentence}"
    last = "\n".join(said.splitlines()[-3:])
    return f"Set-up stopped: {last}\nRepeat; if it stays so, delete .venv first."


def missing(requirements: Path) -> list[str]:
    """Return what an app's requirements.txt names and no group installs on this Python here."""
    from importlib.metadata import distributions  # slow, and few verbs ask

    there = {_name(each.name) for each in distributions()}
    lines = requirements.read_text().splitlines()
    named = [found[0] for line in lines if (found := re.match(r"\w[\w.-]*", line))]
    return [name for name in named if _name(name) not in there]


def _name(project: str) -> str:
    return re.sub(r"[-_.]+", "-", project).lower()


def _run_again_inside(arguments: list[str]) -> None:
    again = [str(PYTHON), "-m", "workbook", *arguments]
    if os.name == "nt":  # execv there returns to the shell before the new process has ended
        sys.exit(subprocess.run(again, check=False).returncode)
    os.execv(again[0], again)
