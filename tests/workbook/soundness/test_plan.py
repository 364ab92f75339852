"""What there is to try of a course."""

import pytest

from tests.workbook.small_course import change
from workbook.course import Course
from workbook.soundness.plan import Plan, kept_feedback, unclaimed
from workbook.soundness.trials import Trial


@pytest.fixture
def plan(root):
    course = Course(root)
    return Plan(course, course.steps)


def test_it_is_whole_with_all_steps(plan):
    assert plan.whole
    assert plan.building
    assert not Plan(plan.course, plan.steps[:1]).whole


def test_files_are_those_that_no_run_has_left(root):
    change(
        root,
        ("tests/steps/test_01_one.py", "import pytest", 'import pytest\nLEAVE_OUT = ("*.db",)'),
        ("solution/02_two/kept.db", "", "x"),
        ("solution/02_two/__pycache__/x.pyc", "", "x"),
    )
    course = Course(root)
    plan = Plan(course, course.steps)

    assert list(map(plan.shown, plan.files(root / "solution/02_two"))) == [
        "solution/02_two/Dockerfile",
        "solution/02_two/app.py",
        "solution/02_two/templates/page.html",
    ]


def test_trials_are_of_a_folder_by_the_checks_of_a_step(plan, root):
    one, two = plan.steps
    mistake = two.mistakes[0]

    assert plan.starter(two) == Trial(root, "02_two", (two.starter,), True, True)
    assert plan.starter(two, one) == Trial(root, "01_one", (two.starter,), True, True)
    assert plan.solution(two) == Trial(root, "02_two", (two.solution,), True, False)
    assert plan.solution(two, one) == Trial(root, "01_one", (two.solution,), True, False)
    assert plan.laid_over(two, mistake, sparing=True) == Trial(
        root, "02_two", (two.solution, mistake), True, True
    )


def test_what_stands_beside_the_files_of_a_mistake_or_variant(tmp_path):
    assert (kept_feedback(tmp_path), unclaimed(tmp_path)) == ("", [])
    (tmp_path / "feedback.txt").write_text("told\n")
    (tmp_path / "unclaimed.txt").write_text("test_a\ntest_b\n")
    assert (kept_feedback(tmp_path), unclaimed(tmp_path)) == ("told\n", ["test_a", "test_b"])
