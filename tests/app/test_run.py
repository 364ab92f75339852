"""`make run` serves the same app without a container."""

import os
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from tests.app.server import ROOT, SECONDS, App, environment, line_with


@pytest.mark.skipif(shutil.which("make") is None, reason="NOT CHECKED: make is not installed")
def test_make_run(sqlite):
    """PORT=0 lets the system choose; the server says what it chose."""
    settings = environment(PORT="0", DATABASE_URL=sqlite)
    with subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env={name: text for name, text in settings.items() if not name.startswith("MAKE")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as make:
        try:
            port = line_with("Listening at", make).split("http://0.0.0.0:")[1].split()[0]
            with App(f"http://127.0.0.1:{port}") as app:
                assert app.predict().json() == {"id": 1, "prediction": "setosa"}
                assert app.get("/").status_code == 200
        finally:
            os.killpg(make.pid, signal.SIGINT)  # as Ctrl-C does
            rest = make.communicate(timeout=SECONDS)[0]
    assert "Shutting down" in rest


def test_a_port_that_is_taken_is_told(folder, sqlite):
    """Two servers do not share a port in silence, and the second does not try for ever."""
    with socket.create_server(("0.0.0.0", 0), reuse_port=True) as taken:
        settings = environment(PORT=str(taken.getsockname()[1]), DATABASE_URL=sqlite)
        done = subprocess.run(
            [sys.executable, "-m", "gunicorn"],
            cwd=folder, env=settings, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "Connection in use" in done.stderr
