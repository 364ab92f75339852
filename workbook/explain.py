"""From a failed `assert` to what a student reads: what was sent, expected, and came back."""

import ast
import json
import shlex
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

import requests

from workbook.client import SECONDS, Client, Exchange, NoAnswer
from workbook.diagnosis import diagnose, status
from workbook.result import Failure

SHOWN = 160  # characters of a value
LOOKING = ("GET", "HEAD", "OPTIONS")  # methods that change nothing
OWN_SERVER = "http://localhost:5000"  # where the student's own server answers
NO_ANSWER = {
    "timeout": f"no whole answer within {SECONDS:g} s",
    "closed": "no answer: the connection was closed",
    "too big": "an answer too large to read",
    "garbled": "an answer whose status cannot be read",
}
_ABSENT = object()
Compared = tuple[str, object, object]  # operator, left, right: values of a failed comparison


def wrong_answer(
    clients: list[Client],
    error: BaseException,
    asserted: ast.Assert | None,
    compared: Compared | None,
) -> Failure:
    """Return the failure of a check that was not met: by its `assert`, or by having no answer."""
    asked = [client for client in clients if client.exchanges]
    client = max(asked, key=lambda each: each.exchanges[-1].at, default=None)
    exchange = client.exchanges[-1] if client else None
    expected, got = _expected_and_got(error, asserted, compared, exchange)
    message = _message(error) if asserted and asserted.msg else ""
    if message and not expected:
        got, message = message, ""
    more = (message,) if message else _differences(compared)
    if client is None or exchange is None:
        return Failure("", expected, got, more)
    why, look_at = diagnose(client, exchange)
    sent, cause = _sent(client, exchange), _cause(client.exchanges)
    if cause is not None:
        sent = f"{_sent(client, cause)}\nand then   {sent}"
        look_at = look_at if why else cause.view
    return Failure(sent, expected, got, why or more, look_at)


def _cause(exchanges: list[Exchange]) -> Exchange | None:
    """Return the request that changed something, when the last one only looked."""
    *before, last = exchanges
    if last.method not in LOOKING:
        return None
    return next((each for each in reversed(before) if each.method not in LOOKING), None)


def _message(error: BaseException) -> str:
    """Return what stands behind the comma of an assert; pytest adds its own lines to that."""
    return str(error.args[0]).split("\nassert ")[0] if error.args else ""


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
    if isinstance(error, requests.JSONDecodeError):
        expected, got = (
            "a body that is JSON",
            f"body: {_show(answer.text if answer is not None else None)}",
        )
    elif compared and asserted and isinstance(asserted.test, ast.Compare):
        expected, got = _comparison(asserted.test, *compared)
    else:
        return "", "" if asserted is None or asserted.msg else ast.unparse(asserted.test)
    if answer is not None and _is_error_page(answer):
        more = f", with the {got}" if got.startswith("header ") else ""
        got = status(answer.status_code) + more
    return expected, got


def _is_error_page(answer: requests.Response) -> bool:
    """Whether it is an error, and its status says more than its body."""
    is_json = "json" in answer.headers.get("Content-Type", "")
    return answer.status_code >= HTTPStatus.BAD_REQUEST and not is_json


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
        case ast.Name(id=name):
            return name.replace("_", " ")
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
    if value is None or value is _ABSENT:
        return "none"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    more = len(text) - SHOWN
    return text if more <= 0 else f"{text[:SHOWN]} … ({more} more characters)"


def _differences(compared: Compared | None) -> tuple[str, ...]:
    """Say at which place two JSON values differ first."""
    if compared is None or compared[0] != "==":
        return ()
    path, left, right = _first_difference("", compared[1], compared[2])
    return (f"At {path}: expected {_show(right)}, got {_show(left)}.",) if path else ()


def _first_difference(path: str, left: Any, right: Any) -> tuple[str, Any, Any]:
    """Return the path to the first difference, and what stands there on both sides."""
    if type(left) is type(right) and isinstance(left, dict | list):
        ours, theirs = _parts(left), _parts(right)
        for key in [*theirs, *ours]:
            one, other = ours.get(key, _ABSENT), theirs.get(key, _ABSENT)
            if one != other:
                return _first_difference(f"{path}[{key!r}]", one, other)
    return path, cast("Any", left), right


def _parts(value: Any) -> dict[Any, Any]:
    return dict(enumerate(value)) if isinstance(value, list) else dict(value)  # type: ignore[arg-type]


def _sent(client: Client, exchange: Exchange) -> str:
    """Return the request as a student can repeat it."""
    if exchange.prefix:
        return (
            f"{exchange.method} {exchange.prefix}{exchange.path}, with the app mounted under "
            f"{exchange.prefix}"
        )
    if client.ran:
        return f"{client.ran}   and then   {exchange.method} {exchange.path}"
    address = (OWN_SERVER if client.process else client.shown) + exchange.path
    if exchange.method == "GET" and not exchange.headers:
        return f"GET {address}"
    headers = [part for item in exchange.headers.items() for part in ("-H", ": ".join(item))]
    body = ["-d", exchange.body] if exchange.body else []
    return shlex.join(["curl", "-i", "-X", exchange.method, *headers, *body, address])
