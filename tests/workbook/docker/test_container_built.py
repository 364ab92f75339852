"""Containers that a real engine builds and runs: they answer, and are removed whatever happens.

Where no engine answers, or it has no python:3.13-slim, these tests are skipped.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.workbook.docker.conftest import SERVER
from workbook.docker import container
from workbook.docker.container import run_in_background
from workbook.docker.engine import docker
from workbook.docker.running import last_words
from workbook.errors import NotChecked
from workbook.result import Blocked

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.engine


def ours() -> set[str]:
    """Return the names of all containers and images that bear our prefix."""
    names = docker("container", "ls", "--all", "--format", "{{.Names}}").split()
    names += docker("image", "ls", "--format", "{{.Repository}}").split()
    return {name for name in names if name.startswith((container.PREFIX, "workbook-test-"))}


def test_a_container_answers_and_is_removed(folder):
    before = ours()
    with run_in_background(folder) as running:
        assert running.name in ours()
        assert requests.get(running.address, timeout=5).ok
        assert '"GET / HTTP/1.1" 200' in last_words(running.name)[-1]
    assert running.name not in ours() - before


def test_a_restarted_container_has_its_files_and_answers_at_its_new_address(folder):
    with run_in_background(folder) as running:
        docker("exec", running.name, "python", "-c", "open('/kept', 'w').close()")
        again = container.restart(running)
        assert again.name == running.name
        assert "kept" in requests.get(again.address, timeout=5).text


def test_the_volume_of_a_container_is_removed_with_it(folder):
    (folder / "Dockerfile").write_text(SERVER.replace("CMD", "VOLUME /data\nCMD"))
    with run_in_background(folder) as running:
        mounts = "{{range .Mounts}}{{.Name}}{{end}}"
        volume = docker("inspect", "-f", mounts, running.name)
        assert volume in docker("volume", "ls", "-q").split()
    assert volume not in docker("volume", "ls", "-q").split()


@pytest.mark.parametrize("error", [AssertionError, KeyboardInterrupt])
def test_what_was_started_is_removed_after_an_error(folder, error):
    with pytest.raises(error), run_in_background(folder) as running:
        raise error
    assert running.name not in ours()


@pytest.mark.parametrize(
    ("command", "got", "why"),
    [
        ('["no-such-program"]', "its command could not start", "no-such-program"),
        ('["python", "-c", "raise SystemExit(\'enough\')"]', "it ended by itself", "enough"),
        (
            '["python", "-u", "-m", "http.server", "8080", "-b", "127.0.0.1"]',
            "nothing answers there",
            "127.0.0.1",
        ),
    ],
)
def test_a_container_that_does_not_answer(folder, monkeypatch, command, got, why):
    monkeypatch.setattr(container, "START", 4)
    (folder / "Dockerfile").write_text(f"FROM python:3.13-slim\nCMD {command}\n")
    started: list[str] = []
    remove = container._remove
    monkeypatch.setattr(
        container, "_remove", lambda name, kind: (started.append(name), remove(name, kind))
    )
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert caught.value.failure.got == f"a container, but {got}"
    assert why in " ".join(caught.value.failure.why)
    assert len(set(started)) == 1
    assert not set(started) & ours()


def test_a_left_over_of_a_killed_run_is_removed(folder):
    old = f"{container.PREFIX}{time.time_ns() - container.STALE - 10**9}"
    foreign = f"{container.PREFIX}mine"
    for name in (old, foreign):
        docker("create", "--name", name, "python:3.13-slim")
    try:
        with run_in_background(folder):
            assert old not in ours()
            assert foreign in ours()
    finally:
        for name in (old, foreign):
            container._remove(name, "container")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_removes_what_was_started(folder, name):
    source = (
        "import signal, sys; from pathlib import Path\n"
        "from workbook.docker.container import run_in_background\n"
        f"with run_in_background(Path({str(folder)!r})) as running:\n"
        "    print(running.name, flush=True)\n"
        "    signal.pause()\n"
    )
    command = [sys.executable, "-c", source]
    with subprocess.Popen(command, cwd=ROOT, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout
        started = process.stdout.readline().strip()
        assert started in ours()
        process.send_signal(getattr(signal, name))
        _, error = process.communicate(timeout=60)

    assert "KeyboardInterrupt" in error
    assert started not in ours()


def test_in_the_foreground_until_ctrl_c(folder):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    image = f"workbook-test-{port}"
    source = (
        "import sys; from pathlib import Path\n"
        "from workbook.docker.container import run_in_foreground\n"
        f"sys.exit(run_in_foreground(Path({str(folder)!r}), {image!r}, {port}))\n"
    )
    try:
        command = [sys.executable, "-c", source]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=-1, stderr=-2, text=True, start_new_session=True
        ) as process:
            assert process.stdout
            said = iter(process.stdout.readline, "")
            assert any(f"http://localhost:{port}" in line for line in said)
            assert len(ours() & {image}) == 1
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=60)
        assert process.returncode == 0
        assert not [name for name in ours() if name.startswith(f"{image}-")]
    finally:
        docker("image", "rm", "--force", image)


def test_in_the_foreground_a_taken_port_is_told(folder, capfd):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        image = f"workbook-test-{port}"
        try:
            with pytest.raises(NotChecked, match="That port of your machine is in use"):
                container.run_in_foreground(folder, image, port)
        finally:
            docker("image", "rm", "--force", image)
    assert not [name for name in ours() if name.startswith(image)]


def test_in_the_foreground_a_failed_build_ends_it(folder, capfd):
    (folder / "Dockerfile").write_text("FROM python:3.13-slim\nCOPPY a b\n")

    assert container.run_in_foreground(folder, "workbook-test-none") != 0
    assert "unknown instruction: COPPY" in capfd.readouterr().err
