import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

import pytest

from tests.app import database
from tests.app.server import SOLUTION, Server, environment, serving

STORES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the full app with its model trained."""
    copy = tmp_path_factory.mktemp("app") / SOLUTION.name
    left_out = shutil.ignore_patterns("__pycache__", "*.joblib", "*.db*")
    shutil.copytree(SOLUTION, copy, ignore=left_out)
    subprocess.run(
        [sys.executable, "model.py"], cwd=copy, env=environment(), check=True, timeout=120
    )
    return copy


@pytest.fixture(scope="session")
def postgres() -> Iterator[database.Postgres]:
    with database.running() as server:
        yield server


@pytest.fixture(scope="session", params=STORES)
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Make an empty database and return its address; each test runs over both kinds."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").new_url
    files, numbers = tmp_path_factory.mktemp("databases"), count(1)
    return lambda: f"sqlite:///{files}/{next(numbers)}.db"


@pytest.fixture
def serve(folder: Path) -> Callable[..., AbstractContextManager[Server]]:
    """Serve the app with a database; see `serving`."""
    return lambda database, **options: serving(folder, database, **options)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Return the address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/predictions.db"
