from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello_world():
    return "Hello, World!"


@app.route("/about")
def about():
    return "This is the about page"


@app.route("/hello/<username>")
def hello(username):
    return f"Hello, {username}"


@app.route("/double/<int:number>")
def double(number):
    if number < 10000:
        return str(number * 2)


@app.route("/files/<path:name>")
def file(name):
    return f"You asked for {name}"


if __name__ == "__main__":
    app.run()
