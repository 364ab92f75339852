"""What people type, and what comes back: statuses, JSON, hints, bad input, nothing left behind."""

import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbook.student import FAKE, GOOD, Student

ROOT = FAKE.parents[2]
WRONG_ROOT = GOOD.replace('return "Hello"', 'return "Good day"')


def test_done_is_status_0_and_leads_on(student):
    student.writes(GOOD)

    done = student.types("step", "1", "--submission", str(student.submission))

    assert done.returncode == 0
    assert done.stdout.splitlines()[-3:] == [
        "Step 1 is done: 4 of 4, bonus 1 of 1.",
        "You can now do the first thing.",
        "Next: read steps/02_second/README.md, then python3 -m workbook step 2",
    ]


def test_not_yet_is_status_1_and_only_the_first_is_told_in_full(student):
    student.writes(WRONG_ROOT.replace("201", "200"))

    done = student.types("step", "1", "--submission", str(student.submission), COLUMNS="80")

    assert done.returncode == 1
    assert done.stdout.splitlines()[:6] == [
        "Step 1: Do the first thing.",
        "",
        "✗ GET / says Hello.",
        "    I sent    GET http://localhost:5000/",
        '    Expected  "Hello" in the body',
        '    Got       body: "Good day"',
    ]
    assert (
        """
    Next      edit, save, python3 -m workbook step 1   (hint 1 of 2: python3 -m
              workbook hint 1)
✓ GET /hello/ada says Hello ada.
✗ POST /items answers 201 with JSON that repeats the item.
✓ import app starts no server.
✓ Bonus: GREETING=Salut python app.py serves GET /salut.

2 of 4, bonus 1 of 1.
"""
        in done.stdout
    )
    assert done.stdout.count("I sent") == 1


def test_what_cannot_be_read_is_told_once_and_the_rest_waits(student):
    student.writes("def broken(:\n")

    outcomes = [check["outcome"] for check in student.checks()["checks"]]

    assert outcomes == ["failed", "waiting", "waiting", "waiting", "waiting"]


def test_json_is_the_documented_object(student):
    student.writes(WRONG_ROOT)

    report = student.checks()

    assert list(report) == [
        "step", "done", "state", "passed", "required", "bonus_passed", "parts", "checks", "seconds",
    ]  # fmt: skip
    assert (report["step"], report["done"], report["passed"], report["required"]) == (
        "01_first", False, 3, 4,
    )  # fmt: skip
    assert list(report["checks"][0]) == [
        "name", "promise", "outcome", "bonus", "feedback", "parts", "hints",
    ]  # fmt: skip
    assert report["checks"][0]["promise"] == "GET / says Hello."
    assert report["checks"][0]["hints"] == 2
    parts = report["checks"][0]["parts"]
    assert parts["I sent"] == "GET http://localhost:5000/"
    assert " ".join(parts["Look at"].split()) in " ".join(report["checks"][0]["feedback"].split())
    assert report["checks"][4]["bonus"]


@pytest.mark.parametrize("name", ["1", "01", "first", "01_first"])
def test_a_step_has_several_names(student, name):
    student.writes(GOOD)

    assert student.checks(step=name)["step"] == "01_first"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["step", "7"], "There is no step '7'. The steps are:\n    01_first\n    02_second"),
        (["step", "99999999999999999999999"], "There is no step"),
        (["step", "²"], "There is no step"),
        (["hint", "nine"], "There is no step 'nine'."),
        (["step", "1", "--check", "tea"], "01_first has no check 'tea'. Its checks are:"),
        (["step", "1", "--submission", "nowhere"], "There is no folder nowhere."),
        (["step", "1", "--url", "localhost"], "is not an address such as http://localhost:9090"),
        (["step", "1", "--url", "ftp://localhost"], "is not an address such as"),
    ],
)
def test_bad_input_is_told_what_there_is(student, arguments, says):
    done = student.types(*arguments)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_step_given_for_a_submission_is_told_so(student):
    done = student.types("step", "1", "--submission", str(student.step))

    assert done.returncode == 2
    assert f"is one step. Name the folder above it: {student.submission}" in done.stderr


def test_a_broken_check_is_our_bug_and_status_2(student):
    (student.submission / "02_second").mkdir()
    (student.submission / "02_second" / "app.py").write_text(GOOD)

    done = student.types("step", "2", "--submission", str(student.submission))
    asked = [line.strip() for line in done.stdout.splitlines()]

    assert done.returncode == 2
    assert "This is a bug of the checker, not of your work. Your code may well be right." in asked
    assert "Got       KeyError: 'no-such-header'" in asked


