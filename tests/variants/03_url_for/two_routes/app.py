import flask
from flask import current_app, request


def hello_user(name=None):
    if name is None:
        address = current_app.url_for("hello_admin", lang=request.args.getlist("lang"))
    else:
        address = current_app.url_for("hello_guest", guest=name)
    return flask.redirect(address)


def create_app():
    app = flask.Flask(__name__)
    app.add_url_rule("/", "hello_world", lambda: "Hello, World!")
    app.add_url_rule("/about", "about", lambda: "This is the about page")
    app.add_url_rule("/hello/<username>", "hello", lambda username: f"Hello, {username}")
    app.add_url_rule("/double/<int:number>", "double", lambda number: str(number * 2))
    app.add_url_rule("/files/<path:name>", "file", lambda name: f"You asked for {name}")
    app.add_url_rule("/admin", "hello_admin", lambda: "Hello Admin")
    app.add_url_rule("/guest/<guest>", "hello_guest", lambda guest: f"Hello {guest} as Guest")
    app.add_url_rule("/user/admin", view_func=hello_user)
    app.add_url_rule("/user/<name>", view_func=hello_user)
    return app


if __name__ == "__main__":
    create_app().run()
