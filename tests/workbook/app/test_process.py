"""A student's process, and the socket that it serves on."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from workbook.app.launcher import Launcher
from workbook.app.process import Process


def test_nobody_else_is_given_the_port_of_a_process_that_has_ended(tmp_path):
    """Else an app that starts meanwhile would answer for one that does not serve."""
    until = time.monotonic() + 20
    with (
        Launcher() as launcher,
        Process(
            launcher, tmp_path, tmp_path, "code", "print(1)", deadline=until, settings={}
        ) as process,
    ):
        address = urlsplit(process.address)
        process.wait_ready()
        assert process.ended
        assert process.printed() == "1\n"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address.hostname, address.port))
        with pytest.raises(OSError, match="in use"):
            socket.create_server((address.hostname, address.port))

    socket.create_server((address.hostname, address.port)).close()
