"""Why an answer was wrong, where that is certain: facts of the app beside one exchange."""

import re
from difflib import get_close_matches
from http import HTTPStatus
from itertools import islice
from pathlib import Path

from workbook import lessons
from workbook.client import CAP, Client, Exchange
from workbook.facts import Facts, Place, Raised
from workbook.server import Process

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
    500: "your code raised an error while it answered",
    503: "the server cannot answer now",
}

SHOWN = 8  # routes, at most

Diagnosis = tuple[tuple[str, ...], Place | None]


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
        if facts.raised.type == "TemplateNotFound" and client.process:
            return _no_template(client.process.folder, facts, facts.raised), facts.raised.place
        return _error(facts.raised, facts.view)
    code = exchange.reply.status_code
    if code == HTTPStatus.NOT_FOUND and facts.endpoint == "" and facts.routes:
        return _no_route(facts, exchange.path), None
    if code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _not_allowed(exchange), facts.view or _same_rule(facts, exchange.path)
    return (), facts.view or facts.ran_at


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
        return (f"{failed.type}: {failed.message}",), failed.place
    return _ended(client, process), client.facts().stuck_at


def _ended(client: Client, process: Process | None) -> tuple[str, ...]:
    """Say why a process that should answer is no more."""
    if process is None:
        return ()
    if process.expired:
        return ("The time for the whole step was over.",)
    if client.ran:
        return (f"{client.ran} ended without serving anything.", "Did app.run() run?")
    return (
        ("Your app ended while it answered.", *process.last_words()[-2:]) if process.ended else ()
    )


def _error(raised: Raised, view: Place | None) -> Diagnosis:
    """Explain what a view raised; an error outside the student's files is told at the view."""
    name = view.function if view else "the view"
    if "did not return a valid response" in raised.message:
        kind = re.search(r"it was an? (\w+)", raised.message)
        if kind:
            said = f"{name}() returned a value of type {kind[1]}."
            views = "Views return text, a dict or a list"
            number = f'{views}: str(…) for a number. A status goes behind a comma: return "", 204'
            return (said, number if kind[1] == "int" else f"{views}."), view
        every = "Each way through it must end with return and a value; print() gives none."
        return (f"{name}() returned nothing for this request.", every), view
    if raised.place is None and re.search(
        r"(un)?expected .*argument|missing .*argument", raised.message
    ):
        return (
            f"{raised.type}: {raised.message}",
            "The <name> in the route and the parameter in def … must be the same word.",
        ), view
    return (
        f"{raised.type}: {raised.message}",
        *lessons.teach(raised.message),
    ), raised.place or view


def _no_template(step: Path, facts: Facts, raised: Raised) -> tuple[str, ...]:
    """Say where Flask looked for a template, what is there, and where such a file is instead."""
    wanted = raised.message
    found = [str(p.relative_to(step)) for p in islice(step.rglob("*.*"), 200) if p.is_file()]
    there = sorted(f for f in found if f.startswith(f"{facts.templates}/"))[:SHOWN]
    lines = [f"Flask looks for {wanted!r} in the folder {facts.templates}."]
    lines.append(f"There it finds: {', '.join(there)}" if there else "There is nothing in it yet.")
    same = [f for f in found if Path(f).name.lower() == Path(wanted).name.lower()]
    if same:
        lines.append(f"There is {same[0]}: move or rename it.")
    return tuple(lines)


def _no_route(facts: Facts, path: str) -> tuple[str, ...]:
    """Show the app's own routes and the one that comes nearest."""
    rules = sorted({route.rule for route in facts.routes if route.endpoint != "static"})
    if not rules:
        return ('Your app has no route yet. A route is a line above a def: @app.route("/")',)
    shown = ", ".join(f"{rule!r}" if " " in rule else rule for rule in rules[:SHOWN])
    lines = [f"Your app has no route for {path}. It has: {shown}"]
    if len(rules) > SHOWN:
        lines[0] += f" and {len(rules) - SHOWN} more"
    alike = [rule.lower() for rule in rules if rule.count("/") == path.count("/")]
    near = get_close_matches(path.lower(), alike, 1, cutoff=0.7)
    if near:
        rule = next(rule for rule in rules if rule.lower() == near[0])
        lines.append(f"The nearest is {rule}: compare them letter by letter.")
    return tuple(lines)


def _not_allowed(exchange: Exchange) -> tuple[str, ...]:
    assert exchange.reply is not None
    allowed = exchange.reply.headers.get("Allow", "")
    named = [m for m in re.split(r"[\s,]+", allowed) if m and m not in ("HEAD", "OPTIONS")]
    if not named:
        return ()
    return (f"{exchange.path} takes {', '.join(sorted(named))} here, not {exchange.method}.",)


def _same_rule(facts: Facts, path: str) -> Place | None:
    return next((route.place for route in facts.routes if route.rule == path), None)
