"""A number as the prediction, a connection for each request, an app made by a function."""

import sqlite3
from contextlib import closing

from flask import Flask, current_app, g, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

import model


class Patient(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    bmi: float = Field(gt=0, lt=200)
    bp: float = Field(gt=0, lt=400)


class Correction(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    prediction: float


class Query(BaseModel):
    limit: int = Field(100, ge=1, le=500)
    after: int | None = Field(None, ge=0, lt=2**63)


def database():
    if "database" not in g:
        g.database = sqlite3.connect(current_app.config["FILE"], isolation_level=None)
        g.database.row_factory = sqlite3.Row
    return g.database


def as_dict(row):
    inputs = {"bmi": row["bmi"], "bp": row["bp"]}
    return {"id": row["id"], "patient": inputs, "prediction": row["prediction"]}


def create_app(file="predictions.sqlite3"):
    app = Flask(__name__)
    app.config["FILE"] = file
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS past"
            " (id INTEGER PRIMARY KEY AUTOINCREMENT, bmi REAL, bp REAL, prediction REAL)"
        )

    @app.teardown_appcontext
    def close(_):
        if "database" in g:
            g.pop("database").close()

    @app.errorhandler(HTTPException)
    def http_error(error):
        return jsonify(error=error.description), error.code

    @app.errorhandler(ValidationError)
    def wrong_value(error):
        first = error.errors()[0]
        return jsonify(error=f"{'.'.join(map(str, first['loc']))}: {first['msg']}"), 422

    @app.route("/")
    def home():
        return (
            "<!doctype html><title>Diabetes</title><h1>Welcome</h1>"
            "<p>POST a bmi and a bp to /predict.</p>"
        )

    @app.route("/predict", methods=["POST"])
    def predict():
        patient = Patient.model_validate(request.get_json())
        prediction = model.predict(patient.model_dump())
        row = database().execute(
            "INSERT INTO past (bmi, bp, prediction) VALUES (?, ?, ?) RETURNING *",
            (patient.bmi, patient.bp, prediction),
        )
        return jsonify(as_dict(row.fetchone())), 201

    @app.route("/past_predictions")
    def past():
        query = Query.model_validate(request.args.to_dict())
        if query.after is None:
            sql = "SELECT * FROM (SELECT * FROM past ORDER BY id DESC LIMIT ?) ORDER BY id"
            rows = database().execute(sql, (query.limit,))
        else:
            sql = "SELECT * FROM past WHERE id > ? ORDER BY id LIMIT ?"
            rows = database().execute(sql, (query.after, query.limit))
        return jsonify([as_dict(row) for row in rows])

    def correct(sql, *values):
        correction = Correction.model_validate(request.get_json())
        found = database().execute(sql, (correction.prediction, *values)).fetchone()
        return jsonify(as_dict(found)) if found else (jsonify(error="no such prediction"), 404)

    @app.route("/past_predictions/<int:number>", methods=["PUT"])
    def correct_one(number):
        if number >= 2**63:
            return jsonify(error="no such prediction"), 404
        return correct("UPDATE past SET prediction = ? WHERE id = ? RETURNING *", number)

    @app.route("/past_predictions/last", methods=["PUT"])
    def correct_last():
        return correct(
            "UPDATE past SET prediction = ? WHERE id = (SELECT max(id) FROM past) RETURNING *"
        )

    return app
