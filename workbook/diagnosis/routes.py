"""Why a request did not reach the view that it should have reached, by the app's own routes."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from workbook.app.client import Exchange
from workbook.app.facts import Facts, Raised, Route, UnusedRoute
from workbook.result import Place
from workbook.wording import some

Diagnosis = tuple[tuple[str, ...], Place | None]


def no_route(facts: Facts, path: str) -> Diagnosis:
    """Explain a 404 of Flask's own: by a route that leads nowhere, or by the routes there are."""
    for route in facts.unused:
        if path.startswith(re.split("[<{]", route.rule)[0]):
            return _unused(route), route.place
    rules = sorted({route.rule for route in facts.routes if route.endpoint != "static"})
    if not rules:
        return ('Your app has no route yet. A route is a line above a def: @app.route("/")',), None
    shown = f"Your app has no route for {path}. It has: {some(rules)}"
    return (shown, *_nearest(rules, path)), None


def _unused(route: UnusedRoute) -> tuple[str, ...]:
    if route.of_another:
        made_twice = "Your file makes two Flask apps, and this route belongs to the other one."
        return (made_twice, "Write app = Flask(__name__) once, above all routes.")
    if not route.place.code.strip().startswith("@"):
        return (f"Without an @ before it, this gives no view its address: @{route.place.code}",)
    return ('This route names no address. Write it in parentheses: @app.route("/")',)


def _nearest(rules: list[str], path: str) -> Iterator[str]:
    """Name one rule that was meant for this path, where that is certain or very likely."""
    alike = [rule for rule in rules if rule.count("/") == path.count("/")]
    for rule in alike:
        start = re.split(r"[<{]|(?<=/):", rule)[0]
        if start != rule and path.startswith(start):
            if "<" not in rule:
                named = re.sub(r"{(\w+)}|(?<=/):(\w+)", r"<\1\2>", rule)
                yield f"Flask writes a variable in angle brackets: {named}"
                return
            if start == path:
                yield f"{rule} wants something behind the last slash."
                return
    near = get_close_matches(path.lower(), [rule.lower() for rule in alike], 1, cutoff=0.7)
    if near:
        rule = next(rule for rule in alike if rule.lower() == near[0])
        yield f"The nearest is {rule}: compare them letter by letter."


def not_allowed(facts: Facts, exchange: Exchange) -> Diagnosis:
    """Explain a 405: which methods the address takes, and the views that take them."""
    assert exchange.reply is not None
    allowed = exchange.reply.headers.get("Allow", "")
    named = [m for m in re.split(r"[\s,]+", allowed) if m and m not in ("HEAD", "OPTIONS")]
    here = sorted((r for r in facts.routes if r.rule == exchange.path), key=_line)
    look_at = here[-1].place if here else None
    if not named:
        return (), look_at
    takes = f"{exchange.path} takes {', '.join(sorted(named))} here, not {exchange.method}."
    same = [route.endpoint for route in here if route.methods == here[-1].methods]
    if len(same) > 1:
        return (takes, f"{' and '.join(same)} have the same methods: only one is asked."), look_at
    more = f'Beside the address: methods=["{exchange.method}"]'
    return (takes, *[more] * (named == ["GET"])), look_at


def _line(route: Route) -> int:
    return route.place.line if route.place else 0


def wrong_parameter(raised: Raised, facts: Facts, view: str) -> str:
    """Explain a view that was called with a variable it does not know, or without one it needs."""
    if found := re.search(r"unexpected keyword argument '(\w+)'", raised.message):
        return f"The route has <{found[1]}>, and {view}() has no parameter {found[1]}."
    if found := re.search(r"missing \d+ required positional arguments?: '(\w+)'", raised.message):
        return f"{view}() needs {found[1]}, and the route {facts.rule} has no <{found[1]}>."
    return ""


def no_address(raised: Raised, facts: Facts) -> str:
    """Explain why url_for could not write an address."""
    found = re.search(r"endpoint '([^']*)'(?:.*specify values \['(\w+)')?", raised.message)
    if found is None:
        return ""
    wanted, variable = found.groups()
    if variable:
        return f'The route of {wanted} has <{variable}>: url_for("{wanted}", {variable}=…)'
    views = sorted({route.endpoint for route in facts.routes} - {"static"})
    last = [view.rpartition(".")[2] for view in views]
    near = get_close_matches(wanted.strip("/"), last, 1)
    there = f"Did you mean {views[last.index(near[0])]!r}?" if near else f"There are: {some(views)}"
    if wanted.startswith("/"):
        return f"url_for takes the name of a view's function, not its address. {there}"
    return "" if wanted in views else f"No view function is called {wanted}. {there}"
