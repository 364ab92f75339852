"""What a student's process told us of itself. It explains failures; it never decides one.

The process runs code we do not control, so what it sends is read as text from a stranger: anything
malformed is dropped.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workbook.result import Place


@dataclass(frozen=True)
class Raised:
    """An exception in the student's code; `column` counts from 1, 0 when unknown.

    caller: the line of another file of theirs that led there.
    """

    type: str
    message: str
    column: int
    place: Place | None
    caller: Place | None = None


@dataclass(frozen=True)
class Route:
    """One rule of the app's URL map."""

    rule: str
    methods: tuple[str, ...]
    endpoint: str
    place: Place | None


@dataclass(frozen=True)
class UnusedRoute:
    """A route that the file asked for and that leads nowhere: no view, or another Flask app."""

    rule: str
    of_another: bool
    place: Place


@dataclass
class Facts:
    """Everything a process has told so far. The last word wins."""

    ready: bool = False
    failed: Raised | None = None
    done: bool = False  # a command line has ended by itself, and well
    no_app: bool = False
    names: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    unused: tuple[UnusedRoute, ...] = ()
    warned: tuple[Raised, ...] = ()  # what Python warned of while it read the files
    templates: str = ""  # the folder that Flask reads templates from, below the step's
    ran_at: Place | None = None
    raised: Raised | None = None
    endpoint: str | None = None
    rule: str = ""  # the route by which the endpoint was reached
    stuck_at: Place | None = None
    rest: bytes = field(default=b"", repr=False)
    moved: tuple[bytes, bytes] = (b"", b"")  # the folder that it runs in, and the student's own

    def read(self, data: bytes) -> None:
        """Take in what has arrived on the link: whole lines now, a cut one with the next call."""
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            try:
                self._take(json.loads(line.replace(*self.moved)))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                continue

    def forget_request(self) -> None:
        self.raised = self.endpoint = self.stuck_at = None
        self.rule = ""

    @property
    def view(self) -> Place | None:
        """Where the view is that answered last."""
        return next((r.place for r in self.routes if r.endpoint == self.endpoint), None)

    def _take(self, fact: dict[str, Any]) -> None:
        match fact["fact"]:
            case "ready":
                self.routes = tuple(_route(route) for route in fact["routes"])
                self.unused = tuple(_unused_routes(fact["unused"]))
                self.templates = str(fact["templates"])
                self.ready = True
            case "failed":
                self.failed = _raised(fact["error"])
            case "done":
                self.done = True
            case "no app":
                self.no_app, self.names = True, tuple(str(name) for name in fact["names"])
            case "ran":
                self.ran_at = _place(fact["place"])
            case "raised":
                self.raised = _raised(fact["error"])
            case "matched":
                self.endpoint, self.rule = str(fact["endpoint"]), str(fact["rule"])
            case "warned":
                self.warned += (_raised(fact["error"]),)
            case "stuck":
                self.stuck_at = _place(fact["place"])
            case _:
                return


def _place(said: dict[str, Any] | None) -> Place | None:
    if said is None:
        return None
    return Place(
        str(said["file"]), int(said["line"]), str(said["function"]), str(said["code"]).strip("\n")
    )


def _raised(said: dict[str, Any]) -> Raised:
    return Raised(
        str(said["type"]),
        str(said["message"]),
        int(said["column"]),
        _place(said["place"]),
        _place(said.get("caller")),
    )


def _route(said: dict[str, Any]) -> Route:
    methods = tuple(str(method) for method in said["methods"])
    return Route(str(said["rule"]), methods, str(said["endpoint"]), _place(said["place"]))


def _unused_routes(said: list[dict[str, Any]]) -> Iterator[UnusedRoute]:
    for route in said:
        if place := _place(route["place"]):
            yield UnusedRoute(str(route["rule"]), bool(route["of_another"]), place)
