from flask import Blueprint, Flask, make_response

site = Blueprint("site", __name__)


@site.get("/")
def hello_world():
    reply = make_response("Hello, World!")
    reply.headers["Content-Type"] = "text/plain; charset=utf-8"
    return reply


def create_app():
    app = Flask(__name__)
    app.register_blueprint(site)
    return app


if __name__ == "__main__":
    create_app().run()
