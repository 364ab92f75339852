"""The process that forks students' processes: each begins as if Python had started it anew."""

import pytest

from workbook.app.launcher import Launcher
from workbook.course import Run

SAYS = (
    "import os, sys; print(os.getpid() == os.getpgrp() == os.getsid(0), sys.path[0] == os.getcwd())"
)


@pytest.mark.parametrize("name", ["child", "observer", "preloaded", "inside"])
@pytest.mark.parametrize("file", ["{}.py", "{}/__init__.py"])
def test_a_student_s_module_is_what_they_import(target, name, file):
    """Whatever the process that forks theirs has imported before."""
    files = {"x.py": f"import {name}\nprint({name}.ONE)", file.format(name): "ONE = 1\n"}
    with target(files) as started:
        assert started.printed(Run(("x.py",))) == "1\n"


@pytest.mark.parametrize("file", ["statistics.py", "statistics/__init__.py"])
def test_a_student_s_module_hides_one_that_is_imported_already(target, file):
    with (
        Launcher("statistics") as launcher,
        target({"x.py": "import statistics; print(statistics.ONE)", file: "ONE = 1\n"}) as started,
    ):
        started._launcher = launcher
        assert started.printed(Run(("x.py",))) == "1\n"


@pytest.mark.parametrize("settings", [(), (("PYTHONDONTWRITEBYTECODE", "1"),)])
def test_a_process_leads_a_group_of_its_own_in_the_copy(target, settings):
    with target({"x.py": SAYS}) as started:
        assert started.printed(Run(("x.py",), settings)) == "True True\n"
        assert started.printed(Run(("-c", SAYS), settings)) == "True True\n"


def test_a_setting_of_python_itself_counts(target):
    run = Run(("-c", "import sys; print(sys.flags.dev_mode)"), (("PYTHONDEVMODE", "1"),))
    with target({"x.py": ""}) as started:
        assert started.printed(run) == "True\n"


def test_nothing_of_the_workbook_s_is_left_on_the_path(target):
    with target(
        {"x.py": "try:\n    import tools\nexcept ImportError:\n    print('none')"}
    ) as started:
        assert started.printed(Run(("x.py",))) == "none\n"


def test_what_is_registered_for_the_end_is_done_and_all_is_printed(target):
    code = (
        "import atexit, threading, time, sys\n"
        "atexit.register(print, 'at exit')\n"
        "threading.Thread(target=lambda: (time.sleep(0.1), print('thread'))).start()\n"
        "print('main'); print('err', file=sys.stderr)\n"
    )
    with target({"x.py": code}) as started:
        printed = started.printed(Run(("x.py",)))
        assert sorted(printed.splitlines()[:2]) == ["err", "main"]
        assert printed.splitlines()[2:] == ["thread", "at exit"]


def test_both_outputs_are_kept_and_no_input_is_waited_for(target):
    code = "import sys; print(repr(sys.stdin.read())); print('e', file=sys.stderr)"
    with target({"x.py": code}) as started:
        assert sorted(started.printed(Run(("x.py",))).splitlines()) == ["''", "e"]
