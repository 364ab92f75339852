"""What step 7 says of a model beside its marks: its score, and whether it is worse than a guess."""

import shutil
from pathlib import Path

import pytest

from workbook.checks.feedback import as_json
from workbook.checks.options import Options
from workbook.checks.run import check, needs
from workbook.course import Course

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
STEP = COURSE.find("7")


@pytest.fixture
def told(tmp_path):
    """Give what checks step 7's solution with a part of its model.py replaced, and returns JSON."""

    def replaced(old: str, new: str, only: str):
        folder = tmp_path / STEP.name
        shutil.copytree(STEP.solution, folder)
        code = (folder / "model.py").read_text()
        assert old in code
        (folder / "model.py").write_text(code.replace(old, new))
        report = check(COURSE, STEP, tmp_path, Options(only=only, seconds=120))
        return as_json(report, folder)["checks"][0]

    return replaced


@pytest.mark.parametrize(
    ("old", "new", "warned"),
    [
        ("stratify=kinds, random_state=0", "shuffle=False", True),
        ("stratify=kinds, random_state=0", "stratify=kinds, random_state=1", False),
    ],
)
def test_a_model_no_better_than_a_guess_passes_with_a_note(told, old, new, warned):
    found = told(old, new, "score_is_of_unseen_rows")

    assert found["outcome"] == "passed"
    assert ("no better than a guess" in found["feedback"]) is warned


def test_the_score_is_shown(told):
    found = told("{accuracy:.3f}", "{accuracy:.5f}", "training_prints_a_score")

    assert found["feedback"] == (
        "Note      python model.py printed: Accuracy on flowers that it has not seen: 0.96000"
    )


@pytest.mark.parametrize(("imports", "groups"), [("csv", ()), ("pandas", ("pandas",))])
def test_pandas_is_installed_only_where_a_file_imports_it(tmp_path, imports, groups):
    (tmp_path / STEP.name).mkdir()
    (tmp_path / STEP.name / "model.py").write_text(f"import {imports}\n")

    assert needs(STEP, tmp_path) == ("model", *groups)
