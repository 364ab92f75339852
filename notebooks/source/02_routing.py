# %% [markdown]
# # 2. Routing: from URLs to view functions
#
# You will be able to write a route and a view function for each URL, take values out of a URL, restrict them
# with a converter, and say what causes a 404.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## One route, one view function
#
# *Routing* means that Flask picks the view function for the path of a request. Start the finished app of
# step 2, and look at one of its view functions:

# %%
app = serve("02_routing")
show(app.module.about)

# %% [markdown]
# A request for `/about` calls this function. When your own app runs, you can open
# `http://localhost:5000/about` in a browser.

# %%
app.get("/about")

# %% [markdown]
# You may choose any name for the function, because only the text in `@app.route("/about")` is compared with
# the path. A capital letter makes a different path:

# %%
app.get("/About")

# %% [markdown]
# **404 Not Found** means that no route matches. Flask wrote this response itself and called no view function.
# Here is the HTML again, and then the page in a browser:

# %%
app.page("/About")

# %% [markdown]
# A 404 usually has one of three causes: a typo in the URL, a function without a route, or a file that was not
# saved before the app started. Ask Flask which routes exist:

# %%
[rule.rule for rule in app.module.app.url_map.iter_rules()]

# %% [markdown]
# These texts are called *URL rules*. Flask adds `/static/` for files such as pictures. A part in angle
# brackets is a *variable*.

# %% [markdown]
# ## A value in the URL
#
# A variable matches any text in its place. Flask passes that text to the view function as the argument of the
# same name, here `username`:

# %%
show(app.module.hello)

# %%
app.get("/hello/john")

# %% [markdown]
# One route serves every name. A URL contains only ASCII characters, so others are sent as `%` codes. Flask
# decodes them before it calls the view function:

# %%
app.get("/hello/Zoë B")

# %% [markdown]
# `curl` gets the same body. With `-i` it also prints the status code and the headers, as the developer tools
# of a browser do:

# %% language="bash"
# curl -i http://localhost:5000/hello/john

# %% [markdown]
# A variable stops at the next slash, and it cannot be empty. So neither of these two paths has a route, and
# both give a 404:

# %%
for path in ("/hello/john/smith", "/hello/"):
    print(path, app.get(path).reply.status_code)

# %% [markdown]
# What if the names differ? In this small app the URL rule says `name`, but the function says `username`.
# Flask accepts it, and nothing seems wrong yet:

# %%
from flask import Flask

mistaken = Flask("mistaken")


@mistaken.route("/hello/<name>")
def hello(username):
    return f"Hello, {username}"


# %% [markdown]
# The first request fails with **500 Internal Server Error**, the status code for an error in the app. The
# last line of the log names the function and the argument:

# %%
wrong = serve(mistaken)
print(wrong.get("/hello/john").reply.status_code)
wrong.terminal()

# %% [markdown]
# ## Restrict the values
#
# A *converter* stands before the name of a variable. `int` accepts only digits, and the view function
# receives an integer, so that it can calculate:

# %%
show(app.module.double)

# %%
app.get("/double/21")

# %% [markdown]
# `str(…)` is needed because a view function returns text, not a number. If the converter does not accept a
# value, the route does not match, and the function is not called:

# %%
for path in ("/double/ten", "/double/-3", "/double/2.5"):
    print(path, app.get(path).reply.status_code)

# %% [markdown]
# Without `str`, Flask does not know how to make a response from a number. You will meet this message in the
# terminal in which your app runs:

# %%
app.edit("str(number * 2)", "number * 2")
wrong = serve(load(app.folder).app)
print(wrong.get("/double/21").reply.status_code)
wrong.terminal()

# %% [markdown]
# There are more converters. `float` accepts `2.5`, and `path` accepts slashes too, which suits the names of
# files in folders:

# %%
show(app.module.file)

# %%
app.get("/files/a/b.txt")

# %% [markdown]
# ## Put the routes above `app.run()`
#
# `app.run()` does not return while the server runs. Python does not read a route below that line until the
# server stops, so its URL gives a 404. Keep `app.run()` last:

# %% language="bash"
# tail -n 8 app.py

# %%
wrong.stop()
app.stop()

# %% [markdown]
# ## Now you: `make step-2`
#
# Your starter is `steps/02_routing/app.py`, and its page is `steps/02_routing/README.md`. Three questions for
# the debrief:
#
# <details><summary>1. Who sends the response when no route matches, and with which status code?</summary>
#
# Flask itself, with 404 Not Found. None of your functions is called.
# </details>
#
# <details><summary>2. What must be the same in a URL rule and in its view function, and what may differ?</summary>
#
# The variable in angle brackets and the parameter must have the same name. The function itself may have any
# name that no other view function has.
# </details>
#
# <details><summary>3. Why is a converter better than calling int() in the view function?</summary>
#
# With a converter, a word gives a 404 and the view function is not called. With `int()` in the view function,
# a word raises an error, and the visitor gets a 500.
# </details>
