from flask import Flask, Response, request, url_for
from flask.views import View

app = Flask(__name__)


@app.get("/")
def hello_world() -> str:
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


@app.get("/admin")
def hello_admin() -> str:
    return "Hello Admin"


@app.get("/guest/<guest>")
def hello_guest(guest: str) -> str:
    return "Hello {} as Guest".format(guest)


class User(View):
    """Sends everybody on to the page that is meant for them, by its whole address."""

    def dispatch_request(self, name: str) -> Response:
        reply = Response(status=302)
        reply.headers["Location"] = self.address_for(name)
        return reply

    def address_for(self, name: str) -> str:
        if name != "admin":
            return url_for("hello_guest", guest=name, _external=True)
        return url_for("hello_admin", _external=True, lang=request.args.get("lang"))


app.add_url_rule("/user/<name>", view_func=User.as_view("hello_user"))

if __name__ == "__main__":
    app.run()
