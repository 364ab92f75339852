"""`make lock`: one line for each Python and system, and status 1 where one does not install."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def prove(tmp_path):
    """Prove the pins with a stand-in for uv that runs a script."""

    def run(script: str) -> subprocess.CompletedProcess[str]:
        stand_in = tmp_path / "uv"
        stand_in.write_text(f"#!/bin/sh\n{script}\n")
        stand_in.chmod(0o755)
        return subprocess.run(
            [sys.executable, "-m", "tools.lock", "--prove"],
            cwd=ROOT,
            env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_each_python_and_system_has_its_line(prove):
    done = prove("exit 0")

    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 5 * 3
    assert lines[0] == "Python 3.11  Linux x86_64   all groups install from wheels"
    assert all(line.endswith("install from wheels") for line in lines)


def test_a_group_that_does_not_install_is_named_with_the_reason(prove):
    done = prove(
        """case "$*" in *"--python-version 3.15"*-model.txt*)
        echo "numpy has no usable wheels" >&2; exit 1;; esac"""
    )

    assert done.returncode == 1
    assert done.stdout.count("DOES NOT INSTALL") == 3
    assert done.stdout.count("\nmodel: numpy has no usable wheels\n") == 3
    assert "core:" not in done.stdout
    assert "3 of 15 do not install" in done.stderr


def test_groups_that_only_disagree_are_told(prove):
    done = prove(
        """case "$*" in *-model.txt*-lab.txt*)
        echo "numpy==1 and numpy==2" >&2; exit 1;; esac"""
    )

    assert done.returncode == 1
    assert done.stdout.count("\ntogether: numpy==1 and numpy==2\n") == 15
