from flask import Flask, abort, jsonify, redirect, render_template, request, url_for
from flask.views import View
from markupsafe import Markup

app = Flask(__name__)

incomes = [{"description": "salary", "amount": 5000}]


class Page(View):
    def __init__(self, template, values=None):
        self.template, self.values = template, values or {}

    def dispatch_request(self, **found):
        return render_template(self.template, **self.values, **found)


app.add_url_rule("/", view_func=Page.as_view("hello_world", "hello.html", {"name": "World!"}))


@app.route("/about")
def about():
    return "This is the about page"


hello = Page.as_view("hello", "hello.html")
app.add_url_rule("/hello/", view_func=hello, defaults={"name": "World!"})
app.add_url_rule("/hello/<name>", view_func=hello)


@app.route("/double/<int:number>")
def double(number):
    return str(number * 2)


@app.route("/files/<path:name>")
def file(name):
    return Markup("You asked for {}").format(name)


@app.route("/admin")
def hello_admin():
    return "Hello Admin"


@app.route("/guest/<guest>")
def hello_guest(guest):
    return Markup("<p>Hello %s as Guest</p>") % guest


@app.route("/user/<name>")
def hello_user(name):
    if name == "admin":
        return redirect(url_for("hello_admin", lang=request.args.get("lang")))
    return redirect(url_for("hello_guest", guest=name))


@app.route("/incomes")
def get_incomes():
    return jsonify(incomes)


page = Page.as_view("incomes_page", "incomes.html", {"incomes": incomes})
app.add_url_rule("/incomes/page", view_func=page)


@app.route("/incomes", methods=["POST"])
def add_income():
    incomes.append(request.get_json())
    return "", 204


@app.route("/incomes/<int:index>", methods=["PUT"])
def replace_income(index):
    if index >= len(incomes):
        abort(404)
    incomes[index] = request.get_json()
    return "", 204


@app.route("/incomes/<int:index>", methods=["DELETE"])
def delete_income(index):
    if index >= len(incomes):
        abort(404)
    del incomes[index]
    return "", 204


if __name__ == "__main__":
    app.run()
