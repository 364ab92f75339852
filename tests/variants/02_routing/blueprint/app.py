from flask import Blueprint, Flask

site = Blueprint("site", __name__)


@site.route("/")
def index():
    return "Hello, World!"


@site.route("/about/")
def about():
    return "<!doctype html><title>About</title><p>This is the about page</p>"


@site.route("/hello/<string:username>")
def greet(username):
    return "Hello, %s" % username


@site.route("/double/<int:number>")
def twice(number):
    return "%d" % (2 * number)


@site.route("/files/<path:name>")
def show(name):
    return "You asked for {}".format(name)


app = Flask(__name__)
app.register_blueprint(site)

if __name__ == "__main__":
    app.run(debug=False)
