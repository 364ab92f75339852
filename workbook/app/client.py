"""How a check speaks to an app: `requests`, kept to one address, one deadline and one size."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.connection import HTTPConnection

from workbook.app.facts import Facts
from workbook.app.process import Process
from workbook.app.transport import Adapter, Deadline, NoAnswer
from workbook.errors import NotChecked, Reason
from workbook.result import Place

SECONDS = 2.0  # for one whole answer


@dataclass
class Exchange:
    """One request of a check, as a student can repeat it, and what came back."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    prefix: str
    reply: requests.Response | None = None
    why_none: str = ""
    view: Place | None = None  # who answered; known once the next request begins
    at: float = field(default_factory=time.monotonic)


class Client(requests.Session):
    """A session with one app. Paths are given without the address: `client.get("/about")`.

    process: who serves it, when we started it; `ran` is the command line, when it was one.
    shown: the address under which a student can ask it again, where that is another.
    first_seconds: how long the first answer may take, which a starting server delays.
    last_error: tells the last error that a server elsewhere has printed, where that can be had.
    """

    def __init__(
        self,
        address: str,
        process: Process | None = None,
        *,
        ran: str = "",
        shown: str = "",
        first_seconds: float = SECONDS,
        last_error: Callable[[], list[str]] = list,
    ) -> None:
        super().__init__()
        self.address = address.rstrip("/")
        self.shown = shown or self.address
        self.process = process
        self.ran = ran
        self.last_error = last_error
        self.exchanges: list[Exchange] = []
        self.trust_env = False  # no proxy, no .netrc
        self._next_seconds = max(SECONDS, first_seconds)
        self._deadline = Deadline(0)
        self.mount("http://", Adapter(self._connected))

    def request(  # type: ignore[override]
        self, method: str, url: str, *, prefix: str = "", **options: Any
    ) -> requests.Response:
        """Send one request; with `prefix`, as if the app were mounted under that path.

        Raises NoAnswer when no whole answer comes back, and NotChecked for a prefix where nobody
        can tell the app of one.
        """
        if not url.startswith("/"):
            raise ValueError(f"a path begins with '/': {url!r}")
        exchange = self._begin(method, url, prefix, options)
        seconds, self._next_seconds = self._next_seconds, SECONDS
        with Deadline(seconds) as self._deadline:
            try:
                options.setdefault("timeout", seconds)
                exchange.reply = super().request(method, self.address + url, **options)
            except (requests.RequestException, NoAnswer) as trouble:
                exchange.why_none = _why(trouble)
            if self._deadline.over:  # a body without a length ends like a whole one when it is cut
                exchange.reply, exchange.why_none = None, "timeout"
        if exchange.reply is None:
            raise NoAnswer(exchange.why_none)
        return exchange.reply

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Follow redirects only as far as they stay with this app."""
        target = super().get_redirect_target(resp)
        if target is None or urlsplit(urljoin(resp.url, target))[:2] != urlsplit(self.address)[:2]:
            return None
        return target

    def is_up(self) -> bool:
        """Whether anything answers HTTP at all."""
        with suppress(NoAnswer):
            self.get("/")
            return True
        return False

    def facts(self) -> Facts:
        """Return what the process has told since the last request began."""
        return self.process.update_facts() if self.process else Facts()

    def ask_where(self) -> None:
        """Have the process tell, as a fact, which line of the student's code is running now."""
        if self.process:
            self.process.ask_where()

    def _connected(self, connection: HTTPConnection) -> None:
        self._deadline.guard(connection)

    def _begin(self, method: str, url: str, prefix: str, options: dict[str, Any]) -> Exchange:
        """Note what is sent, in `options` too where a prefix asks for a header of its own."""
        headers = dict(options.get("headers") or {})
        body = options.get("data") or ""
        if options.get("json") is not None:  # Session.post hands on json=None
            body = json.dumps(options["json"])
            headers |= {"Content-Type": "application/json"}
        body = body.decode(errors="replace") if isinstance(body, bytes) else str(body)
        exchange = Exchange(method.upper(), url, headers, body, prefix)
        if prefix:
            if self.process is None:
                raise NotChecked(Reason.NO_PREFIX)
            options["headers"] = headers | {"X-Forwarded-Prefix": prefix}
        if self.exchanges:
            self.exchanges[-1].view = self.facts().view
        self.exchanges.append(exchange)
        self.facts().forget_request()
        return exchange


def _why(trouble: Exception) -> str:
    if isinstance(trouble, NoAnswer):
        return trouble.why
    return "garbled" if "BadStatusLine" in repr(trouble) else "closed"
