"""Say a word.

You can now say a word.
"""

from random import randrange

import pytest


def test_root(client):
    """GET / says Hello.

    First hint.

    Second hint.
    """
    assert client.get("/").text == "Hello"


@pytest.mark.bonus
def test_double(client):
    """GET /double/<number> says twice the number.

    First hint.

    Second hint.
    """
    number = randrange(10, 1000)

    assert client.get(f"/double/{number}").text == str(2 * number)
