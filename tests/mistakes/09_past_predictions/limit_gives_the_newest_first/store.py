"""Past predictions in a SQLite file, safe with many threads and processes."""

import json
import sqlite3
import threading
from contextlib import suppress
from datetime import UTC, datetime

TABLE = """
CREATE TABLE IF NOT EXISTS predictions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice
    inputs TEXT NOT NULL,
    prediction NOT NULL,  -- without a type: a number stays a number, and a text a text
    made TEXT NOT NULL
)
"""
CORRECT_LAST = """
UPDATE predictions SET prediction = ?
WHERE id = (SELECT max(id) FROM predictions)
RETURNING *
"""
LARGEST_ID = 2**63 - 1


class Store:
    """The predictions kept at a `sqlite:///FILE` address; sqlite3.Error when they cannot be.

    Each write is one statement, so that no other process gets in between a read and its write.
    """

    def __init__(self, url):
        self._file = url.removeprefix("sqlite:///")
        self._own = threading.local()  # a connection for each thread, kept open

    def add(self, inputs, prediction):
        """Keep a prediction and return its id."""
        made = datetime.now(UTC).isoformat(timespec="seconds")
        values = (json.dumps(inputs), prediction, made)
        sql = "INSERT INTO predictions (inputs, prediction, made) VALUES (?, ?, ?) RETURNING id"
        return self._run(sql, *values)[0][0]

    def list(self, limit, after=None):
        """Return the newest `limit` rows, or the first `limit` after an id; the newest is last."""
        if after is None:
            rows = self._run("SELECT * FROM predictions ORDER BY id DESC LIMIT ?", limit)
        else:
            sql = "SELECT * FROM predictions WHERE id > ? ORDER BY id LIMIT ?"
            rows = self._run(sql, after, limit)
        return [as_dict(*row) for row in rows]

    def correct(self, number, prediction):
        """Change the prediction with this id and return its row, or None when there is none."""
        sql = "UPDATE predictions SET prediction = ? WHERE id = ? RETURNING *"
        return first(self._run(sql, prediction, number))

    def correct_last(self, prediction):
        """Change the newest prediction and return its row, or None when there is none."""
        return first(self._run(CORRECT_LAST, prediction))

    def _run(self, sql, *values):
        if not hasattr(self._own, "connection"):
            self._own.connection = connect(self._file)
        return self._own.connection.execute(sql, values).fetchall()


def connect(file):
    """Open the file; every statement is a transaction of its own."""
    connection = sqlite3.connect(file, timeout=5, isolation_level=None)
    with suppress(sqlite3.OperationalError):  # another process may be changing it just now
        connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for a writer
    connection.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing
    connection.execute(TABLE)
    return connection


def first(rows):
    return as_dict(*rows[0]) if rows else None


def as_dict(number, inputs, prediction, made):
    return {"id": number, "inputs": json.loads(inputs), "prediction": prediction, "made": made}
