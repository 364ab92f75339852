"""A report says where a step stands: done, done as far as could be checked, open, part by part."""

from io import StringIO
from pathlib import Path

import pytest

from workbook.checks.feedback import as_json
from workbook.checks.progress import Memory
from workbook.checks.terminal import Terminal
from workbook.course import Step
from workbook.result import Report, Result

CHECKS = '''\
"""A step.

Something can be done."""
PARTS = ("Part 1, in memory", "Part 2, in a file")

def test_first():
    """First."""

@pytest.mark.part(2)
def test_second():
    """Second."""

@pytest.mark.bonus
def test_third():
    """Third."""
'''
UNCHECKED = "done as far as it could be checked here"


@pytest.fixture
def reported(tmp_path: Path):
    """Give what reports these outcomes of the three checks."""
    file = tmp_path / "tests" / "steps" / "test_09_it.py"
    file.parent.mkdir(parents=True)
    file.write_text(CHECKS)
    step = Step(file)

    def report(*outcomes) -> Report:
        results = (Result(check, each) for check, each in zip(step.checks, outcomes, strict=True))
        return Report(step, tuple(results), 0.1)

    return report


def verdict(report: Report) -> str:
    text = StringIO()
    Terminal(make=True, into=text, width=80).report(report, Path(), Memory(), None)
    return text.getvalue()


@pytest.mark.parametrize(
    ("outcomes", "state", "status"),
    [
        (("passed", "passed", "failed"), "done", 0),
        (("passed", "passed", "not_checked"), "done", 0),
        (("passed", "not_checked", "passed"), UNCHECKED, 3),
        (("not_checked", "not_checked", "passed"), "open", 1),
        (("passed", "waiting", "passed"), "open", 1),
        (("failed", "not_checked", "passed"), "open", 1),
        (("error", "passed", "passed"), "open", 2),
    ],
)
def test_the_state_is_told_in_json_and_by_the_status(reported, outcomes, state, status):
    report = reported(*outcomes)
    told = as_json(report, Path())

    assert (told["state"], told["done"], report.exit_status) == (state, state == "done", status)


def test_what_could_not_be_checked_is_never_called_done_without_saying_so(reported):
    said = verdict(reported("passed", "not_checked", "passed"))

    assert f"Step 9 is {UNCHECKED}: 1 of 2, bonus 1 of 1," in said
    assert "Something can be done." in said


def test_a_part_that_is_done_is_told_while_the_next_is_open(reported):
    report = reported("passed", "failed", "passed")

    assert "✓ Part 1, in memory: 1 of 1\n✗ Part 2, in a file: 0 of 1\n1 of 2," in verdict(report)
    assert as_json(report, Path())["parts"] == [
        {"name": "Part 1, in memory", "passed": 1, "required": 1, "done": True},
        {"name": "Part 2, in a file", "passed": 0, "required": 1, "done": False},
    ]
