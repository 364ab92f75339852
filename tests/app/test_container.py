"""The image that the root Dockerfile builds, in containers of a real engine."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from tests.app.load import Load, missing
from tests.app.server import ROOT, SOLUTION, App, line_with
from workbook.docker.container import PREFIX
from workbook.docker.engine import docker
from workbook.errors import Refused

HARDENED = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges")
CONTEXT = re.compile(
    r"(?:Sending build context to Docker daemon|transferring context:) +([\d.]+)kB"
)
SECONDS, START_SECONDS, BUILD_SECONDS = 60, 180, 900


@contextmanager
def printing(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Give a docker command that goes on printing, and end it."""
    with subprocess.Popen(
        ["docker", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield process
        process.kill()


class Image:
    """An image; each container of it is removed, and so are the volumes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._numbers = count(1)

    @contextmanager
    def container(self, *options: str) -> Iterator[tuple[str, App]]:
        """Run it with these options; give its name and its app, which listens."""
        name = f"{self.name}-{next(self._numbers)}"
        try:
            docker("run", "-d", "--name", name, "-p", "127.0.0.1::8080", *options, self.name)
            with printing("logs", "--follow", name) as log:
                line_with("Listening at", log, START_SECONDS)
            with App(f"http://{docker('port', name, '8080')}") as app:
                yield name, app
        finally:
            docker("rm", "--force", "--volumes", name)

    @contextmanager
    def volume(self) -> Iterator[str]:
        name = docker("volume", "create")
        try:
            yield name
        finally:
            docker("volume", "rm", "--force", name)


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """Build the root's Dockerfile."""
    name = f"{PREFIX}{time.time_ns()}"
    try:
        docker("build", "--force-rm", "--tag", name, str(ROOT), seconds=BUILD_SECONDS)
        yield Image(name)
    finally:
        docker("image", "rm", "--force", name)


def inspect(name: str, what: str) -> str:
    return docker("inspect", "--format", what, name)


def test_the_roots_dockerfile_is_that_of_the_step():
    here = (ROOT / "Dockerfile").read_text()
    step = (SOLUTION / "Dockerfile").read_text()

    assert here.count("ARG APP=solution/10_full_app\n") == 1
    without = re.sub(r"^# The image of .*\n\n|^ARG APP=.*\n", "", here, flags=re.MULTILINE)
    assert without.replace("COPY $APP/", "COPY ").replace("COPY $APP ", "COPY . ") == step


@pytest.mark.engine
def test_it_is_healthy_nobody_in_particular_and_small(image):
    with image.container() as (name, app):
        began = inspect(name, "{{.State.StartedAt}}")
        assert app.predict().json() == {"id": 1, "prediction": "setosa"}

        assert docker("exec", name, "id", "-u") == "10001"
        for file in ("/app/app.py", "/venv/x", "/x"):
            with pytest.raises(Refused):
                docker("exec", name, "sh", "-c", f"echo >> {file}")
        assert docker("exec", name, "ls", "-A", "/app").split() == [
            "__pycache__",
            "app.py",
            "example.json",
            "gunicorn.conf.py",
            "model.joblib",
            "model.py",
            "postgres.py",
            "requirements.txt",
            "static",
            "store.py",
            "templates",
        ]
        has = (
            "import importlib.util as i; print(i.find_spec('pandas'), i.find_spec('sklearn').name)"
        )
        assert docker("exec", name, "python", "-c", has) == "None sklearn"
        with printing("events", "--since", began, "--filter", f"container={name}") as events:
            assert "health_status: healthy" in line_with("health_status", events)


@pytest.mark.engine
def test_docker_is_sent_little(image):
    with printing("build", str(ROOT)) as build:
        kilobytes = float(CONTEXT.search(line_with("context", build))[1])
    assert kilobytes < 300


@pytest.mark.engine
def test_what_was_acknowledged_outlives_the_container(image):
    with image.volume() as volume:
        keep = ("--volume", f"{volume}:/data")
        with image.container(*keep) as (name, app), Load(app) as killed:
            killed.wait_for(200)
            docker("kill", name)
        with image.container(*keep, "--env=WEB_CONCURRENCY=3") as (name, app):
            with Load(app) as stopped:
                stopped.wait_for(200)
                began = time.monotonic()
                docker("stop", name)
                assert time.monotonic() - began < 2
            assert inspect(name, "{{.State.ExitCode}}") == "0"
            assert docker("logs", name).count("Booting worker") == 3
        with image.container(*keep) as (_, app):
            assert missing(app, killed, stopped) == []
    assert killed.refused == stopped.refused == []


@pytest.mark.engine
def test_it_needs_no_rights_and_no_disk_but_its_volume(image):
    with image.container(*HARDENED) as (name, app):
        assert app.predict().status_code == 200
        assert app.get("/health").status_code == 200
        health = inspect(name, "{{index .Config.Healthcheck.Test 1}}")
        docker("exec", name, "sh", "-c", health)
    with image.volume() as volume, image.container(f"--volume={volume}:/data:ro") as (name, app):
        assert app.predict().status_code == 503
        with pytest.raises(Refused, match="503"):
            docker("exec", name, "sh", "-c", health)


@pytest.mark.engine
def test_its_log_goes_to_the_standard_output(image):
    with image.container("--env=PORT=8080") as (name, app):
        app.get("/nowhere")
        logs = subprocess.run(
            ["docker", "logs", name], capture_output=True, text=True, timeout=SECONDS, check=True
        )
    assert '"GET /nowhere HTTP/1.1" 404' in logs.stdout
    assert "Traceback" not in logs.stdout + logs.stderr
