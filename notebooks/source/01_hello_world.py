# %% [markdown]
# # 1. Hello, World!
#
# You will be able to write a Flask app, start it, read a request and its response, and say what debug mode
# does and why it stays on your own computer.

# %% [markdown]
# ## Where Flask is installed
#
# A *virtual environment* is a folder with its own Python and its own libraries, so that projects do not
# disturb each other. The workbook has made `.venv` for you, and this notebook runs in it:

# %%
import sys

sys.prefix

# %% [markdown]
# For a project of your own, create one with two commands in a terminal. The second command activates it. On
# Windows, that command is `my_env\Scripts\activate`.
#
# ```bash
# python3 -m venv my_env
# source my_env/bin/activate
# ```

# %% [markdown]
# The next lines import the tools of this notebook. `serve` starts an app and `show` prints its code. You can
# read them in `workbook/walkthrough/`.

# %%
sys.path.append("..")
from workbook.walkthrough import develop, load, serve, show

# %% [markdown]
# ## Request and response
#
# A *server* is a program that waits for requests. Start the finished app of step 1. It now waits at this
# *URL*, the address that you would type into a browser:

# %%
app = serve("01_hello_world")

# %% [markdown]
# A browser sends a *request* for a *path*, here `/`, the last part of the URL. The server sends back a
# *response*. Lines with `>` belong to the request, lines with `<` to the response:

# %%
app.get("/")

# %% [markdown]
# A response has three parts. **200 OK** is the *status code*: everything went well. *Headers* describe the
# response, here its type. After an empty line comes the *body*, the text itself.

# %% [markdown]
# `curl` sends requests from a terminal, and `-i` prints the headers too. The app gives the same response,
# whichever program sends the request:

# %% language="bash"
# curl -i http://localhost:5000/

# %% [markdown]
# Flask usually listens on *port* 5000, the number after the colon. In this notebook the app takes any free
# port, to avoid other programs, and `curl` is told where to find it.

# %% [markdown]
# ## The code
#
# This is the whole app. `Flask(__name__)` creates it. Then comes one function, called a *view function*, and
# two lines that start a server.

# %%
show("app.py")

# %% [markdown]
# `@app.route("/")` is a decorator. It creates a *route*: when a request for `/` arrives, Flask calls the
# function below. You can still call that function yourself:

# %%
app.module.hello_world()

# %% [markdown]
# The return value of the view function becomes the body of the response. For a path without a route, Flask
# calls no function and responds with **404 Not Found**:

# %%
app.get("/hello")

# %% [markdown]
# ## Run or imported?
#
# Python stores the name of each module in `__name__`. An *imported* module is named after its file. That is
# what happened when the notebook loaded the app:

# %%
app.module.__name__

# %% [markdown]
# A file that you *run* is named `__main__` instead. So `app.run()`, below `if __name__ == "__main__":`,
# starts a server for `python app.py`, but not for an import.

# %% language="bash"
# python -c 'print(__name__)'

# %% [markdown]
# ## The settings of `app.run()`
#
# Without arguments, it listens on `127.0.0.1`, port 5000, with debug mode off. You can set each of these
# parameters:

# %%
import inspect

print(*inspect.signature(app.module.app.run).parameters.values(), sep="\n")

# %% [markdown]
# `host` says who may connect: `127.0.0.1` means this computer alone, `"0.0.0.0"` every computer that can
# reach yours. Further `options` go to the server, such as `ssl_context` for https.

# %% [markdown]
# Two programs cannot listen on the same `port`. This is the message when the port is taken. Choose another
# one then, such as `port=5001`:

# %% language="bash"
# flask --app app run --port $PORT 2>&1 || echo "It ended with status $?"

# %% [markdown]
# ## Debug mode: see an edit at once
#
# First without debug mode. These lines start the app in a process of its own, edit the file, and send a
# request. The response is still the old one:

# %%
live = develop("01_hello_world", debug=False)
live.edit("Hello, World!", "Hello, World! from Flask!")
live.get("/")

# %% [markdown]
# The file has changed, but the running program has not: Python read the file when the program started. You
# would stop it with Ctrl-C and start it again. Now in debug mode:

# %%
live.stop()
live = develop("01_hello_world", debug=True)

# %% [markdown]
# The *reloader* checks your files once a second. When a file changes, it restarts the app, and the next
# response has the new text:

# %%
live.edit("Hello, World!", "Hello, World! from Flask!")
live.get("/")

# %% [markdown]
# ## Debug mode: see an error
#
# View functions can fail. This edit adds a number to a string, which raises an error. Without debug mode,
# the visitor gets **500 Internal Server Error** and no details:

# %%
app.edit('"Hello, World!"', '"Hello, " + 5')
broken = serve(load(app.folder).app)
broken.get("/")

# %% [markdown]
# The details are in the terminal in which the app runs. Read this *traceback* from the bottom: the last line
# is the error, and the lines above say where it happened.

# %%
broken.terminal(lines=4)

# %% [markdown]
# In debug mode the browser shows the traceback too. Here is its text, and then the page, both cut down to the
# part about our file:

# %%
debugged = serve(load(app.folder).app, debugger=True)
debugged.debugger("/")

# %% [markdown]
# ## Why debug mode stays on your own computer
#
# That page shows your code and your variables to anyone who causes an error. It also has a console, at
# `/console`, that runs any Python code:

# %%
live.get("/console").reply.reason

# %% [markdown]
# A stranger who reaches the console can try to run code on your server. So leave `debug=True` out of the
# file. When you want debug mode, start the app with `FLASK_DEBUG=1 python app.py`.

# %%
for server in (app, live, broken, debugged):
    server.stop()

# %% [markdown]
# ## Now you: `make step-1`
#
# Your starter is `steps/01_hello_world/app.py`, and its page is `steps/01_hello_world/README.md`. Three
# questions for the debrief:
#
# <details><summary>1. Which part of the app decides that there is a response for "/", and which part decides what it says?</summary>
#
# The decorator `@app.route("/")` connects the path with the view function. The return value of the view
# function becomes the body of the response.
# </details>
#
# <details><summary>2. You saved the file, reloaded the page, and nothing changed. Name two possible reasons.</summary>
#
# The app runs without debug mode and must be restarted; or the browser shows another server, or you edited
# another file.
# </details>
#
# <details><summary>3. Why is debug mode dangerous on a real server? Give both reasons.</summary>
#
# Its error page shows code, variables and settings. Its console runs code, so a stranger may run programs on
# the server.
# </details>
