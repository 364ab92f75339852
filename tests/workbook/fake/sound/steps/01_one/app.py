from flask import Flask

app = Flask(__name__)

# TODO 1: say Hello at /.

if __name__ == "__main__":
    app.run()
