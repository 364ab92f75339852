import os
import stat
from pathlib import Path

import pytest

from tests.workbook.student import Student
from workbook.app.launcher import Launcher


@pytest.fixture(scope="session")
def launcher():
    """Give what starts students' processes: one for all tests."""
    with Launcher() as launcher:
        launcher.wait_ready()
        yield launcher


@pytest.fixture
def student(tmp_path: Path, launcher: Launcher) -> Student:
    return Student(tmp_path, launcher)


@pytest.fixture
def says(tmp_path, monkeypatch):
    """Put a docker first on the PATH that prints a text and fails."""

    def fake(text: str, script: str = "cat text; exit 1") -> None:
        folder = tmp_path / "fake"
        folder.mkdir()
        (folder / "text").write_text(text)
        (folder / "docker").write_text(f'#!/bin/sh\ncd "{folder}"\n{script}\n')
        (folder / "docker").chmod(stat.S_IRWXU)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    return fake
