from http import HTTPStatus

from flask import Flask, Response, abort, jsonify, redirect, request, url_for
from flask.views import MethodView

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


class Incomes(MethodView):
    def get(self):
        return jsonify(incomes)

    def post(self):
        incomes.append(request.json)
        return Response(status=204)


class Income(MethodView):
    init_every_request = False

    def put(self, index):
        self.require(index)
        incomes[index] = request.json
        return "", HTTPStatus.NO_CONTENT

    def delete(self, index):
        self.require(index)
        incomes.pop(index)
        return "", HTTPStatus.NO_CONTENT

    def require(self, index):
        if not index < len(incomes):
            abort(HTTPStatus.NOT_FOUND)


app.add_url_rule("/incomes", view_func=Incomes.as_view("incomes"))
app.add_url_rule("/incomes/<int:index>", view_func=Income.as_view("income"))

if __name__ == "__main__":
    app.run()
