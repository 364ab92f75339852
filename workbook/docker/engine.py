"""The `docker` command line: what it refuses is told apart from what the machine cannot do."""

import re
from contextlib import suppress
from subprocess import PIPE, STDOUT, TimeoutExpired, run

import click

from workbook.errors import NotChecked, Reason, Refused

PORT = 8080  # where an app listens in its container
SECONDS, DOWNLOAD = 30, 300  # for a command that builds nothing; for an image

TROUBLES = {  # what Docker prints when the machine is at fault, and the way out
    "permission denied while trying to connect": "You may not use Docker, so nothing was built. "
    "On Linux: sudo usermod -aG docker $USER, then log out and in again.",
    "cannot connect to the docker daemon|error during connect|desktop is unable to start": "Docker "
    "is not running, so nothing was built. Start Docker Desktop (Linux: sudo systemctl start "
    "docker), and wait until it says that it runs.",
    "no space left on device": "Docker's disk is full. docker system prune frees some.",
    "already allocated|already in use|ports are not available": "That port of your machine is in "
    "use. docker ps lists the containers that run, docker stop NAME ends one.",
    "toomanyrequests|getting credentials": "Docker Hub wants you to docker login, or to wait.",
    "buildx component is missing|could not be found in this wsl": "Docker is only half installed: "
    "its builder, or its link to WSL, is missing. See docs.docker.com/get-docker",
    "no such host|i/o timeout|tls handshake|failed to do request|failed to establish a new conn|"
    "name resolution|network is unreachable": "Docker cannot download: is there a network?",
}


def docker(*words: str, seconds: float = SECONDS, given: str = "", theirs: bool = False) -> str:
    """Run one docker command and return what it printed. Raises Refused, NotChecked.

    given: what it reads from its input. theirs: a student's program or words may be in what it
    prints, which then says nothing of the machine; `engine_builds` and `image_is_there` do.
    """
    command = ["docker", *words]
    try:  # in a process group of its own: our Ctrl-C is not for what removes things
        done = run(  # noqa: PLW1510
            command,
            input=given.encode(),
            stdout=PIPE,
            stderr=STDOUT,
            timeout=seconds,
            process_group=0,
        )
    except OSError:
        raise NotChecked(Reason.NO_DOCKER) from None
    except TimeoutExpired:
        raise NotChecked(f"docker {words[0]} took longer than {seconds:g} s here.") from None
    said = click.unstyle(done.stdout.decode(errors="replace")).strip()
    if done.returncode == 0:
        return said
    judged = "" if theirs else said[-3000:].lower()
    ways = [way for sign, way in TROUBLES.items() if re.search(sign, judged)]
    raise NotChecked(ways[0]) if ways else Refused(said)


def engine_builds(name: str) -> None:
    """Build an image of nothing under this name, with no line of a student's. Raises NotChecked."""
    with suppress(Refused):
        docker("build", "--tag", name, "-", given="FROM scratch\nLABEL empty=yes\n")
        docker("image", "rm", "--force", name)


def image_is_there(image: str) -> None:
    """Raise NotChecked where Docker has no such image and cannot ask for it either."""
    try:
        docker("image", "inspect", "--format", "{{.Id}}", image)
    except Refused:
        _download(image)


def _download(image: str) -> None:
    try:
        docker("pull", "--quiet", image, seconds=DOWNLOAD)
    except Refused:
        return  # there is no such image: the build itself tells
    except NotChecked as trouble:
        there = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "python").split()
        have = f" Here are: {', '.join(there)}." if there else ""
        raise NotChecked(f"Docker has no image {image}.{have} {trouble}") from None
