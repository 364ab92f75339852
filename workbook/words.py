"""Wordings that several messages share."""

SHOWN = 8  # names, at most


def some(names: list[str]) -> str:
    """Return names in one line, never cut without saying how many are left out."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(f"{name!r}" if " " in name else name for name in names[:SHOWN]) + more
