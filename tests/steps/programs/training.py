"""python model.py, twice, while the calls of fit, predict and score are watched"""

import contextlib
import io
import json
import runpy
import sys
import traceback
from pathlib import Path

FEW = 0.9  # of the rows are distinct; with fewer, even a fair split has the same rows on both sides

trained = []  # for each training: what tells its rows, and their order
seen = {}  # by model: the rows that it was trained with
scored = []  # for each question: how many rows were new to the model, and who asked
inside = []  # the watched calls that have not returned


def rows(table):
    """Return what tells each row of an array, a sparse matrix or a list."""
    table = table.toarray() if hasattr(table, "toarray") else table
    return [row.tobytes() if hasattr(row, "tobytes") else repr(row) for row in table]


def place():
    """Return the student's file and line that is running."""
    stack = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_stack()]
    own = [at for at in stack if at[0].is_file() and at[0].resolve().is_relative_to(Path.cwd())]
    return str(own[-1][0].resolve().relative_to(Path.cwd())), own[-1][1]


def watch(frame, event, _):
    code = frame.f_code
    if code.co_name not in ("fit", "predict", "score") or code.co_varnames[:1] != ("self",):
        return
    if event == "return" and inside:
        inside.pop()
    if event == "call":
        inside.append(code.co_name)
        if len(inside) == 1:  # not a part of a model that is trained or asked as a whole
            note(code.co_name, *(frame.f_locals[name] for name in code.co_varnames[:2]))


def note(asked, model, table):
    if asked == "fit":
        seen[id(model)] = rows(table)
        trained[-1].append(hash(tuple(seen[id(model)])))
    elif id(model) in seen:
        known = set(seen[id(model)])
        if len(known) > FEW * len(seen[id(model)]):
            scored.append([sum(row not in known for row in rows(table)), *place()])


def run():
    """Return what one run prints, by a process that has imported nothing of the student's yet."""
    trained.append([])
    for name, module in list(sys.modules.items()):
        if Path(getattr(module, "__file__", None) or "/").is_relative_to(Path.cwd()):
            del sys.modules[name]
    with contextlib.redirect_stdout(io.StringIO()) as output:
        sys.setprofile(watch)
        try:
            runpy.run_path("model.py", run_name="__main__")
        finally:
            sys.setprofile(None)
    return output.getvalue()


printed = [run(), run()]
print(json.dumps({"printed": printed, "trained": trained, "scored": scored}))
