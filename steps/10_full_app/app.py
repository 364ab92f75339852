import os
import sqlite3
from typing import Literal

from flask import Flask, abort, json, render_template, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

import model
from store import LARGEST_ID, Store

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # bytes; a larger body answers 413
app.json.sort_keys = False  # a row comes back in the order of the form

store = Store(os.environ.get("DATABASE_URL", "sqlite:///predictions.db"))
model.load()  # now, so that no visitor waits for it


class Body(BaseModel):
    """A JSON object with just the fields of a subclass, each of just its type."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


# Your own model: change these fields, and nothing else in this file but Correction.
class Flower(Body):
    """The measures of one iris, in centimetres."""

    sepal_length: float = Field(gt=0, le=30)
    sepal_width: float = Field(gt=0, le=30)
    petal_length: float = Field(gt=0, le=30)
    petal_width: float = Field(gt=0, le=30)


# Your own model: change the type of prediction, such as float or str.
class Correction(Body):
    """What a prediction should have been."""

    prediction: Literal["setosa", "versicolor", "virginica"]


class Page(BaseModel):
    """Which past predictions a GET asks for, behind the ? of the address."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=100, ge=1, le=1000)
    after: int | None = Field(default=None, ge=0, le=LARGEST_ID)


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


@app.errorhandler(sqlite3.Error)
def answer_without_a_store(error):
    app.logger.error("The store failed: %s", error)
    return {"error": "Past predictions cannot be read or kept now. Try again later."}, 503


@app.route("/")
def welcome():
    return render_template("index.html", fields=model.FIELDS)


@app.route("/predict", methods=["POST"])
def predict():
    flower = read(Flower)
    inputs = flower.model_dump()
    prediction = model.predict(inputs)
    return {"id": store.add(inputs, prediction), "prediction": prediction}


@app.route("/past_predictions")
def past_predictions():
    page = Page.model_validate(request.args.to_dict())
    return store.list(page.limit, page.after)


@app.route(f"/past_predictions/<int(max={LARGEST_ID}):number>", methods=["PUT"])
def correct(number):
    correction = read(Correction)
    row = store.correct(number, correction.prediction)
    if row is None:
        abort(404, f"There is no prediction {number}.")
    return row


@app.route("/past_predictions/last", methods=["PUT"])
def correct_last():
    correction = read(Correction)
    row = store.correct_last(correction.prediction)
    if row is None:
        abort(404, "There is no prediction yet.")
    return row


# TODO 1: a view for GET /health that answers {"status": "ok"}

if __name__ == "__main__":
    app.run()
