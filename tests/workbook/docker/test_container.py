"""Containers: what Docker says is told apart, and what was started is removed.

Where no engine answers, or it has no python:3.13-slim, the tests that need one are skipped.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from workbook.docker import container
from workbook.docker.container import run_in_background
from workbook.docker.engine import docker
from workbook.docker.running import last_words
from workbook.errors import NotChecked, Refused
from workbook.result import Blocked

ROOT = Path(__file__).resolve().parents[3]
SERVER = """\
FROM python:3.13-slim
CMD ["python", "-m", "http.server", "8080"]
"""


def ours() -> set[str]:
    """Return the names of all containers and images that bear our prefix."""
    names = docker("container", "ls", "--all", "--format", "{{.Names}}").split()
    names += docker("image", "ls", "--format", "{{.Repository}}").split()
    return {name for name in names if name.startswith((container.PREFIX, "workbook-test-"))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(SERVER)
    return tmp_path


# What Docker 20.10, 28.2 and Docker Desktop print.
@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (
            "permission denied while trying to connect to the Docker daemon socket at unix:///var/"
            'run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/version": dial unix '
            "/var/run/docker.sock: connect: permission denied",
            "You may not use Docker",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker "
            "daemon running?",
            "Docker is not running",
        ),
        (
            "error during connect: this error may indicate that the docker daemon is not running: "
            'Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/version": open //./pipe/'
            "docker_engine: The system cannot find the file specified.",
            "Docker is not running",
        ),
        (
            "failed to register layer: write /usr/lib/libc.so: no space left on device",
            "Docker's disk is full",
        ),
        (
            "docker: Error response from daemon: driver failed programming external connectivity "
            "on endpoint p2: Bind for 127.0.0.1:9099 failed: port is already allocated\n\n"
            "Run 'docker run --help' for more information",
            "That port of your machine is in use",
        ),
        (
            "docker: Error response from daemon: driver failed programming external connectivity "
            "on endpoint p3: Error starting userland proxy: listen tcp4 127.0.0.1:9098: bind: "
            "address already in use",
            "That port of your machine is in use",
        ),
        (
            'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no '
            "such host",
            "Docker cannot download",
        ),
        (
            "failed to solve: DeadlineExceeded: python:3.13-slim: failed to resolve source "
            "metadata for docker.io/library/python:3.13-slim: failed to do request: Head "
            '"https://registry-1.docker.io/v2/library/python/manifests/3.13-slim": dial tcp: '
            "lookup registry-1.docker.io: i/o timeout",
            "Docker cannot download",
        ),
        (
            "toomanyrequests: You have reached your pull rate limit.",
            "Docker Hub wants you",
        ),
        (
            "ERROR: BuildKit is enabled but the buildx component is missing or broken.",
            "Docker is only half installed",
        ),
    ],
)
def test_what_is_the_machines_fault_is_not_checked(says, printed, told):
    says(printed)
    with pytest.raises(NotChecked, match=told):
        docker("build", "-", given="FROM scratch")


# What a RUN, a CMD or a health check of a student's can print, whatever the machine is like.
@pytest.mark.parametrize(
    "printed",
    [
        "Step 2/3 : RUN echo no such host && false\nno such host\nreturned a non-zero code: 1",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "NewConnectionError: Failed to establish a new connection: Temporary failure in name "
        "resolution\nERROR: No matching distribution found for flask==3.1.3",
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.",
    ],
)
def test_what_a_students_program_prints_says_nothing_of_the_machine(says, folder, printed):
    says(printed, 'case "$1 $2 $3" in build\\ --force-rm*) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert caught.value.failure.expected == "docker build makes an image"
    assert set(caught.value.failure.why) <= set(printed.splitlines())
    with pytest.raises(Refused):
        docker("build", "--force-rm", ".", theirs=True)


def test_a_base_image_that_cannot_be_had_is_named(says, folder):
    says(
        "no such host",
        """case "$1 $2" in
        "image inspect") exit 1;;
        "image ls") echo python:3.12-slim;;
        pull*) cat text; exit 1;; esac""",
    )
    with pytest.raises(NotChecked) as caught, run_in_background(folder):
        pass

    assert str(caught.value) == (
        "Docker has no image python:3.13-slim. Here are: python:3.12-slim. "
        "Docker cannot download: is there a network?"
    )


def test_a_builder_that_does_not_work_is_not_checked(says, folder):
    said = "ERROR: BuildKit is enabled but the buildx component is missing or broken."
    says(said, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(NotChecked, match="only half installed"), run_in_background(folder):
        pass


@pytest.mark.parametrize(
    "printed",
    [
        "ERROR: No matching distribution found for flask==9.9",
        "manifest for python:3.13-slimm not found: manifest unknown",
        "ERROR: failed to solve: python:3.13-slimm: failed to resolve source metadata for "
        "docker.io/library/python:3.13-slimm: docker.io/library/python:3.13-slimm: not found",
        "PermissionError: [Errno 13] Permission denied: '/app/data'",
    ],
)
def test_what_is_not_the_machines_fault_is_refused(says, printed):
    says(printed)
    with pytest.raises(Refused):
        docker("build", ".")


def test_no_docker(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotChecked, match="Docker is not installed, so nothing was built"):
        docker("version")


@pytest.mark.skipif(not shutil.which("docker"), reason="docker is not installed here")
def test_no_engine(monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent")
    with pytest.raises(NotChecked, match="Docker is not running, so nothing was built"):
        docker("version")


def test_docker_has_a_time_limit(says):
    says("", "exec sleep 60")
    began = time.monotonic()
    with pytest.raises(NotChecked, match=r"docker build took longer than 0\.2 s"):
        docker("build", ".", seconds=0.2)
    assert time.monotonic() - began < 30


LEGACY = """\
Sending build context to Docker daemon  7.168kB
Step 1/4 : FROM python:3.13-slim
 ---> d6a25c0e37b9
