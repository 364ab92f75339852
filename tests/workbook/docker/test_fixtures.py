"""What the checks of a step with a container import: its folder, built and running."""

from contextlib import contextmanager

import pytest

from tests.workbook.student import GOOD
from workbook.checks.options import Options
from workbook.checks.run import check
from workbook.course import Course
from workbook.docker import fixtures
from workbook.docker.container import Container

CHECKS = """\
from workbook.docker.fixtures import container, server

def test_answers(server):
    assert server.get("/").text == "inside"

def test_again(server, container):
    assert server.address == container.address
"""
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"


@pytest.fixture
def results(student, tmp_path, monkeypatch):
    """Return the results of the checks, and the folders built, with a stand-in for Docker."""
    student.writes(GOOD)
    file = tmp_path / "course/tests/steps/test_01_first.py"
    file.parent.mkdir(parents=True)
    file.write_text(CHECKS)
    course, built = Course(tmp_path / "course"), []

    def run(address, **options):
        @contextmanager
        def stand_in(folder):
            built.append(folder)
            yield Container("name", address, "http://shown:1")
            built.append("removed")

        monkeypatch.setattr(fixtures, "run_in_background", stand_in)
        monkeypatch.setattr(fixtures, "error_of_an_answer", lambda name: [f"{name} said so"])
        options = Options(**options)
        report = check(course, course.steps[0], student.submission, options, student.launcher)
        return report.results, built

    return run


def test_the_container_is_asked_and_is_built_once(results, answers, student):
    with answers(OK % (6, b"inside")) as (address, asked):
        found, built = results(address)

    assert [result.outcome for result in found] == ["passed", "passed"]
    assert built == [student.step, "removed"]
    assert len(asked) == 1


def test_what_the_container_answers_is_told_at_the_address_of_a_student_s(results, answers):
    said = b"HTTP/1.1 500 OH\r\nContent-Length: 0\r\n\r\n"
    with answers(said) as (address, _):
        (result, _), _ = results(address)

    assert result.failure.sent == "GET http://shown:1/"
    assert "name said so" in result.failure.why


def test_a_server_that_runs_already_is_asked_itself(results, answers):
    with answers(OK % (6, b"inside")) as (address, _):
        (first, _), built = results("http://127.0.0.1:9", url=address)

    assert first.outcome == "passed"
    assert "removed" not in built[:1]
