"""What the app answers as it ships: over both stores, on every address."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.app.server import EXAMPLES, SOLUTION, serving

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@pytest.fixture(scope="module")
def server(folder, new_database):
    with serving(folder, new_database()) as server:
        yield server


def test_predict_list_and_correct(server):
    began = datetime.now(UTC) - timedelta(seconds=1)
    made = [server.predict(example) for example in EXAMPLES]
    ids = [reply.json()["id"] for reply in made]
    kinds = [reply.json()["prediction"] for reply in made]
    rows = server.get("/past_predictions").json()

    assert [reply.status_code for reply in made] == [200] * 3
    assert kinds == ["setosa", "versicolor", "virginica"]
    assert [list(row) for row in rows] == [["id", "inputs", "prediction", "made"]] * 3
    assert [row["id"] for row in rows] == ids == sorted(ids)
    assert [row["inputs"] for row in rows] == EXAMPLES
    assert [row["prediction"] for row in rows] == kinds
    assert all(began < datetime.fromisoformat(row["made"]) <= datetime.now(UTC) for row in rows)

    corrected = server.put(f"/past_predictions/{ids[0]}", json={"prediction": "virginica"})
    assert (corrected.status_code, corrected.json()) == (200, rows[0] | {"prediction": "virginica"})
    corrected = server.put("/past_predictions/last", json={"prediction": "setosa"})
    assert (corrected.status_code, corrected.json()) == (200, rows[2] | {"prediction": "setosa"})
    changed = server.get("/past_predictions").json()
    assert [row["prediction"] for row in changed] == ["virginica", "versicolor", "setosa"]


def test_limit_and_after(server):
    ids = [server.predict().json()["id"] for _ in range(5)]

    def listed(query: str) -> list[int]:
        return [row["id"] for row in server.get(f"/past_predictions?{query}").json()]

    assert listed("limit=2") == ids[-2:]
    assert listed(f"after={ids[1]}") == ids[2:]
    assert listed(f"after={ids[0]}&limit=2") == ids[1:3]
    assert listed(f"after={2**63 - 1}") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=", "limit"),
        (f"limit={'9' * 40}", "limit"),
        (f"limit={'9' * 3900}", "limit"),
        ("after=-1", "after"),
        (f"after={2**63}", "after"),
        ("after=1.5", "after"),
        ("before=1", "before"),
    ],
)
def test_a_query_that_makes_no_sense(server, query, field):
    reply = server.get(f"/past_predictions?{query}")

    assert reply.status_code == 400
    assert reply.json()["error"].startswith(f"{field}: ")


def test_health(server):
    reply = server.get("/health")

    assert (reply.status_code, reply.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/static/predict.js", 200),
        ("GET", "/static/style.css", 200),
        ("GET", "/static/icon.svg", 200),
        ("GET", "/past_predictions", 200),
        ("OPTIONS", "/predict", 200),
        ("POST", "/predict", 415),
        ("GET", "/predict", 405),
        ("GET", "/predict/", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/console", 404),
        ("GET", "/?__debugger__=yes&cmd=resource&f=style.css", 200),
    ],
)
def test_every_answer_has_the_security_headers(server, method, path, status):
    reply = server.request(method, path)

    assert reply.status_code == status
    assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
    assert "Set-Cookie" not in reply.headers
    assert "Werkzeug" not in reply.headers["Server"]
    if status >= 400:
        assert list(reply.json()) == ["error"]


def test_the_page_asks_for_nothing_that_its_policy_forbids(server):
    page = server.get("/").text

    assert re.findall(r"(?:src|href|action)=\"(?!/)", page) == []
    assert re.findall(r"<script>|<style|style=|\son\w+=", page) == []


def test_nothing_secret_is_in_the_files():
    files = [file for file in SOLUTION.rglob("*") if file.suffix in {".py", ".yaml", ".conf", ""}]
    words = re.compile(r"(?i)(secret|password|token|api_?key)\s*[:=]\s*(?!\.\.\.)(\S+)")
    found = [
        (file.name, *hit)
        for file in files
        if file.is_file()
        for hit in words.findall(file.read_text())
    ]

    assert [hit for hit in found if not hit[2].startswith("${")] == []
    assert "debug" not in (SOLUTION / "app.py").read_text()
