"""Make the README's pictures and transcripts again, from what is printed and served now.

    python -m tools.pictures      (the page's picture needs Chromium; without it, that one is left)

docs/step.svg is a student's first `make step-1`, in the colours of a terminal. docs/app.png is the
page of the full app, and docs/app.txt the text that stood on it: a test compares the text.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from selectolax.lexbor import LexborHTMLParser

from tests.course.markdown import Page
from tests.course.transcripts import copy, environment, run
from workbook.app.target import Target
from workbook.course import Course
from workbook.environment import ROOT

README = ROOT / "README.md"
STEP, APP, TEXT = (ROOT / "docs" / name for name in ("step.svg", "app.png", "app.txt"))
COMMAND = ("make", "step-1")
SECONDS = 60.0  # for one command, one app, or one look of the browser

COLUMNS, CHARACTER, LINE, EDGE, SIZE = 80, 8.43, 19, 16, 14  # of the picture; pixels but the first
FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
INK, PAPER = "#e6e6e6", "#1e1e1e"
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "35": "#d2a8ff", "90": "#8b949e"}
STYLE = re.compile(r"\x1b\[([\d;]*)m")

WINDOW = "480,670"
CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--blink-settings=preferredColorScheme=0",  # dark: a light page would not stand out in a page
    *(f"--window-size={WINDOW}", "--virtual-time-budget=5000"),  # ms, for the page's own requests
)


def coloured(root: Path) -> str:
    """Return what a terminal gets from a student's first `make step-1`."""
    with TemporaryDirectory() as room:
        clone = Path(room) / "clone"
        copy(root, clone)
        ours, theirs = pty.openpty()
        with subprocess.Popen(COMMAND, cwd=clone, env=environment(), stdout=theirs, stderr=theirs):
            os.close(theirs)
            printed = b""
            with suppress(OSError):  # how a terminal ends
                while more := os.read(ours, 4096):
                    printed += more
        os.close(ours)
    return f"\x1b[1m$ {' '.join(COMMAND)}\x1b[0m\n" + printed.decode().replace("\r\n", "\n")


def svg(printed: str) -> str:
    """Return a picture of coloured text. What is bold or coloured ends with its line."""
    lines = printed.rstrip("\n").split("\n")
    width, height = round(COLUMNS * CHARACTER) + 2 * EDGE, len(lines) * LINE + 2 * EDGE
    drawn = [
        f'<text x="{EDGE}" y="{EDGE + SIZE + n * LINE}">{"".join(_spans(line))}</text>'
        for n, line in enumerate(lines)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="{SIZE}"'
        f' fill="{INK}">'
    )
    paper = f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>'
    return "\n".join([head, paper, *drawn, "</svg>", ""])


def _spans(line: str) -> Iterator[str]:
    """Yield the parts of a line, each with what the codes before it say."""
    said: set[str] = set()
    for number, part in enumerate(STYLE.split(line)):
        if number % 2:
            codes = set(part.split(";"))
            said = set() if codes & {"", "0"} else said | codes
        elif part:
            looks = [f' fill="{COLOURS[code]}"' for code in sorted(said) if code in COLOURS]
            looks += [' font-weight="bold"'] * ("1" in said)
            text = escape(part, quote=False).replace(" ", "\u00a0")  # else they are run together
            yield f"<tspan{''.join(looks)}>{text}</tspan>"


@contextmanager
def app() -> Generator[str]:
    """Serve the full app, with a past prediction for each example; give its address."""
    step = Course(ROOT).steps[-1]
    left_out = step.leave_out
    with (
        Target(step.solution, set(), None, SECONDS, leave_out=left_out) as target,
        target.client() as client,
    ):
        for example in target.examples:
            client.post("/predict", json=example)
        yield client.address


def look(address: str, *options: str) -> str:
    """Return what Chromium prints of a page. Raises FileNotFoundError where it is missing."""
    with TemporaryDirectory() as profile:
        done = subprocess.run(
            ["chromium", *CHROMIUM, f"--user-data-dir={profile}", *options, address],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    return done.stdout


def page_text(address: str) -> str:
    """Return the text that a visitor of a page sees, a line for each element's."""
    (body,) = LexborHTMLParser(look(address, "--dump-dom")).css("body")
    body.strip_tags(["script", "noscript"], recursive=True)
    lines = body.text(separator="\n").splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())


def main() -> None:
    STEP.write_text(svg(coloured(ROOT)), "utf-8")
    text = README.read_text("utf-8")
    with TemporaryDirectory() as room:
        for number, (command, shown) in enumerate(Page(README).transcripts):
            text = text.replace(shown, run(ROOT, Path(room) / str(number), command))
    README.write_text(text, "utf-8")
    if shutil.which("chromium") is None:
        sys.exit(f"Chromium is not installed: {APP.name} is left as it is.")
    with app() as address:
        TEXT.write_text(page_text(address), "utf-8")
        look(address, f"--screenshot={APP}")


if __name__ == "__main__":
    main()
