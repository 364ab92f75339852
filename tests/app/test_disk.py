"""A disk that is full, or cannot be written to: 503 with JSON, and the app lives on.

The server gets a small file system of its own, which Linux makes in a user namespace without root.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOM = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")
MOUNT = 'mount -t tmpfs -o "$1" none "$0" && shift && exec "$@"'


def why_not() -> str:
    """Return why this machine cannot make a file system, or nothing."""
    if not shutil.which("unshare"):
        return "NOT CHECKED: unshare is not installed (Linux has it)"
    trial = subprocess.run(
        [*ROOM, MOUNT, "/mnt", "size=64k", "true"], capture_output=True, text=True, check=False
    )
    return trial.stderr and f"NOT CHECKED: no file system can be made here: {trial.stderr}"


WHY_NOT = why_not()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


@pytest.fixture
def serve_on(serve, tmp_path):
    """Serve the app with its database on a file system that is mounted with these options."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def start(options: str):
        inside = [*ROOM, MOUNT, str(disk), options]
        return serve(f"sqlite:///{disk}/predictions.db", inside=inside)

    return start


def seen_by(server, tmp_path) -> Path:
    """Return the disk as the server sees it; to us its folder is empty."""
    return Path(f"/proc/{server.process.pid}/root{tmp_path}/disk")


def assert_refused(reply) -> None:
    assert reply.status_code == 503
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json() == {
        "error": "Past predictions cannot be read or kept now. Try again later."
    }


def test_a_full_disk(serve_on, tmp_path):
    with serve_on("size=512k") as server:
        first = server.predict()
        assert first.status_code == 200
        ballast = seen_by(server, tmp_path) / "ballast"
        with pytest.raises(OSError, match="No space left"), ballast.open("wb", 0) as file:
            while file.write(bytes(1024)):
                pass

        refused = [server.predict() for _ in range(50)][-1]
        assert_refused(refused)
        assert server.get("/").status_code == 200
        kept = server.get("/past_predictions")
        assert kept.status_code == 200

        ballast.unlink()
        again = server.predict()
        assert again.status_code == 200
        assert again.json()["id"] > kept.json()[-1]["id"]
        assert first.json()["id"] == server.rows()[0]["id"]
        assert "Traceback" not in server.printed


def test_a_disk_that_cannot_be_written_to(serve_on):
    with serve_on("ro") as server:
        assert_refused(server.predict())
        assert_refused(server.put("/past_predictions/1", json={"prediction": "setosa"}))
        assert_refused(server.get("/past_predictions"))
        assert_refused(server.get("/health"))
        assert server.get("/").status_code == 200
        assert "Traceback" not in server.printed


def test_a_disk_that_is_not_there(serve, tmp_path):
    with serve(f"sqlite:///{tmp_path}/nowhere/predictions.db") as server:
        assert_refused(server.predict())
        (tmp_path / "nowhere").mkdir()
        assert server.predict().status_code == 200