def test_a_running_server_is_a_target_and_the_unchecked_is_not_passed(student):
    student.writes(GOOD)
    started = (
        "import app; from werkzeug.serving import make_server;"
        "server = make_server('127.0.0.1', 0, app.app);"
        "print(server.port, flush=True); server.serve_forever()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", started], cwd=student.step, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            address = f"http://127.0.0.1:{int(server.stdout.readline())}"
            report = student.checks("--url", address)
            moved = student.checks("--url", address, step="2")
        finally:
            server.kill()

    assert [check["outcome"] for check in report["checks"]] == [
        "passed", "passed", "passed", "not_checked", "not_checked",
    ]  # fmt: skip
    assert report["passed"] == 3
    assert moved["checks"][0]["outcome"] == moved["checks"][1]["outcome"] == "not_checked"
    assert "only an address was given" in moved["checks"][1]["feedback"]


def test_no_server_at_the_address_is_a_failure_that_says_so(student):
    feedback = student.feedback("--url", "http://127.0.0.1:9")

    assert "I sent    GET http://127.0.0.1:9/" in feedback
    assert "no answer" in feedback


def test_redirects_are_followed_no_further_than_the_app(student):
    student.writes(
        GOOD.replace('return "Hello"', 'return redirect("http://127.0.0.1:9/elsewhere")')
    )

    assert "Got       302 FOUND (go to another address)" in student.feedback()


def test_a_bomb_of_zeros_is_not_unpacked(student):
    bomb = (
        "import gzip\n    from flask import Response\n    return Response("
        'gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})'
    )
    student.writes(GOOD.replace('return "Hello"', bomb))

    assert "too large" in student.feedback()


def test_student_code_that_prints_without_end_is_bounded(student):
    student.writes(GOOD.replace('return "Hello"', 'print("x" * 5_000_000)\n    return "Hello"'))

    assert student.checks()["done"]


def test_the_shell_s_own_settings_change_no_verdict(student):
    student.writes(GOOD)

    done = student.types(
        "step", "1", "--submission", str(student.submission),
        FLASK_DEBUG="1", FLASK_APP="nonsense", HTTP_PROXY="http://127.0.0.1:9",
    )  # fmt: skip

    assert done.returncode == 0


