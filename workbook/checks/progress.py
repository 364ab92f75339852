"""What is remembered between calls, in `.workbook/progress.json`: how far each step was, and the
hints taken. Losing it loses nothing but that.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Memory:
    """passed: of the last run. first: the check that was told in full; blocked: because the code
    does not run. hints: taken, by check.
    """

    passed: int | None = None
    first: str = ""
    blocked: bool = False
    hints: dict[str, int] = field(default_factory=dict[str, int])


class Progress:
    """The memory of one course's own `steps/`."""

    def __init__(self, root: Path) -> None:
        self._file = root / ".workbook" / "progress.json"

    def of(self, step: str) -> Memory:
        said = self._all().get(step, {})
        try:
            return Memory(**said)
        except TypeError:  # written by another version, or by hand
            return Memory()

    def remember(self, step: str, memory: Memory) -> None:
        """Write it whole or not at all; a folder that cannot be written to is no reason to stop."""
        everything = self._all() | {step: vars(memory)}
        aside = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(exist_ok=True)
            aside.write_text(json.dumps(everything, indent=1) + "\n", "utf-8")
            aside.replace(self._file)
        except OSError:
            return

    def _all(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return {}
