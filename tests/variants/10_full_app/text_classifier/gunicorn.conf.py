import os

bind = ["0.0.0.0:" + os.environ["PORT"]]
threads = 4
