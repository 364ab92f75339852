"""What a process tells of itself is read as text from a stranger."""

import json

import pytest

from workbook.app.facts import Facts, Raised, Route, UnusedRoute
from workbook.result import Place

PLACE = {"file": "app.py", "line": 7, "function": "view", "code": "    return x\n"}
THERE = Place("app.py", 7, "view", "    return x")
ERROR = {"type": "NameError", "message": "no x", "column": 3, "place": PLACE, "caller": None}
ROUTE = {"rule": "/x", "methods": ["GET", "PUT"], "endpoint": "view", "place": PLACE}
READY = {"fact": "ready", "routes": [ROUTE], "unused": [], "templates": "pages"}


def told(*facts, **settings):
    found = Facts(**settings)
    found.read(b"".join(json.dumps(fact).encode() + b"\n" for fact in facts))
    return found


def test_at_first_nothing_is_known():
    found = Facts()

    assert (found.ready, found.done, found.no_app) == (False, False, False)
    assert (found.failed, found.raised, found.endpoint, found.view) == (None, None, None, None)
    assert (found.rule, found.templates, found.names, found.routes) == ("", "", (), ())


def test_an_app_that_serves_tells_its_routes():
    unused = {"rule": "/y", "of_another": True, "place": PLACE}
    found = told(READY | {"unused": [unused, unused | {"place": None}]})

    assert found.ready
    assert found.routes == (Route("/x", ("GET", "PUT"), "view", THERE),)
    assert found.unused == (UnusedRoute("/y", True, THERE),)
    assert found.templates == "pages"


@pytest.mark.parametrize(
    ("fact", "name", "value"),
    [
        ({"fact": "failed", "error": ERROR}, "failed", Raised("NameError", "no x", 3, THERE)),
        ({"fact": "done"}, "done", True),
        ({"fact": "no app", "names": ["web"]}, "no_app", True),
        ({"fact": "no app", "names": ["web"]}, "names", ("web",)),
        ({"fact": "ran", "place": PLACE}, "ran_at", THERE),
        ({"fact": "ran", "place": None}, "ran_at", None),
        ({"fact": "raised", "error": ERROR}, "raised", Raised("NameError", "no x", 3, THERE)),
        ({"fact": "matched", "endpoint": "view", "rule": "/x"}, "endpoint", "view"),
        ({"fact": "matched", "endpoint": "view", "rule": "/x"}, "rule", "/x"),
        ({"fact": "stuck", "place": PLACE}, "stuck_at", THERE),
    ],
)
def test_each_fact_is_kept(fact, name, value):
    assert getattr(told(fact), name) == value


def test_who_called_is_kept_and_warnings_add_up():
    error = ERROR | {"caller": PLACE | {"file": "model.py"}}
    found = told({"fact": "warned", "error": ERROR}, {"fact": "warned", "error": error})

    assert [warning.caller for warning in found.warned] == [
        None,
        Place("model.py", 7, "view", "    return x"),
    ]


def test_the_view_is_where_the_endpoint_leads():
    assert told(READY, {"fact": "matched", "endpoint": "view", "rule": "/x"}).view == THERE
    assert told(READY, {"fact": "matched", "endpoint": "other", "rule": "/x"}).view is None


def test_a_new_request_forgets_the_last_and_nothing_else():
    found = told(
        READY,
        {"fact": "raised", "error": ERROR},
        {"fact": "matched", "endpoint": "view", "rule": "/x"},
        {"fact": "stuck", "place": PLACE},
    )
    found.forget_request()

    assert (found.raised, found.endpoint, found.rule, found.stuck_at) == (None, None, "", None)
    assert found.ready


def test_a_line_that_arrives_in_parts_is_one_fact():
    found = Facts()
    for part in (b'{"fact": "do', b'ne"}', b'\n{"fact"'):
        assert not found.done
        found.read(part)

    assert found.done
    assert found.rest == b'{"fact"'


@pytest.mark.parametrize(
    "line",
    [
        b"no JSON",
        b"[]",
        b"3",
        b"{}",
        b'{"fact": "ready"}',
        b'{"fact": "ran", "place": 3}',
        b'{"fact": "failed", "error": {"type": "x", "message": "y", "column": "z"}}',
        b'{"fact": "unheard of"}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_malformed_is_dropped_and_the_next_is_read(line):
    found = Facts()
    found.read(line + b'\n{"fact": "done"}\n')

    assert found == Facts(done=True)


def test_the_copy_that_it_ran_in_is_named_as_the_student_s_own_folder():
    fact = {"fact": "failed", "error": ERROR | {"message": "no /tmp/copy/x"}}
    found = told(fact, moved=(b"/tmp/copy", b"steps/01"))

    assert found.failed
    assert found.failed.message == "no steps/01/x"
