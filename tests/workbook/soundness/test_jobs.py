"""Jobs are carried out once each, in other processes, and are told of and paid for."""

import os
import time
from dataclasses import dataclass

import pytest

from workbook.soundness.jobs import working


@dataclass(frozen=True)
class Squared:
    number: int

    def run(self):
        until = time.process_time() + 0.05
        while time.process_time() < until:
            pass
        return self.number**2, os.getpid()


@dataclass(frozen=True)
class Broken:
    def run(self):
        raise KeyError("broken")


def test_jobs_are_carried_out_once_and_in_their_order():
    heard = []
    with working(lambda done, of: heard.append((done, of))) as work:
        one = work.of("one")
        (two, mine), (three, _) = one(Squared(2), Squared(3))
        again, _ = work.of("other")(Squared(2), Squared(3))
        with pytest.raises(KeyError, match="broken"):
            one(Broken())

    assert (two, three) == (4, 9)
    assert again == (4, mine)
    assert mine != os.getpid()
    assert [done for done, _ in heard] == [1, 2]
    assert heard[-1][1] == 2
    assert work.seconds["one"] >= 0.09
    assert work.seconds["other"] == 0


def test_nothing_to_do_starts_nothing():
    with working(lambda done, of: None) as work:
        assert work.of("one")() == []
    assert work.seconds == {}
