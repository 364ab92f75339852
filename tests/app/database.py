"""A PostgreSQL server of our own, in a temporary folder, on a socket that only we know."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.app.server import line_with

SECONDS = 60  # to make or to start it
READY = "ready to accept connections"
SETTINGS = {"listen_addresses": "", "fsync": "off", "lc_messages": "C"}


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs; Debian keeps them out of the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: int(bin.parts[-2]))
    if not folders:
        pytest.skip("NOT CHECKED: PostgreSQL's server is not installed (package postgresql)")
    return folders[-1]


def _user() -> str | None:
    """Return whom it shall run as: PostgreSQL refuses root."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("NOT CHECKED: PostgreSQL does not run as root, and there is no user postgres")


class Postgres:
    """A server that can be stopped and started again, with as many databases as are asked for."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self._folder = folder
        self._how = {"user": user, "cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}}
        self._numbers = count(1)

    def make(self) -> None:
        """Make the files of a server that has nothing yet."""
        initdb = [_programs() / "initdb", "-D", "data", "-U", "postgres", "--auth=trust", "-N"]
        subprocess.run(initdb, check=True, capture_output=True, timeout=SECONDS, **self._how)

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        settings = [word for item in SETTINGS.items() for word in ("-c", "=".join(item))]
        command = [_programs() / "postgres", "-D", "data", "-k", self._folder, *settings]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **self._how
        )
        line_with(READY, self.process)

    def stop(self) -> None:
        """End it at once, connections and all, as a crash would."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.communicate(timeout=SECONDS)

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def new_url(self) -> str:
        """Make a database and return its address."""
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return self.url(name)


@contextmanager
def running() -> Iterator[Postgres]:
    """Run a server until this is left."""
    _programs()
    user = _user()
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:  # a socket's path must be short
        if user:
            shutil.chown(folder, user)
        server = Postgres(Path(folder), user)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
