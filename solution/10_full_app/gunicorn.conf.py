"""How gunicorn serves the app; it reads this file by itself. WEB_CONCURRENCY sets the workers."""

import gc
import os
import socket
import struct
from pathlib import Path

wsgi_app = "app:app"
bind = f"0.0.0.0:{os.environ.get('PORT', '8080')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 2  # 4 gave the same rate, and the slowest answers took five times as long
preload_app = True  # the model is read once, and its memory is shared
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # a disk may stall the workers
control_socket_disable = True
accesslog = "-"  # to the standard output, where a container's log comes from
graceful_timeout = 1  # seconds for the answers under way, when it is told to stop

gc.disable()  # imports leave no garbage, and looking for it takes a tenth of the start


def when_ready(server):
    """Leave what is loaded now out of garbage collection: workers share more, and end sooner."""
    gc.freeze()
    gc.enable()


def post_worker_init(worker):
    """Let no client that falls silent hold a thread for longer than 5 seconds."""
    for listener in worker.sockets:  # what is set here, its connections have too
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", 5, 0))
