"""Past predictions, in a SQLite file or in PostgreSQL, safe with many threads and processes."""

import json
import sqlite3
import threading
from contextlib import suppress
from datetime import UTC, datetime

CORRECT = "UPDATE predictions SET prediction = ? WHERE id = ? RETURNING *"
CORRECT_LAST = """
UPDATE predictions SET prediction = ?
WHERE id = (SELECT max(id) FROM predictions)
RETURNING *
"""
LARGEST_ID = 2**63 - 1


class Unavailable(Exception):
    """The database does not answer, or cannot be written."""


class Store:
    """The predictions kept at a `sqlite:///FILE` address. Methods raise Unavailable.

    Each write is one statement, so that no other process gets in between a read and its write.
    """

    error = sqlite3.Error
    value = "?"  # stands in SQL where a value goes

    def __init__(self, url):
        self._url = url
        self._own = threading.local()  # a connection's cursor for each thread, kept open

    def add(self, inputs, prediction):
        """Keep a prediction and return its id."""
        made = datetime.now(UTC).isoformat(timespec="seconds")
        sql = "INSERT INTO predictions (inputs, prediction, made) VALUES (?, ?, ?)"
        return self._insert(sql, json.dumps(inputs), prediction, made)

    def list(self, limit, after=None):
        """Return the newest `limit` rows, or the first `limit` after an id; the newest is last."""
        if after is None:
            rows = self._run("SELECT * FROM predictions ORDER BY id DESC LIMIT ?", limit)[::-1]
        else:
            sql = "SELECT * FROM predictions WHERE id > ? ORDER BY id LIMIT ?"
            rows = self._run(sql, after, limit)
        return [as_dict(*row) for row in rows]

    def correct(self, number, prediction):
        """Change the prediction with this id and return its row, or None when there is none."""
        return self._correct(CORRECT, prediction, number)

    def correct_last(self, prediction):
        """Change the newest prediction and return its row, or None when there is none."""
        return self._correct(CORRECT_LAST, prediction)

    def _correct(self, sql, *values):
        rows = self._run(sql, *values)
        return as_dict(*rows[0]) if rows else None

    def _insert(self, sql, *values):
        self._run(sql, *values)
        return self._own.cursor.lastrowid  # SQLite is quicker without RETURNING id

    def _run(self, sql, *values):
        try:
            if not hasattr(self._own, "cursor"):
                self._own.cursor = self._connect().cursor()
            return self._own.cursor.execute(sql.replace("?", self.value), values).fetchall()
        except self.error as error:
            vars(self._own).clear()  # the next call opens a new connection
            raise Unavailable(str(error)) from error

    def _connect(self):
        """Open the file; every statement is a transaction of its own."""
        file = self._url.removeprefix("sqlite:///")
        connection = sqlite3.connect(file, timeout=5, isolation_level=None)
        connection.execute("PRAGMA page_size = 1024")  # bytes; each new row writes two pages
        with suppress(sqlite3.OperationalError):  # another process may be changing it just now
            connection.execute("PRAGMA journal_mode = WAL")  # readers do not wait for a writer
        connection.execute("PRAGMA synchronous = NORMAL")  # a killed process loses nothing
        connection.execute(
            "CREATE TABLE IF NOT EXISTS predictions (id INTEGER PRIMARY KEY AUTOINCREMENT,"
            " inputs TEXT NOT NULL, prediction TEXT NOT NULL, made TEXT NOT NULL)"
        )
        return connection


def open_store(url):
    """Return the store at a sqlite:/// or postgresql:// address, without connecting yet."""
    if url.startswith("sqlite:///"):
        return Store(url)
    from postgres import PostgresStore  # SQLite, the default, needs no driver

    return PostgresStore(url)


def as_dict(number, inputs, prediction, made):
    return {"id": number, "inputs": json.loads(inputs), "prediction": prediction, "made": made}
