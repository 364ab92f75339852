"""Make pages from templates.

You can now write pages as HTML files with gaps, fill the gaps from Python, repeat and leave out
parts, share one frame between all pages, and link them. What visitors type is shown as typed.
"""

import re
from random import randbytes, randrange
from urllib.parse import quote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

UNESCAPED = (
    "What a visitor typed became an element of the page. It could as well be a script. Look for "
    "|safe, Markup(…), HTML put together in app.py, and a template whose name ends otherwise than "
    "in .html."
)
AS_TYPED = "Hand the text on exactly as it came in: {{ }} escapes it, once."
NOT_HANDED = (
    "A gap whose name the template was not handed stays empty. Compare the names in {{ … }} with "
    "those in render_template(…)."
)
ONLY_BLOCKS = "Of a template that extends base.html, only blocks that base.html has are shown."
NO_INCOME = (
    "A gap whose name is not there stays empty, and so does a loop. render_template hands over "
    "incomes, and in each income are description and amount."
)
NO_FILE = "The <link> is there. The file it names is not: stylesheets are in the folder static."
NO_CSS = "What is at this address is no stylesheet. url_for writes the address of one in static."
NO_SHEET = 'The page has no <link rel="stylesheet" href="…"> to a file of this app.'
KEPT_FULL = "DELETE /incomes/0 does not empty the list. The starter's app.py has a view that does."
BY_HAND = "Written by hand, these addresses go wrong when the app is mounted under a path."


def words(page, selector, between=""):
    """Return the text of the elements that the selector finds, with single spaces."""
    return " ".join(" ".join(node.text(separator=between) for node in page.css(selector)).split())


def no_greeting(page, element):
    """Return why an element has not the greeting, where that is certain."""
    text = words(page, element)
    if not text and page.css("nav, link"):
        return f"The page has no words in its <{element}>. {ONLY_BLOCKS}"
    if not text:
        start = words(page, "body", " ")[:50]
        return f"The answer has no <{element}> with words in it. Its text begins: {start!r}"
    if "{" in text:
        return "A gap has two braces on each side: {{ name }}"
    return NOT_HANDED if text == "Hello," else ""


def addresses(page, selector, path):
    """Return the addresses in these elements of the page at path, as paths of this app only."""
    nodes = page.css(selector)
    named = [node.attributes.get(name) for node in nodes for name in ("href", "src", "action")]
    sound = [address for address in named if address and "[" not in address]  # no IPv6, or half one
    whole = [urljoin(f"http://app{path}", address) for address in sound]
    return [urlsplit(address).path for address in whole if address.startswith("http://app/")]


def test_hello_is_a_page(client):
    """GET /hello/<name> answers 200 with a page: its <title> and its <h1> say Hello, <name>

    render_template reads a file from the folder templates, puts values into its gaps, and returns
    the text of the page.

    Make the file templates/hello.html from the example on the page. Its gaps are {{ name }}.

    In app.py, write @app.route("/hello/<name>") above def hello(name): and
    return render_template("hello.html", name=name)
    """
    name = f"ada-{randbytes(3).hex()}"
    reply = client.get(f"/hello/{name}")
    page = LexborHTMLParser(reply.text)
    title, h1 = words(page, "title"), words(page, "h1")

    assert reply.status_code == 200
    assert f"Hello, {name}" in h1, no_greeting(page, "h1")
    assert f"Hello, {name}" in title, no_greeting(page, "title")


def test_names_are_escaped(client):
    """GET /hello/%3Cb%3EAda shows the name <b>Ada as it was typed, and makes nothing bold.

    In HTML, < begins an element. Written as &lt; it is only a character: that is called escaping.
    Jinja escapes whatever stands in {{ }}, in every template whose name ends in .html.

    Hand the name to render_template as it came in. Put no HTML together in app.py.

    In the template, write {{ name }} and not {{ name|safe }}.
    """
    mark = f"x{randbytes(3).hex()}"
    name = f"<b id={mark}>Ada"
    reply = client.get(f"/hello/{quote(name)}")
    page = LexborHTMLParser(reply.text)
    new_elements = sorted({node.tag for node in page.css(f"[id={mark}]")})
    h1 = words(page, "h1")

    assert reply.status_code == 200
    assert new_elements == [], UNESCAPED
    assert f"Hello, {name}" in h1, AS_TYPED


