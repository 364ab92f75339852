"""What README.md shows is what the commands print."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.findall(
    r"```console\n\$ ([^\n]+)\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_transcript_is_what_the_command_prints(command, output, tmp_path):
    clone = tmp_path / "clone"
    for name in ("workbook", "steps", "solution", "tests/steps"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.glob("requirements*.txt"):
        shutil.copy(file, clone)
    shutil.copy(ROOT / "Makefile", clone)
    (clone / ".venv").symlink_to(ROOT / ".venv")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}

    done = subprocess.run(
        command.split(), cwd=clone, capture_output=True, text=True, timeout=60, check=False,
        env=environment | {"COLUMNS": "80"},
    )  # fmt: skip

    assert done.stdout == output
    assert done.stderr == ""


def test_there_are_a_failing_and_a_passing_run():
    assert "✗" in SHOWN[0][1]
    assert "is done" in SHOWN[1][1]


def test_links_of_the_pages_resolve():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("steps/*/README.md")]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    ]

    assert [link for page, link in links if not (page.parent / link).exists()] == []
