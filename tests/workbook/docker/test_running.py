"""Of all that a container printed, a student is told what is to the point."""

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook.docker import running as module
from workbook.docker.container import Container
from workbook.docker.running import health_check_succeeds, last_error, last_words, passes_again
from workbook.result import Failure, Waiting, Wrong

ROOT = Path(__file__).resolve().parents[3]
GUNICORN = """\
[2026-11-24 20:16:06 +0000] [1] [INFO] Starting gunicorn 27.0.1
[2026-11-24 20:16:06 +0000] [1] [INFO] Listening at: http://127.0.0.1:8000 (1)
[2026-11-24 20:16:06 +0000] [1] [INFO] Using worker: sync
[2026-11-24 20:16:06 +0000] [7] [INFO] Booting worker with pid: 7
"""
FAILED = """\
[2026-11-24 20:16:07 +0000] [7] [INFO] Worker exiting (pid: 7)
[2026-11-24 20:16:07 +0000] [1] [ERROR] Worker (pid:7) exited with code 4.
[2026-11-24 20:16:07 +0000] [1] [ERROR] Shutting down: Master
[2026-11-24 20:16:07 +0000] [1] [ERROR] Reason: App failed to load.
"""
NO_NAME = "Failed to find attribute 'application' in 'app'."
TRACEBACK = """\
Traceback (most recent call last):
  File "<frozen importlib._bootstrap>", line 1324, in _find_and_load_unlocked
ModuleNotFoundError: No module named 'main'
"""
LOGGED = "[2026-11-24 20:16:09,123] ERROR in app: The store failed: unable to open database file\n"
CALLED = 'Traceback (most recent call last):\n  File "/app/app.py", line 16, in welcome\n'
NO_PROGRAM = "FileNotFoundError: [Errno 2] No such file or directory: 'git'"
NO_RIGHT = "PermissionError: [Errno 13] Permission denied: '/app/visits.txt'"
BROUGHT = (
    "There is no file git here, and no program of that name. In an image is only what its "
    "Dockerfile brings in."
)
NOT_THERE = (
    "Whoever runs it may not write there. Is it a file that can be made before, while root builds "
    "the image? Else the folder must belong to that user."
)
MAY_NOT = "Whoever runs the app must be allowed to write that file, and the folder it is in."


def test_last_words_are_without_a_server_s_routine(says):
    says(f"{GUNICORN}{NO_NAME}\n{FAILED}", "cat text")

    assert last_words("name") == ["[INFO] Listening at: http://127.0.0.1:8000 (1)", NO_NAME]


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        (GUNICORN, []),
        (GUNICORN + TRACEBACK + FAILED, ["ModuleNotFoundError: No module named 'main'"]),
        (LOGGED + GUNICORN, ["The store failed: unable to open database file", MAY_NOT]),
        (f"{CALLED}{NO_PROGRAM}\n", [NO_PROGRAM, BROUGHT]),
        (f"{CALLED}{NO_RIGHT}\n", [NO_RIGHT, NOT_THERE]),
        (LOGGED + TRACEBACK, ["ModuleNotFoundError: No module named 'main'"]),
    ],
)
def test_the_last_error_is_told_with_what_it_means(says, printed, told):
    says(printed, "cat text")

    assert last_error("name") == told


@pytest.mark.parametrize("health", ["", "null", '["NONE"]'])
def test_without_a_health_check_there_is_none_to_ask(says, health):
    says(health, "cat text")
    with pytest.raises(Waiting):
        health_check_succeeds("name")


def test_a_health_check_that_fails_is_told_with_what_it_printed(says):
    says('["CMD-SHELL", "ask"]', 'case "$1" in inspect) cat text;; *) echo refused; exit 1;; esac')
    with pytest.raises(Wrong) as caught:
        health_check_succeeds("name")

    assert caught.value.failure.got == "ask"
    assert caught.value.failure.why == ("refused",)


def test_of_many_lines_the_last_are_told(says):
    says("\n".join(map(str, range(9))), 'echo "$@" > calls; cat text')

    assert last_words("name") == ["4", "5", "6", "7", "8"]


@pytest.mark.parametrize("call", [last_words, last_error])
def test_no_more_is_read_than_is_looked_at(says, tmp_path, call):
    says("", 'echo "$@" > calls')
    call("name")

    assert (tmp_path / "fake/calls").read_text() == "logs --tail 200 name\n"


