"""What the checks of a step with a container import: the student's folder, built and running."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from workbook.app.client import Client
from workbook.docker.container import Container, run_in_background
from workbook.docker.running import error_of_an_answer


@pytest.fixture(scope="session")
def container(to_build: Path) -> Iterator[Container]:
    """Give the student's folder, built and running in a container."""
    with run_in_background(to_build) as running:
        yield running


@pytest.fixture
def server(
    client: Client, noted: Callable[[Client], Client], request: pytest.FixtureRequest
) -> Client:
    """Give a client of the container or, with a URL, of the server there."""
    if client.process is None:
        return client
    container = request.getfixturevalue("container")
    told = partial(error_of_an_answer, container.name)
    return noted(Client(container.address, shown=container.shown, last_error=told))
