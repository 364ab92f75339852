"""The verb `lab`: it opens JupyterLab on copies, or makes the copies alone."""

import json
import os

import pytest

from tests.clone import run
from workbook.errors import UsageError
from workbook.notebooks import lab


def test_copies_can_be_made_for_another_editor(root):
    status, told = run(root, "lab", "--copy")

    assert (status, told) == (
        0, "Open a notebook of my_notebooks/ in your editor, and choose the kernel .venv.\n",
    )  # fmt: skip
    assert (root / "my_notebooks/01_try.ipynb").exists()


@pytest.fixture
def started(root, monkeypatch):
    """Return the command and the environment with which JupyterLab would be started."""
    calls = []
    monkeypatch.setattr(os, "execve", lambda *call: calls.append(call[1:]))
    monkeypatch.setenv("JUPYTER_PATH", "/kernels/of/another/project")
    lab.open_lab(root, ("--no-browser",), only_copy=False)
    (call,) = calls
    return call


def test_root_may_open_it_and_options_are_handed_on(started):
    command, _ = started

    assert "--allow-root" in command
    assert command[-1] == "--no-browser"


def test_only_the_kernel_of_the_workbook_is_offered(started):
    command, environment = started

    assert "--KernelSpecManager.allowed_kernelspecs=python3" in command
    assert "JUPYTER_PATH" not in environment


def test_it_asks_for_no_news(started, root):
    settings = root / ".workbook/jupyter/config/labconfig/default_setting_overrides.json"

    assert json.loads(settings.read_text())[
        "@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"  # fmt: skip


def test_a_notebook_that_there_is_not_is_told(root):
    with pytest.raises(UsageError, match=r"no notebook '2'. The notebooks are: 01_try"):
        lab.build(root, ("2",), checking=True)
