import socket
import threading
from contextlib import closing, contextmanager

import pytest

from workbook.app.target import Target


@pytest.fixture
def target(tmp_path, launcher):
    """Give what starts a folder's app: target({"app.py": "…"}, run, seconds=20)."""
    folder = tmp_path / "01_one"
    folder.mkdir()

    def start(files, *serving, seconds=20, **options):
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        options = {"launcher": launcher} | options
        return Target(folder, set(serving), None, seconds, **options)

    return start


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
