"""Processes are started and ended through one that has imported Flask; none is left behind."""

import json
import os
import socket
import time
from contextlib import suppress

import psutil
import pytest

from workbook.app import launcher as module
from workbook.app.launcher import Launcher
from workbook.app.process import Process

SHOWS = "import os, sys; print(dict(os.environ)); print(sorted(sys.modules))"
CHILD = """
import os, subprocess, time
child = subprocess.Popen(["sleep", "60"])
print(os.getpid(), child.pid)
child.wait()
"""


def run(launcher, folder, code, **settings):
    return Process(
        launcher, folder, folder, "code", code, deadline=time.monotonic() + 20, settings=settings
    )


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Return the environment and the modules of a process, started with settings of the user's."""
    users = {"FLASK_APP": "x", "WERKZEUG_X": "1", "PYTHONHASHSEED": "1", "GREETING": "Salut"}
    for name, value in users.items():
        monkeypatch.setenv(name, value)
    with Launcher("statistics", "colorsys") as launcher:
        with run(launcher, tmp_path, SHOWS, OWN="mine") as process:
            process.wait_ready()
            environment, modules = map(eval, process.printed().splitlines())
        with run(launcher, tmp_path, "import colorsys\nprint(colorsys.__file__)") as process:
            process.wait_ready()
            assert process.facts.done
    return environment, modules


def test_a_process_has_the_user_s_settings_but_for_what_changes_verdicts(shown):
    environment, modules = shown

    assert environment["GREETING"] == "Salut"
    assert environment["OWN"] == "mine"
    assert environment["PYTHONUNBUFFERED"] == "1"
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"
    assert not {"FLASK_APP", "WERKZEUG_X", "PYTHONHASHSEED"} & set(environment)
    if module.FORKS_SAFELY:
        assert {"flask", "runpy", "statistics", "colorsys"} <= set(modules)


def test_what_cannot_be_forked_after_its_import_is_not_imported(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FORKS_SAFELY", False)
    with Launcher("colorsys") as launcher, run(launcher, tmp_path, SHOWS) as process:
        process.wait_ready()
        modules = eval(process.printed().splitlines()[1])

    assert "flask" in modules
    assert "colorsys" not in modules


def test_numbers_tell_processes_apart_and_each_is_ended_with_its_children(launcher, tmp_path):
    with run(launcher, tmp_path, CHILD) as one, run(launcher, tmp_path, CHILD) as other:
        family, others = (pids_of(each) for each in (one, other))
        launcher.end(one._number)

        assert all(map(ends, family))
        assert all(map(runs, others))
        launcher.end(one._number)  # once is enough; again does no harm
        launcher.end(12345)
    assert all(map(ends, others))


def runs(pid):
    """Whether a process has not ended yet; who should take note of its end may not have."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ends(pid):
    """Whether a process that was killed is gone, which may take the system a moment."""
    with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        psutil.Process(pid).wait(10)
    return not runs(pid)


def pids_of(process):
    """Return the process that runs it and its child, which says when it has begun."""
    until = time.monotonic() + 10
    while b"\n" not in process._output and time.monotonic() < until:
        process._receive(0.01)
    return [int(word) for word in process._output.decode().split()]


def test_all_ends_with_the_launcher(tmp_path):
    with Launcher() as launcher:
        launcher.wait_ready()
        process = run(launcher, tmp_path, CHILD)
        family = [launcher._popen.pid, *pids_of(process)]
        assert all(map(runs, family))
    assert all(map(ends, family))
    process.stop()


def test_a_process_ends_with_who_listens_to_it(launcher, tmp_path):
    """As when the checker is killed, and can end nothing any more."""
    with run(launcher, tmp_path, CHILD) as process:
        assert len(pids_of(process)) == 2
        process._link.close()
        process._reader.join(9)

        assert not process._reader.is_alive()  # what they print ends with the last of them


def test_ctrl_c_is_not_for_it(launcher):
    assert os.getsid(launcher._popen.pid) == launcher._popen.pid


def test_a_preloaded_process_that_is_gone_has_left_nothing_to_end(tmp_path):
    with Launcher() as launcher:
        launcher.wait_ready()
        process = run(launcher, tmp_path, "input()")
        launcher._popen.kill()
        launcher._popen.wait()
        launcher.end(process._number)
        process.stop()


def test_it_answers_once_all_is_imported_and_then_soon(launcher):
    launcher.wait_ready()

    assert launcher._control.gettimeout() == module.PATIENCE == 10


def test_a_job_and_its_descriptors_are_sent_together(launcher, tmp_path, monkeypatch):
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(launcher, "_control", ours)
    number = launcher.start([theirs.fileno()], folder="x", how="serve")
    with theirs:
        line, fds, *_ = socket.recv_fds(theirs, 65536, 9)
    for fd in fds:
        os.close(fd)
    ours.close()

    assert json.loads(line) == {"start": number, "folder": "x", "how": "serve"}
    assert line.endswith(b"\n")
    assert len(fds) == 1
