"""Do the second thing.

You can now do the second thing.
"""


def test_moves(client):
    """Mounted under /lab, GET /lab/old leads to /lab/new.

    First hint.

    Second hint.
    """
    reply = client.get("/old", prefix="/lab", allow_redirects=False)

    assert reply.headers.get("Location") == "/lab/new", "the address is written by hand"


def test_files(folder):
    """notes.txt stands in the folder.

    First hint.

    Second hint.
    """
    assert (folder / "notes.txt").exists(), "there is no notes.txt"


def test_bug_of_ours(client):
    """This check is broken.

    First hint.

    Second hint.
    """
    client.get("/old", allow_redirects=False).headers["No-Such-Header"]
