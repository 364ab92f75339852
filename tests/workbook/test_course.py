"""What a course knows of its steps, read from its folders without running anything."""

import pytest

from workbook.course import LONG, SECONDS, Check, Course, Run
from workbook.errors import UsageError

CHECKS = '''"""Do the first
thing.

You can do it.

You can do more.
"""

import pytest

SECONDS = 30
NEEDS = ("model",)
PRELOAD = ("numpy",)
LEAVE_OUT = ("*.db", "*.joblib")


def helper():
    """Not a check."""


@pytest.mark.bonus
@pytest.mark.run("app.py", GREETING="Salut")
def test_one(script):
    """It greets
    in French.

    First hint.

    Second hint.
    """


@pytest.mark.run("app.py")
def test_two(printed):
    """It prints."""


def test_three(script):
    pass
'''


@pytest.fixture
def course(tmp_path):
    def make(**steps):
        for name, text in steps.items():
            file = tmp_path / "tests/steps" / f"test_{name.strip('_')}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return Course(tmp_path)

    return make


def test_steps_are_found_in_their_order(course):
    made = course(_10_last="", _02_two="", _x_other="", _01_one="")

    assert [(step.number, step.name) for step in made.steps] == [
        (1, "01_one"),
        (2, "02_two"),
        (10, "10_last"),
    ]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("1", "01_one"), ("01", "01_one"), ("one", "01_one"), ("01_one", "01_one"), ("10", "10_last")],
)
def test_a_step_is_found_by_number_or_name(course, wanted, name):
    assert course(_01_one="", _10_last="").find(wanted).name == name


@pytest.mark.parametrize("wanted", ["3", "two", "", "²", "1" * 5000, "-1"])
def test_a_step_that_there_is_not_is_told_with_those_that_there_are(course, wanted):
    with pytest.raises(UsageError) as caught:
        course(_01_one="", _10_last="").find(wanted)

    assert str(caught.value) == (
        f"There is no step {wanted!r}. The steps are:\n    01_one\n    10_last"
    )


def test_a_step_says_what_it_is_and_needs(course):
    (step,) = course(_01_one=CHECKS).steps

    assert step.title == "Do the first thing."
    assert step.learnt == "You can do it.\nYou can do more."
    assert step.seconds == 30
    assert step.needs == ("model",)
    assert step.preload == ("numpy",)
    assert step.leave_out == ("*.db", "*.joblib")


def test_a_step_that_says_nothing_has_the_usual(course):
    (step,) = course(_01_one="").steps

    assert (step.title, step.learnt, step.checks) == ("", "", ())
    assert step.seconds == SECONDS == 10
    assert step.needs == step.preload == step.leave_out == ()
    assert LONG == 120


def test_checks_are_read_with_promise_hints_and_what_serves_them(course):
    (step,) = course(_01_one=CHECKS).steps
    run = Run(("app.py",), (("GREETING", "Salut"),))

    assert step.checks == (
        Check("test_one", "It greets in French.", ("First hint.", "Second hint."), True, run),
        Check("test_two", "It prints.", (), False, None),
        Check("test_three", "", (), False, None),
    )


def test_a_step_s_folders(course, tmp_path):
    (step,) = course(_01_one="").steps
    for kind in ("mistakes", "variants"):
        for name in ("b", "a", "_no", ".no"):
            (tmp_path / "tests" / kind / "01_one" / name).mkdir(parents=True)
        (tmp_path / "tests" / kind / "01_one" / "README.md").touch()

    assert step.starter == tmp_path / "steps/01_one"
    assert step.solution == tmp_path / "solution/01_one"
    assert step.mistakes == [tmp_path / "tests/mistakes/01_one" / name for name in "ab"]
    assert step.variants == [tmp_path / "tests/variants/01_one" / name for name in "ab"]


def test_what_is_left_behind_is_what_any_step_leaves_out(course):
    made = course(_01_one=CHECKS, _02_two='LEAVE_OUT = ("*.db", "*.a")')

    assert made.left_behind == ("*.a", "*.db", "*.joblib")


def test_after_the_last_step_there_is_none(course):
    made = course(_01_one="", _02_two="")
    one, two = made.steps

    assert made.after(one) == two
    assert made.after(two) is None


@pytest.mark.parametrize(
    ("run", "shown", "what", "is_code"),
    [
        (Run(("app.py",)), "python app.py", "app.py", False),
        (Run(("app.py",), (("A", "b"),)), "A=b python app.py", "app.py", False),
        (Run(("-c", "import app")), 'python -c "import app"', "import app", True),
        (Run(("-c", '"""Say it"""\nx = 1')), "Say it", '"""Say it"""\nx = 1', True),
        (Run(("-c", "x = 1\ny = 2")), "x = 1\ny = 2", "x = 1\ny = 2", True),
    ],
)
def test_a_command_line_as_it_is_shown(run, shown, what, is_code):
    assert (str(run), run.what, run.is_code) == (shown, what, is_code)


def test_whether_there_is_what_a_command_line_runs(tmp_path):
    (tmp_path / "app.py").touch()

    assert Run(("app.py",)).is_in(tmp_path)
    assert not Run(("gone.py",)).is_in(tmp_path)
    assert Run(("-c", "1")).is_in(tmp_path)
    assert not Run(("-c", "1")).is_in(tmp_path / "gone")


@pytest.mark.parametrize(
    ("earlier", "later", "carries_on"),
    [
        (["app.py"], ["app.py"], True),
        (["app.py"], ["app.py", "model.py", "requirements.txt"], True),
        (["model.py", "data.csv"], ["app.py", "model.py"], True),
        (["app.py"], ["model.py"], False),
        (["app.py", "store.py"], ["app.py"], False),
        (["notes.txt"], ["notes.txt"], False),
        ([], ["app.py"], False),
    ],
)
def test_a_step_carries_on_when_all_code_is_kept(course, earlier, later, carries_on):
    made = course(_01_one="", _02_two="")
    for step, names in zip(made.steps, (earlier, later), strict=True):
        step.solution.mkdir(parents=True)
        for name in names:
            (step.solution / name).touch()
    one, two = made.steps

    assert made.carried_on(two) == ([one] if carries_on else [])


def test_carried_on_steps_come_latest_first_until_one_begins_anew(course):
    made = course(_01_one="", _02_two="", _03_three="", _04_four="")
    for step, name in zip(made.steps, ("x.py", "app.py", "app.py", "app.py"), strict=True):
        step.solution.mkdir(parents=True)
        (step.solution / name).touch()
    _, two, three, four = made.steps

    assert made.carried_on(four) == [three, two]
    assert made.carried_on(made.steps[0]) == []
