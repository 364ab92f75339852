"""Why an answer was wrong, where that is certain: facts of the app beside one exchange."""

import ast
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from workbook.app.client import Client, Exchange
from workbook.app.facts import Facts, Raised
from workbook.app.process import Process
from workbook.app.transport import CAP
from workbook.course import ENTRY
from workbook.diagnosis import routes, templates
from workbook.diagnosis.lessons import teach
from workbook.diagnosis.routes import Diagnosis
from workbook.files import text, tree
from workbook.result import Place

# What a status means, for someone who meets it for the first time.
MEANING = {
    200: "all is well",
    201: "something was made",
    204: "done, and there is nothing to show",
    301: "moved for good, to another address",
    302: "go to another address",
    303: "go to another address with GET",
    308: "moved for good, to another address",
    400: "the server could not make sense of the request",
    404: "there is nothing at this address",
    405: "this address does not take this method",
    413: "the body is too large",
    415: "the body is of a kind that is not taken here",
    422: "the body was understood, but its values are not right",
    500: "your code raised an error",
    503: "the server cannot answer now",
}


def status(code: int) -> str:
    """Return a status as a student reads it: number, name and meaning."""
    try:
        name = f"{code} {HTTPStatus(code).phrase.upper()}"
    except ValueError:
        return str(code)
    return f"{name} ({MEANING[code]})" if code in MEANING else name


def diagnose(client: Client, exchange: Exchange) -> Diagnosis:
    """Return the one diagnosis that is certain, and where to look. Both may be empty."""
    facts = client.facts()
    if exchange.reply is None:
        return _no_answer(client, exchange)
    if facts.raised:
        return _error(client, facts, facts.raised)
    code = exchange.reply.status_code
    if code == HTTPStatus.NOT_FOUND and facts.endpoint == "" and facts.routes:
        return routes.no_route(facts, exchange.path)
    if code == HTTPStatus.METHOD_NOT_ALLOWED:
        why, look_at = routes.not_allowed(facts, exchange)
        return why, facts.view or look_at
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR and (told := client.last_error()):
        return tuple(told), None
    return _form_for_json(client, exchange) or _warning(facts) or ((), facts.view or facts.ran_at)


def _form_for_json(client: Client, exchange: Exchange) -> Diagnosis | None:
    """Say so where the view that refused JSON looks for the fields of an HTML form."""
    view, folder = client.facts().view, client.process and client.process.folder
    sent, reply = exchange.headers.get("Content-Type", ""), exchange.reply
    refused = reply is not None and reply.status_code == HTTPStatus.BAD_REQUEST
    if not (refused and "json" in sent and folder and view):
        return None
    functions = (n for n in ast.walk(tree(folder / view.file)) if isinstance(n, ast.FunctionDef))
    code = next((ast.unparse(node) for node in functions if node.name == view.function), "")
    form = "request.form has what an HTML form sends. JSON comes from request.get_json()."
    return ((form,), view) if "request.form" in code else None


def _warning(facts: Facts) -> Diagnosis | None:
    """Return what Python warned of in the view that answered."""
    places = [route.place for route in facts.routes if route.place]
    for warned in facts.warned:
        at = warned.place
        above = [p for p in places if at and p.file == at.file and p.line <= at.line]
        if facts.view and facts.view == max(above, key=lambda p: p.line, default=None):
            message = re.sub(r"with '\w+' literal", "with a literal", warned.message)
            return (f"Python warns: {message}",), at
    return None


def _no_answer(client: Client, exchange: Exchange) -> Diagnosis:
    process, failed = client.process, client.facts().failed
    if exchange.why_none == "too big":
        return (f"The answer was larger than {CAP >> 20} MiB, and was not read further.",), None
    if exchange.why_none == "garbled":
        comma = "return a, b gives b as the status. Join the two in one text instead."
        return (comma,), client.facts().view
    if exchange.why_none == "timeout":
        client.ask_where()
        why = ("Your code was still busy with it. A loop that never ends?",)
        return why, client.facts().stuck_at
    if failed:
        return teach(failed), failed.place
    return _ended(client, process)


def _ended(client: Client, process: Process | None) -> Diagnosis:
    """Say why a process that should answer is no more."""
    if process is None:
        return (), None
    if process.expired:
        return ("The time for the whole step was over.",), process.facts.stuck_at
    if client.ran and process.facts.ran_at is None:
        return (f"{client.ran} came to its end without app.run().",), _without_run(process.folder)
    last = ("Your app ended while it answered.", *process.last_words()[-2:])
    return last if process.ended else (), process.facts.stuck_at


def _without_run(folder: Path) -> Place | None:
    """Return the line that should have called app.run(): not called, or below a guard."""
    lines = text(folder / ENTRY).splitlines()
    for pattern in (r"\.run\b(?!\()", "__name__ *[=!i]", r"\.run\("):
        for number, line in enumerate(lines, 1):
            if re.search(pattern, line.split("#")[0]):
                return Place(ENTRY, number, "", line.strip())
    return None


def _error(client: Client, facts: Facts, raised: Raised) -> Diagnosis:
    """Explain what a view raised; an error outside the student's files is told at the view."""
    view, said = facts.view, f"{raised.type}: {raised.message}"
    name = view.function if view else "the view"
    if raised.type == "TemplateNotFound" and client.process:
        return templates.not_found(client.process.folder, facts, raised), raised.place
    if raised.type in ("TemplateSyntaxError", "UndefinedError"):
        return templates.unreadable(raised), raised.place
    if "did not return a valid response" in raised.message:
        return _no_answer_of(_answering(client, view), raised.message), view
    if raised.type == "BuildError" and (lesson := routes.no_address(raised, facts)):
        return (said.partition(" Did you ")[0], lesson), raised.place or view
    if raised.place is None and (lesson := routes.wrong_parameter(raised, facts, name)):
        return (said, lesson), view
    return (*teach(raised, facts.rule), *_called(raised)), raised.place or view


def _called(raised: Raised) -> Iterator[str]:
    """Say which line of another file handed over what the error is about."""
    if at := raised.caller:
        yield f"Called in {at.file}, line {at.line}: {at.code.strip()}"


def _answering(client: Client, view: Place | None) -> str:
    """Return who may have given an answer: the view, or what answers for it when it raises."""
    name = f"{view.function}()" if view else "the view"
    handlers = client.process and view and "errorhandler" in text(client.process.folder / view.file)
    return f"{name}, or an error handler," if handlers else name


def _no_answer_of(name: str, message: str) -> tuple[str, ...]:
    kind = re.search(r"it was an? (\w+)", message)
    if kind is None:
        every = "Every way through must end in return and a value, not in print()."
        return (f"{name} returned nothing for this request.", every)
    views = "Views return text, a dict or a list"
    number = f'{views}: str(…) for a number. A status comes second: return "", 204'
    return (
        f"{name} returned a value of type {kind[1]}.",
        number if kind[1] == "int" else f"{views}.",
    )
