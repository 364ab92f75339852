"""The same store in PostgreSQL, for an app that runs on several machines."""

import psycopg

from store import Store


class PostgresStore(Store):
    """The predictions kept at a `postgresql://…` address."""

    error = psycopg.Error
    value = "%s"

    def _insert(self, sql, *values):
        return self._run(f"{sql} RETURNING id", *values)[0][0]

    def _connect(self):
        limits = {"connect_timeout": 5, "tcp_user_timeout": 5000}  # seconds, milliseconds
        connection = psycopg.connect(self._url, autocommit=True, client_encoding="utf8", **limits)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(1)")  # one process makes the table
            connection.execute(
                "CREATE TABLE IF NOT EXISTS predictions"
                " (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                " inputs TEXT NOT NULL, prediction TEXT NOT NULL, made TEXT NOT NULL)"
            )
        return connection
