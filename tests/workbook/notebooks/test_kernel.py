"""Kernels: one environment for all, and nothing of theirs goes on when they end."""

import asyncio
import os
import sys
from pathlib import Path
from unittest import mock

import psutil
import pytest

from workbook.notebooks.kernel import Kernel, settle, warm_up


@pytest.fixture(autouse=True)
def environment():
    with mock.patch.dict(os.environ):
        yield


@pytest.mark.parametrize(
    "name", ["FLASK_DEBUG", "PYTHONPATH", "DATABASE_URL", "JUPYTER_PATH", "PYTEST_ADDOPTS"]
)
def test_what_the_terminal_has_set_does_not_reach_a_notebook(name, tmp_path):
    os.environ[name] = "mine"
    settle(str(tmp_path), {})

    assert name not in os.environ


def test_a_notebook_finds_this_python_first_and_recorded_answers(tmp_path):
    settle(str(tmp_path), {"WORKBOOK_LABEL": "x"})

    assert os.environ["PATH"].split(os.pathsep)[0] == str(Path(sys.executable).parent)
    assert os.environ["WORKBOOK_TERMINAL"].endswith(":Recorded")
    assert os.environ["WORKBOOK_LABEL"] == "x"


STARTS = """\
import subprocess
with open("pid", "w") as file:
    print(subprocess.Popen(["sleep", "600"]).pid, file=file)
"""


async def run_in(kernel: Kernel, code: str) -> None:
    client = kernel.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        await client.execute_interactive(code, timeout=60, allow_stdin=False)
    finally:
        client.stop_channels()


def test_what_a_cell_has_started_ends_with_its_kernel(tmp_path_factory):
    place = tmp_path_factory.mktemp("k")  # the way to a socket may not be long
    settle(str(place), {})
    warm_up()
    kernel = Kernel(place, place)
    try:
        code = (
            "import subprocess; open('pid', 'w').write(str(subprocess.Popen(['sleep', '600']).pid))"
        )
        asyncio.run(run_in(kernel, code))
        assert kernel.is_alive()
    finally:
        kernel.end()

    assert not kernel.is_alive()
    assert not is_running(int((place / "pid").read_text()))


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
