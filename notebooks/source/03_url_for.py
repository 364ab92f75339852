# %% [markdown]
# # 3. Build URLs with url_for
#
# You will be able to redirect a visitor, let Flask build the URL from the name of a view function, and say why
# a hard-coded URL breaks.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## A redirect takes two requests
#
# Start the lab's app as the lab gives it, and request `/user/admin`. The response does not contain the page
# yet. It says "request this URL instead", and is called a *redirect*:

# %%
lab = serve("03_url_for", lab=True)
lab.get("/user/admin")

# %% [markdown]
# Its status code is **302 Found**, and the `Location` header holds the new URL. The HTML in the body is for
# programs that do not follow redirects. A browser follows at once:

# %%
lab.get("/admin")

# %% [markdown]
# So one click sends two requests. You see the second response, and the browser shows the new URL. `curl`
# stops after the first, unless `-L` tells it to follow:

# %% language="bash"
# curl -iL http://localhost:5000/user/admin

# %% [markdown]
# ## The view function that redirects
#
# `redirect` makes such a response from a URL. `url_for` builds the URL. Its first argument is an *endpoint*,
# the name under which Flask knows a route: usually the function's name.

# %%
show(lab.module.hello_user)

# %% [markdown]
# The URL rule of `hello_guest` has a variable, `guest`. So `url_for` also gets `guest = name`. (`'…%s…' %
# guest` is an older way to write `f"…{guest}…"`.)

# %%
show(lab.module.hello_guest)

# %% [markdown]
# The lab shows `/user/guest`, which redirects to the guest page. But that name is nothing special: every name
# except `admin`, in lower case, is redirected in this way.

# %%
for name in ("guest", "bob", "Admin"):
    print(lab.get(f"/user/{name}").reply.headers["Location"])

# %% [markdown]
# The lab's script ends with `app.run(debug = True)`. In your own file leave `debug` out, for the two reasons
# in notebook 1.

# %% [markdown]
# ## Call url_for yourself
#
# While Flask handles a request, it knows which app is running and at which URL. `url_for` needs that. Outside
# of a request it raises this error, which you will meet:

# %% tags=["raises-exception"]
from flask import url_for

url_for("hello_admin")

# %% [markdown]
# `test_request_context` creates a request without sending it. Inside the `with` block, `url_for` works as it
# does in a view function. Our helper is called `url`:


# %%
def url(endpoint, **values):
    with lab.module.app.test_request_context():
        return url_for(endpoint, **values)


url("hello_admin")

# %% [markdown]
# `url` passes its arguments on, so read each `url(…)` as `url_for(…)`. The lab describes the form as
# `url_for('function_name', variable=value, ...)`:

# %%
url("hello_guest", guest="bob")

# %% [markdown]
# A name may contain characters that have a meaning in a URL. `url_for` writes them as `%` codes, so that they
# stay part of the name. This is called *quoting*:

# %%
url("hello_guest", guest="who?")

# %% [markdown]
# Written by hand, the URL would be `/guest/who?`. In a URL, a question mark ends the path, so the view
# function never receives it:

# %%
print(lab.get("/guest/who?").reply.text)
print(lab.get(url("hello_guest", guest="who?")).reply.text)

# %% [markdown]
# The text after the question mark is the *query string*: names and values that are not part of the URL rule.
# `url_for` puts a value there when the rule has no variable for it:

# %%
url("hello_admin", lang="fr")

# %% [markdown]
# The lab's redirect loses the visitor's query string. The finished app of step 3 passes one value on. Flask stores
# the query string in `request.args`, which is like a dict:

# %%
app = serve("03_url_for")
show(app.module.hello_user)

# %%
for server in (lab, app):
    print(server.get("/user/admin?lang=fr").reply.headers["Location"])

# %% [markdown]
# ## When url_for finds no route
#
# `url_for` looks for the endpoint, not for the path. The endpoint of `/admin` is `hello_admin`. Any other name
# raises a `BuildError`, which often suggests the right one:

# %% tags=["raises-exception"]
url("admin")

# %% [markdown]
# A missing value for a variable raises a `BuildError` too, which says what is missing. The keyword must be
# the name in angle brackets: `guest`, not `name`.

# %% tags=["raises-exception"]
url("hello_guest", name="bob")

# %% [markdown]
# The visitor then gets a **500 Internal Server Error**. This is useful: the mistake shows at the first try, in
# your terminal, by name. A hard-coded URL raises no error.

# %% [markdown]
# ## Why not hard-code it? The route changes
#
# Let us move `/admin` to `/boss`. This changes the route in a copy of the app, and nothing else. The redirect
# follows:

# %%
app.edit('@app.route("/admin")', '@app.route("/boss")')
moved = serve(load(app.folder).app)
moved.get("/user/admin").reply.headers["Location"]

# %% [markdown]
# Now the same app with the old URL in quotes. There is no error when the app starts, but the redirect still
# goes to `/admin`:

# %%
app.edit('redirect(url_for("hello_admin", lang=request.args.get("lang")))', 'redirect("/admin")')
by_hand = serve(load(app.folder).app)
by_hand.get("/user/admin").reply.headers["Location"]

# %% [markdown]
# No route matches `/admin` any more, so the visitor gets a **404 Not Found**. The URL was written in two
# places, and only one was changed.

# %%
by_hand.get("/admin").reply.status_code

# %% [markdown]
# ## Why not hard-code it? The app moves
#
# One server often runs several apps, each *mounted* under a path of its own. Mount the finished app under
# `/lab`. The server tells Flask with each request, and `url_for` adds it:

# %%
mounted = serve(app.module.app, under="/lab")
mounted.get("/lab/user/admin").reply.headers["Location"]

# %% [markdown]
# Then the app with the hard-coded URL. On this server `/admin`, without `/lab`, belongs to no app, or worse,
# to a different one:

# %%
wrong = serve(load(app.folder).app, under="/lab")
print(wrong.get("/lab/user/admin").reply.headers["Location"])
print(wrong.get("/admin").reply.status_code)

# %% [markdown]
# The links on a page are URLs as well. In step 5 you call `url_for` in HTML templates too, for the same two
# reasons. As the lab says, you then need not "hard code your URLs into your templates".

# %%
for server in (lab, app, moved, by_hand, mounted, wrong):
    server.stop()

# %% [markdown]
# ## Now you: `make step-3`
#
# Your starter is `steps/03_url_for/app.py`, and its page is `steps/03_url_for/README.md`. Three questions for
# the debrief:
#
# <details><summary>1. You open /user/bob and see the page of /guest/bob. How many requests were sent, and who decided to send the second?</summary>
#
# Two. The browser decided, because the first response was a 302 with the new URL in its Location header.
# </details>
#
# <details><summary>2. What is the first argument of url_for: a URL, a URL rule or a name? The name of what?</summary>
#
# The endpoint: usually the name of the view function, as a string. A value for each variable of the URL rule
# follows. url_for returns the URL.
# </details>
#
# <details><summary>3. Name two changes after which redirect("/admin") is wrong and redirect(url_for("hello_admin")) is right.</summary>
#
# The route of the view function changes; the app is mounted under a path such as /lab. For names that visitors
# type there is a third reason: url_for quotes them.
# </details>
