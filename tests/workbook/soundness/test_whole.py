"""What other tools try: notebooks, the tests of pages and app, a container."""

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests.workbook.small_course import change
from workbook.course import Course
from workbook.docker.container import Container
from workbook.errors import CheckerError, NotChecked, Reason
from workbook.result import Blocked, Failure, Result
from workbook.soundness import whole
from workbook.soundness.findings import Finding
from workbook.soundness.plan import Plan
from workbook.soundness.trials import Tried

APP = "tests/app/test_whole.py"


@pytest.fixture
def built(monkeypatch):
    """Have the notebooks' builder come out so, with a status; return how it was called."""
    calls = []

    def come_out(found, status=0):
        def run(command, **options):
            calls.append((command, options))
            return SimpleNamespace(stdout=json.dumps(found), stderr="oh no", returncode=status)

        monkeypatch.setattr(whole.subprocess, "run", run)
        return calls

    return come_out


FOUND = {
    "notebooks/01_one.ipynb": "it differs",
    "notebooks/source/02_two.py": "it raises",
    "notebooks/README.md": "another index",
}


def test_each_notebook_is_judged_with_its_step_and_the_rest_with_the_course(built, told, root):
    calls = built(FOUND)

    assert told(whole.notebook, 1) == ["notebooks/01_one.ipynb: it differs"]
    assert told(whole.notebook, 2) == ["notebooks/source/02_two.py: it raises"]
    assert told(whole.notebooks_index) == ["notebooks/README.md: another index"]
    ((command, options),) = calls
    assert command[1:] == ["-m", "workbook.notebooks", str(root), "01_one", "02_two"]
    assert options["timeout"] == 600


def test_a_builder_that_breaks_is_our_fault(built, told):
    built({}, status=1)

    with pytest.raises(CheckerError, match="the notebooks could not be built\noh no"):
        told(whole.notebook, 1)


def test_a_step_without_a_notebook_is_told(built, told, root):
    calls = built({})
    (root / "notebooks/source/01_one.py").unlink()

    assert told(whole.notebook, 1) == ["notebooks/source/01_one.py: it is missing"]
    assert told(whole.notebook, 2) == []
    assert calls[0][0][-1] == "02_two"
    assert "01_one" not in calls[0][0]


def test_without_sources_there_are_no_notebooks(found, root):
    for file in (root / "notebooks/source").iterdir():
        file.unlink()
    (root / "notebooks/source").rmdir()

    assert found(whole.notebook, 1) is None
    assert found(whole.notebooks_index) is None


def judged(root, file, *, building=False):
    return whole.Tests(root, root / file, building).run()


def test_a_test_of_the_app_that_fails_is_told_and_one_that_is_skipped_was_not_checked(root):
    more = (
        "\n\ndef test_is_skipped():\n    pytest.skip('no browser')\n"
        "\n\n@pytest.fixture\ndef broken():\n    raise KeyError('ours')\n"
        "\n\ndef test_errs(broken):\n    pass\n"
        "\n\n@pytest.mark.engine\ndef test_engine():\n    assert False, 'built'\n"
    )
    change(root, (APP, "1 + 1 == 2", f"1 + 1 == 3{more}"))
    if "import pytest" not in (root / APP).read_text():
        change(root, (APP, "def test_it_adds_up", "import pytest\n\n\ndef test_it_adds_up"))
    found = judged(root, APP)

    assert {(each.where, each.checked) for each in found} == {(APP, True), (APP, False)}
    whys = sorted(each.why for each in found)
    assert whys[0].startswith("test_errs: ")
    assert "KeyError: 'ours'" in whys[0]
    assert whys[1] == "test_is_skipped: no browser"
    assert whys[2].startswith("test_it_adds_up: ")
    assert len(found) == 3  # what needs an engine is left out


