from flask import Flask

app = Flask(__name__)


@app.route("/")
def root():
    return "Hello"


@app.route("/double/<int:number>")
def double(number):
    return str(number * 3)


if __name__ == "__main__":
    app.run()
