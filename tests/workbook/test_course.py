"""What a course knows of its steps."""

import pytest

from workbook.course import Course


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
def test_a_step_carries_on_when_all_code_is_kept(tmp_path, earlier, later, carries_on):
    for name, files in {"01_one": earlier, "02_two": later}.items():
        checks = tmp_path / "tests" / "steps" / f"test_{name}.py"
        checks.parent.mkdir(parents=True, exist_ok=True)
        checks.touch()
        for file in files:
            (tmp_path / "solution" / name).mkdir(parents=True, exist_ok=True)
            (tmp_path / "solution" / name / file).touch()
    course = Course(tmp_path)
    earlier, later = course.steps

    assert course.carried_on(later) == ([earlier] if carries_on else [])
