"""The notebooks in JupyterLab, as `make lab` opens it, in a real browser: all cells run."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.chromium import chrome
from tests.clone import ROOT, clone
from workbook.notebooks.build import sources
from workbook.notebooks.copies import copy_notebooks

NAMES = sources(ROOT)
SECONDS = 300  # for the server to start, and for all cells of one notebook
RUN_ALL = """\
const commands = window.jupyterapp.commands;
commands.execute("notebook:run-all-cells")
    .then(() => commands.execute("docmanager:save")).then(() => { window.allRan = true; });
"""
CELLS = "return jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON().cells"
READY = """\
const widget = window.jupyterapp?.shell.currentWidget;
return widget?.context?.isReady && widget.sessionContext?.session?.kernel?.status === "idle";
"""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="module")
def lab(workbook: Path) -> Iterator[str]:
    """Open JupyterLab as whoever runs this, root too; return where it is."""
    all_cells = workbook / "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
    all_cells.parent.mkdir(parents=True)
    all_cells.write_text('{"windowingMode": "none"}')  # those too that are not in view
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "workbook", "lab", "--no-browser", f"--ServerApp.port={port}",
        "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True",
        f"--LabApp.user_settings_dir={workbook / 'settings'}",
    ]  # fmt: skip
    environment = os.environ | {
        "WORKBOOK_TERMINAL": "workbook.walkthrough.terminal:Recorded",
        "PATH": "/usr/bin:/bin",  # no .venv in it
    }
    with subprocess.Popen(
        command, cwd=workbook, env=environment, stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        watch = Timer(SECONDS, server.kill)
        watch.start()
        said = next((line for line in server.stderr or () if "is running at" in line), "")
        watch.cancel()
        log = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)
        assert said
        yield f"http://127.0.0.1:{port}/lab"
        server.terminate()
        with suppress(subprocess.TimeoutExpired):  # it waits for its kernels, for ever at times
            server.wait(20)
        server.kill()
    log.wait(SECONDS)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chrome(tmp_path_factory.mktemp("chromium")) as browser:
        browser.set_window_size(1200, 4000)
        yield browser


def open_notebook(browser: Chrome, lab: str, name: str) -> None:
    browser.get(f"{lab}/tree/{name}.ipynb?reset")
    WebDriverWait(browser, SECONDS).until(lambda page: page.execute_script(READY))


def kinds(cells: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return what each cell shows: texts, errors, pictures; their wording is the build's matter."""
    return [
        ("".join(cell["source"]),
         [output["output_type"] for output in cell.get("outputs", [])])
        for cell in cells
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_all_cells_run_and_that_is_no_edit(browser, lab, workbook, name):
    open_notebook(browser, lab, name)
    browser.execute_script(RUN_ALL)
    WebDriverWait(browser, SECONDS).until(lambda page: page.execute_script("return window.allRan"))
    newer = workbook / f"notebooks/{name}.ipynb"
    original = json.loads(newer.read_text())
    wanted = kinds(original["cells"])
    with suppress(TimeoutException):  # the last output may come after the last reply
        WebDriverWait(browser, 10).until(lambda _: kinds(browser.execute_script(CELLS)) == wanted)

    assert kinds(browser.execute_script(CELLS)) == wanted
    browser.execute_script("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    newer.write_text(json.dumps(original | {"metadata": {"newer": True}}))
    assert (workbook / f"my_notebooks/{name}.ipynb").read_text() != newer.read_text()
    assert copy_notebooks(workbook, workbook / ".workbook/jupyter") == []
    assert (workbook / f"my_notebooks/{name}.ipynb").read_text() == newer.read_text()


def fresh(workbook: Path, name: str) -> str:
    """Copy a notebook anew, as `make lab` does: with the outputs that are kept, and trusted."""
    shutil.copyfile(ROOT / f"notebooks/{name}.ipynb", workbook / f"notebooks/{name}.ipynb")
    (workbook / f"my_notebooks/{name}.ipynb").unlink()
    copy_notebooks(workbook, workbook / ".workbook/jupyter")
    return name


def test_every_picture_has_alt_text(browser, lab, workbook):
    open_notebook(browser, lab, fresh(workbook, "07_model"))
    images = browser.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output img")

    assert len(images) == 3
    assert all(len(image.get_attribute("alt")) > 40 for image in images)
    assert all(int(image.get_property("naturalWidth")) > 200 for image in images)


def untrusted(workbook: Path, name: str) -> str:
    """Lay a copy that nobody has signed, as one opened with plain `jupyter lab` is."""
    notebook = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text())
    copy = workbook / f"my_notebooks/untrusted_{name}.ipynb"
    copy.write_text(json.dumps(notebook | {"metadata": notebook["metadata"] | {"untrusted": True}}))
    return copy.stem


def test_a_page_is_shown_in_a_frame(browser, lab, workbook):
    open_notebook(browser, lab, fresh(workbook, "05_templates"))
    frames = browser.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output iframe")

    assert len(frames) == 3
    browser.switch_to.frame(frames[0])
    assert browser.find_element(By.TAG_NAME, "h1").text == "Hello, john"
    browser.switch_to.default_content()


def test_a_page_that_is_not_trusted_is_shown_all_the_same(browser, lab, workbook):
    open_notebook(browser, lab, untrusted(workbook, "05_templates"))
    output = next(
        each
        for each in browser.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output")
        if "Hello, john" in each.text and each.find_elements(By.TAG_NAME, "h1")
    )

    assert output.find_elements(By.TAG_NAME, "iframe") == []
    assert "<h1>Hello, john</h1>" in output.find_element(By.TAG_NAME, "pre").text
    assert output.find_element(By.TAG_NAME, "h1").text.endswith("Hello, john")


def test_pictures_that_are_not_trusted_are_shown_all_the_same(browser, lab, workbook):
    open_notebook(browser, lab, untrusted(workbook, "07_model"))
    images = browser.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output img")

    assert [bool(image.get_attribute("alt")) for image in images] == [True] * 3
