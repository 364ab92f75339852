# %% [markdown]
# # 2. Lead addresses to functions
#
# You will be able to give each address its own view, take values out of an address, say which values it
# accepts, and read the 404 that answers everything else.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## One address, one view
#
# *Routing* leads an address to a function, the view. Start the finished app of step 2, and look at one of
# its views:

# %%
app = serve("02_routing")
show(app.module.about)

# %% [markdown]
# A request for `/about` reaches it. In a browser you would open `http://localhost:5000/about`, once your own
# app runs.

# %%
app.get("/about")

# %% [markdown]
# The name of the function is free; the address is not. Only the text in `@app.route("/about")` counts, and
# a capital letter makes another address:

# %%
app.get("/About")

# %% [markdown]
# **404 Not Found** is the status for "there is nothing at this address". Flask wrote that page, since no view
# was called. In the browser it looks like this:

# %%
app.page("/About")

# %% [markdown]
# A 404 has three usual causes: the address is misspelt, the view has no route, or the file was not saved before
# the app started. Ask Flask which routes it knows:

# %%
[rule.rule for rule in app.module.app.url_map.iter_rules()]

# %% [markdown]
# The list has the routes of this app, and `/static/`, which Flask adds for files such as pictures. What stands
# in angle brackets is a *variable* part.

# %% [markdown]
# ## A value in the address
#
# A variable matches whatever stands at its place. Flask hands it to the view, in the parameter of the same
# name, here `username`:

# %%
show(app.module.hello)

# %%
app.get("/hello/john")

# %% [markdown]
# One route answers for every name. Letters beyond ASCII travel as `%` codes, because an address knows only
# ASCII; Flask has turned them back before the view sees them:

# %%
app.get("/hello/Zoë B")

# %% [markdown]
# `curl` gets the same text. Its `-i` shows the status and the headers, as a browser's developer tools would:

# %% [bash]
# curl -i http://localhost:5000/hello/john

# %% [markdown]
# A variable ends at the next slash, and it is never empty. So neither of these two addresses has a view, and
# both are a 404:

# %%
for path in ("/hello/john/smith", "/hello/"):
    print(path, app.get(path).reply.status_code)

# %% [markdown]
# What if the names differ? Here is a small app whose route says `name` and whose function says `username`.
# Flask accepts it, and nothing seems wrong yet:

# %%
from flask import Flask

mistaken = Flask("mistaken")


@mistaken.route("/hello/<name>")
def hello(username):
    return f"Hello, {username}"


# %% [markdown]
# The first request fails: **500 Internal Server Error**, the status for an error in the app. The last line of
# its log names both the function and the argument:

# %%
wrong = serve(mistaken)
print(wrong.get("/hello/john").reply.status_code)
wrong.terminal()

# %% [markdown]
# ## Which values it takes
#
# A *converter* stands before the name. `int` takes digits only, and the view gets a whole number, so that it
# can calculate:

# %%
show(app.module.double)

# %%
app.get("/double/21")

# %% [markdown]
# `str(…)` is needed because a view returns text, not a number. What the converter does not take has no route,
# and the view never sees it:

# %%
for path in ("/double/ten", "/double/-3", "/double/2.5"):
    print(path, app.get(path).reply.status_code)

# %% [markdown]
# Without `str`, Flask does not know how to answer with a number. You will meet this message, in the terminal
# where your app runs:

# %%
app.edit("str(number * 2)", "number * 2")
wrong = serve(load(app.folder).app)
print(wrong.get("/double/21").reply.status_code)
wrong.terminal()

# %% [markdown]
# There are more converters: `float` takes `2.5`, and `path` takes slashes too. That suits the names of files
# in folders:

# %%
show(app.module.file)

# %%
app.get("/files/a/b.txt")

# %% [markdown]
# ## Where views stand
#
# `app.run()` never returns while the server runs. A view written below it is not read until the server stops,
# so its address is a 404. Keep it last:

# %% [bash]
# tail -n 8 app.py

# %%
wrong.stop()
app.stop()

# %% [markdown]
# ## Now you: `make step-2`
#
# Your starter is `steps/02_routing/app.py`, its page is `steps/02_routing/README.md`. Three questions for the
# debrief:
#
# <details><summary>1. Who answers when no route matches, and with which status?</summary>
#
# Flask itself, with 404 Not Found. None of your functions is called.
# </details>
#
# <details><summary>2. What must be the same in a route and in its function, and what may differ?</summary>
#
# The name in angle brackets and the parameter must be the same. The function's own name may be anything that
# no other view has.
# </details>
#
# <details><summary>3. Why is a converter better than calling int() in the view?</summary>
#
# With a converter, a word is a 404 and the view never runs. With `int()` in the view, a word raises an
# error, and the visitor gets a 500.
# </details>
