# TODO 0: this step needs jsonify too. Import it from flask.
from flask import Flask, redirect, request, url_for

app = Flask(__name__)

# TODO 1: a list called incomes. It begins with the salary.


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
    return f"Hello {guest} as Guest"


@app.route("/user/<name>")
def hello_user(name):
    if name == "admin":
        return redirect(url_for("hello_admin", lang=request.args.get("lang")))
    return redirect(url_for("hello_guest", guest=name))


# TODO 2: a view for GET /incomes that answers with the list, as JSON
# TODO 3: a view for POST /incomes that appends what the JSON body says, and answers 204
# Bonus: views for PUT and DELETE /incomes/<int:index>

if __name__ == "__main__":
    app.run()
