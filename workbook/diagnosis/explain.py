"""From a failed `assert` to what a student reads: what was sent, expected, and came back."""

import ast
import re
import shlex
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from pathlib import Path

import requests

from workbook import wording
from workbook.app.client import SECONDS, Client, Exchange
from workbook.app.transport import NoAnswer
from workbook.diagnosis.response import diagnose, status
from workbook.result import Failure
from workbook.wording import SHOWN, begin, show

LOOKING = ("GET", "HEAD", "OPTIONS")  # methods that change nothing
OWN_SERVER = "http://localhost:5000"  # where the student's own server answers
NO_ANSWER = {
    "timeout": f"no whole answer within {SECONDS:g} s",
    "closed": "no answer: the connection was closed",
    "too big": "an answer too large to read",
    "garbled": "an answer whose status cannot be read",
}
Compared = tuple[str, object, object]  # operator, left, right: values of a failed comparison


@dataclass(frozen=True)
class Sides:
    """What was expected and what came, in words; `header`: that of the response they are about."""

    expected: str
    got: str
    header: str = ""


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
    sides = _sides(error, asserted, compared, exchange)
    expected, got = sides.expected, sides.got
    message = _message(error) if asserted and asserted.msg else ""
    if message and not expected:
        got, message = message, ""
    more = (message,) if message else _why(error, compared, exchange)
    if client is None or exchange is None:
        return Failure("", expected, got, more)
    why, look_at = diagnose(client, exchange)
    sent, cause = _sent(client, exchange), _cause(client.exchanges)
    if cause is not None:
        sent = f"{_sent(client, cause)}\nand then   {sent}"
        look_at = look_at if why or _is_page_of(exchange.path, cause.path) else cause.view
    # What is wrong with a header is not wrong with the route, or the view.
    return Failure(sent, expected, got, (more or why) if sides.header else (why or more), look_at)


def _cause(exchanges: list[Exchange]) -> Exchange | None:
    """Return the request that changed something, when the last one only looked."""
    *before, last = exchanges
    if last.method not in LOOKING:
        return None
    return next((each for each in reversed(before) if each.method not in LOOKING), None)


def _is_page_of(path: str, changed: str) -> bool:
    """Whether a path only shows what the other one changes, as /cakes/page does for /cakes/3."""
    return not changed.startswith(path) and path.startswith(f"/{changed.split('/')[1]}/")


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


def _sides(
    error: BaseException,
    asserted: ast.Assert | None,
    compared: Compared | None,
    exchange: Exchange | None,
) -> Sides:
    if isinstance(error, NoAnswer):
        asked = "that begins with a status" if error.why == "garbled" else f"within {SECONDS:g} s"
        return Sides(f"an answer {asked}", NO_ANSWER[error.why])
    answer = exchange.reply if exchange else None
    if isinstance(error, requests.JSONDecodeError):
        body = show(answer.text if answer is not None else None)
        sides = Sides("a body that is JSON", f"body: {body}")
    elif compared and asserted and isinstance(asserted.test, ast.Compare):
        sides = _comparison(asserted.test, *compared)
    else:
        return Sides("", "" if asserted is None or asserted.msg else ast.unparse(asserted.test))
    if answer is not None and _is_error_page(answer):
        more = f", with the {sides.got}" if sides.header else ""
        return replace(sides, got=status(answer.status_code) + more)
    return sides


def _is_error_page(answer: requests.Response) -> bool:
    """Whether it is an error, and its status says more than its body."""
    is_json = "json" in answer.headers.get("Content-Type", "")
    return answer.status_code >= HTTPStatus.BAD_REQUEST and not is_json


def _comparison(test: ast.Compare, operator: str, left: object, right: object) -> Sides:
    """Word `left operator right` by what the check's source calls the two sides."""
    if operator in ("in", "not in"):
        node = test.comparators[0]
        name = _name(node)
        there = "in" if operator == "in" else "not in"
        expected, got = f"{show(left)} {there} the {name}", f"{name}: {show(right)}"
        return Sides(expected, got, _header(node))
    if _is_status(test.left) and isinstance(left, int) and isinstance(right, int):
        return Sides(status(right), status(left))
    name = _name(test.left)
    sign = {"==": ": ", "!=": ": anything but "}.get(operator, f" {operator} ")
    return Sides(f"{name}{sign}{show(right)}", f"{name}: {show(left)}", _header(test.left))


def _is_status(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr="status_code") | ast.Name(id="status"):
            return True
        case _:
            return False


def _header(node: ast.expr) -> str:
    """Return the name of the header that an expression of a check reads, if it reads one."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="get", value=ast.Attribute(attr="headers")),
            args=[ast.Constant(value=header), *_],
        ):
            return str(header)
        case _:
            return ""


def _name(node: ast.expr) -> str:
    """Return what an expression of a check is for its reader: status, body, a header, itself."""
    if header := _header(node):
        return f"header {header}"
    if _is_status(node):
        return "status"
    match node:
        case ast.Name(id=name):
            return name.replace("_", " ")
        case ast.Attribute(attr="text" | "content") | ast.Call(func=ast.Attribute(attr="json")):
            return "body"
        case _:
            return ast.unparse(node)


def _why(
    error: BaseException, compared: Compared | None, exchange: Exchange | None
) -> tuple[str, ...]:
    """Say what the values tell of themselves."""
    answer = exchange.reply if exchange else None
    if isinstance(error, requests.JSONDecodeError) and answer is not None:
        pythons = re.match(r"[\[{]+'", answer.text)
        return ("This is how Python writes it. jsonify(…) makes JSON of it.",) if pythons else ()
    match compared:
        case ("in", _, str() as text):
            return wording.unfilled(text)
        case ("==", left, right):
            return wording.differences(left, right)
        case _:
            return ()


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
    body = ["-d", begin(exchange.body, SHOWN)] if exchange.body else []
    return shlex.join(["curl", "-i", "-X", exchange.method, *headers, *body, address])
