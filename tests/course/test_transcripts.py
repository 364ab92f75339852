"""Each transcript that a page shows is what is printed now."""

from pathlib import Path

import pytest

from tests.course import pages, transcripts
from tests.course.markdown import Page

ROOT = Path(__file__).resolve().parents[2]
SHOWING = [file for file in [*pages.of_steps(ROOT), *pages.others(ROOT)] if Page(file).transcripts]


@pytest.mark.parametrize("file", SHOWING, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_it_is_what_is_printed_now(file, tmp_path):
    assert list(transcripts.outdated(ROOT, file, tmp_path)) == []


def test_readme_shows_a_step_that_fails():
    ((command, printed),) = Page(ROOT / "README.md").transcripts

    assert command == "make step-1"
    assert "✗" in printed
