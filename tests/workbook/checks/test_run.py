"""A step's checks, run on a submission or on a server, all of them or one."""

import time
from pathlib import Path

import pytest

from tests.workbook.student import FAKE, GOOD
from workbook.app.launcher import Launcher
from workbook.checks.options import USUAL, Options
from workbook.checks.run import check
from workbook.course import Course
from workbook.errors import CheckerError, UsageError
from workbook.result import State

COURSE = Course(FAKE)
ONE = COURSE.find("1")


@pytest.fixture
def outcomes(student):
    student.writes(GOOD)

    def run(step="1", **options):
        found = COURSE.find(step)
        report = check(COURSE, found, student.submission, Options(**options), student.launcher)
        return {result.check.name: result.outcome for result in report.results}

    return run


def test_all_checks_are_run_in_their_order(outcomes):
    assert list(outcomes().items()) == [
        ("test_root", "passed"),
        ("test_name", "passed"),
        ("test_items", "passed"),
        ("test_import", "passed"),
        ("test_script", "passed"),
    ]


@pytest.mark.parametrize("name", ["test_name", "name"])
def test_one_check_alone(outcomes, name):
    assert outcomes(only=name) == {"test_name": "passed"}


def test_a_check_that_there_is_not_is_told_with_those_that_there_are(outcomes):
    with pytest.raises(UsageError) as caught:
        outcomes(only="nam")

    assert str(caught.value) == (
        "01_first has no check 'nam'. Its checks are:\n    test_root\n    test_name\n"
        "    test_items\n    test_import\n    test_script"
    )


def test_quick_ends_at_the_first_that_is_not_met(student, outcomes):
    student.writes(GOOD.replace('return f"Hello {name}"', 'return "no"'))

    assert outcomes(quick=True) == {
        "test_root": "passed",
        "test_name": "failed",
        "test_items": "waiting",
        "test_import": "waiting",
        "test_script": "waiting",
    }
    assert outcomes()["test_items"] == "passed"


def test_the_time_may_be_another_than_the_step_s_own(student, outcomes):
    student.writes("while True: pass")
    began = time.monotonic()

    assert outcomes(only="root", seconds=0.5) == {"test_root": "failed"}
    assert time.monotonic() - began < 9


def test_a_report_has_the_step_and_its_seconds(student):
    student.writes(GOOD)
    report = check(COURSE, ONE, student.submission, Options(only="root"), student.launcher)

    assert report.step is ONE
    assert 0 < report.seconds < 20
    assert report.state is State.DONE


def test_a_launcher_is_made_where_none_is_given(student, monkeypatch):
    student.writes(GOOD)
    made = []

    class Noted(Launcher):
        def __init__(self, *modules):
            made.append(modules)
            super().__init__(*modules)

    monkeypatch.setattr("workbook.app.target.Launcher", Noted)
    assert check(COURSE, COURSE.find("4"), student.submission, Options(only="code")).results
    assert made == [("statistics",)]


@pytest.fixture
def course(tmp_path):
    def make(checks: str) -> Course:
        file = tmp_path / "tests/steps/test_01_one.py"
        file.parent.mkdir(parents=True)
        file.write_text(checks)
        return Course(tmp_path)

    return make


def results(course, launcher, submission=Path("gone"), **options):
    return check(course, course.steps[0], submission, Options(**options), launcher).results


def test_checks_that_cannot_be_read_are_our_fault(course, launcher):
    made = course("import nothing_like_it\n\ndef test_x(folder):\n    pass\n")

    with pytest.raises(CheckerError, match=r"^pytest could not run .*test_01_one\.py \("):
        results(made, launcher)


def test_checks_are_read_again_each_time(course, launcher):
    made = course("def test_x(folder):\n    assert True\n")
    file = made.steps[0].file
    assert results(made, launcher)[0].outcome == "passed"
    file.write_text("def test_x(folder):\n    assert False, 'now'\n")

    assert results(made, launcher)[0].outcome == "failed"


def test_ctrl_c_ends_it(course, launcher):
    made = course("def test_x(folder):\n    raise KeyboardInterrupt\n")

    with pytest.raises(KeyboardInterrupt):
        results(made, launcher)


def test_nothing_beside_the_checks_is_read_or_left(course, launcher, tmp_path):
    made = course("def test_x(folder):\n    pass\n")
    (tmp_path / "conftest.py").write_text("raise RuntimeError")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --nothing")

    assert results(made, launcher)[0].outcome == "passed"
    assert not (tmp_path / ".pytest_cache").exists()


def test_a_seed_makes_what_checks_draw_the_same(course, launcher):
    made = course(
        "import random\nfrom workbook.result import wrong\n\n\n"
        "def test_x(folder):\n    raise wrong('', str(random.random()))\n\n\n"
        "def test_y(folder):\n    raise wrong('', str(random.random()))\n"
    )

    def drawn(seed):
        return [result.failure.got for result in results(made, launcher, seed=seed)]

    assert drawn("a") == drawn("a") != drawn("b")
    assert drawn("a")[0] != drawn("a")[1]
    assert drawn(None) != drawn(None)


def test_usually_all_is_checked_in_the_step_s_own_time():
    assert Options() == USUAL
    assert (USUAL.url, USUAL.only, USUAL.seconds, USUAL.seed, USUAL.unbuilt) == (None,) * 5
    assert USUAL.quick is False
