"""Of all that a container printed, a student is told what is to the point."""

from pathlib import Path

import pytest

from workbook.docker.container import Container
from workbook.docker.running import health_check_succeeds, last_error, last_words, passes_again
from workbook.result import Waiting, Wrong

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


def test_a_step_that_cannot_be_asked_is_our_bug():
    with pytest.raises(RuntimeError):
        passes_again(ROOT, "no-such-step", Container("name", "http://127.0.0.1:1"), list)
