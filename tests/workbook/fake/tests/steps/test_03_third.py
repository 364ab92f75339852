"""Do the third thing.

You can now do the third thing.
"""


def greeted(reply):
    assert reply.text == "Salut", "not greeted"


def test_text(client):
    """POST /items with a text answers 415.

    First hint.

    Second hint.
    """
    assert (
        client.post("/items", data="tea", headers={"Content-Type": "text/plain"}).status_code == 400
    )


def test_keeps(client):
    """POST /items, and then GET /salut says Salut.

    First hint.

    Second hint.
    """
    client.post("/items", json={"n": 1})

    greeted(client.get("/salut"))


def test_reason(client):
    """GET /reason answers 404, and JSON that says why.

    First hint.

    Second hint.
    """
    reply = client.get("/reason")

    assert reply.status_code == 404
    assert "application/json" in reply.headers.get("Content-Type", ""), "a program reads this"
    assert reply.json() == {"error": "no tea"}


def test_error(client):
    """GET /no-such-page answers 404, as JSON.

    First hint.

    Second hint.
    """
    reply = client.get("/no-such-page")

    assert reply.status_code == 404
    assert "application/json" in reply.headers.get("Content-Type", "")
