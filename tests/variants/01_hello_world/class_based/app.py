from flask import Flask
from flask.views import MethodView


class Root(MethodView):
    def get(self):
        return {"greeting": "Hello, World!"}


app = Flask(__name__)
app.add_url_rule("/", view_func=Root.as_view("root"))


def main():
    app.run(port=8080, threaded=True)


if __name__ == "__main__":
    main()
