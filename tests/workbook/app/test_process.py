"""A student's process, and the socket that it serves on."""

import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from workbook.app import process as module
from workbook.app.process import Process

APP = """\
from flask import Flask

print("starting")
app = Flask(__name__)


@app.route("/")
def root():
    return "Hello"
"""


@pytest.fixture
def run(tmp_path, launcher):
    """Give what starts code: run("script", "x.py", seconds=20, seed=1, NAME="value")."""
    folder, copy = tmp_path / "mine", tmp_path / "copy"
    for each in (folder, copy):
        each.mkdir()

    def start(how, *what, seconds=20.0, seed=None, **settings):
        until = time.monotonic() + seconds
        return Process(
            launcher, folder, copy, how, *what, deadline=until, settings=settings, seed=seed
        )

    start.copy = copy
    return start


def test_nobody_else_is_given_the_port_of_a_process_that_has_ended(run):
    """Else an app that starts meanwhile would answer for one that does not serve."""
    with run("code", "print(1)") as process:
        address = urlsplit(process.address)
        assert not process.ended
        process.wait_ready()
        assert process.ended
        assert not process.expired
        assert process.printed() == "1\n"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address.hostname, address.port))
        with pytest.raises(OSError, match="in use"):
            socket.create_server((address.hostname, address.port))

    socket.create_server((address.hostname, address.port)).close()


def test_an_app_serves_at_its_address_until_it_is_stopped(run):
    (run.copy / "app.py").write_text(APP)
    with run("serve") as process:
        process.wait_ready()
        assert process.facts.ready
        assert not process.ended
        assert requests.get(process.address, timeout=9).text == "Hello"
        assert process.update_facts().endpoint == "root"
    assert process.update_facts().endpoint == "root"  # what it has told is still known
    assert process.last_words() == ["starting"]
    with pytest.raises(requests.ConnectionError):
        requests.get(process.address, timeout=9)


def test_a_script_is_run_in_the_copy_with_its_settings(run):
    (run.copy / "x.py").write_text("import os, sys\nprint(os.getcwd(), os.environ['A'], sys.argv)")
    with run("script", "x.py", A="b") as process:
        process.wait_ready()
        assert process.facts.done
        # The student's own folder stands for the copy in all that is told.
        assert process.printed() == f"{process.folder} b ['x.py']\n"


def test_an_error_is_told_with_its_place_in_the_student_s_folder(run):
    with run("code", "open(__import__('os').getcwd() + '/x')") as process:
        process.wait_ready()
        failed = process.facts.failed
    assert failed
    assert failed.message == f"[Errno 2] No such file or directory: '{process.folder}/x'"


def test_of_what_is_printed_the_end_is_kept(run, monkeypatch):
    monkeypatch.setattr(module, "OUTPUT_KEPT", 100)
    with run("code", "print('x' * 5000)\nprint('  last  ')\nprint()") as process:
        process.wait_ready()
        printed = process.printed()
    assert len(printed) == 100
    assert printed.endswith("x\n  last  \n\n")
    assert process.last_words()[-1] == "last"
    assert len(process.last_words()) == 2


def test_twenty_last_words_are_told_and_a_quarter_of_a_megabyte_kept(run):
    with run("code", "for n in range(30): print(n)") as process:
        process.wait_ready()
        assert process.last_words() == [str(n) for n in range(10, 30)]
    assert module.OUTPUT_KEPT == 256 * 1024


def test_a_seed_makes_what_is_drawn_the_same(run):
    def drawn(seed):
        with run("code", "import random; print(random.random())", seed=seed) as process:
            process.wait_ready()
            return process.printed()

    assert drawn(1) == drawn(1) != drawn(2)
    assert drawn(None) != drawn(None)


def test_it_is_ended_when_its_time_is_over_and_says_before_where_it_was(run):
    began = time.monotonic()
    (run.copy / "x.py").write_text("while True:\n    pass")
    with run("script", "x.py", seconds=0.6) as process:
        process.wait_ready()
        process._watchdog.join(9)
        assert process.expired
        assert not process.facts.ready
        stuck = process.update_facts().stuck_at
    assert 0.5 < time.monotonic() - began < 10
    assert stuck
    assert (stuck.file, stuck.line) in (("x.py", 1), ("x.py", 2))


def test_where_it_is_can_be_asked_at_any_time(run):
    (run.copy / "x.py").write_text("print('in')\nwhile True:\n    pass")
    with run("script", "x.py") as process:
        until = time.monotonic() + 9
        while not process._output and time.monotonic() < until:
            process._receive(0.01)
        process.ask_where()
        assert process.facts.stuck_at
        assert process.facts.stuck_at.line in (2, 3)


def test_one_that_has_ended_is_not_asked(run):
    with run("code", "1") as process:
        process.wait_ready()
        began = time.monotonic()
        process.ask_where()
        assert process.facts.stuck_at is None
        assert time.monotonic() - began < 0.9


def test_facts_without_end_are_not_read_to_the_end(run, monkeypatch):
    monkeypatch.setattr(module, "FACTS_KEPT", 10)
    with run("code", "1") as process:
        process.wait_ready()
        assert not process.facts.done
    assert module.LAST_WORD == 0.3
