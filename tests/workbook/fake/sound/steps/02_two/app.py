from flask import Flask

app = Flask(__name__)


# TODO: a page at /page, and /old leading to it.


@app.route("/")
def root():
    return "Hello"


@app.route("/double/<int:number>")
def double(number):
    return str(number * 2)


if __name__ == "__main__":
    app.run()
