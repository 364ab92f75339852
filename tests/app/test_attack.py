"""Whatever somebody sends is answered soon, with JSON, by a server that lives on."""

import json
import socket
from contextlib import ExitStack
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.server import EXAMPLES, SECONDS, Server, serving

FIELDS = tuple(EXAMPLES[0])
KINDS = ("setosa", "versicolor", "virginica")
JSON = "application/json"
TEN_MEBIBYTES = 10 << 20
MINE = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
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
fields = st.sampled_from(FIELDS)
flowers = st.fixed_dictionaries(dict.fromkeys(FIELDS, sizes))
twisted_flowers = st.builds(
    lambda flower, more, less: {k: v for k, v in (flower | more).items() if k not in less},
    flowers,
    st.dictionaries(fields | st.text(), values, max_size=3),
    st.sets(fields, max_size=2),
)
corrections = st.fixed_dictionaries({"prediction": st.sampled_from(KINDS)})
twisted_corrections = st.dictionaries(st.just("prediction") | st.text(), values, max_size=2)
broken = st.binary(max_size=200) | st.sampled_from(
    [
        b"",
        b"[" * 15_000,
        b'{"a":' * 3_000,
        b"NaN",
        b"1e999",
        b"[1,]",
        b"\xff\xfe{\x00}\x00",
        b'"\\ud800"',
        b'{"prediction": "setosa", "prediction": "rose"}',
    ]
)
RIGHT = (JSON, f"{JSON}; charset=utf-8", "Application/JSON", "application/vnd.api+json")
WRONG = ("", ";", "text/plain", "multipart/form-data", "application/json/x", "text/json")
types = st.sampled_from((*RIGHT * 4, *WRONG))
names = (
    st.sampled_from(["last", "1", "2", "0", "-1", "1.0", "1e3", "٣", "Last", "1/2", "..", " 1"])
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
        isinstance(value, dict)
        and set(value) == set(FIELDS)
        and all(map(is_number, value.values()))
    )


def is_correction(value: object) -> bool:
    return (
        isinstance(value, dict) and list(value) == ["prediction"] and value["prediction"] in KINDS
    )


@settings(MINE, max_examples=1200)
@given(body=bodies(flowers, twisted_flowers, twisted_flowers), kind=types)
def test_predict(server, body, kind):
    status, answer = send(server, "POST", "/predict", body, kind)

    value = read(body)
    if status == 415:
        assert kind in WRONG
    else:
        assert (status == 200) == is_flower(value)
    if status == 200:
        assert answer["prediction"] in KINDS
        assert server.get("/past_predictions?limit=1").json()[0]["inputs"] == value
    elif status == 400 and isinstance(value, dict):
        assert answer["error"].split(":")[0] in {*FIELDS, *value, "Invalid JSON"}


@settings(MINE, max_examples=1200)
@given(name=names, body=bodies(corrections, corrections, twisted_corrections), kind=types)
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


@settings(MINE, max_examples=300)
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


def pieces(size: int):
    """Return a body of that size that is sent in chunks, its length unsaid."""
    return iter([b" " * 4096] * (size // 4096))


@pytest.mark.parametrize("path", ["/predict", "/past_predictions/1", "/past_predictions/last"])
@pytest.mark.parametrize("body", [lambda: b" " * TEN_MEBIBYTES, lambda: pieces(TEN_MEBIBYTES)])
def test_ten_mebibytes_are_refused(server, path, body):
    status, _ = send(server, "POST" if path == "/predict" else "PUT", path, body(), JSON)
    assert status == 413


def test_a_body_in_chunks_is_as_good(server):
    body = iter([b'{"prediction": ', b'"virginica"}'])
    status, answer = send(server, "PUT", "/past_predictions/2", body, JSON)
    assert (status, answer["prediction"]) == (200, "virginica")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "PROPFIND"])
def test_other_methods(server, method):
    reply = server.request(method, "/predict")
    assert reply.status_code == 405
    assert set(reply.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
    assert reply.json()["error"]


REQUEST = b"POST /predict HTTP/1.1\r\nHost: app\r\nContent-Type: application/json\r\n"
CHUNKED = REQUEST + b"Transfer-Encoding: chunked\r\n\r\n"
HALF = REQUEST + b'Content-Length: 100\r\n\r\n{"sepal_length"'


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.address)
    return socket.create_connection((address.hostname, address.port), SECONDS)


def answer_to(server: Server, raw: bytes) -> bytes:
    """Send these bytes and no more; return all that comes back."""
    with connect(server) as connection, connection.makefile("rb") as answer:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        return answer.read()


@pytest.mark.parametrize(
    "raw",
    [
        HALF,
        CHUNKED + b"5\r\nabcde\r\n",
        CHUNKED + b"ZZ\r\nabcde\r\n0\r\n\r\n",
        CHUNKED + b"5\r\nabcdefgh\r\n0\r\n\r\n",
        CHUNKED + b"-5\r\nabcde\r\n0\r\n\r\n",
    ],
)
def test_a_broken_body(server, raw):
    answer = answer_to(server, raw)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"\r\nContent-Type: application/json\r\n" in answer


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /predict\r\n\r\n",
        b"GET /predict HTTP/9.9\r\nHost: app\r\n\r\n",
        b"PUT /past_predictions/" + b"9" * 5000 + b" HTTP/1.1\r\nHost: app\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: app\r\nX: " + b"x" * 10_000 + b"\r\n\r\n",
        REQUEST + b"Content-Length: -1\r\n\r\n",
        REQUEST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        REQUEST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    ],
)
def test_what_is_not_http_never_reaches_the_app(server, raw):
    """The server refuses it, in its own words and with a 4xx."""
    answer = answer_to(server, raw)
    assert answer.startswith(b"HTTP/1.1 4")
    assert b"Traceback" not in answer


def test_clients_that_hang_up(server):
    for _ in range(20):
        with connect(server) as connection:
            connection.sendall(HALF)
        with connect(server) as connection:
            connection.sendall(REQUEST)
    assert server.predict().status_code == 200


def test_clients_that_fall_silent_hold_the_others_up_for_some_seconds_only(server):
    with ExitStack() as opened:
        for _ in range(4):  # as many as there are threads
            connection = opened.enter_context(connect(server))
            connection.sendall(HALF)
        assert server.predict().status_code == 200
        assert b" 400 " in connection.recv(100)