def test_root_is_a_page(client):
    """GET / answers 200 with a page: its <title> and its <h1> say Hello, World!

    It is made like the page of /hello/<name>, from a template of its own.

    Make templates/index.html, and let hello_world() return render_template("index.html").

    It begins with {% extends "base.html" %} and has the blocks title and content. A block that
    base.html does not have, under the very same name, is not shown.
    """
    reply = client.get("/")
    page = LexborHTMLParser(reply.text)
    title, h1 = words(page, "title"), words(page, "h1")

    assert reply.status_code == 200
    assert "Hello, World!" in h1, no_greeting(page, "h1")
    assert "Hello, World!" in title, no_greeting(page, "title")


def test_templates_share_a_base(folder):
    """In templates/, one file is a whole page, with <!doctype html>. The others extend it.

    What all pages have in common stands in base.html, once. Each {% block … %} in it is a gap that
    other templates fill.

    A template that fills gaps begins with {% extends "base.html" %} and holds only blocks.

    Take <!doctype>, <html>, <head> and <body> out of hello.html, and put what is left into
    {% block title %}…{% endblock %} and {% block content %}…{% endblock %}
    """
    templates = folder / "templates"
    files = [file for file in sorted(templates.rglob("*")) if file.is_file()]
    texts = {
        file.relative_to(templates).as_posix(): file.read_text("utf-8", errors="replace")
        for file in files
    }
    extended = sorted(set(re.findall(r"{%\W*extends\s+[\"'](.+?)[\"']", "".join(texts.values()))))
    whole_pages = [name for name, text in texts.items() if "<!doctype" in text.lower()]
    also_whole = [name for name in whole_pages if name not in extended]

    assert extended != [], "No template has {% extends … %} in it."
    assert also_whole == [], f"Let these extend {extended[0]} instead of being whole pages."


def test_pages_have_a_stylesheet(client):
    """GET /hello/<name> links a stylesheet of the app, and GET of its address answers 200.

    A <link> in the <head> says which stylesheet a page wants. Flask itself serves each file of the
    folder static.

    In the <head> of base.html, write <link rel="stylesheet" href="…">

    The address is {{ url_for('static', filename='style.css') }}
    """
    path = f"/hello/ada-{randbytes(3).hex()}"
    reply = client.get(path)
    sheets = addresses(LexborHTMLParser(reply.text), "link[rel~=stylesheet]", path)

    assert reply.status_code == 200
    assert sheets != [], NO_SHEET
    sheet = client.get(sheets[0])
    assert sheet.status_code == 200, NO_FILE
    assert "text/css" in sheet.headers.get("Content-Type", ""), NO_CSS


def test_incomes_are_listed(client):
    """GET /incomes/page answers 200 with a page that shows all incomes, one element for each.

    {% for %} repeats what stands between it and {% endfor %}, once for each item of a list.

    The view hands the list over: return render_template("incomes.html", incomes=incomes)

    In the template: {% for income in incomes %} … {{ income.description }} … {{ income.amount }} …
    {% endfor %}
    """
    new = [(f"gift-{randbytes(3).hex()}", randrange(101, 999)) for _ in range(2)]
    for description, amount in new:
        client.post("/incomes", json={"description": description, "amount": amount})
    reply = client.get("/incomes/page")
    page = LexborHTMLParser(reply.text)
    text = words(page, "body", " ")
    own_texts = [" ".join(node.text(deep=False).split()) for node in page.css("body, body *")]
    in_one_element = [own for own in own_texts if all(item[0] in own for item in new)]

    assert reply.status_code == 200
    for description, amount in new:
        assert description in text, NO_INCOME
        assert str(amount) in text, NO_INCOME
    assert in_one_element == [], "Give each income an element of its own: one <tr>, or one <li>."


def test_incomes_are_escaped(client):
    """GET /incomes/page shows the description <b>gift as it was typed, and makes nothing bold.

    What somebody sent earlier must be escaped too. {{ }} does that in this template as well.

    Write {{ income.description }} and not {{ income.description|safe }}.
    """
    mark = f"x{randbytes(3).hex()}"
    description = f"<b id={mark}>gift"
    client.post("/incomes", json={"description": description, "amount": 5})
    reply = client.get("/incomes/page")
    page = LexborHTMLParser(reply.text)
    new_elements = sorted({node.tag for node in page.css(f"[id={mark}]")})
    text = words(page, "body", " ")

    assert reply.status_code == 200
    assert new_elements == [], UNESCAPED
    assert description in text, AS_TYPED


