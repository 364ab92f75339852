"""A folder built and run with the `docker` command line, and removed again whatever happens."""

import re
import signal
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import call

import click

from workbook.app.client import Client
from workbook.docker.dockerfile import Dockerfile
from workbook.docker.engine import PORT, docker, engine_builds, image_is_there
from workbook.docker.rules import is_root
from workbook.docker.running import error_in, last_error, last_words
from workbook.errors import NotChecked, Refused
from workbook.result import Blocked, Failure, Place

BUILD, START = 300, 60  # seconds for a build, and for a first answer: a model takes long to load
OUTSIDE, SHOWN = 9090, 5  # where an app is asked; lines of a build shown
PREFIX, STALE = "flask-workbook-check-", 900 * 10**9  # our names end in the time, in nanoseconds

PORTS = '{{.State.Running}}{{range index .NetworkSettings.Ports "8080/tcp"}} {{.HostPort}}{{end}}'
STEP = re.compile(r"^(?:STEP \d+/\d+ ?: | > \[[^\]]*\d+/\d+\] )(.+?):?$", re.MULTILINE | re.I)
LINE = re.compile(r"^Dockerfile:(\d+)$|parse error (?:on )?line (\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Container:
    """A container that runs: what `docker` calls it, and the address of the app inside.

    shown: the address of the same app once `make docker-N` runs it.
    """

    name: str
    address: str
    shown: str = f"http://localhost:{OUTSIDE}"


@contextmanager
def run_in_background(folder: Path) -> Generator[Container]:
    """Build a folder and run it; at the end, remove the container and the image.

    Docker keeps layers of it for the next build. Raises Blocked where the folder is why it cannot
    run, and NotChecked where the machine is.
    """
    name = f"{PREFIX}{time.time_ns()}"
    with _handling(signal.default_int_handler, "SIGTERM", "SIGHUP"), ExitStack() as opened:
        _remove_left_overs()
        opened.callback(_remove, name, "image")
        opened.callback(_remove, name, "container")
        _build(folder, name)
        yield Container(name, _start(name))


def _build(folder: Path, name: str) -> None:
    engine_builds(name)
    for image in _images(folder):
        image_is_there(image)
    try:
        docker("build", "--force-rm", "-t", name, str(folder), seconds=BUILD, theirs=True)
    except Refused as refused:
        raise Blocked(_not_built(folder, str(refused))) from None


def _images(folder: Path) -> list[str]:
    """Return the images that a Dockerfile begins with, but for its own stages."""
    bases = Dockerfile(folder).all("FROM")
    own = {"scratch", *(base.words[2].lower() for base in bases if base.words[2:])}
    return [base.words[0] for base in bases if base.words[0].lower() not in own]


def _start(name: str) -> str:
    try:
        docker("run", "-d", "--name", name, "-p", f"127.0.0.1::{PORT}", name, theirs=True)
    except Refused as refused:
        reason = re.split("exec: |daemon: ", str(refused))[-1].split(": unknown")[:1]
        raise _silent("its command could not start", reason) from None
    return _once_up(name)


def restart(container: Container) -> Container:
    """Stop it as `docker stop` does, start it again, and return it with its new address."""
    docker("restart", container.name)
    return Container(container.name, _once_up(container.name))


def _once_up(name: str) -> str:
    """Return the address of the app inside, once it answers. Raises Blocked."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        running, *ports = docker("inspect", "-f", PORTS, name).split()
        if running != "true" or not ports:
            raise _silent("it ended by itself", last_error(name) or last_words(name))
        if Client(f"http://127.0.0.1:{ports[0]}").is_up():
            return f"http://127.0.0.1:{ports[0]}"
        time.sleep(0.2)  # Docker has no event for "the app inside listens now"
    raise _silent("nothing answers there", last_words(name))


def _silent(got: str, why: list[str]) -> Blocked:
    expected = f"a container that answers on its port {PORT}"
    return Blocked(Failure("", expected, f"a container, but {got}", tuple(why)))


def _not_built(folder: Path, said: str) -> Failure:
    """Return what a student needs of a build's output: instruction, its last words, its line."""
    at, line = (STEP.findall(said) or [""])[-1], LINE.search(said)
    look_at = Place("Dockerfile", int(line[1] or line[2])) if line else _place(folder, at)
    got = f"docker build stopped at {at}".removesuffix(" at ")
    why = (*_printed(said), *_user_above(folder, said, look_at))
    return Failure("", "docker build makes an image", got, why, look_at)


def _user_above(folder: Path, said: str, at: Place | None) -> Iterator[str]:
    """Say so where an instruction was refused something because of a USER above it."""
    if at is None or "Permission denied" not in said:
        return
    above = [each for each in Dockerfile(folder).all("FROM", "USER") if each.line < at.line]
    if above and above[-1].name == "USER" and not is_root(above[-1]):
        yield f"{above[-1].text} stands above it, and that user may do little. Move it below."


def _printed(said: str) -> list[str]:
    """Return the error in what the failing instruction printed, or else the end of that."""
    if failed := re.search(r"^(#\d+) ERROR", said, re.MULTILINE):  # BuildKit numbers its lines
        lines = re.findall(rf"^{failed[1]} \d+\.\d+ (.*\S)", said, re.MULTILINE)
    else:
        lines = STEP.split(said)[-1].splitlines()
        lines = [x for x in lines if not re.match("$| --->|Removing|The command", x)]
    if any(line.startswith("Traceback") for line in lines) and (
        error := error_in("\n".join(lines))
    ):
        return error
    return (lines or said.splitlines())[-SHOWN:]


def _place(folder: Path, instruction: str) -> Place | None:
    """Return the Dockerfile's last line that begins this instruction."""
    words = " ".join(instruction.split())
    lines = (folder / "Dockerfile").read_text("utf-8", "replace").splitlines()
    for number, line in reversed([*enumerate(lines, 1)]):
        begins = " ".join(line.rstrip("\\ ").split())
        if words and begins and (begins.startswith(words) or words.startswith(begins)):
            return Place("Dockerfile", number)
    return None


def _remove(name: str, kind: str) -> None:
    data = ["--volumes"] if kind == "container" else []  # of a VOLUME, which has no name
    with _handling(signal.SIG_IGN, "SIGINT", "SIGTERM", "SIGHUP"), suppress(Refused, NotChecked):
        docker(kind, "rm", "--force", *data, name)


def _remove_left_overs() -> None:
    """Remove what a run of ours left that was killed before it could remove it."""
    for kind, what in (("container", "{{.Names}}"), ("image", "{{.Repository}}")):
        for name in docker(kind, "ls", "--all", "--format", what).split():
            ours = re.fullmatch(PREFIX + r"(\d+)", name)
            if ours and time.time_ns() - int(ours[1]) > STALE:
                _remove(name, kind)


@contextmanager
def _handling(handler: Callable[..., object] | signal.Handlers, *names: str) -> Generator[None]:
    """Handle these signals so for a while, where that can be had."""
    with ExitStack() as opened:
        for name in names:
            with suppress(AttributeError, ValueError):  # not on Windows; only in the main thread
                number = getattr(signal, name)
                opened.callback(signal.signal, number, signal.signal(number, handler))
        yield


def run_in_foreground(folder: Path, name: str, port: int = OUTSIDE) -> int:
    """Build a folder and run it until Ctrl-C. Return a status. Raises Refused, NotChecked."""
    docker("version")  # says in our words what a build would say in Docker's
    if status := call(["docker", "build", "--tag", name, str(folder)]):
        return status
    ours = f"{name}-{time.time_ns()}"
    with _handling(signal.default_int_handler, "SIGTERM", "SIGHUP"), ExitStack() as opened:
        opened.callback(_remove, ours, "container")
        docker("run", "-d", "--name", ours, "-p", f"127.0.0.1:{port}:{PORT}", name)
        click.echo(
            f"\nYour app: http://localhost:{port}   (Ctrl-C ends it and removes the container)"
        )
        click.echo(f"What it prints follows. Its port {PORT} is the one inside the container.\n")
        with suppress(KeyboardInterrupt):
            call(["docker", "logs", "--follow", ours])
            return 1  # it ended by itself, and has said why
    return 0
