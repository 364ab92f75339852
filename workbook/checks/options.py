"""How a step's checks are run."""

from dataclasses import dataclass

from workbook.errors import Reason


@dataclass(frozen=True)
class Options:
    """What may differ from one run to the next.

    url: check this running server, not the submission's files. only: one check's name. seconds: for
    all of it, instead of the step's own. seed: makes what checks and apps draw at random the same
    each time. unbuilt: why no container is built, where none is. quick: stop at the first check
    that is not met.
    """

    url: str | None = None
    only: str | None = None
    seconds: float | None = None
    seed: str | None = None
    unbuilt: Reason | None = None
    quick: bool = False


USUAL = Options()
