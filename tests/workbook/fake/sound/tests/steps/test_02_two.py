"""Show a page.

You can now show a page.
"""

import pytest

pytest_plugins = ["workbook.docker.fixtures"]


def test_page(client):
    """GET /page shows the page.

    First hint.

    Second hint.
    """
    assert "Page" in client.get("/page").text


def test_moves(client):
    """Mounted under /lab, GET /lab/old leads to /lab/page.

    First hint.

    Second hint.
    """
    reply = client.get("/old", prefix="/lab", allow_redirects=False)

    assert reply.headers.get("Location") == "/lab/page"


@pytest.mark.bonus
def test_in_a_container(container):
    """A container is built.

    First hint.

    Second hint.
    """
    assert container.address