def test_ascii_terminals_and_no_colour(student):
    student.writes(WRONG_ROOT)

    done = student.types(
        "step", "1", "--submission", str(student.submission),
        PYTHONIOENCODING="ascii", NO_COLOR="1",
    )  # fmt: skip

    assert "x GET / says Hello." in done.stdout
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running_when_the_checker_is_ended(student: Student, how):
    student.writes(
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
        "told = os.open(os.environ['TOLD'], os.O_WRONLY)\n"
        "os.write(told, b'started')\n"
        "while True: pass\n"
    )
    told = student.submission / "told"
    os.mkfifo(told)
    command = [sys.executable, "-m", "workbook", "--course", str(FAKE), "step", "1"]
    with (
        subprocess.Popen(
            [*command, "--submission", str(student.submission)],
            cwd=FAKE.parents[2],
            env=os.environ | {"TOLD": str(told)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as checker,
        told.open("rb", buffering=0) as fifo,
    ):
        assert fifo.read(7) == b"started"
        checker.send_signal(how)
        # The fifo ends when the last of the student's processes has ended.
        while select.select([fifo], [], [], 20)[0]:
            if not fifo.read(100):
                said = checker.communicate(timeout=20)[0].strip()
                assert said == ("Aborted!" if how == signal.SIGINT else "")
                return
        pytest.fail("a process of the student's is still running")


def own_course(folder: Path, source: str) -> list[str]:
    """Make a course whose own steps/ is the work, since only that is remembered."""
    checks = folder / "tests" / "steps"
    checks.mkdir(parents=True)
    for file in (FAKE / "tests" / "steps").glob("*.py"):
        (checks / file.name).write_text(file.read_text())
    (folder / "steps" / "01_first").mkdir(parents=True)
    (folder / "steps" / "01_first" / "app.py").write_text(source)
    return ["--course", str(folder)]


def test_progress_is_remembered_and_hints_come_one_at_a_time(student, tmp_path):
    course = own_course(tmp_path / "course", WRONG_ROOT.replace("201", "200"))

    before = student.types(*course, "step", "1", MAKELEVEL="1").stdout
    first = student.types(*course, "hint", "1", MAKELEVEL="1").stdout
    second = student.types(*course, "hint", "1", MAKELEVEL="1").stdout
    again = student.types(*course, "step", "1", MAKELEVEL="1").stdout
    (tmp_path / "course/steps/01_first/app.py").write_text(WRONG_ROOT)
    better = student.types(*course, "step", "1", MAKELEVEL="1").stdout

    assert "Next      edit, save, make step-1   (hint 1 of 2: make hint-1)" in before
    assert "Hint 1    First hint." in first
    assert "Hint 2" not in first
    assert "1 more: make hint-1" in first
    assert "Hint 2    Second hint." in second
    assert "That was the last hint." in second
    assert "Next      edit, save, make step-1\n" in again
    assert "3 of 4 (you were at 2)" in better


def test_no_hints_while_the_code_cannot_be_read(student, tmp_path):
    course = own_course(tmp_path / "course", "def broken(:\n")

    check = student.types(*course, "step", "1", MAKELEVEL="1").stdout
    hint = student.types(*course, "hint", "1", MAKELEVEL="1").stdout
    (tmp_path / "course/steps/01_first/app.py").write_text(WRONG_ROOT)
    student.types(*course, "step", "1", MAKELEVEL="1")
    later = student.types(*course, "hint", "1", MAKELEVEL="1").stdout

    assert "Next      edit, save, make step-1\n" in check
    assert hint == "Your code does not run yet: make step-1 says why.\n"
    assert "Hint 1    First hint." in later


def test_a_spoilt_memory_is_forgotten(student, tmp_path):
    course = own_course(tmp_path / "course", GOOD)
    (tmp_path / "course" / ".workbook").mkdir()
    (tmp_path / "course" / ".workbook" / "progress.json").write_text('{"01_first": {"x": 1}, "a"')

    assert student.types(*course, "step", "1").returncode == 0
    assert student.types(*course, "hint", "1").stdout.startswith("Nothing is open in step 1")


def test_a_reason_for_not_checking_is_given_once(student):
    done = student.types("step", "2", "--url", "http://127.0.0.1:9")

    assert done.stdout.count("NOT CHECKED this needs the files, and only an address was given") == 1
    assert "NOT CHECKED 2" in done.stdout


def types_make(*goals: str) -> subprocess.CompletedProcess[str]:
    """Type `make …` in the workbook's folder; a make that runs these tests does not count."""
    environment = {name: text for name, text in os.environ.items() if "MAKE" not in name}
    return subprocess.run(
        ["make", "--no-print-directory", *goals],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment | {"COLUMNS": "200"},
        cwd=ROOT,
    )


def test_make_and_python_list_the_same_verbs_in_the_same_words(student):
    listed = [line.split(maxsplit=2)[1:] for line in types_make().stdout.splitlines()]
    by_make = [(verb.replace("-N", " N"), text) for verb, text in listed]
    by_make.remove(("help", "list the verbs"))
    by_make.remove(("gallery N", "the same for step N"))

    said = student.types("--help", COLUMNS="200").stdout.partition("Verbs:\n")[2]
    by_python = [tuple(re.split(r"  +", line.strip())) for line in said.splitlines()]

    assert [(verb, text[0].lower() + text[1:].rstrip(".")) for verb, text in by_python] == by_make


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("step1", "make step-1"),
        ("step 1", "make step-1"),
        ("step_12", "make step-12"),
        ("stpe-1", "make step-1"),
        ("stpe-2 hnit-1", "make step-2"),
        ("step", "make step-N"),
        ("step-", "make step-N"),
        ("3", "make step-3"),
        ("HINT-2", "make hint-2"),
        ("docker", "make docker-N"),
        ("chekc", "make check"),
    ],
)
def test_a_mistyped_verb_of_make_s_says_what_was_meant(typed, meant):
    done = types_make(*typed.split())

    assert done.returncode == 2
    assert done.stderr.splitlines()[0].endswith(f". Did you mean: {meant}")


def test_a_verb_like_no_other_is_told_where_they_are():
    first = types_make("xyzzy").stderr.splitlines()[0]

    assert first == "There is no verb 'xyzzy'. make alone lists them."


@pytest.mark.parametrize("typed", ["step1", "step-1", "stpe 1", "Step 1", "1"])
def test_a_mistyped_verb_says_what_was_meant(student, typed):
    done = student.types(*typed.split())

    assert done.returncode == 2
    assert done.stderr == f"There is no verb {typed!r}. Did you mean: python3 -m workbook step 1\n"
