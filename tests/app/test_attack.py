"""Whatever somebody sends is answered soon, with JSON, by a server that lives on."""

import json
import math
import socket
import time
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.server import EXAMPLES, Server, serving

FIELDS = tuple(EXAMPLES[0])
KINDS = ("setosa", "versicolor", "virginica")
JSON = "application/json"
MINE = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**400)
    | st.floats()
    | st.text()
    | st.sampled_from(["5.1", "0x10", "1e3", "\0", "\ud800", "<script>alert(1)</script>", *KINDS]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
sizes = st.floats(min_value=0, max_value=40) | st.integers(min_value=0, max_value=40)
flowers = st.fixed_dictionaries({field: sizes for field in FIELDS})
nearly = st.tuples(
    flowers, st.dictionaries(st.sampled_from(FIELDS) | st.text(), values), st.sets(st.sampled_from(FIELDS))
).map(lambda parts: {k: v for k, v in (parts[0] | parts[1]).items() if k not in parts[2]})
corrections = st.sampled_from(KINDS).map(lambda kind: {"prediction": kind})
twisted = st.dictionaries(st.just("prediction") | st.text(), values, max_size=2)
broken = st.binary(max_size=200) | st.sampled_from(
    [b"", b"[" * 15_000, b'{"a":' * 3_000, b"NaN", b"1e999", b"[1,]", b"\xff\xfe{\x00}\x00", b'"\\ud800"']
)
types = st.sampled_from(
    [JSON, f"{JSON}; charset=utf-8", "application/vnd.api+json", "Application/JSON"] * 4
    + ["text/plain", "multipart/form-data", "application/json/x", "", ";", "application/x-www-form-urlencoded"]
)
names = (
    st.sampled_from(["last", "1", "2", "0", "-1", "1.0", "1e3", "٣", "Last", "1/2", "..", " 1", "%31"])
    | st.integers().map(str)
    | st.integers(min_value=2**62, max_value=10**80).map(str)
    | st.text(max_size=40)
)


def bodies(*kinds):
    """Return texts of such JSON, and some that are none."""
    return st.one_of(*kinds, values).map(lambda value: json.dumps(value).encode()) | broken


@pytest.fixture(scope="module")
def server(folder, tmp_path_factory):
    """A server with two predictions, which is the same at the end as at the beginning."""
    file = tmp_path_factory.mktemp("attack") / "predictions.db"
    with serving(folder, f"sqlite:///{file}") as server:
        for _ in range(2):
            assert server.predict().json()["prediction"] == "setosa"
        yield server
        assert server.predict().json()["prediction"] == "setosa"
        assert server.printed.count("Booting worker") == 2
        assert "Traceback" not in server.printed
        assert server.stop() == 0


def send(server: Server, method: str, path: str, body: bytes, kind: str):
    """Send it; return status and answer, which is JSON in any case, with a reason if it is no."""
    reply = server.request(method, path, data=body, headers={"Content-Type": kind})
    assert reply.headers["Content-Type"] == JSON
    answer = reply.json()
    if reply.status_code != 200:
        assert reply.status_code in (400, 404, 405, 413, 415)
        assert list(answer) == ["error"]
        assert answer["error"]
    return reply.status_code, answer


def read(body: bytes) -> object:
    """Return what the body says, by another reader than the app's."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 30


def is_flower(value: object) -> bool:
    return (
        isinstance(value, dict) and set(value) == set(FIELDS) and all(map(is_number, value.values()))
    )


def is_correction(value: object) -> bool:
    return (
        isinstance(value, dict) and list(value) == ["prediction"] and value["prediction"] in KINDS
    )


@MINE
@settings(max_examples=1200)
@given(body=bodies(flowers, nearly, nearly), kind=types)
def test_predict(server, body, kind):
    status, answer = send(server, "POST", "/predict", body, kind)

    value = read(body)
    if status == 415:
        assert "json" not in kind.lower() or "json/x" in kind
    else:
        assert (status == 200) == is_flower(value)
    if status == 200:
        assert answer["prediction"] in KINDS
        assert server.get("/past_predictions?limit=1").json()[0]["inputs"] == value
    elif status == 400 and isinstance(value, dict):
        assert answer["error"].split(":")[0] in {*FIELDS, *value, "Invalid JSON"}


@MINE
@settings(max_examples=1200)
@given(name=names, body=bodies(corrections, corrections, twisted), kind=types)
def test_correct(server, name, body, kind):
    path = f"/past_predictions/{quote(name.encode(errors='replace'), safe='')}"
    status, answer = send(server, "PUT", path, body, kind)

    if status == 200:
        assert is_correction(json.loads(body))
        assert name == "last" or answer["id"] == int(name)
        assert answer["prediction"] == json.loads(body)["prediction"]
        assert answer in server.rows()
    elif name in ("last", "1", "2"):
        assert status == 415 or not is_correction(read(body))


@MINE
@settings(max_examples=300)
@given(
    limit=st.none() | names,
    after=st.none() | names,
    more=st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=2),
)
def test_list(server, limit, after, more):
    wanted = more | {key: value for key, value in (("limit", limit), ("after", after)) if value}
    query = "&".join(
        f"{quote(key.encode(errors='replace'))}={quote(text.encode(errors='replace'))}"
        for key, text in wanted.items()
    )
    status, answer = send(server, "GET", f"/past_predictions?{query}", b"", "")
    assert isinstance(answer, list) == (status == 200)
    assert status in (200, 400)


@pytest.mark.parametrize("path", ["/predict", "/past_predictions/1", "/past_predictions/last"])
@pytest.mark.parametrize("body", [b" " * (10 << 20), iter([b" " * 4096] * 2560)], ids=["", "chunked"])
def test_ten_mebibytes_are_refused(server, path, body):
    method = "POST" if path == "/predict" else "PUT"
    with pytest.raises(ConnectionError) if False else nothing():
        status, _ = send(server, method, path, body, JSON)
    assert status == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "PROPFIND"])
def test_other_methods(server, method):
    reply = server.request(method, "/predict")
    assert reply.status_code == 405
    assert reply.headers["Allow"] == "POST, OPTIONS"
    assert reply.json()["error"]
