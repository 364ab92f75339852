"""From a failed `assert` to what a student reads: what was sent, expected, and came back."""

import ast
import json
import shlex
from functools import cache
from http import HTTPStatus
from pathlib import Path

import requests

from workbook.client import SECONDS, Client, Exchange, NoAnswer
from workbook.diagnosis import diagnose, status
from workbook.result import Failure

SHOWN = 160  # characters of a value
OWN_SERVER = "http://localhost:5000"  # where the student's own server answers
NO_ANSWER = {
    "timeout": f"no whole answer within {SECONDS:g} s",
    "closed": "no answer: the connection was closed",
    "too big": "an answer too large to read",
}
Compared = tuple[str, object, object]  # operator, left, right: values of a failed comparison


def wrong_answer(
    clients: list[Client],
    error: BaseException,
    asserted: ast.Assert | None,
    compared: Compared | None,
) -> Failure:
    """Return the failure of a check that was not met: by its `assert`, or by having no answer."""
    message = ""
    if asserted and asserted.msg and error.args:
        message = str(error.args[0]).split("\nassert ")[0]
    asked = [client for client in clients if client.exchanges]
    if not asked:
        expected, got = _expected_and_got(error, asserted, compared, None)
        return Failure("", expected, got, (message,) if message else ())
    client = max(asked, key=lambda each: each.exchanges[-1].at)
    exchange = client.exchanges[-1]
    expected, got = _expected_and_got(error, asserted, compared, exchange)
    why, look_at = diagnose(client, exchange)
    return Failure(
        _sent(client, exchange), expected, got, why or ((message,) if message else ()), look_at
    )


@cache
def _asserts(file: Path) -> list[ast.Assert]:
    tree = ast.parse(file.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]


def assert_at(file: Path, line: int) -> ast.Assert | None:
    """Return the assert statement that stands on this line of the checks, if one does."""
    return next((a for a in _asserts(file) if a.lineno <= line <= (a.end_lineno or 0)), None)


def _expected_and_got(
    error: BaseException,
    asserted: ast.Assert | None,
    compared: Compared | None,
    exchange: Exchange | None,
) -> tuple[str, str]:
    if isinstance(error, NoAnswer):
        return f"an answer within {SECONDS:g} s", NO_ANSWER[error.why]
    answer = exchange.reply if exchange else None
    refused = answer is not None and answer.status_code >= HTTPStatus.BAD_REQUEST
    if isinstance(error, requests.JSONDecodeError):
        expected, got = "a body that is JSON", _show(answer.text if answer is not None else None)
    elif compared and asserted and isinstance(asserted.test, ast.Compare):
        expected, got = _comparison(asserted.test, *compared)
    else:
        return "", "" if asserted is None or asserted.msg else ast.unparse(asserted.test)
    if refused and answer is not None:
        got = status(answer.status_code)
    return expected, got


def _comparison(test: ast.Compare, operator: str, left: object, right: object) -> tuple[str, str]:
    """Word `left operator right` by what the check's source calls the two sides."""
    if operator in ("in", "not in"):
        name = _name(test.comparators[0])
        there = "in" if operator == "in" else "not in"
        return f"{_show(left)} {there} the {name}", f"{name}: {_show(right)}"
    name = _name(test.left)
    if name == "status" and isinstance(left, int) and isinstance(right, int):
        return status(right), status(left)
    sign = ": " if operator == "==" else f" {operator} "
    return f"{name}{sign}{_show(right)}", f"{name}: {_show(left)}"


def _name(node: ast.expr) -> str:
    """Return what an expression of a check is for its reader: status, body, a header, itself."""
    match node:
        case ast.Attribute(attr="status_code"):
            return "status"
        case ast.Attribute(attr="text" | "content") | ast.Call(func=ast.Attribute(attr="json")):
            return "body"
        case ast.Call(
            func=ast.Attribute(attr="get", value=ast.Attribute(attr="headers")),
            args=[ast.Constant(value=header), *_],
        ):
            return f"header {header}"
        case _:
            return ast.unparse(node)


def _show(value: object) -> str:
    """Return a value on one line, never cut without saying how much."""
    if value is None:
        return "none"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    more = len(text) - SHOWN
    return text if more <= 0 else f"{text[:SHOWN]} … ({more} more characters)"


def _sent(client: Client, exchange: Exchange) -> str:
    """Return the request as a student can repeat it."""
    if exchange.prefix:
        return (
            f"{exchange.method} {exchange.prefix}{exchange.path}, with the app mounted under "
            f"{exchange.prefix}"
        )
    if client.ran:
        return f"{client.ran}   and then   {exchange.method} {exchange.path}"
    address = (OWN_SERVER if client.process else client.address) + exchange.path
    if exchange.method == "GET" and not exchange.headers:
        return f"GET {address}"
    headers = [part for item in exchange.headers.items() for part in ("-H", ": ".join(item))]
    body = ["-d", exchange.body] if exchange.body else []
    return shlex.join(["curl", "-i", "-X", exchange.method, *headers, *body, address])
