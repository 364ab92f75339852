"""A server and all processes that it starts: what time and memory they take, and their end."""

import os
import signal
import subprocess
from contextlib import contextmanager, suppress

import psutil


class Family:
    """A process and all that descend from it."""

    def __init__(self, process: subprocess.Popen):
        self.process = process
        self._first = psutil.Process(process.pid)
        self._seen = {self._first}

    def members(self) -> list[psutil.Process]:
        members = [self._first, *self._first.children(recursive=True)]
        self._seen.update(members)
        return members

    def cpu_seconds(self) -> float:
        times = [member.cpu_times() for member in self.members()]
        return sum(each.user + each.system for each in times)

    def mebibytes(self) -> tuple[float, float]:
        """Return the sums of PSS, where shared memory counts once, and of RSS (Linux only)."""
        memory = [member.memory_full_info() for member in self.members()]
        return sum(each.pss for each in memory) / 2**20, sum(each.rss for each in memory) / 2**20

    def end(self, seconds: float) -> None:
        """Ask the first to end, which is to end its own; kill what is left after so long."""
        with suppress(psutil.NoSuchProcess):  # it may have ended by itself
            self.members()
        self.process.terminate()
        for left in psutil.wait_procs(self._seen, timeout=seconds)[1]:
            left.kill()
        with suppress(ProcessLookupError):  # what it left behind before we saw it
            os.killpg(self.process.pid, signal.SIGKILL)


@contextmanager
def running(command, **settings):
    """Start a command and yield its Family, all of which is ended afterwards."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, **settings
    ) as process:
        family = Family(process)
        try:
            yield family
        finally:
            family.end(seconds=10)
