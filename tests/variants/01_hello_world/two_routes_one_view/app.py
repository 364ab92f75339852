import os

from flask import Flask, Response

app = Flask(__name__, static_folder=None)
GREETING = ", ".join(["Hello", "World!"])


@app.route("/hello")
@app.route("/", methods=["GET", "HEAD"])
def index() -> Response:
    return Response(GREETING, status=200, mimetype="text/html")


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "5000"))
    app.run("0.0.0.0", port)
