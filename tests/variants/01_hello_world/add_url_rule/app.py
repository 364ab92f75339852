import flask

app = flask.Flask("hello")


def greet() -> str:
    return "<h1>Hello, World!</h1>\n"


app.add_url_rule("/", view_func=greet)

if "__main__" == __name__:
    app.run(host="127.0.0.1", port=8000)
