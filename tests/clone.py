"""The workbook as a clone elsewhere would have it, and its verbs, run there."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def clone(to: Path, *, own_environment: bool = False) -> Path:
    """Copy what is under version control; it shares our `.venv`, or makes its own."""
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, to / name, follow_symlinks=False)
    if not own_environment:
        (to / ".venv").symlink_to(ROOT / ".venv")
    return to


def run(root: Path, *arguments: str, python: str | Path = sys.executable) -> tuple[int, str]:
    """Run a verb of the workbook in this folder; return its status and what it printed."""
    done = subprocess.run(
        [python, "-m", "workbook", *arguments],
        cwd=root, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr
