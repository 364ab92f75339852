"""What the docker command refuses is told apart from what the machine cannot do."""

import shutil
import time

import pytest

from workbook.docker.engine import PORT, SECONDS, docker
from workbook.errors import NotChecked, Reason, Refused


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
    with pytest.raises(NotChecked, match="Docker is not installed, so nothing was built") as caught:
        docker("version")
    assert caught.value.reason is Reason.NO_DOCKER


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


def test_what_it_prints_is_returned_without_colours_and_it_asks_nothing(says):
    says("\x1b[91mred\x1b[0m\xff\n\n", 'echo "$@"; cat; cat text; echo err >&2')

    assert docker("ps", "--all") == "ps --all\nred\xff\n\nerr"


def test_what_cannot_be_decoded_is_marked(says):
    says("", "printf 'a\\377b'")

    assert docker("ps") == "a\ufffdb"


def test_only_the_end_of_a_long_output_names_the_trouble(says):
    says("no space left on device" + "x" * 3000)
    with pytest.raises(Refused) as caught:
        docker("build", ".")
    assert str(caught.value).startswith("no space left on device")
    assert (PORT, SECONDS) == (8080, 30)
