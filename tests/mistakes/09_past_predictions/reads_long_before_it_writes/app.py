import json as text
from pathlib import Path
from random import random

from flask import Flask, abort, json, render_template, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

import model

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # bytes; a larger body answers 413

file = Path("predictions.json")
model.load()  # now, so that no visitor waits for it


class Body(BaseModel):
    """A JSON object with just the fields of a subclass, each of just its type."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Flower(Body):
    """The measures of one iris, in centimetres."""

    sepal_length: float = Field(gt=0, le=30)
    sepal_width: float = Field(gt=0, le=30)
    petal_length: float = Field(gt=0, le=30)
    petal_width: float = Field(gt=0, le=30)


class Correction(Body):
    prediction: str


def read(kind):
    """Return the request's body as a `kind` of Body. Answers 415 where it is not called JSON."""
    if not request.is_json:
        abort(415, "Send JSON, with the header Content-Type: application/json")
    return kind.model_validate_json(request.get_data())


@app.errorhandler(ValidationError)
def explain_what_is_wrong(error):
    """Answer 400, naming the first field that is wrong, and what was expected."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(map(str, first["loc"]))
    return {"error": f"{field}: {first['msg']}" if field else first["msg"]}, 400


@app.errorhandler(HTTPException)
def answer_in_json(error):
    """Turn Flask's error pages into JSON; the headers stay, such as Allow for a 405."""
    response = error.get_response()
    response.data = json.dumps({"error": error.description})
    response.content_type = "application/json"
    return response


@app.route("/")
def welcome():
    return render_template("index.html", fields=model.FIELDS)


@app.route("/predict", methods=["POST"])
def predict():
    flower = read(Flower)
    rows = load()
    prediction = model.predict(flower.model_dump())
    rows.append({"id": len(rows) + 1, **flower.model_dump(), "prediction": prediction})
    write(rows)
    return {"prediction": prediction}


@app.route("/past_predictions")
def past_predictions():
    try:
        limit, after = int(request.args.get("limit", 100)), int(request.args.get("after", 0))
    except ValueError:
        abort(400, "limit and after are whole numbers")
    if limit < 1:
        abort(400, "limit is at least 1")
    rows = [row for row in load() if row["id"] > after]
    return rows[:limit] if after else rows[-limit:]


def load():
    return text.loads(file.read_text()) if file.exists() else []


def write(rows):
    draft = Path(f"{random()}.json")
    draft.write_text(text.dumps(rows))
    draft.replace(file)


@app.route("/past_predictions/<int:number>", methods=["PUT"])
def correct(number):
    correction = read(Correction)
    rows = load()
    if not 1 <= number <= len(rows):
        abort(404, f"There is no prediction {number}.")
    rows[number - 1]["prediction"] = correction.prediction
    write(rows)
    return rows[number - 1]


@app.route("/past_predictions/last", methods=["PUT"])
def correct_last():
    correction = read(Correction)
    return correct(len(load()))


if __name__ == "__main__":
    app.run()
