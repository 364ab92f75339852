"""GET /, while Flask tells which templates it renders"""

import importlib
import json

import flask

module = importlib.import_module("app")
app = getattr(module, "app", None) or module.create_app()
names = []


def note(sender, template, context):
    names.append(template.name)


with flask.template_rendered.connected_to(note):
    app.test_client().get("/")
print(json.dumps([name for name in names if name]))
