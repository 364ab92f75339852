"""README.md shows what a student meets first; `make check` proves that it is what is printed."""

from pathlib import Path

from tests.course.markdown import Page


def test_there_are_a_failing_and_a_passing_run():
    failing, passing = Page(Path(__file__).resolve().parents[2] / "README.md").transcripts

    assert "✗" in failing[1]
    assert "is done" in passing[1]
