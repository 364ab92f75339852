"""What only a database on another machine can do to the app: be away."""

from tests.app.load import Load, missing

THREADS = 4  # of two workers, each with a connection of its own


def test_a_database_that_goes_away_and_comes_back(postgres, serve):
    with serve(postgres.new_url()) as server:
        with Load(server) as load:
            load.wait_for(100)
            postgres.stop()
        try:
            for reply in (server.predict(), server.get("/past_predictions"), server.get("/health")):
                assert reply.status_code == 503
                assert list(reply.json()) == ["error"]
            assert server.get("/").status_code == 200
            assert all(status == b"503" for status, _ in load.refused)
        finally:
            postgres.start()

        statuses = [server.predict().status_code for _ in range(20)]
        assert statuses.count(503) <= THREADS  # the connections that were lost
        assert statuses[-1] == 200
        assert server.get("/health").status_code == 200
        assert missing(server, load) == []
    assert "Traceback" not in server.printed


def test_an_app_that_starts_before_its_database(postgres, serve):
    url = postgres.new_url()
    postgres.stop()
    try:
        with serve(url) as server:
            assert server.predict().status_code == 503
            postgres.start()
            assert server.predict().status_code == 200
    finally:
        if postgres.process.poll() is not None:
            postgres.start()


def test_many_servers_make_the_table_at_once(postgres, serve):
    url = postgres.new_url()
    with serve(url) as one, serve(url) as other, Load(one, 4) as first, Load(other, 4) as second:
        first.wait_for(50)
        second.wait_for(50)
    assert first.refused == second.refused == []


def test_an_address_that_is_none_is_no_secret_told(postgres, serve):
    """A wrong address is the owner's to see, in the log; the password in it is nobody's."""
    with serve("postgresql://postgres:hunter2@/none?host=/nowhere") as server:
        reply = server.predict()
        assert reply.status_code == 503
        assert "nowhere" not in reply.text
        assert "hunter2" not in server.printed
        assert "nowhere" in server.printed