Step 2/4 : COPY requirements.txt .
 ---> 075d5cb3b3c8
Step 3/4 : RUN pip install -r requirements.txt
 ---> Running in f274fd1a9152
\x1b[91mERROR: Could not find a version that satisfies the requirement flask==9.9
\x1b[0m\x1b[91mERROR: No matching distribution found for flask==9.9
\x1b[0mRemoving intermediate container f274fd1a9152
The command '/bin/sh -c pip install -r requirements.txt' returned a non-zero code: 1
"""
BUILDKIT = """\
#7 [2/3] COPY requirements.txt .
#7 DONE 0.0s

#8 [3/3] RUN pip install -r requirements.txt
#8 2.118 Looking in links: /wheels
#8 2.130 ERROR: Could not find a version that satisfies the requirement flask==9.9
#8 2.131 ERROR: No matching distribution found for flask==9.9
#8 ERROR: process "/bin/sh -c pip install -r requirements.txt" did not complete: exit code: 1
------
 > [3/3] RUN pip install -r requirements.txt:
2.131 ERROR: No matching distribution found for flask==9.9
------
Dockerfile:3
--------------------
   1 |     FROM python:3.13-slim
   2 |     COPY requirements.txt .
   3 | >>> RUN pip install -r requirements.txt
   4 |     CMD ["flask", "run"]
--------------------
ERROR: failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete
"""
OLD_BUILDKIT = BUILDKIT[: BUILDKIT.index("Dockerfile:3")]
FLASK = """\
FROM python:3.13-slim
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["flask", "run"]
"""


@pytest.mark.parametrize("printed", [LEGACY, BUILDKIT, OLD_BUILDKIT])
def test_a_failed_build_is_told_by_its_instruction(says, folder, printed):
    (folder / "Dockerfile").write_text(FLASK)
    says(printed, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass
    failure = caught.value.failure

    assert failure.got == "docker build stopped at RUN pip install -r requirements.txt"
    assert failure.why[-2:] == (
        "ERROR: Could not find a version that satisfies the requirement flask==9.9",
        "ERROR: No matching distribution found for flask==9.9",
    )
    assert failure.look_at
    assert (failure.look_at.file, failure.look_at.line) == ("Dockerfile", 3)


def test_a_long_build_output_is_bounded(says, folder):
    printed = LEGACY.replace("\x1b[91m", "Collecting\n" * 10_000, 1)
    says(printed, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert len(caught.value.failure.why) <= container.SHOWN


@pytest.mark.parametrize("on", ["", " on"])
def test_a_parse_error_is_told_by_its_line(says, folder, on):
    said = f"dockerfile parse error{on} line 2: unknown instruction: COPPY"
    says(said, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass
    failure = caught.value.failure

    assert failure.why == (said,)
    assert failure.look_at
    assert failure.look_at.line == 2


@pytest.mark.engine
def test_a_container_answers_and_is_removed(folder):
    before = ours()
    with run_in_background(folder) as running:
        assert running.name in ours()
        assert requests.get(running.address, timeout=5).ok
        assert '"GET / HTTP/1.1" 200' in last_words(running.name)[-1]
    assert running.name not in ours() - before


@pytest.mark.engine
def test_a_restarted_container_has_its_files_and_answers_at_its_new_address(folder):
    with run_in_background(folder) as running:
        docker("exec", running.name, "python", "-c", "open('/kept', 'w').close()")
        again = container.restart(running)
        assert again.name == running.name
        assert "kept" in requests.get(again.address, timeout=5).text


@pytest.mark.engine
def test_the_volume_of_a_container_is_removed_with_it(folder):
    (folder / "Dockerfile").write_text(SERVER.replace("CMD", "VOLUME /data\nCMD"))
    with run_in_background(folder) as running:
        mounts = "{{range .Mounts}}{{.Name}}{{end}}"
        volume = docker("inspect", "-f", mounts, running.name)
        assert volume in docker("volume", "ls", "-q").split()
    assert volume not in docker("volume", "ls", "-q").split()


@pytest.mark.engine
@pytest.mark.parametrize("error", [AssertionError, KeyboardInterrupt])
def test_what_was_started_is_removed_after_an_error(folder, error):
    with pytest.raises(error), run_in_background(folder) as running:
        raise error
    assert running.name not in ours()


@pytest.mark.engine
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


@pytest.mark.engine
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


@pytest.mark.engine
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


@pytest.mark.engine
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


@pytest.mark.engine
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


@pytest.mark.engine
def test_in_the_foreground_a_failed_build_ends_it(folder, capfd):
    (folder / "Dockerfile").write_text("FROM python:3.13-slim\nCOPPY a b\n")

    assert container.run_in_foreground(folder, "workbook-test-none") != 0
    assert "unknown instruction: COPPY" in capfd.readouterr().err
