"""Kernels for the notebooks: forked from one process that has imported what all of them need.

A kernel begins as a new Python would: it knows nothing of the workbook and of its folder.
"""

import gc
import multiprocessing
import os
import secrets
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext
from pathlib import Path
from types import ModuleType
from typing import cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import write_connection_file

from workbook.environment import FORKS_SAFELY, ROOT

SHARED = [
    "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline.config",
    "flask", "requests", "selectolax.lexbor", "werkzeug.debug", "werkzeug.serving",
    "pydantic", "sklearn.datasets", "sklearn.linear_model", "sklearn.model_selection",
]  # fmt: skip


class Kernel:
    """A running kernel, as nbclient expects of a kernel manager; `place` is for its own files.

    It is spoken to over ipc: kernels side by side over TCP take each other's ports.
    """

    has_kernel = True

    def __init__(self, place: Path, folder: Path) -> None:
        how = "forkserver" if FORKS_SAFELY else "spawn"
        processes = cast(SpawnContext, multiprocessing.get_context(how))
        processes.set_forkserver_preload(SHARED)
        self._file = str(place / "kernel.json")
        write_connection_file(
            self._file,
            transport="ipc",
            ip=str(place / "kernel"),
            key=secrets.token_hex(16).encode(),
        )
        self._process = processes.Process(target=_run, args=(self._file, str(folder)))
        with _nothing_run():
            self._process.start()

    def client(self) -> AsyncKernelClient:
        """Return a client that is connected to this kernel."""
        client = AsyncKernelClient(connection_file=self._file)
        client.load_connection_file()
        return client

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def end(self) -> None:
        """Kill the kernel, and with it whatever a cell has started and not stopped."""
        if self._process.pid and self._process.is_alive():
            with suppress(ProcessLookupError):  # it may have no group yet
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()


@contextmanager
def _nothing_run() -> Generator[None]:
    """Hide which program this is, since a process that is started would import it first."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _run(connection_file: str, folder: str) -> None:
    """Be a kernel that was started in this folder."""
    os.setsid()
    os.chdir(folder)
    gc.enable()
    for name in [name for name in sys.modules if name.partition(".")[0] == "workbook"]:
        del sys.modules[name]
    sys.path[:] = ["", *(place for place in sys.path if place and Path(place).resolve() != ROOT)]
    from ipykernel.kernelapp import IPKernelApp

    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # it ends when that does
    IPKernelApp.launch_instance(["-f", connection_file, parent, "--HistoryManager.enabled=False"])
