"""Every benchmark starts: with the smallest arguments, or where those take minutes, its code."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "benchmarks"


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=HOME, capture_output=True, text=True, timeout=300, check=False
    )


def test_all_can_be_imported():
    """Those that install what they compare, or load a machine for minutes, are no more started."""
    done = python("-c", "\n".join(f"import {file.stem}" for file in sorted(HOME.glob("*.py"))))

    assert (done.returncode, done.stderr) == (0, "")


def test_how_long_a_verb_takes_is_printed_and_a_red_run_is_no_figure():
    done = python("check.py", "--only", "check", "--no-docker", "no-such-step")

    assert re.fullmatch(
        r" +seconds  CPU seconds\ncheck +\d+\.\d +\d+\.\d   NOT GREEN: status 2\n", done.stdout
    )
    assert done.stderr.startswith("There is no step 'no-such-step'")


def test_how_long_a_student_waits_is_printed(monkeypatch, capsys):
    """Each command is started once; the rounds after the first have the same figures."""
    monkeypatch.syspath_prepend(HOME)
    feedback = importlib.import_module("feedback")
    once, taken = feedback.once, {}

    def once_at_most(command, *more):
        if str(command) not in taken:
            taken[str(command)] = once(command, *more)
        return taken[str(command)]

    monkeypatch.setattr(feedback, "once", once_at_most)
    monkeypatch.setattr(sys, "argv", ["feedback.py", "1", "01_hello_world"])
    feedback.main()

    row = r"  .{40} +\d+\.\d{3} s +\d+\.\d\d x plain\n"
    said = capsys.readouterr().out
    assert re.fullmatch(rf"\n01_hello_world, median of 1 rounds\n({row}){{5}}", said), said
