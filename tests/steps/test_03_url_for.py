"""Build addresses with url_for.

You can now send a visitor on to another address, and let Flask write that address from the name of
the view, so that it stays right when routes change or the app moves.
"""

from random import randbytes
from urllib.parse import urlsplit, urlunsplit

import pytest

from workbook.result import Waiting

BY_HAND = "the address is written by hand: it goes wrong when the app is mounted under a path"
NO_ADDRESS = "This is a function's name. url_for makes an address of it."


def where_to(reply):
    """Return the address of a redirect, without the server's name where it has one."""
    return urlunsplit(("", "", *urlsplit(reply.headers.get("Location", ""))[2:]))


def no_redirect(reply):
    """Return why an answer does not lead on with 302, where that is certain."""
    if reply.status_code == 200 and reply.text.startswith("/"):
        return "This is the address alone. redirect(…) around it makes an answer that leads there."
    if reply.status_code == 200:
        return "This answer is a page of its own. The one that redirect(…) makes leads to another."
    return "redirect(…) answers 302, when it is given no other status." if reply.is_redirect else ""


def test_admin_page(client):
    """GET /admin answers 200 with the text Hello Admin

    It is a view like about in the last step.

    Write @app.route("/admin") above def hello_admin(): and return "Hello Admin".
    """
    reply = client.get("/admin")

    assert reply.status_code == 200
    assert "Hello Admin" in reply.text


def test_guest_page(client):
    """GET /guest/<guest> answers 200 and greets the guest: /guest/bob says Hello bob as Guest

    It is a view with a variable, like hello in the last step.

    Write @app.route("/guest/<guest>") above def hello_guest(guest): and
    return f"Hello {guest} as Guest"
    """
    name = f"bob-{randbytes(3).hex()}"
    reply = client.get(f"/guest/{name}")

    assert reply.status_code == 200
    assert f"Hello {name} as Guest" in reply.text


def test_admin_is_sent_to_the_admin_page(client):
    """GET /user/admin answers 302 with the address /admin in its Location header.

    redirect() takes an address and makes such an answer. Which function gives you the address of a
    view?

    In hello_user, when name is "admin": return redirect(url_for("…")), with the name of the view's
    function in the quotes.
    """
    reply = client.get("/user/admin", allow_redirects=False)
    leads_to = where_to(reply)

    assert reply.status_code == 302, no_redirect(reply)
    assert leads_to == "/admin", NO_ADDRESS if leads_to == "hello_admin" else ""


def test_others_are_sent_to_their_guest_page(client):
    """GET /user/<name> answers 302 with the address /guest/<name> for everybody else.

    url_for takes the values of a route's variables as keyword arguments.

    The route is /guest/<guest>, so the keyword is guest: url_for("hello_guest", guest=name)
    """
    name = f"bob-{randbytes(3).hex()}"
    reply = client.get(f"/user/{name}", allow_redirects=False)
    leads_to = where_to(reply)

    assert reply.status_code == 302, no_redirect(reply)
    assert leads_to == f"/guest/{name}"


def test_names_are_quoted(client):
    """GET /user/who%3F leads to /guest/who%3F: a ? in a name stays quoted.

    In an address a question mark begins the query, so a name that has one must be quoted (%3F).
    url_for does that for you.

    Give the name to url_for as it is, guest=name, and put no address together yourself.
    """
    reply = client.get("/user/who%3F", allow_redirects=False)
    leads_to = where_to(reply)

    assert leads_to == "/guest/who%3F", "the ? is not quoted any more, so the name ends before it"


def test_admin_redirect_moves_with_the_app(client):
    """Mounted under /lab, GET /lab/user/admin leads to /lab/admin.

    An app is often one of several on a server, and then all its addresses begin with a path of its
    own. Flask knows that path. Your code should not.

    Write url_for("hello_admin") where "/admin" stands.
    """
    reply = client.get("/user/admin", prefix="/lab", allow_redirects=False)
    leads_to = where_to(reply)

    assert leads_to == "/lab/admin", BY_HAND


def test_guest_redirect_moves_with_the_app(client):
    """Mounted under /lab, GET /lab/user/bob leads to /lab/guest/bob.

    An app is often one of several on a server, and then all its addresses begin with a path of its
    own. Flask knows that path. Your code should not.

    Write url_for("hello_guest", guest=name) where the address is put together.
    """
    reply = client.get("/user/bob", prefix="/lab", allow_redirects=False)
    leads_to = where_to(reply)

    assert leads_to == "/lab/guest/bob", BY_HAND


@pytest.mark.bonus
def test_query_is_kept(client):
    """GET /user/admin?lang=fr leads to /admin?lang=fr.

    What url_for is given beyond the route's variables becomes the query of the URL. What a visitor
    sent in the query is in request.args.

    Import request from flask, and write url_for("hello_admin", lang=request.args.get("lang")). A
    value that is None is left out.
    """
    language, reply = user_admin(client)
    leads_to = where_to(reply)

    assert leads_to == f"/admin?lang={language}"


@pytest.mark.bonus
def test_query_steers_nothing(client):
    """GET /user/admin?lang=fr&_method=POST leads to /admin too, and so does &endpoint=x: only lang
    is handed on.

    url_for has arguments of its own: endpoint, _method, _anchor, _external. With **request.args,
    whoever writes the query sets them, and the response is a 500.

    Hand on the one value that you know by name: lang=request.args.get("lang")
    """
    language, reply = user_admin(client)
    if where_to(reply) != f"/admin?lang={language}":
        raise Waiting  # the check above tells
    for more in ("&_method=POST", "&endpoint=x", "&_anchor=top"):
        _, reply = user_admin(client, more)
        leads_to = where_to(reply).partition("?")[0]

        assert reply.status_code == 302
        assert leads_to == "/admin"


def user_admin(client, more=""):
    """GET /user/admin with a language in its query; return the language, and the response."""
    language = f"fr-{randbytes(2).hex()}"
    url = f"/user/admin?lang={language}{more}"
    return language, client.get(url, allow_redirects=False)
