"""What stops a verb, by who can mend it. On the ground floor: any room can raise it."""

from enum import Enum


class UsageError(Exception):
    """What was asked for does not exist; the message says what does."""


class SetupError(Exception):
    """The environment could not be made; the message says what to do, in plain words."""


class CheckerError(Exception):
    """The checks themselves could not be run: our bug, not the student's."""


class Refused(Exception):
    """Docker did not do it, and the machine is not to blame; the message is what it printed."""


class Reason(Enum):
    """Why something is not checked, where that is known beforehand; the value is its wording."""

    NO_DOCKER = (
        "Docker is not installed, so nothing was built. Install it (docs.docker.com/get-docker)."
    )
    LEFT_OUT = "no container was built, as --no-docker asked"
    ONLY_A_URL = "this needs the files, and only an address was given"
    NOT_OURS = "a server that runs already is not ours to restart"
    NO_PREFIX = "a server that runs already cannot be told of a prefix"


class NotChecked(Exception):
    """It cannot be checked here; the message says why. What is decided on is `reason`."""

    def __init__(self, why: Reason | str) -> None:
        super().__init__(why.value if isinstance(why, Reason) else why)
        self.reason = why if isinstance(why, Reason) else None
