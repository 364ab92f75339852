"""Why a template was not found, or could not be read."""

import re
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from workbook.app.facts import Facts, Raised
from workbook.wording import some

TAGS = ("block", "elif", "else", "endblock", "endfor", "endif", "extends", "for", "if", "include")


def not_found(step: Path, facts: Facts, raised: Raised) -> tuple[str, ...]:
    """Say where Flask looked for a template, what is there, and where such a file is instead."""
    wanted, folder = raised.message, f"{facts.templates}/"
    found = [str(p.relative_to(step)) for p in islice(step.rglob("*.*"), 200) if p.is_file()]
    there = sorted(f.removeprefix(folder) for f in found if f.startswith(folder))
    lines = [f"Flask looks for {wanted!r} in the folder {facts.templates}."]
    lines.append(f"There it finds: {some(there)}" if there else "There is nothing in it yet.")
    same = [f for f in found if Path(f).name.lower() == Path(wanted).name.lower()]
    near = get_close_matches(wanted, there, 1)
    if wanted.removeprefix(folder) in there:
        lines.append(f"Leave the folder out of the name: {wanted.removeprefix(folder)!r}")
    elif same:
        lines.append(f"There is {same[0]}: move or rename it.")
    elif near:
        lines.append(f"Did you mean {near[0]!r}?")
    return tuple(lines)


def unreadable(raised: Raised) -> tuple[str, ...]:
    """Say what Jinja said, in one sentence, and what a beginner needs beside it."""
    said = f"{raised.type}: {raised.message.split('. ')[0].rstrip('.')}."
    code = raised.place.code if raised.place else ""
    if found := re.search(r"innermost block that needs to be closed is '(\w+)'", raised.message):
        tag = found[1]
        return (said, f"A {{% {tag} … %}} above has no {{% end{tag} %}} before this.")
    if re.search(r"{{-?\s*(?:extends|for|if|elif|else|block|end\w+)\b", code):
        return (said, "{{ }} shows a value. for, if, block and extends stand in {% %}.")
    if found := re.search(r"unknown tag '(\w+)'", raised.message):
        near = get_close_matches(found[1], TAGS, 1)
        return (said, *(f"Did you mean {tag}?" for tag in near))
    if found := re.search(r"'(len|str|range)' is undefined", raised.message):
        return (said, *_NOT_PYTHON.get(found[1], ()))
    return (said,)


_NOT_PYTHON = {
    "len": ("Jinja is not Python: the length of fruits is fruits|length.",),
    "str": ("Jinja is not Python: {{ }} makes text of any value by itself.",),
}
