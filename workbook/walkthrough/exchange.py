"""A request and its answer, as a notebook prints them."""

from collections.abc import Mapping
from dataclasses import dataclass

import requests

HEADERS = ("Content-Type", "Location", "Allow")  # those that this lab speaks of


@dataclass(frozen=True)
class Exchange:
    """A request and its answer, printed as lines that begin with > and <."""

    reply: requests.Response

    def __str__(self) -> str:
        sent, got = self.reply.request, self.reply
        body = sent.body.decode() if isinstance(sent.body, bytes) else sent.body or ""
        asked = _message(">", f"{sent.method} {sent.path_url}", sent.headers, body)
        status = f"{got.status_code} {got.reason}"
        return "\n".join([*asked, *_message("<", status, got.headers, got.text)])

    def _ipython_display_(self) -> None:
        print(self)


def _message(mark: str, first: str, headers: Mapping[str, str], body: str) -> list[str]:
    lines = [first, *(f"{name}: {headers[name]}" for name in HEADERS if name in headers)]
    if body:
        lines += ["", *body.splitlines()]
    return [f"{mark} {line}".rstrip() for line in lines]