def test_no_incomes(client):
    """GET /incomes/page says No incomes yet once DELETE /incomes/0 has emptied the list.

    {% if %} shows a part of the page only when something is true. An empty list is not.

    Around the list, write {% if incomes %} … {% else %} … {% endif %}

    After {% else %}, write <p>No incomes yet.</p>
    """
    for _ in range(100):
        if not client.delete("/incomes/0").ok:
            break
    if client.get("/incomes").text.strip() != "[]":
        pytest.skip(KEPT_FULL)
    reply = client.get("/incomes/page")
    text = words(LexborHTMLParser(reply.text), "body", " ")

    assert reply.status_code == 200
    assert "No incomes yet" in text


def test_some_incomes(client):
    """GET /incomes/page does not say No incomes yet when the list has an income.

    {% if %} chooses between two parts of the page. What stands outside of it is always shown.

    The sentence stands between {% else %} and {% endif %}.
    """
    client.post("/incomes", json={"description": "gift", "amount": 5})
    reply = client.get("/incomes/page")
    text = words(LexborHTMLParser(reply.text), "body", " ")

    assert reply.status_code == 200
    assert "No incomes yet" not in text


def test_pages_share_a_nav(client):
    """GET / and /hello/<name> show the same <nav>, whose links to / and /incomes/page work.

    A link is <a href="address">words</a>. A <nav> holds the links that lead through a site. What
    every page shows belongs in the base template.

    In base.html, above the block content, write <nav>…</nav> with one <a href="…"> for each page.

    The first one: <a href="{{ url_for('hello_world') }}">Home</a>. In the quotes stands the name of
    the view's function.
    """
    home = addresses(LexborHTMLParser(client.get("/").text), "nav a", "/")
    path = f"/hello/ada-{randbytes(3).hex()}"
    reply = client.get(path)
    nav = addresses(LexborHTMLParser(reply.text), "nav a", path)

    assert reply.status_code == 200
    assert nav != [], "The page has no <nav> with links in it."
    not_filled = [link for link in nav if "url_for" in link]
    assert not_filled == [], "url_for is asked only between two braces: {{ url_for('…') }}"
    assert "/" in nav
    assert "/incomes/page" in nav
    assert nav == home, "GET / shows another <nav>. Write it once, in the base template."
    for link in nav:
        assert client.get(link).status_code == 200


def test_links_move_with_the_app(client):
    """Mounted under /lab, all links and stylesheets of the pages have addresses in /lab/.

    A template can ask url_for for an address, as app.py does.

    A page is {{ url_for('hello_world') }}, with the name of the view's function. A file is
    {{ url_for('static', filename='style.css') }}
    """
    for path in ("/", "/hello/ada", "/incomes/page"):
        reply = client.get(path, prefix="/lab")
        links = addresses(LexborHTMLParser(reply.text), "[href], [src], [action]", f"/lab{path}")
        not_in_lab = [link for link in links if not link.startswith("/lab/")]

        assert reply.status_code == 200
        assert links != [], "This page has no link and no stylesheet."
        assert not_in_lab == [], BY_HAND


@pytest.mark.bonus
def test_hello_without_a_name(client):
    """GET /hello/ answers 200 with a page whose <h1> says Hello, World!

    A view may have two routes. When the route has no <name>, the function's own value is used.

    Write @app.route("/hello/") above @app.route("/hello/<name>"), and def hello(name="World!"):
    """
    reply = client.get("/hello/")
    page = LexborHTMLParser(reply.text)
    h1 = words(page, "h1")

    assert reply.status_code == 200
    assert "Hello, World!" in h1, no_greeting(page, "h1")


@pytest.mark.bonus
@pytest.mark.parametrize("start", ["/guest", "/files"])
def test_plain_text_is_escaped(client, start):
    """GET /guest/%3Cb%3Ebob and GET /files/%3Cb%3Ebob show <b>bob as it was typed.

    Nobody escapes what you put into f"…", and a browser reads the answer as HTML all the same.

    Import escape from markupsafe. In hello_guest, return f"Hello {escape(guest)} as Guest"
    """
    mark = f"x{randbytes(3).hex()}"
    name = f"<b id={mark}>bob"
    reply = client.get(f"{start}/{quote(name)}")
    page = LexborHTMLParser(reply.text)
    new_elements = sorted({node.tag for node in page.css(f"[id={mark}]")})
    text = words(page, "body", " ")

    assert reply.status_code == 200
    assert new_elements == [], "What a visitor typed became an element of the page."
    assert name in text
