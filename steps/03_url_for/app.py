# TODO 0: this step needs redirect and url_for too. Import them from flask.
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
    return str(number * 2)


@app.route("/files/<path:name>")
def file(name):
    return f"You asked for {name}"


# TODO 1: a view for /admin
# TODO 2: a view for /guest/<guest>
# TODO 3: a view for /user/<name> that redirects to one of the two, with url_for

if __name__ == "__main__":
    app.run()