def test_without_a_report_the_status_is_told(root, monkeypatch):
    asked = []

    def run(command, **options):
        asked.append((command, options))
        return SimpleNamespace(stdout="so", stderr="", returncode=3)

    monkeypatch.setattr(whole.subprocess, "run", run)
    assert judged(root, APP) == [Finding(APP, "pytest ended with status 3\nso")]
    judged(root, APP, building=True)
    (command, options), (with_engine, _) = asked
    assert command[-2:] == ["-m", "not engine"]
    assert with_engine[-1] == str(root / APP)
    assert (options["cwd"], options["timeout"]) == (root, 600)


@pytest.fixture
def jobs(root):
    """Return what a property asks for, each job found to be wrong."""

    def asked(holds, *step, building=False):
        course, seen = Course(root), []

        def run(*jobs):
            seen.extend(jobs)
            return [[Finding(str(n), "x")] for n, _ in enumerate(jobs)]

        plan = Plan(course, course.steps, building=building)
        return holds(plan, *(course.steps[n - 1] for n in step), run), seen

    return asked


def test_pages_are_judged_by_their_tests(jobs, root):
    assert jobs(whole.pages) == (None, [])
    change(root, ("tests/course/test_b.py", "", ""), ("tests/course/test_a.py", "", ""))
    found, asked = jobs(whole.pages, building=True)

    assert asked == [whole.Tests(root, root / f"tests/course/test_{x}.py", True) for x in "ab"]
    assert [each.where for each in found] == ["0", "1"]


def test_the_app_is_judged_by_its_tests_and_in_its_container(jobs, root):
    found, asked = jobs(whole.app, building=True)

    assert asked == [whole.Tests(root, root / APP, True), whole.Shipped(root, "02_two")]
    assert len(found) == 2
    found, asked = jobs(whole.app)
    assert asked == [whole.Tests(root, root / APP, False)]
    assert [each.checked for each in found] == [True, False]
    (root / APP).unlink()
    assert len(jobs(whole.app)[0]) == 1
    (root / "solution/02_two/Dockerfile").unlink()
    assert jobs(whole.app) == (None, [])


def test_a_container_is_judged_by_the_checks_of_its_step(root):
    course, asked = Course(root), []
    plan = Plan(course, course.steps)
    failed = Result(course.steps[1].checks[0], "failed", Failure(got="another"))

    def run(*jobs):
        asked.extend(jobs)
        return [Tried((failed,), False, "")]

    (only,) = whole.container(plan, course.steps[1], run)
    assert asked == [plan.solution(course.steps[1])]
    assert only.where == "solution/02_two"
    assert "another" in only.why


def test_a_step_without_a_dockerfile_has_no_container(jobs):
    assert jobs(whole.container, 1, building=True) == (None, [])
    found, asked = jobs(whole.container, 2)
    assert (found, asked) == (
        [Finding("solution/02_two/Dockerfile", Reason.LEFT_OUT.value, checked=False)],
        [],
    )


@pytest.fixture
def shipped(monkeypatch, root):
    """Return what is found of a container that comes out so: an address, or what is raised."""

    def judge(comes):
        @contextmanager
        def background(folder):
            assert folder == root / "solution/02_two"
            if isinstance(comes, Exception):
                raise comes
            yield Container("name", comes)

        monkeypatch.setattr(whole, "run_in_background", background)
        return whole.Shipped(root, "02_two").run()

    return judge


WHERE = "solution/02_two/Dockerfile"


def test_what_is_not_built_is_told_and_what_cannot_be_was_not_checked(shipped):
    assert shipped(NotChecked(Reason.NO_DOCKER)) == [
        Finding(WHERE, Reason.NO_DOCKER.value, checked=False)
    ]
    assert shipped(Blocked(Failure(got="not built", why=("a", "b")))) == [
        Finding(WHERE, "not built\na\nb")
    ]


def test_a_container_is_asked_by_the_checks_of_its_step(shipped, answers):
    with answers(b"HTTP/1.1 500 NO\r\nContent-Length: 0\r\n\r\n") as (address, asked):
        found = shipped(address)

    assert asked
    assert found
    assert all(each.checked for each in found)
    assert {each.where for each in found} == {f"{WHERE}, at its container's address"}
