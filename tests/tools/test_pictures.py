"""The README's pictures show what is printed and served now; `python -m tools.pictures` draws."""

import shutil

import pytest

from tools import pictures


def test_the_picture_of_a_step_is_what_a_terminal_shows_now():
    drawn = pictures.svg(pictures.coloured(pictures.ROOT))

    assert pictures.STEP.read_text("utf-8") == drawn


@pytest.mark.skipif(not shutil.which("chromium"), reason="NOT CHECKED: Chromium is not installed")
def test_the_picture_of_the_app_was_made_of_the_page_as_it_is_now():
    with pictures.app() as address:
        assert pictures.TEXT.read_text("utf-8") == pictures.page_text(address)
    assert pictures.APP.read_bytes().startswith(b"\x89PNG")


def test_colours_end_with_what_they_mark():
    drawn = pictures.svg("\x1b[31m✗\x1b[0m a < b\n\x1b[1mend\x1b[0m")

    assert '<tspan fill="#ff7b72">✗</tspan><tspan>\u00a0a\u00a0&lt;\u00a0b</tspan>' in drawn
    assert '<tspan font-weight="bold">end</tspan>' in drawn
