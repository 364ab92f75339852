"""A process that has imported Flask already, and forks one for each piece of student's code.

    __main__.py preloaded CONTROL_FD [MODULE…]

It takes jobs, one JSON object a line, over CONTROL_FD: {"start": NUMBER, …} comes with three file
descriptors, {"end": NUMBER} is answered once that process and all its children are gone. When the
engine is gone, CONTROL_FD ends, and so does everything that was started.
"""

# pyright: basic
import atexit
import gc
import json
import os
import random
import signal
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from workbook.app.inside import child

MAIN = str(Path(__file__).with_name("__main__.py"))
FDS = 3  # with each job: the link, the listening socket, the output


def jobs(control, pids):
    """Yield each job to start, with its descriptors; carry out those that end one."""
    text, fds = b"", []
    while True:
        data, more, *_ = socket.recv_fds(control, 65536, 64)
        if not data:
            return
        *lines, text = (text + data).split(b"\n")
        fds += more
        for line in lines:
            job = json.loads(line)
            if "end" in job:
                end(pids.pop(job["end"], None))
                control.sendall(line + b"\n")
            else:
                yield job, fds[:FDS]
                fds = fds[FDS:]


def end(pid):
    """End a process and its children. Nobody waits for it before: its number is still its own."""
    if pid is None:  # it was ended before
        return
    for kill in (os.kill, os.killpg):  # it may not lead a group yet; then it has no children either
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def become(job, link, server, output):
    """Make this new process the student's: its group, output, folder and settings."""
    os.setsid()  # its children end with it, and the user's Ctrl-C is not theirs
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(job["folder"])
    settings = job["settings"]
    if job["how"] != "serve":  # Werkzeug then serves on our socket, whatever the script asks for
        settings |= {"WERKZEUG_RUN_MAIN": "true", "WERKZEUG_SERVER_FD": str(server)}
    os.environ.update(settings)
    arguments = [str(link), str(server), str(job["until"]), job["how"], *job["what"]]
    if any(name.startswith("PYTHON") for name in settings) or hides_a_library():
        for fd in (link, server):
            os.set_inheritable(fd, True)
        os.execv(sys.executable, [sys.executable, "-P", MAIN, "child", *arguments])
    sys.path.insert(0, os.getcwd())
    draw_afresh(job["seed"])
    return arguments


def draw_afresh(seed):
    """Have this process draw other random values than its sisters, or those that `seed` gives.

    A fork begins with a copy of its parent's generators, so that without this everything that is
    forked here would draw the same values, and look as if it had been given a seed.
    """
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed)


def leave():
    """End this process as Python does, but let the system take its memory back at once.

    Python would take all that the libraries have made apart, and so copy what it shares with its
    parent: half of the time of a small program.
    """
    threading._shutdown()  # pyright: ignore[reportAttributeAccessIssue]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def hides_a_library():
    """Whether the student's folder has a module by the name of one that is imported already."""
    names = {name.partition(".")[0] for name in sys.modules}
    return any(Path(f"{name}.py").exists() or Path(name, "__init__.py").exists() for name in names)


def main(control_fd, *modules):
    control, pids = socket.socket(fileno=int(control_fd)), {}
    for module in modules:
        import_module(module)
    gc.freeze()  # what is shared stays shared
    for job, fds in jobs(control, pids):
        pid = os.fork()
        if pid == 0:
            control.close()
            child.main(*become(job, *fds))
            leave()
        pids[job["start"]] = pid
        for fd in fds:
            os.close(fd)
    for pid in pids.values():
        end(pid)
