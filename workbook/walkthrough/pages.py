"""Things to look at in a notebook: code, and pages apart from the notebook's own page."""

import base64
import html
import inspect
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDES = "display: flex; flex-wrap: wrap; gap: 1em; align-items: flex-start"
SOURCE = "flex: 1 1 20em; margin: 0; overflow: auto; white-space: pre-wrap; text-align: left"
FRAME = (
    "flex: 1 1 20em; min-width: 0; box-sizing: border-box; border: 1px solid #888; background: #fff"
)


@dataclass(frozen=True)
class Shown:
    """A text, and how to show it where more than text can be shown."""

    text: str
    kind: str  # a media type
    rich: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {self.kind: self.rich, "text/plain": self.text}


def show(what: object) -> Shown:
    """Show the code of a function or module, or a file of the copy: "templates/hello.html"."""
    if isinstance(what, str):
        file = Path(what)
        language = (file.suffix or file.name).lstrip(".").lower()
        return _code(file.read_text("utf-8"), "python" if language == "py" else language)
    return _code(inspect.getsource(what), "python")  # pyright: ignore[reportArgumentType]


def _code(text: str, language: str) -> Shown:
    """Show code in the colours of its language."""
    return Shown(text, "text/markdown", f"```{language}\n{text.rstrip()}\n```")


def plot(figure: "Figure", alt: str) -> Shown:
    """Show a figure, with the sentence that stands for it where it cannot be seen.

    It is HTML, since JupyterLab gives an image of any other kind no alt text.
    """
    file = io.BytesIO()
    options: dict[str, Any] = {"dpi": 80, "metadata": {"Software": None}}
    figure.savefig(file, format="png", **options)  # pyright: ignore[reportUnknownMemberType]
    data = base64.b64encode(file.getvalue()).decode()
    image = f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}">'
    return Shown(alt, "text/html", image)


def framed(source: str, page: str, height: int) -> Shown:
    """Show a source, then its page in a frame, which keeps styles in, runs no script and needs no
    server. Where no frame is allowed, the page's body stands in its place, without its styles.
    """
    rich = (
        f'<div style="{SIDES}"><pre style="{SOURCE}">{html.escape(source)}</pre>\n'
        f'<iframe title="The page, as a browser shows it" sandbox height="{height}" '
        f'style="{FRAME}" srcdoc="{html.escape(page)}">{_body(page)}</iframe></div>'
    )
    return Shown(source, "text/html", rich)


def _body(page: str) -> str:
    tree = LexborHTMLParser(page)
    for node in tree.css("script, style"):
        node.decompose()
    return (tree.body and tree.body.inner_html) or ""


def with_styles(page: str, fetch: Callable[[str], str]) -> str:
    """Put a page's style sheets into it, since a frame without server cannot fetch them."""
    for link in LexborHTMLParser(page).css('link[rel="stylesheet"]'):
        address = link.attributes["href"] or ""
        style = f"<style>{fetch(address if address.startswith('/') else '/' + address)}</style>"
        tag = rf"<link[^>]*{re.escape(html.escape(address))}[^>]*>"
        page = re.sub(tag, style.replace("\\", r"\\"), page)
    return page


def last_frame(page: str) -> tuple[str, str]:
    """Return the debugger's page with only the last of its frames, and the text of that."""
    tree = LexborHTMLParser(page)
    frames = tree.css("div.traceback li")
    for node in [*tree.css("script, div.plain, div.explanation, div.footer"), *frames[:-1]]:
        node.decompose()
    told = [" ".join(node.text().split()) for node in tree.css("p.errormsg, div.traceback h4")]
    lines = [node.text().strip("\n") for node in tree.css("div.traceback .line.current")]
    page = re.sub(
        r'id="frame-\d+"|(?s:<!--.*?-->)', "", tree.html or ""
    )  # a comment has all frames
    return page, "\n".join([*told, *lines])
