"""A notebook serves a copy of a solution, asks it things, and edits it."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from workbook.environment import ROOT
from workbook.walkthrough import copy_of, develop, load, serve

STEP = "01_hello_world"


@pytest.fixture
def app():
    served = serve(STEP)
    yield served
    served.stop()


def text(exchange):
    return exchange.reply.text


def test_a_notebook_works_in_a_copy(app):
    before = (ROOT / "solution" / STEP / "app.py").read_text()
    app.edit("Hello, World!", "Bye")

    assert Path.cwd() == app.folder
    assert "Bye" in (app.folder / "app.py").read_text()
    assert (ROOT / "solution" / STEP / "app.py").read_text() == before


def test_an_edit_shows_when_the_app_is_loaded_again(app):
    app.edit("Hello, World!", "Bye")
    again = serve(load(app.folder).app)

    assert (text(app.get("/")), text(again.get("/"))) == ("Hello, World!", "Bye")
    again.stop()


def test_what_is_not_in_the_file_cannot_be_edited(app):
    with pytest.raises(ValueError, match=r"app\.py has no 'Bonjour'"):
        app.edit("Bonjour", "Bye")


def test_methods_bodies_and_redirects_are_as_asked():
    with_methods = serve("04_methods")
    income = {"description": "gift", "amount": 50}

    assert with_methods.post("/incomes", json=income).reply.status_code == 204
    assert with_methods.put("/incomes/0", json=income).reply.ok
    assert with_methods.delete("/incomes/1").reply.ok
    assert with_methods.get("/incomes").reply.json() == [income]
    with_methods.stop()

    with_redirects = serve("03_url_for", lab=True)
    assert with_redirects.get("/user/admin").reply.status_code == 302
    with_redirects.stop()


def test_curl_finds_the_app_that_was_served_last(app):
    said = subprocess.check_output(["curl", "-i", "http://localhost:5000/"], text=True)

    assert said.startswith("HTTP/1.1 200 OK")
    assert said.endswith("\n\nHello, World!")


def test_an_app_can_be_mounted_under_a_path(app):
    mounted = serve(app.module.app, under="/lab")

    assert mounted.get("/").reply.status_code == 404
    assert text(mounted.get("/lab/")) == "Hello, World!"
    mounted.stop()


@pytest.fixture
def failing():
    failing = Flask("failing")

    @failing.route("/")
    def fails():
        raise ValueError("five apples")

    return failing


def test_an_error_is_in_the_log_and_not_in_the_response(failing):
    logging.root.handlers.clear()  # pytest's own: an app that has one prints nothing
    served = serve(failing)
    reply = served.get("/").reply
    served.stop()

    assert (reply.status_code, "five apples" in reply.text) == (500, False)
    assert served.log.getvalue().splitlines()[-1] == "ValueError: five apples"


def test_terminal_prints_the_last_lines(failing, capsys):
    logging.root.handlers.clear()
    served = serve(failing)
    served.get("/")
    capsys.readouterr()
    served.terminal()
    served.stop()

    assert capsys.readouterr().out == "ValueError: five apples\n"


def test_the_debugger_shows_the_last_frame_alone(failing):
    served = serve(failing, debugger=True)
    shown = served.debugger("/")
    served.stop()

    assert "ValueError: five apples" in shown.text
    assert 'raise ValueError("five apples")' in shown.text
    assert "full_dispatch_request" not in shown.rich


@pytest.mark.parametrize("debug", [False, True])
def test_an_edit_restarts_the_app_in_debug_mode_alone(debug):
    live = develop(STEP, debug=debug)
    live.edit("Hello, World!", "Bye")

    assert text(live.get("/")) == ("Bye" if debug else "Hello, World!")
    live.stop()
    live.process.communicate(timeout=20)


def test_a_copy_has_nothing_that_was_made(tmp_path):
    folder = copy_of("07_model")

    assert (folder / "model.py").exists()
    assert not [*folder.glob("*.joblib"), *folder.glob("__pycache__")]


def test_programs_of_this_python_are_found_first():
    """Whoever has started the notebook: VS Code and `jupyter lab` know nothing of .venv."""
    code = "import os; import workbook.walkthrough; print(os.environ['PATH'].split(os.pathsep)[0])"
    said = subprocess.check_output(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PATH": "/usr/bin"}, text=True
    )

    assert said.strip() == str(Path(sys.executable).parent)
