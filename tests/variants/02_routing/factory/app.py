from flask import Flask, abort


def about() -> str:
    return "This is the about page"


def hello(username: str) -> tuple[str, int]:
    return "Hello, " + username, 200


def double(number: str) -> str:
    if not number.isdecimal():
        abort(404)
    return str(int(number) * 2)


def files(**found: str) -> str:
    return f"You asked for {found['name']}"


def create_app() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/", "root", lambda: "Hello, World!")
    app.add_url_rule("/about", "about", about)
    app.add_url_rule("/hello/<username>", "hello", hello)
    app.add_url_rule("/double/<number>", "double", double)
    app.add_url_rule("/files/<path:name>", "files", files)
    return app


if __name__ == "__main__":
    create_app().run()
