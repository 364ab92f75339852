import shutil
import signal
from functools import cache
from pathlib import Path

import pytest

from tests.newman import Newman, find
from tests.workbook.small_course import SOUND
from workbook.docker.engine import docker
from workbook.errors import NotChecked, Refused

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def newman(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Newman:
    """Run a collection: newman(collection, address)."""
    return Newman(find(pytestconfig.cache), tmp_path_factory.mktemp("newman") / "told.json")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of a small course that is sound, to be broken."""
    return Path(shutil.copytree(SOUND, tmp_path / "course"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a container engine where there is none."""
    if item.get_closest_marker("engine") and (why := _no_engine()):
        pytest.skip(f"NOT CHECKED: {why}")


@cache
def _no_engine() -> str:
    """Return why there is no engine to test with, or nothing."""
    try:
        docker("image", "inspect", "--format", "{{.Id}}", "python:3.13-slim")
    except (NotChecked, Refused) as reason:
        return str(reason)
    return ""
