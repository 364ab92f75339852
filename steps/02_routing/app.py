from flask import Flask

app = Flask(__name__)


@app.route("/")
def hello_world():
    return "Hello, World!"


# TODO 1: a view for /about
# TODO 2: a view for /hello/<username>
# TODO 3: a view for /double/<number> that takes whole numbers only

if __name__ == "__main__":
    app.run()
