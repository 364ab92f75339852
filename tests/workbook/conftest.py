import os
import socket
import stat
import threading
from contextlib import closing, contextmanager
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


@pytest.fixture
def answers():
    """Give a server that says the same bytes to whoever connects, and the requests it was sent."""

    @contextmanager
    def serve(*said: bytes, then=None):
        asked = []
        with closing(socket.create_server(("127.0.0.1", 0))) as listening:
            thread = threading.Thread(target=_answer, args=(listening, asked, said, then))
            thread.start()
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
            finally:
                listening.shutdown(socket.SHUT_RDWR)
                thread.join(20)

    return serve


def _answer(listening, asked, said, then):
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # the test is over
            return
        with connection:
            connection.settimeout(20)
            asked.append(connection.recv(65536).decode())
            try:
                for part in said:
                    connection.sendall(part)
                if then:
                    then(connection)
            except OSError:  # the client has gone
                continue
