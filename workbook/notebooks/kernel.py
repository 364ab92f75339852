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
from multiprocessing import forkserver
from multiprocessing.context import SpawnContext
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from workbook.environment import FORKS_SAFELY, ROOT

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient

SHARED = [
    "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline.config",
    "flask", "requests", "selectolax.lexbor", "werkzeug.debug", "werkzeug.serving",
    "pydantic", "sklearn.datasets", "sklearn.linear_model", "sklearn.model_selection",
]  # fmt: skip


# What they share of the environment, whatever the terminal that builds has set.
SETTINGS = {
    "COLUMNS": "80", "LINES": "24", "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8",
    "TZ": "UTC", "PYTHONHASHSEED": "0", "NO_PROXY": "*",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline", "OMP_NUM_THREADS": "1",
    # A lock of the debugger's is left to a tracker when its kernel is killed, which says so.
    "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
    "OPENBLAS_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "WORKBOOK_TERMINAL": "workbook.walkthrough.terminal:Recorded",  # with an engine as without
}  # fmt: skip
FOREIGN = ("FLASK_", "PYTHON", "IPYTHON", "JUPYTER", "WERKZEUG_", "DATABASE_URL", "COV_", "PYTEST_")


def settle(place: str, settings: dict[str, str]) -> None:
    """Give this process, and so all its kernels, one environment, whatever the terminal's is."""
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    folders = dict.fromkeys(("TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"), place)
    os.environ.update(SETTINGS | settings | folders | {"PATH": path})


def warm_up() -> None:
    """Let the process begin its imports from which kernels are forked, where they are."""
    if FORKS_SAFELY:
        forkserver.set_forkserver_preload(SHARED)
        forkserver.ensure_running()


class Kernel:
    """A running kernel, as nbclient expects of a kernel manager; `place` is for its own files.

    It is spoken to over ipc: kernels side by side over TCP take each other's ports.
    """

    has_kernel = True

    def __init__(self, place: Path, folder: Path) -> None:
        from jupyter_client.connect import write_connection_file  # after the warm-up

        how = "forkserver" if FORKS_SAFELY else "spawn"
        processes = cast(SpawnContext, multiprocessing.get_context(how))
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

    def client(self) -> "AsyncKernelClient":
        """Return a client that is connected to this kernel."""
        from jupyter_client.asynchronous.client import AsyncKernelClient  # after the warm-up

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

    def shutdown_kernel(self, **_: object) -> None:
        """End it as nbclient asks, of a kernel that did not start in time."""
        self.end()

    def cleanup_resources(self) -> None:
        """Leave nothing: what there was is in `place`."""


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
