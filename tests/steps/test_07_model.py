"""Train a model, save it, and let it predict.

You can now train a small model, measure it on data that it has not seen, save it to a file and ask
it for one answer, the same in every process.
"""

import json
import re
from importlib.metadata import version

import pytest

from workbook.facts import Place
from workbook.files import is_exact, read_requirements
from workbook.result import Failure, Wrong, wrong

NEEDS = ("model",)
SECONDS = 60  # for the whole step: it trains about ten times
LEAVE_OUT = ("*.joblib", "*.pkl", "*.pickle")
PRELOAD = ("joblib", "sklearn.datasets", "sklearn.linear_model", "sklearn.model_selection")

# What the checks run, beside model.py itself, where the student's model is.
ANSWERS = """\
import json, model

def told(answer):
    try:
        return {"is": json.loads(json.dumps(answer, allow_nan=False))}
    except (TypeError, ValueError):
        return {"odd": repr(answer)}

print(json.dumps([told(model.predict(inputs)) for inputs in json.load(open("example.json"))]))
"""
# Every two rows of a table are told apart by their bytes, or by what Python shows of them.
TRAINING = """\
import contextlib, io, json, runpy, sys, traceback
trained_with, order, scored, printed, inside = {}, [], [], [], []

def rows(table):
    table = table.toarray() if hasattr(table, "toarray") else table
    return [row.tobytes() if hasattr(row, "tobytes") else repr(row) for row in table]

def line():
    frames = [f for f in traceback.extract_stack() if f.filename.endswith("model.py")]
    return frames[-1].lineno if frames else 0

def watch(frame, event, _):
    code = frame.f_code
    if code.co_name not in ("fit", "predict", "score") or code.co_varnames[:1] != ("self",):
        return
    if event == "return":
        inside.pop()
    if event != "call":
        return
    inside.append(code.co_name)
    if len(inside) > 1:  # a part of a model that is trained, or asked, as a whole
        return
    model, table = (frame.f_locals[name] for name in code.co_varnames[:2])
    if code.co_name == "fit":
        trained_with[id(model)] = rows(table)
        order.append(hash(tuple(trained_with[id(model)])))
    elif id(model) in trained_with:
        seen = trained_with[id(model)]
        if len(set(seen)) > 0.9 * len(seen):  # else even a fair split shares rows
            scored.append((sum(row not in set(seen) for row in rows(table)), line()))

for _ in range(2):
    order.append("again")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        sys.setprofile(watch)
        runpy.run_path("model.py", run_name="__main__")
        sys.setprofile(None)
    printed.append(output.getvalue())
halves = order[1 : len(order) // 2], order[len(order) // 2 + 1 :]
print(json.dumps({"scored": scored, "printed": printed, "same_rows": halves[0] == halves[1]}))
"""
SAVED = """\
import runpy
from pathlib import Path
old = set(Path().rglob("*"))
runpy.run_path("model.py", run_name="__main__")
print(*sorted(set(Path().rglob("*")) - old), sep="\\n")
"""
