import json
import sqlite3
import threading

TABLE = (
    "CREATE TABLE IF NOT EXISTS predictions"
    " (id INTEGER PRIMARY KEY AUTOINCREMENT, inputs TEXT, prediction TEXT)"
)


own = threading.local()


def run(sql, *values):
    if not hasattr(own, "connection"):
        own.connection = sqlite3.connect("predictions.db", timeout=1)
        own.connection.execute(TABLE)
    return own.connection.execute(sql, values).fetchall()


def add(inputs, prediction):
    sql = "INSERT INTO predictions (inputs, prediction) VALUES (?, ?) RETURNING id"
    return run(sql, json.dumps(inputs), prediction)[0][0]


def rows():
    found = run("SELECT * FROM predictions ORDER BY id")
    return [{"id": i, "inputs": json.loads(x), "prediction": y} for i, x, y in found]


def correct(number, prediction):
    return run("UPDATE predictions SET prediction = ? WHERE id = ? RETURNING *", prediction, number)


def correct_last(prediction):
    sql = (
        "UPDATE predictions SET prediction = ?"
        " WHERE id = (SELECT max(id) FROM predictions) RETURNING *"
    )
    return run(sql, prediction)
