from flask import Flask
from flask.views import MethodView, View


class Page(View):
    def __init__(self, text):
        self.text = text

    def dispatch_request(self, **values):
        return self.text.format(**values)


class Double(MethodView):
    def get(self, number):
        return f"{number + number}\n"


app = Flask(__name__)
PAGES = {
    "root": ("/", "Hello, World!"),
    "about": ("/about", "This is the about page"),
    "hello": ("/hello/<username>", "Hello, {username}"),
    "files": ("/files/<path:name>", "You asked for {name}"),
}
for name, (rule, text) in PAGES.items():
    app.add_url_rule(rule, view_func=Page.as_view(name, text))
app.add_url_rule("/double/<int:number>", view_func=Double.as_view("double"))

if __name__ == "__main__":
    app.run()
