"""Do the first thing.

You can now do the first thing.
"""

import pytest


def test_root(client):
    """GET / says Hello.

    First hint.

    Second hint.
    """
    reply = client.get("/")

    assert reply.status_code == 200
    assert "Hello" in reply.text


def test_name(client):
    """GET /hello/ada says Hello ada.

    First hint.

    Second hint.
    """
    assert "Hello ada" in client.get("/hello/ada").text


def test_items(client):
    """POST /items answers 201 with JSON that repeats the item.

    First hint.

    Second hint.
    """
    reply = client.post("/items", json={"n": 1})

    assert reply.status_code == 201
    assert reply.json() == {"n": 1}


@pytest.mark.run("-c", "import app")
def test_import(script):
    """import app starts no server.

    First hint.

    Second hint.
    """
    assert not script.is_up(), "the import never ended"


@pytest.mark.bonus
@pytest.mark.run("app.py", GREETING="Salut")
def test_script(script):
    """GREETING=Salut python app.py serves GET /salut.

    First hint.

    Second hint.
    """
    assert script.get("/salut").text == "Salut"
