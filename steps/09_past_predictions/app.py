from flask import Flask, abort, json, render_template, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

import model

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # bytes; a larger body answers 413

# TODO 1: a list called rows, outside of the functions. (TODO 5: a database instead.)
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


# TODO 3: a class Correction, like Flower, with one field: prediction


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


# TODO 2: before it answers, this view puts a row into the list: an id, the inputs, the prediction
@app.route("/predict", methods=["POST"])
def predict():
    flower = read(Flower)
    return {"prediction": model.predict(flower.model_dump())}


# TODO 1: a view for GET /past_predictions that answers with the list
# TODO 3: a view for PUT /past_predictions/<int:number> that corrects the prediction of one row
# TODO 4: a view for PUT /past_predictions/last that corrects the newest one
# TODO 5: keep the rows in a database, in a file store.py

if __name__ == "__main__":
    app.run()
