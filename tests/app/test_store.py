"""What is stored stays: kills, restarts, several servers. Over SQLite and over PostgreSQL."""

import os
import signal
import sqlite3
import time

from tests.app.load import Load, missing

MANY = {"sqlite": 10_000, "postgresql": 2_000}  # predictions before everything is killed
WAVES = 4  # of new connections, so that every worker gets some


def test_kill_all_processes_under_load(new_database, serve, request):
    database, many = new_database(), MANY[request.node.callspec.params["new_database"]]
    loads = []
    with serve(database, workers=4) as server:
        for _ in range(WAVES):
            loads.append(Load(server))
            with loads[-1]:
                loads[-1].wait_for(many // WAVES)
                if len(loads) == WAVES:
                    server.kill()
        assert not any(load.refused for load in loads)
        assert len(server.answers_by_worker()) > 1

    with serve(database, workers=4) as server:
        assert missing(server, *loads) == []
        assert server.predict().json()["id"] not in {
            number for load in loads for number, _ in load.acknowledged
        }


def test_stop_under_load(new_database, serve):
    """It ends within 2 seconds, with every request that it took answered and stored."""
    database = new_database()
    with serve(database) as server, Load(server) as load:
        load.wait_for(500)
        began = time.monotonic()
        status = server.stop()
        seconds = time.monotonic() - began
    assert status == 0
    assert seconds < 2
    assert load.refused == []

    with serve(database) as server:
        assert missing(server, load) == []


def test_a_restart_keeps_ids_and_corrections(new_database, serve):
    database = new_database()
    with serve(database) as server:
        ids = [server.predict().json()["id"] for _ in range(3)]
        server.put(f"/past_predictions/{ids[1]}", json={"prediction": "virginica"})
        before = server.rows()
        assert server.stop() == 0

    with serve(database) as server:
        assert server.rows() == before
        assert [row["prediction"] for row in before] == ["setosa", "virginica", "setosa"]
        assert server.predict().json()["id"] == ids[-1] + 1


def test_two_servers_with_one_database(new_database, serve):
    database = new_database()
    with serve(database) as one, serve(database) as other:
        with Load(one, 4) as first, Load(other, 4) as second:
            first.wait_for(200)
            second.wait_for(200)
            corrected = other.put("/past_predictions/last", json={"prediction": "virginica"})
        assert first.refused == second.refused == []
        assert missing(one, first, second) == []
        assert corrected.json() in one.rows()


def test_killed_workers_are_replaced(new_database, serve):
    with serve(new_database()) as server:
        with Load(server) as load:
            load.wait_for(100)
            for told in server.printed.split("Booting worker with pid: ")[1:]:
                os.kill(int(told.split()[0]), signal.SIGKILL)
        with Load(server) as again:
            again.wait_for(100)
        assert again.refused == []
        assert missing(server, load, again) == []


def test_ids_of_deleted_rows_are_not_given_again(sqlite, serve):
    """Whoever tidies up the file does not make an old id mean something new."""
    with serve(sqlite) as server:
        ids = [server.predict().json()["id"] for _ in range(3)]
        with sqlite3.connect(sqlite.removeprefix("sqlite:///")) as connection:
            connection.execute("DELETE FROM predictions WHERE id = ?", (ids[-1],))
        connection.close()
        assert server.predict().json()["id"] > ids[-1]


def test_a_file_that_another_process_is_writing_to_can_be_opened(sqlite, serve, tmp_path):
    """The first server may be making the file ready just when the second opens it."""
    with serve(sqlite) as server:
        row = server.predict().json()
        assert server.stop() == 0  # none of its processes holds the file any more
    connection = sqlite3.connect(tmp_path / "predictions.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("BEGIN IMMEDIATE")
    with serve(sqlite) as server:
        reply = server.get("/past_predictions")
        assert reply.status_code == 200
        assert [row["id"] for row in reply.json()] == [row["id"]]
    connection.close()


def test_rows_that_are_not_there(new_database, serve):
    with serve(new_database()) as server:
        for name in ("last", 0, 99, 2**63 - 1, 2**63, 10**40):
            reply = server.put(f"/past_predictions/{name}", json={"prediction": "setosa"})
            assert reply.status_code == 404
            assert reply.json()["error"]
        assert server.get("/past_predictions").json() == []
