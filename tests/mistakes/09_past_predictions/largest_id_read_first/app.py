"""As the page says it: one connection in each view."""

from flask import Flask, abort, json, render_template, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

import model
import store

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # bytes; a larger body answers 413

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
    prediction = model.predict(flower.model_dump())
    number = store.add(flower.model_dump(), prediction)
    return {"prediction": prediction, "id": number}


@app.route("/past_predictions")
def past_predictions():
    return store.rows()


@app.route("/past_predictions/<int:number>", methods=["PUT"])
def correct(number):
    correction = read(Correction)
    if number >= 2**63 or not store.correct(number, correction.prediction):
        abort(404, f"There is no prediction {number}.")
    return "", 204


@app.route("/past_predictions/last", methods=["PUT"])
def correct_last():
    correction = read(Correction)
    if not store.correct_last(correction.prediction):
        abort(404, "There is no prediction yet.")
    return "", 204


if __name__ == "__main__":
    app.run()
