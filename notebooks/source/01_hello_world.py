# %% [markdown]
# # 1. Say hello
#
# You will be able to write a Flask app, start it, read what is sent and what comes back, and say what debug
# mode does and why it stays on your own computer.

# %% [markdown]
# ## Where Flask is installed
#
# A virtual environment is a folder with its own Python and its own libraries, so that projects do not disturb
# each other. The workbook has made `.venv` for you, and this notebook runs in it:

# %%
import sys

sys.prefix

# %% [markdown]
# For a project of your own you would make one with two commands, in a terminal. The second line makes the
# terminal use it; on Windows it is `my_env\Scripts\activate`.
#
# ```bash
# python3 -m venv my_env
# source my_env/bin/activate
# ```

# %% [markdown]
# These lines bring the tools of this notebook. `serve` starts an app, `show` prints its code, and what they
# do stands in `workbook/walkthrough.py`.

# %%
sys.path.append("..")
from workbook.walkthrough import develop, load, serve, show

# %% [markdown]
# ## An app that answers
#
# A *server* is a program that waits for requests. Start the finished app of step 1: from now on it waits
# at this address, until the notebook stops it.

# %%
app = serve("01_hello_world")

# %% [markdown]
# Ask it for the address `/`, as a browser does. Lines with `>` are the request. Lines with `<` are the
# answer: a status, headers that describe it, an empty line, the text.

# %%
app.get("/")

# %% [markdown]
# **200 OK** is the status: all is well. `curl` asks from a terminal, and `-i` shows the headers too.
# Whichever program asks, the app gives the same answer.

# %% [bash]
# curl -i http://localhost:5000/

# %% [markdown]
# Port 5000 is where Flask usually listens. Here the app takes any free port, so that it never meets
# another program; `curl` in this notebook is told to find it.

# %% [markdown]
# ## The code
#
# This is the whole app. `Flask(__name__)` makes it. The rest is one function, called a *view*, and two lines
# at the end that start a server.

# %%
show("app.py")

# %% [markdown]
# `@app.route("/")` is a decorator. It tells Flask: when a request for `/` arrives, call the function below.
# The view itself stays a function that you can call:

# %%
app.module.hello_world()

# %% [markdown]
# What a view returns becomes the text of the answer. For any address without a route there is no view to call,
# and Flask answers **404 Not Found**:

# %%
app.get("/hello")

# %% [markdown]
# ## Run or imported?
#
# Python gives every file a name in `__name__`. A file that is *imported* is called after itself, as ours was
# when the notebook loaded it:

# %%
app.module.__name__

# %% [markdown]
# A program that is *run* is called `__main__` instead. So `app.run()`, below `if __name__ == "__main__":`,
# starts a server for `python app.py` and never for an import.

# %% [bash]
# python -c 'print(__name__)'

# %% [markdown]
# ## The settings of `app.run()`
#
# Without settings it listens at `127.0.0.1`, port 5000, with debug mode off. Each of these can be given
# between the brackets:

# %%
import inspect

print(*inspect.signature(app.module.app.run).parameters.values(), sep="\n")

# %% [markdown]
# `host` says who may connect. `127.0.0.1` means this computer alone; `"0.0.0.0"` means every computer that
# can reach yours. Other `options` go to the server, such as `ssl_context` for https.

# %% [markdown]
# `port` is the number after the colon in an address. Two programs cannot listen at the same one. This is what
# you read when the port is taken; choose another then:

# %% [bash]
# flask --app app run --port $PORT || echo "It ended with status $?"

# %% [markdown]
# ## Debug mode: see an edit at once
#
# First without it. This starts the app in a process of its own, as `python app.py` would, edits the file,
# and asks again. The answer is the old one:

# %%
live = develop("01_hello_world", debug=False)
live.edit("Hello, World!", "Hello, World! from Flask!")
live.get("/")

# %% [markdown]
# The file has changed, the running program has not: it was read when it started. You would stop it with
# Ctrl-C and start it again. Now the same in debug mode:

# %%
live.stop()
live = develop("01_hello_world", debug=True)

# %% [markdown]
# The *reloader* looks at your files once a second. When one has changed, it ends the app and starts it anew,
# and the next request gets the new text:

# %%
live.edit("Hello, World!", "Hello, World! from Flask!")
live.get("/")

# %% [markdown]
# ## Debug mode: see an error
#
# Views fail. This edit makes ours add a number to a text, which Python refuses. Without debug mode, a visitor
# gets **500 Internal Server Error** and no details:

# %%
app.edit('"Hello, World!"', '"Hello, " + 5')
broken = serve(load(app.folder).app)
broken.get("/")

# %% [markdown]
# The details are in the terminal in which the app runs. Read from the bottom: the last line is the error, the
# lines above it say where it happened.

# %%
broken.terminal(lines=4)

# %% [markdown]
# In debug mode the browser shows the same. On the left is its text, on the right the page, cut down to the
# place in our file:

# %%
debugged = serve(load(app.folder).app, debugger=True)
debugged.debugger("/")

# %% [markdown]
# ## Why it stays on your own computer
#
# That page shows your code and your variables to anyone who causes an error. And it has more: a console, at
# `/console`, that runs any Python that is typed:

# %%
live.get("/console").reply.reason

# %% [markdown]
# A stranger who reaches it can try to run code on your server. So leave `debug=True` out of the file, and
# ask for debug mode when you want it: `FLASK_DEBUG=1 python app.py`.

# %%
for server in (app, live, broken, debugged):
    server.stop()

# %% [markdown]
# ## Now you: `make step-1`
#
# Your starter is `steps/01_hello_world/app.py`, its page is `steps/01_hello_world/README.md`. Three questions
# for the debrief:
#
# <details><summary>1. Which part of the app decides that "/" is answered, and which part decides what the answer is?</summary>
#
# The decorator `@app.route("/")` leads the address to the view. The view's return value is the answer.
# </details>
#
# <details><summary>2. You saved the file, reloaded the page, and nothing changed. Name two reasons.</summary>
#
# The app runs without debug mode and must be restarted; or you are looking at another server or another
# file than the one you edited.
# </details>
#
# <details><summary>3. Why is debug mode dangerous on a real server? Give both reasons.</summary>
#
# Its error page shows code, variables and settings. Its console runs code, so that whoever causes an error may
# end up running programs on the server.
# </details>
