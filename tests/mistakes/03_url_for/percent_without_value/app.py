from flask import Flask, redirect, request, url_for

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


@app.route("/admin")
def hello_admin():
    return "Hello Admin"


@app.route("/guest/<guest>")
def hello_guest(guest):
    return "Hello %s as Guest"


@app.route("/user/<name>")
def hello_user(name):
    if name == "admin":
        return redirect(url_for("hello_admin", lang=request.args.get("lang")))
    return redirect(url_for("hello_guest", guest=name))


if __name__ == "__main__":
    app.run()
