"""A request and its response are printed as curl -v prints them."""

import requests

from workbook.walkthrough.exchange import Exchange


def exchange(text="", status=200, **request):
    """Return an exchange as requests gives it, without sending anything."""
    reply = requests.Response()
    reply.request = requests.Request(url="http://localhost:5000/incomes?x=1", **request).prepare()
    reply.status_code, reply.reason = status, "OK"
    reply.headers["Content-Type"] = "text/plain"
    reply.headers["Date"] = "today"
    reply._content = text.encode()
    return Exchange(reply)


def test_a_response_is_status_headers_and_body():
    assert str(exchange("Hi\n\nthere", method="GET")) == (
        "> GET /incomes?x=1\n< 200 OK\n< Content-Type: text/plain\n<\n< Hi\n<\n< there"
    )


def test_a_body_that_is_sent_is_shown():
    assert str(exchange(method="POST", json={"a": 1})).startswith(
        '> POST /incomes?x=1\n> Content-Type: application/json\n>\n> {"a": 1}\n< 200 OK'
    )


def test_a_notebook_prints_it(capsys):
    exchange("Hi", method="GET")._ipython_display_()

    assert capsys.readouterr().out.endswith("< Hi\n")
