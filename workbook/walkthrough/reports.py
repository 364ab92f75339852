"""What a notebook shows of Docker's long report of a build: what all its builders say alike.

A line for each layer, as Docker's terminal shows it, or else the fault: the rest differs between
Docker's two builders, and from version to version.
"""

import re

STEP = re.compile(
    r"^(?:Step \d+/\d+ : |#(\d+) \[[^\]]*?(\d+)/\d+\] )((?:FROM|WORKDIR|COPY|ADD|RUN) .*)", re.M
)
FAULTS = {  # why a build stops, in the words of each builder: the words that are kept
    r"dockerfile parse error (?:on )?(line \d+: .*?)\.?$": r"dockerfile parse error \1",
    r"\bstat /?(\S+): file does not exist": r'"/\1": not found',
    r"\"/(\S+)\":? not found": r'"/\1": not found',
}
IMAGE = r"docker\.io/library/|@sha256:\w+"  # what only some builders write of its name
MOST = 2000  # characters of a fault in other words: its end says why


def report(said: str, *, failed: bool) -> str:
    """Return what is shown of a build."""
    return fault(said) if failed else layers(said)


def fault(said: str) -> str:
    """Return why a build stopped."""
    for words, shown in FAULTS.items():
        if found := re.search(words, said, re.M):
            return found.expand(shown)
    return f"docker build failed:\n{said[-MOST:]}"


def layers(said: str) -> str:
    """Return of a build a line for each layer, in the form of BuildKit's terminal."""
    lines: dict[int, tuple[str, str]] = {}
    for found in STEP.finditer(said):
        vertex, at, what = found.groups()
        mark = rf"^#{vertex} CACHED$" if vertex else re.escape(found[0]) + "\n ---> Using cache"
        cached = not what.startswith("FROM") and re.search(mark, said, re.M)
        name = re.sub(IMAGE, "", what).rstrip()
        lines[int(at or len(lines) + 1)] = "CACHED " if cached else "", name
    total = len(lines)
    return "\n".join(f" => {old}[{at}/{total}] {what}" for at, (old, what) in sorted(lines.items()))
