"""The app is made by a function, and its views are a blueprint."""

import math

from flask import Blueprint, Flask, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from model import predict

views = Blueprint("rent", __name__, template_folder="pages/templates")
EXPECTED = {"area": (int, float), "rooms": (int,), "lift": (bool,)}
MOST = {"area": 1000, "rooms": 50}


class Refused(Exception):
    """The inputs are not what the model needs."""


def checked(flat):
    if type(flat) is not dict or not flat:
        raise Refused("send an object with area, rooms and lift")
    for name in flat:
        if name not in EXPECTED:
            raise Refused(f"{name}: there is no such field")
    for name, kinds in EXPECTED.items():
        if name not in flat:
            raise Refused(f"{name} is missing")
        if type(flat[name]) not in kinds:
            raise Refused(f"{name} is not of the type {kinds[-1].__name__}")
        if name in MOST and not 0 < flat[name] <= MOST[name]:
            raise Refused(f"{name} is not between 0 and {MOST[name]}")
    return flat


@views.get("/")
def home():
    return render_template("rent.html", fields=EXPECTED)


@views.post("/predict")
def ask():
    rent = predict(checked(request.get_json()))
    assert math.isfinite(rent)
    current_app.logger.info("asked")
    return jsonify(prediction=rent, unit="EUR"), 201


def create_app():
    made = Flask(__name__)
    made.register_blueprint(views)

    @made.errorhandler(Refused)
    def refused(error):
        return jsonify(error=[str(error)]), 422

    @made.errorhandler(HTTPException)
    def failed(error):
        return jsonify(error={"status": error.code, "message": error.description}), error.code

    return made


if __name__ == "__main__":
    create_app().run()
