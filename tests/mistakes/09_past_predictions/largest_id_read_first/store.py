import json
import sqlite3
from contextlib import closing

TABLE = (
    "CREATE TABLE IF NOT EXISTS predictions"
    " (id INTEGER, inputs TEXT, prediction)"
)


def run(sql, *values):
    with closing(sqlite3.connect("predictions.db")) as connection:
        with connection:  # noqa: SIM117  # as the page has it
            connection.execute(TABLE)
            return connection.execute(sql, values).fetchall()


def add(inputs, prediction):
    number = (run("SELECT max(id) FROM predictions")[0][0] or 0) + 1
    run("INSERT INTO predictions VALUES (?, ?, ?)", number, json.dumps(inputs), prediction)
    return number


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
