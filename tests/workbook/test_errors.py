"""What is not checked has a reason to decide on, and words to show."""

import pytest

from workbook.errors import NotChecked, Reason


@pytest.mark.parametrize("reason", Reason)
def test_a_known_reason_is_kept_and_worded(reason):
    error = NotChecked(reason)

    assert error.reason is reason
    assert str(error) == reason.value


def test_words_alone_are_no_reason():
    error = NotChecked("Docker's disk is full.")

    assert error.reason is None
    assert str(error) == "Docker's disk is full."


def test_reasons_read_so():
    assert [reason.value for reason in Reason] == [
        "Docker is not installed, so nothing was built. Install it (docs.docker.com/get-docker).",
        "no container was built, as --no-docker asked",
        "this needs the files, and only an address was given",
        "a server that runs already is not ours to restart",
        "a server that runs already cannot be told of a prefix",
    ]
