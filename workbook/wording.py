"""Wordings that several messages share: values, how two of them differ, lists of names."""

import json
import re
from typing import Any, cast

SHOWN = 160  # characters of a value, or of a line that something says
LINES = 3  # of what something says
NAMES = 8  # of a list of names, at most
_ABSENT = object()


def show(value: object) -> str:
    """Return a value on one line, never cut without saying how much."""
    if value is None or value is _ABSENT:
        return "none"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return begin(text, SHOWN)


def begin(text: str, length: int) -> str:
    """Return the beginning of a text, and how much more there is."""
    more = len(text) - length
    return text if more <= 0 else f"{text[:length]} … ({more} more characters)"


def briefly(said: str) -> str:
    """Return what was said, but for what is said at length."""
    lines = [begin(line, SHOWN) for line in said.splitlines()]
    more = len(lines) - LINES
    return "\n".join(lines[:LINES] + [f"… ({more} more lines)"] * (more > 0))


def unfilled(text: str) -> tuple[str, ...]:
    """Say so when a text has a gap in it that Python should have filled."""
    gap = re.search(r"{(\w+)}|%s", text)
    if gap is None:
        return ()
    if gap[1] is None:
        return ("%s is filled by a % and the value behind the quotes.",)
    return (f'An f before the quotes has {gap[0]} filled in: f"…"',)


def differences(left: object, right: object) -> tuple[str, ...]:
    """Say at which place two JSON values differ first."""
    path, one, other = _first_difference("", left, right)
    if path:
        return (f"At {path}: expected {show(other)}, got {show(one)}.",)
    kinds = [_KINDS.get(type(value)) for value in (right, left)]
    if None in kinds or kinds[0] == kinds[1]:
        return ()
    return (f"Expected {kinds[0]}, got {kinds[1]}.",)


_KINDS: dict[type, str] = {
    list: "a list, […]",
    dict: 'an object, {"…": …}',
    str: "a text",
    type(None): "null",
}


def _first_difference(path: str, left: Any, right: Any) -> tuple[str, Any, Any]:
    """Return the path to the first difference, and what stands there on both sides."""
    if type(left) is type(right) and isinstance(left, dict | list):
        ours, theirs = _parts(left), _parts(right)
        for key in [*theirs, *ours]:
            one, other = ours.get(key, _ABSENT), theirs.get(key, _ABSENT)
            if one != other:
                return _first_difference(f"{path}[{key!r}]", one, other)
    return path, cast("Any", left), right


def _parts(value: Any) -> dict[Any, Any]:
    return dict(enumerate(value)) if isinstance(value, list) else dict(value)  # type: ignore[arg-type]


def some(names: list[str]) -> str:
    """Return names in one line, never cut without saying how many are left out."""
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    return ", ".join(f"{name!r}" if " " in name else name for name in names[:NAMES]) + more
