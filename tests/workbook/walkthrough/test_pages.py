"""What a notebook shows makes sense wherever it is looked at."""

import base64
import html
import re

import pytest
from matplotlib.figure import Figure
from selectolax.lexbor import LexborHTMLParser

from workbook.walkthrough.pages import framed, plot, show, with_styles

PAGE = """\
<!doctype html>
<html lang="en"><head><title>T</title><style>h1 { color: red }</style></head>
<body><h1>Hello, &lt;i&gt;Ada</h1><script>alert(1)</script></body></html>
"""


@pytest.fixture
def image():
    figure = Figure(figsize=(1, 1))
    figure.subplots().plot([1, 2])
    return LexborHTMLParser(plot(figure, alt='A "line" that rises').rich).css_first("img")


def test_a_figure_has_alt_text(image):
    assert image.attributes["alt"] == 'A "line" that rises'


def test_a_figure_says_nothing_of_who_drew_it(image):
    data = base64.b64decode(image.attributes["src"].removeprefix("data:image/png;base64,"))

    assert data.startswith(b"\x89PNG")
    assert b"tEXt" not in data
    assert b"matplotlib" not in data


def test_where_no_html_is_shown_the_alt_text_stands():
    shown = plot(Figure(figsize=(1, 1)), alt="Nothing")._repr_mimebundle_()

    assert shown["text/plain"] == "Nothing"


def test_a_page_is_its_source_and_then_a_frame_that_runs_no_script():
    tree = LexborHTMLParser(framed(PAGE, PAGE, 100).rich)
    frame = tree.css_first("iframe")

    assert tree.css_first("pre").text() == PAGE
    assert html.unescape(frame.attributes["srcdoc"]) == html.unescape(PAGE)
    assert "sandbox" in frame.attributes
    assert frame.attributes["title"]


def test_where_frames_are_taken_away_the_body_stands_in_their_place():
    """JupyterLab and code hosts take the tags of a frame from what they do not trust."""
    rich = re.sub(r"</?iframe[^>]*>", "", framed(PAGE, PAGE, 100).rich)
    tree = LexborHTMLParser(rich)

    assert tree.css_first("h1").text() == "Hello, <i>Ada"
    assert tree.css("script, style") == []


def test_where_no_html_is_shown_the_source_stands():
    assert framed(PAGE, PAGE, 100)._repr_mimebundle_()["text/plain"] == PAGE


def test_styles_are_put_into_the_page():
    page = '<head><link rel="stylesheet" href="/static/a.css"></head>'
    sheets = {"/static/a.css": "h1 { content: '\\201C' }"}

    assert with_styles(page, sheets.__getitem__) == (
        "<head><style>h1 { content: '\\201C' }</style></head>"
    )


@pytest.mark.parametrize(
    ("name", "language"),
    [("app.py", "python"), ("hello.html", "html"), ("Dockerfile", "dockerfile")],
)
def test_a_file_is_shown_in_the_colours_of_its_language(tmp_path, monkeypatch, name, language):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("x = 1\n")

    assert show(name).rich == f"```{language}\nx = 1\n```"


def test_a_function_is_shown_as_it_is_written():
    assert show(test_where_no_html_is_shown_the_source_stands).text.startswith("def test_where_no")
