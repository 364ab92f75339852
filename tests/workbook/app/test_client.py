"""A check's session with one app: what was sent is kept as a student can repeat it."""

import time

import pytest

from workbook.app import client as module
from workbook.app import transport
from workbook.app.client import Client
from workbook.app.facts import Facts
from workbook.app.transport import NoAnswer
from workbook.errors import NotChecked, Reason
from workbook.result import Place

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
HEAD = b"HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
APP = """\
from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/here")
def here():
    return url_for("there")


@app.route("/there")
def there():
    return redirect(url_for("here"))


@app.route("/away")
def away():
    return redirect("http://127.0.0.2:1/")


@app.route("/echo", methods=["POST"])
def echo():
    return request.get_json()


@app.route("/waits")
def waits():
    while True:
        pass
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory, launcher):
    from workbook.app.target import Target

    folder = tmp_path_factory.mktemp("app")
    (folder / "app.py").write_text(APP)
    with Target(folder, set(), None, 60, launcher=launcher) as target:
        yield target


@pytest.fixture
def client(started):
    with started.client() as client:
        yield client


def test_an_exchange_says_what_was_sent_and_what_came(client):
    client.get("/here", headers={"X-Who": "ada"})
    client.post("/echo", json={"n": 1})
    client.post("/echo", data=b"\xfft")

    first, second, third = client.exchanges
    assert (first.method, first.path, first.body, first.prefix) == ("GET", "/here", "", "")
    assert first.headers == {"X-Who": "ada"}
    assert first.reply
    assert first.reply.text == "/there"
    assert first.why_none == ""
    assert (second.method, second.body) == ("POST", '{"n": 1}')
    assert second.headers == {"Content-Type": "application/json"}
    assert third.body == "\ufffdt"
    assert first.at <= second.at <= third.at


def test_who_answered_is_known_once_the_next_request_begins(client):
    client.get("/here")
    assert client.exchanges[0].view is None
    client.get("/no-such-page")

    assert client.exchanges[0].view == Place("app.py", 6, "here", '@app.route("/here")')
    assert client.facts().endpoint == ""


def test_a_prefix_is_where_the_app_is_mounted(client):
    assert client.get("/here", prefix="/lab").text == "/lab/there"
    assert client.exchanges[0].headers == {}
    assert client.exchanges[0].prefix == "/lab"
    assert client.get("/here", prefix="/lab", headers={"A": "b"}).text == "/lab/there"


def test_redirects_are_followed_within_the_app_alone(client):
    assert client.get("/there").text == "/there"
    assert client.get("/away").status_code == 302
    assert client.get("/there", allow_redirects=False).status_code == 302


def test_the_line_that_runs_now_can_be_asked_for(client):
    with pytest.raises(NoAnswer) as caught:
        client.get("/waits", timeout=0.2)
    client.ask_where()

    stuck = client.facts().stuck_at
    assert caught.value.why == "closed"
    assert stuck
    assert (stuck.file, stuck.function) == ("app.py", "waits")


def test_a_path_has_no_address(client):
    with pytest.raises(ValueError, match="a path begins with '/': 'http://127"):
        client.get("http://127.0.0.1/")
    assert client.exchanges == []


def test_a_client_knows_its_address_and_the_one_to_show(started):
    with Client("http://127.0.0.1:1/") as client:
        assert client.address == client.shown == "http://127.0.0.1:1"
        assert (client.process, client.ran, client.last_error()) == (None, "", [])
    with Client("http://a:1", shown="http://b:2", ran="python x.py") as client:
        assert (client.address, client.shown, client.ran) == (
            "http://a:1",
            "http://b:2",
            "python x.py",
        )


def test_no_proxy_and_no_password_file_of_the_machine_are_used(answers, monkeypatch, tmp_path):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with answers(OK) as (address, asked), Client(address) as client:
        assert client.get("/").text == "hello"
    assert "Authorization" not in asked[0]


def test_a_server_elsewhere_tells_nothing_and_cannot_be_told_of_a_prefix(answers):
    with answers(OK) as (address, asked), Client(address) as client:
        with pytest.raises(NotChecked) as caught:
            client.get("/", prefix="/lab")
        assert asked == []
        client.ask_where()
        assert client.facts() == Facts()
    assert caught.value.reason is Reason.NO_PREFIX


@pytest.mark.parametrize(
    ("said", "why"), [(b"", "closed"), (b"SSH-2.0\r\n", "garbled"), (OK[:-1], "closed")]
)
def test_no_whole_answer_is_told_by_why(answers, said, why):
    with answers(said) as (address, _), Client(address) as client:
        with pytest.raises(NoAnswer) as caught:
            client.get("/")
        assert not client.is_up()
    assert caught.value.why == why
    assert client.exchanges[0].why_none == why
    assert client.exchanges[0].reply is None


def test_an_answer_that_is_too_large_is_told(answers, monkeypatch):
    monkeypatch.setattr(transport, "CAP", 3)
    with (
        answers(OK) as (address, _),
        Client(address) as client,
        pytest.raises(NoAnswer) as caught,
    ):
        client.get("/")
    assert caught.value.why == client.exchanges[0].why_none == "too big"


def test_an_answer_that_drips_is_cut_at_the_deadline(answers, monkeypatch):
    """Each byte comes in time, and the whole never does."""
    monkeypatch.setattr(module, "SECONDS", 0.3)

    def drip(connection):
        connection.settimeout(0.05)
        while True:
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                connection.sendall(b"x")

    began = time.monotonic()
    with (
        answers(b"HTTP/1.1 200 OK\r\n\r\n", then=drip) as (address, _),
        Client(address) as client,
        pytest.raises(NoAnswer) as caught,
    ):
        client.get("/")
    assert caught.value.why == "timeout"
    assert time.monotonic() - began < 9


def test_what_answers_at_all_is_up(answers):
    with answers(HEAD % (b"500 NO", b"/")) as (address, _), Client(address) as client:
        assert client.is_up()


def test_nobody_there_is_not_up():
    with Client("http://127.0.0.1:9") as client:
        assert not client.is_up()
    assert client.exchanges[0].why_none == "closed"


@pytest.mark.parametrize(
    "begun", [b"HTTP/1.1 200 OK\r\n\r\nhalf", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"]
)
def test_an_answer_that_does_not_end_is_cut_at_the_deadline(answers, monkeypatch, begun):
    """A body without a length ends like a whole one when it is cut."""
    monkeypatch.setattr(module, "SECONDS", 0.2)
    with (
        answers(begun, then=lambda connection: connection.recv(1)) as (address, _),
        Client(address, first_seconds=0.2) as client,
        pytest.raises(NoAnswer) as caught,
    ):
        client.get("/")
    assert caught.value.why == "timeout"
    assert client.exchanges[0].reply is None


def test_only_the_first_answer_may_take_longer(answers, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.1)
    said = []

    def later(connection):
        connection.settimeout(0.4)
        try:
            connection.recv(1)  # nothing comes: wait so long
        except TimeoutError:
            connection.sendall(OK)
            said.append(True)

    with answers(then=later) as (address, _), Client(address, first_seconds=9) as client:
        assert client.get("/").text == "hello"
        with pytest.raises(NoAnswer) as caught:
            client.get("/")
    assert caught.value.why == "timeout"
    assert said[:1] == [True]
    assert Client("http://127.0.0.1:1", first_seconds=0.01)._next_seconds == 0.1


def test_a_usual_answer_has_two_seconds():
    assert module.SECONDS == 2
