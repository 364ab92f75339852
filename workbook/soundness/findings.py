"""What is wrong with the workbook, or could not be checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Where something is wrong, and why; or why it could not be checked."""

    where: str
    why: str
    checked: bool = True


Findings = list[Finding] | None  # None: there is nothing of that kind
