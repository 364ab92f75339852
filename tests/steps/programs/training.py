"""python model.py, twice, while what trains, asks and measures a model is watched"""

import contextlib
import io
import itertools
import json
import runpy
import sys
import traceback
from collections import Counter
from pathlib import Path

FEW = 0.9  # of the rows are distinct; with fewer, even a fair split has the same rows on both sides

trained = []  # for each training: what tells its rows, and their order
seen = {}  # by model: the rows that it was trained with
scored = []  # for each question: how many rows were new to the model, and who asked
inside = []  # the watched calls that have not returned
measured = []  # what a metric said, and what it says of a model that looks at nothing


def commonest(values):
    """Return how often the value that there is most of is right."""
    found = rows(values)
    return Counter(found).most_common(1)[0][1] / len(found)


GUESSED = {"accuracy_score": commonest, "r2_score": lambda values: 0.0}


def rows(table):
    """Return what tells each row of an array, a list, a sparse matrix, a DataFrame or a Series."""
    if hasattr(table, "tocsr"):
        table = table.tocsr()  # never as an array: it may have a column for each word
        return [(table.indices[a:b].tobytes(), table.data[a:b].tobytes()) for a, b in cuts(table)]
    table = table.to_numpy() if hasattr(table, "to_numpy") else table
    return [told(row) for row in table]


def cuts(table):
    """Return where each row of a sparse matrix begins and ends."""
    return itertools.pairwise(table.indptr)


def told(row):
    """Return the values of a row; an array of objects holds only where each of them is."""
    if hasattr(row, "tobytes") and row.dtype != object:
        return row.tobytes()
    return repr(row.tolist() if hasattr(row, "tolist") else row)


def place():
    """Return the student's file and line that is running."""
    stack = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_stack()]
    own = [at for at in stack if at[0].is_file() and at[0].resolve().is_relative_to(Path.cwd())]
    return str(own[-1][0].resolve().relative_to(Path.cwd())), own[-1][1]


def watch(frame, event, value):
    code = frame.f_code
    if event == "return" and code.co_name in GUESSED and code.co_varnames[:1] == ("y_true",):
        guessed = GUESSED[code.co_name](frame.f_locals["y_true"])
        measured.append([float(value), guessed] if value is not None else [1, 0])
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
print(json.dumps({"printed": printed, "trained": trained, "scored": scored, "measured": measured}))
