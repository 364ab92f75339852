"""One deadline and one size for a whole response, however a server sends it."""

import time

import pytest
import requests

from workbook.app import transport
from workbook.app.transport import Adapter, Deadline, NoAnswer

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture
def session():
    connections = []
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", Adapter(connections.append))
    session.connections = connections
    with session:
        yield session


def test_an_answer_is_whole_and_its_connection_told(session, answers):
    with answers(HEAD % 5 + b"hello") as (address, asked):
        reply = session.get(f"{address}/x?y=1")

    assert reply.text == "hello"
    assert reply.content == b"hello"
    assert asked[0].startswith("GET /x?y=1 HTTP/1.1\r\n")
    assert len(session.connections) == 1


def test_an_answer_of_just_the_cap_is_read_and_a_larger_one_is_not(session, answers, monkeypatch):
    monkeypatch.setattr(transport, "CAP", 100_000)
    with answers(HEAD % 100_000 + b"x" * 100_000) as (address, _):
        assert len(session.get(address).content) == 100_000
    larger = answers(HEAD % 100_001 + b"x" * 100_001)
    with larger as (address, _), pytest.raises(NoAnswer) as caught:
        session.get(address)
    assert caught.value.why == str(caught.value) == "too big"


def test_the_cap_is_two_megabytes():
    assert transport.CAP == 2 * 1024 * 1024


def test_a_deadline_cuts_a_connection_that_has_not_brought_all(session, answers):
    def wait(connection):
        connection.recv(1)  # ends when the other side has gone

    began = time.monotonic()
    with answers(HEAD % 9 + b"half", then=wait) as (address, _), Deadline(0.3) as deadline:
        session.mount("http://", Adapter(deadline.guard))
        assert not deadline.over
        with pytest.raises(requests.RequestException):
            session.get(address)
        assert deadline.over
    assert 0.25 < time.monotonic() - began < 10


def test_a_deadline_that_is_left_in_time_cuts_nothing(session, answers):
    with answers(HEAD % 5 + b"hello") as (address, _):
        with Deadline(0.2) as deadline:
            session.mount("http://", Adapter(deadline.guard))
            reply = session.get(address, stream=True)
        deadline._timer.join(5)
        assert not deadline._timer.is_alive()
        assert reply.text == "hello"
