"""What our pages say is so: links, commands, sections of the lab."""

import shutil
from pathlib import Path

import pytest

from tests.course import commands, pages

ROOT = Path(__file__).resolve().parents[2]
OF_STEPS = pages.of_steps(ROOT)


def each(files):
    """Run a test with each page, named by its path."""
    return pytest.mark.parametrize("file", files, ids=lambda f: f.relative_to(ROOT).as_posix())


@each(pages.linking(ROOT))
def test_no_link_is_dead(file):
    assert list(pages.dead_links(ROOT, file)) == []


@each(OF_STEPS)
def test_a_step_s_page_fits_and_says_what_each_says(file):
    assert list(pages.outgrown(file)) == []


def test_every_section_of_the_lab_has_its_page():
    assert list(pages.uncovered(ROOT)) == []


@pytest.mark.skipif(not shutil.which("curl"), reason="NOT CHECKED: curl is not installed")
@each(OF_STEPS)
def test_commands_of_a_step_exist_and_run_on_its_solution(file):
    assert list(commands.wrong(ROOT, file, OF_STEPS[file])) == []


@each(pages.others(ROOT))
def test_commands_of_other_pages_exist(file):
    assert list(commands.wrong(ROOT, file)) == []
