import json

from flask import Flask, redirect, request, url_for

app = Flask(__name__)

incomes = [{"description": "salary", "amount": 5000}]


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


@app.route("/incomes", methods=["GET", "POST"])
def all_incomes():
    global incomes
    if request.method == "POST":
        incomes = [*incomes, request.get_json()]
        return "", "204 No Content"
    return json.dumps(incomes), {"Content-Type": "application/json"}


@app.route("/incomes/<int:index>", methods=["PUT", "DELETE"])
def one_income(index):
    global incomes
    if index not in range(len(incomes)):
        return {"error": f"no income {index}"}, 404
    new = [request.get_json()] if request.method == "PUT" else []
    incomes = incomes[:index] + new + incomes[index + 1 :]
    return app.response_class(status=204)


if __name__ == "__main__":
    app.run()
