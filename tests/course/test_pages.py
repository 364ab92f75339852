"""The pages that the solutions render are valid HTML, whatever is shown on them."""

from pathlib import Path

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser

from workbook.app.target import Target

SOLUTION = Path(__file__).parents[2] / "solution"
SECONDS = 20.0  # for one app's whole life here
ODD = "</td>\"'<b>& &amp; {{ 1 }} é"
PAGES = ["/", "/hello/", "/hello/Ada", "/hello/%3Cb%20id=x%3E%22Ada%22&amp;", "/incomes/page"]


@pytest.fixture(scope="module")
def client():
    """Return a client of the app whose pages are templates."""
    with (
        Target(SOLUTION / "05_templates", set(), None, SECONDS) as target,
        target.client() as client,
    ):
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_page_is_valid(client, path):
    _assert_valid(client.get(path))


def test_incomes_page_is_valid_with_odd_and_without_incomes(client):
    kept = client.get("/incomes").json()
    for odd in ({"description": ODD, "amount": ODD}, {}, None, "text", [1], 5):
        client.post("/incomes", json=odd)
    _assert_valid(client.get("/incomes/page"))

    while client.delete("/incomes/0").ok:
        pass
    _assert_valid(client.get("/incomes/page"))

    for income in kept:
        client.post("/incomes", json=income)


@pytest.mark.parametrize("path", PAGES)
def test_page_has_what_a_parser_does_not_ask_for(client, path):
    page = LexborHTMLParser(client.get(path).text)
    ids = [node.attributes["id"] for node in page.css("[id]")]

    assert page.css("html[lang]")
    assert page.css('meta[name="viewport"]')
    assert [len(page.css(name)) for name in ("title", "h1", "nav", "main")] == [1, 1, 1, 1]
    assert len(ids) == len(set(ids))
    assert page.css("img:not([alt])") == []


@pytest.mark.parametrize("path", PAGES)
def test_no_link_is_dead(client, path):
    page = LexborHTMLParser(client.get(path).text)
    for link in (node.attributes["href"] or "" for node in page.css("[href]")):
        assert client.get(link).status_code == 200, link


def _assert_valid(reply):
    """Assert that the HTML parser, which follows the standard, finds nothing to complain of."""
    parser = html5lib.HTMLParser()
    parser.parse(reply.content, transport_encoding="utf-8")

    assert reply.headers.get("Content-Type") == "text/html; charset=utf-8"
    assert parser.errors == []
