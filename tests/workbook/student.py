"""A student of a tiny course of its own: the engine's tests know no real step."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from workbook.app.launcher import Launcher
from workbook.checks import feedback
from workbook.checks.options import Options
from workbook.checks.run import check
from workbook.course import Course

FAKE = Path(__file__).parent / "fake"
GOOD = """\
import os

from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/")
def root():
    return "Hello"


@app.route("/hello/<name>")
def hello(name):
    return f"Hello {name}"


@app.route("/items", methods=["POST"])
def add():
    return request.get_json(), 201


@app.route("/salut")
def salut():
    return os.environ.get("GREETING", "")


if __name__ == "__main__":
    app.run()
"""


class Student:
    """A student's folder of the fake course, and the command line as they would type it."""

    def __init__(self, folder: Path, launcher: Launcher) -> None:
        self.launcher = launcher
        self.submission = folder
        self.step = folder / "01_first"
        self.step.mkdir()
        for other in ("03_third", "04_fourth"):
            (folder / other).symlink_to(self.step)

    def writes(self, source: str | bytes, name: str = "app.py") -> None:
        data = source.encode() if isinstance(source, str) else source
        file = self.step / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)

    def types(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "workbook", "--course", str(FAKE), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={k: v for k, v in os.environ.items() if k != "MAKELEVEL"} | settings,
            cwd=FAKE.parents[2],
        )

    def checks(self, *more: str, step: str = "1") -> dict[str, Any]:
        """Return what `step STEP MORE… --json` prints, found out faster: in this process."""
        asked = dict(zip(more[::2], more[1::2], strict=True))
        options = Options(
            url=asked.get("--url"),
            only=asked.get("--check"),
            seconds=float(asked.get("--seconds", 0)) or None,
        )
        course = Course(FAKE)
        found = course.find(step)
        report = check(course, found, self.submission, options, self.launcher)
        return feedback.as_json(report, self.submission / found.name)

    def feedback(self, *more: str, check: str = "root", step: str = "1") -> str:
        """Return what the check says of the work, with the folder's name taken out."""
        (only,) = self.checks("--check", check, *more, step=step)["checks"]
        return only["feedback"].replace(f"{self.submission}/", "")