def test_the_name_that_a_server_does_not_find_is_told(says):
    says(f"{GUNICORN}{NO_NAME}\n{FAILED}", "cat text")

    told = last_error("name")

    assert NO_NAME in told[0]
    assert len(told) == 2  # with what it means


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('[ "$2" = --follow ] || cat text', [NO_PROGRAM, BROUGHT]),
        ('[ "$2" = --tail ] || { cat text; exec sleep 9; }', [NO_PROGRAM, BROUGHT]),
        ('[ "$2" = --tail ] || exec sleep 9', []),
        ("exit 0", []),
    ],
)
def test_an_error_that_comes_a_moment_later_is_waited_for(says, monkeypatch, script, told):
    monkeypatch.setattr(module, "MOMENT", 0.5)
    says(f"{CALLED}{NO_PROGRAM}\n", script)
    began = time.monotonic()

    assert module.error_of_an_answer("name") == told
    assert time.monotonic() - began < 5


ASKED = 'case "$1" in inspect) cat text;; *) {}; exit 1;; esac'
FILE = 'File "x.py", line 3\nrefused'


@pytest.mark.parametrize(
    ("test", "printed", "why"),
    [
        ('["CMD", "ask", "it"]', "no", ("no",)),
        ('["CMD", "ask", "http://localhost:8080"]', "no", ("no",)),
        (
            '["CMD", "ask", "http://localhost:5000"]',
            "no",
            ("no", "It is run inside, where the app listens on 8080."),
        ),
        ('["CMD", "ask"]', FILE, ("refused",)),
        ('["CMD", "ask"]', "two\nlines", ("two\nlines",)),
        ('["CMD", "ask"]', "x" * 400, ("x" * 300,)),
    ],
)
def test_why_a_health_check_fails(says, test, printed, why):
    says(test, ASKED.format(f"printf '{printed}'"))
    with pytest.raises(Wrong) as caught:
        health_check_succeeds("name")

    assert caught.value.failure.expected == "a command that ends with status 0"
    assert caught.value.failure.why == why
    assert caught.value.failure.got == " ".join(json.loads(test)[1:])


@pytest.mark.parametrize(
    ("test", "command"),
    [
        ('["CMD-SHELL", "ask it"]', "exec name /bin/sh -c ask it"),
        ('["CMD", "ask", "it"]', "exec name ask it"),
    ],
)
def test_a_health_check_is_run_as_docker_would(says, tmp_path, test, command):
    says(test, 'echo "$@" >> calls; case "$1" in inspect) cat text;; esac')
    health_check_succeeds("name")

    assert (tmp_path / "fake/calls").read_text().splitlines()[1] == command


FAILS = {
    "name": "test_x",
    "outcome": "failed",
    "bonus": False,
    "promise": "It is so.",
    "parts": {"I sent": "GET http://127.0.0.1:1/", "Expected": "200", "Got": "404", "Why": "a\nb"},
}


@pytest.fixture
def asked(monkeypatch):
    """Have an earlier step's checks come out so; return the commands that asked for them."""
    commands = []

    def come_out(*checks, status=1):
        def run(command, **options):
            commands.append((command, options))
            said = json.dumps({"checks": checks}).encode()
            return SimpleNamespace(stdout=said, stderr=b"oh", returncode=status)

        monkeypatch.setattr(module, "run", run)
        return commands

    return come_out


AT = Container("name", "http://127.0.0.1:1", "http://localhost:9090")


@pytest.mark.parametrize("status", [0, 1])
def test_an_earlier_step_is_asked_at_the_server_s_address(asked, status):
    commands = asked({**FAILS, "bonus": True}, {**FAILS, "outcome": "waiting"}, status=status)
    passes_again(ROOT, "05_templates", AT, list, "--seconds", "9")
    ((command, options),) = commands

    assert command[1:] == [
        *("-m", "workbook", "step", "05_templates", "--json", "--url", "http://127.0.0.1:1"),
        *("--seconds", "9"),
    ]
    assert options == {"cwd": ROOT, "capture_output": True, "timeout": 120, "check": False}


def test_an_earlier_step_s_check_that_fails_is_told_at_the_address_to_show(asked):
    asked({**FAILS, "outcome": "passed"}, FAILS, {**FAILS, "parts": {}})
    with pytest.raises(Wrong) as caught:
        passes_again(ROOT, "05_templates", AT, list)

    assert caught.value.failure == Failure(
        "GET http://localhost:9090/", "step 5: It is so.\n200", "404", ("a", "b")
    )


def test_what_tells_it_better_is_told_instead(asked):
    asked({**FAILS, "parts": {}})
    with pytest.raises(Wrong) as caught:
        passes_again(ROOT, "10_full_app", AT, lambda: ["better"])

    assert caught.value.failure == Failure("", "step 10: It is so.", "", ("better",))


def test_a_checker_that_breaks_is_no_fault_of_the_server_s(asked):
    asked(FAILS, status=2)
    with pytest.raises(RuntimeError):
        passes_again(ROOT, "05_templates", AT, list)


def test_a_step_that_cannot_be_asked_is_our_bug():
    with pytest.raises(RuntimeError):
        passes_again(ROOT, "no-such-step", Container("name", "http://127.0.0.1:1"), list)
