"""Inside a student's process: how their app is found, served, or their script run."""

import threading

import pytest

from workbook.app.target import NotRunning
from workbook.course import Run

IMPORT = "from flask import Flask\n"
APP = f"{IMPORT}app = Flask(__name__)\n"
ROOT = '@app.route("/")\ndef root():\n    return "Hello"\n'


FACTORY = """\
def create_app():
    app = Flask("made")
    app.route("/")(lambda: "Hello")
    return app
"""


@pytest.mark.parametrize(
    "source",
    [
        APP + ROOT,
        IMPORT + FACTORY,
        f"{APP + ROOT}def create_app():\n    return None\n",
        f"{IMPORT}app = 1\n{FACTORY}",
    ],
)
def test_an_app_is_found_as_flask_finds_it(target, source):
    with target({"app.py": source}) as started, started.client() as client:
        assert client.get("/").text == "Hello"


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("", ()),
        (f"{IMPORT}web = Flask(__name__)\nn = 1\nother = web\n", ("web", "other")),
        ("app = 'Flask'", ()),
        ("create_app = 3", ()),
        ("def create_app():\n    return 3", ()),
    ],
)
def test_without_an_app_the_names_are_told_that_hold_one(target, source, names):
    with target({"app.py": source}) as started:
        with pytest.raises(NotRunning):
            started.client()
        facts = started._app.update_facts()
    assert facts.no_app
    assert facts.names == names
    assert facts.done
    assert facts.failed is None


def test_requests_are_answered_side_by_side_and_not_logged(target):
    waits = (
        "import threading\nevent = threading.Event()\n"
        '@app.route("/wait")\ndef wait():\n    return str(event.wait(9))\n'
        '@app.route("/go")\ndef go():\n    event.set()\n    return ""\n'
    )
    with target({"app.py": APP + waits}) as started:
        said = []

        def wait():
            with started.client() as client:
                said.append(client.get("/wait", timeout=9).text)

        with started.client() as client:
            thread = threading.Thread(target=wait)
            thread.start()
            client.get("/go")
            thread.join(9)
        app = started._app
    assert said == ["True"]
    assert not any("GET" in line for line in app.last_words())


def test_a_script_is_the_main_program_and_sees_what_python_would_give(target):
    source = "import sys\nprint(__name__, sys.argv, sys.path[0] == __import__('os').getcwd())\n"
    own = "import sys; print(__name__, sys.argv, vars(sys.modules['__main__']) is globals())"
    with target({"x.py": source}) as started:
        assert started.printed(Run(("x.py",))) == "__main__ ['x.py'] True\n"
        assert started.printed(Run(("-c", own))) == "__main__ ['-c'] True\n"


@pytest.mark.parametrize(
    ("code", "done"),
    [
        ("print(1)", True),
        ("raise SystemExit", True),
        ("raise SystemExit(0)", True),
        ("raise SystemExit(2)", False),
        ("raise KeyboardInterrupt", False),
        ("1 / 0", False),
    ],
)
def test_how_a_command_line_ended(target, code, done):
    run = Run(("-c", code))
    with target({"x.py": ""}) as started:
        try:
            started.printed(run)
        except NotRunning as reason:
            assert not done
            assert reason.process
            assert reason.process.facts.failed
        else:
            assert done


def test_an_app_that_exits_while_it_is_imported_does_not_run(target):
    with target({"app.py": "raise SystemExit(0)"}) as started:
        with pytest.raises(NotRunning):
            started.client()
        assert started._app.facts.failed
        assert started._app.facts.failed.type == "SystemExit"
        printed = started._app
    assert printed.last_words() == []


def test_rubbish_is_collected_again(target):
    with target({"x.py": "import gc; print(gc.isenabled())"}) as started:
        assert started.printed(Run(("x.py",))) == "True\n"
