import pytest


def test_it_adds_up():
    assert 1 + 1 == 2


@pytest.mark.parametrize("n", [1, 2])
def test_it_counts(n):
    assert n > 0
