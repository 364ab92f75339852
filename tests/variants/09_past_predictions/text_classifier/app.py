"""A text as the input, ids that are texts, a blueprint, rows in a file with one line for each."""

import fcntl
import json
import os
import uuid
from contextlib import contextmanager
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, render_template, request

import model

FOLDER = Path(os.environ.get("DATA", "."))
reviews = Blueprint("reviews", __name__)


@contextmanager
def rows():
    """Give the rows, and write them back; other processes wait."""
    with (FOLDER / "predictions.json.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = FOLDER / "predictions.jsonl"
        before = [json.loads(line) for line in file.open()] if file.exists() else []
        found = [dict(row) for row in before]
        yield found
        if found != before:
            draft = FOLDER / "predictions.json.draft"
            draft.write_text("".join(json.dumps(row) + "\n" for row in found))
            draft.replace(file)


def stop(status, error):
    abort(Response(json.dumps({"error": error}), status, mimetype="application/json"))


def body_with(name):
    if not request.is_json:
        stop(415, "send JSON")
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or set(body) != {name}:
        stop(400, f"send an object with {name} and nothing else")
    if not isinstance(body[name], str) or not body[name].strip():
        stop(422, f"{name} should be a text")
    return body[name]


@reviews.get("/")
def welcome():
    return render_template("index.html")


@reviews.post("/predict")
def predict():
    review = body_with("review")
    row = {"id": uuid.uuid4().hex, "review": review, "prediction": model.predict(review)}
    with rows() as found:
        found.append(row)
    return row


def at_most():
    try:
        limit = int(request.args.get("limit", 1000))
    except ValueError:
        stop(400, "limit should be a whole number")
    if limit < 1:
        stop(400, "limit should be 1 or more")
    return limit


@reviews.get("/past_predictions")
def past():
    limit, after = at_most(), request.args.get("after")
    with rows() as found:
        ids = [row["id"] for row in found]
        if after is None:
            return found[-limit:]
        if after not in ids:
            stop(400, "after should be the id of a row")
        return found[ids.index(after) + 1 :][:limit]


@reviews.put("/past_predictions/<name>")
def correct(name):
    prediction = body_with("prediction")
    if prediction not in ("good", "bad"):
        stop(422, "prediction should be good or bad")
    with rows() as found:
        for row in found[-1:] if name == "last" else found:
            if name in (row["id"], "last"):
                row["prediction"] = prediction
                return row
    stop(404, "no such prediction")


def answer(error):
    return {"error": error.description}, error.code


app = Flask(__name__)
app.register_blueprint(reviews)
for code in (400, 404, 405, 413, 415):
    app.register_error_handler(code, answer)
