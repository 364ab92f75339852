"""Rows in a JSON file, plain checks, PUT answered with 204."""

import json
import math
import threading
from pathlib import Path

from flask import Flask, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

import model

app = Flask(__name__)
file = Path(__file__).with_name("predictions.json")
lock = threading.Lock()


def load():
    return json.loads(file.read_text()) if file.exists() else []


def save(rows):
    file.write_text(json.dumps(rows))


def problem(message, status=400):
    return jsonify(error=message), status


@app.errorhandler(HTTPException)
def in_json(error):
    return problem(error.description, error.code)


@app.get("/")
def index():
    return render_template("index.html", fields=model.FIELDS)


@app.post("/predict")
def predict():
    inputs = request.get_json()
    if not isinstance(inputs, dict):
        return problem("expected a JSON object")
    for name in model.FIELDS:
        if name not in inputs:
            return problem(f"{name} is missing")
        value = inputs[name]
        if type(value) not in (int, float) or not math.isfinite(value) or not 0 < value <= 30:
            return problem(f"{name} should be a number between 0 and 30")
    for name in inputs:
        if name not in model.FIELDS:
            return problem(f"{name} is not a field of this model")
    prediction = model.predict(inputs)
    rows = load()
    number = rows[-1]["id"] + 1 if rows else 0
    save([*rows, {"id": number, "prediction": prediction, **inputs}])
    return jsonify(prediction=prediction)


@app.get("/past_predictions")
def past():
    rows = load()
    try:
        if "after" in request.args:
            after = int(request.args["after"])
            rows = [row for row in rows if row["id"] > after]
        if "limit" in request.args:
            limit = int(request.args["limit"])
            if limit < 1:
                return problem("limit should be 1 or more")
            rows = rows[:limit] if "after" in request.args else rows[-limit:]
    except ValueError:
        return problem("limit and after should be whole numbers")
    return jsonify(rows)


@app.put("/past_predictions/<which>")
def correct(which):
    body = request.get_json()
    if not isinstance(body, dict) or not isinstance(body.get("prediction"), str):
        return problem('expected {"prediction": "…"}')
    with lock:
        rows = load()
        if which == "last":
            found = rows[-1:]
        else:
            found = [row for row in rows if str(row["id"]) == which]
        if not found:
            return problem("there is no such prediction", 404)
        found[0]["prediction"] = body["prediction"]
        save(rows)
    return "", 204


if __name__ == "__main__":
    app.run()
