# %% [markdown]
# # 3. Build addresses with url_for
#
# You will be able to send a visitor on to another address, let Flask write that address from the name of a
# view, and say why an address written by hand breaks.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import load, serve, show

# %% [markdown]
# ## A redirect is two exchanges
#
# Start the lab's app as the lab gives it, and ask for `/user/admin`. The answer is not yet what you want. It says
# "go there instead", and is called a *redirect*:

# %%
lab = serve("03_url_for", lab=True)
lab.get("/user/admin")

# %% [markdown]
# **302 Found** is its status, and the `Location` header holds the new address. The few lines of HTML are for
# a program that does not follow. A browser follows at once:

# %%
lab.get("/admin")

# %% [markdown]
# So one click makes two exchanges. You see the second, and the address bar changes. `curl` stops at the first,
# unless `-L` makes it follow. Here are both statuses:

# %% [bash]
# curl -iL http://localhost:5000/user/admin

# %% [markdown]
# ## The view that sends you on
#
# `redirect` makes such an answer from an address. `url_for` writes the address. You give it the name of a view's
# *function*, and a value for each variable of its route:

# %%
show(lab.module.hello_user)

# %% [markdown]
# The route of `hello_guest` has a variable, `guest`. So `url_for` gets `guest = name`. (`'…%s…' % guest` is an older way
# to write `f"…{guest}…"`.)

# %%
show(lab.module.hello_guest)

# %% [markdown]
# The lab shows `/user/guest`, which leads to the guest page. But that name is nothing special: every name except
# `admin`, with a small a, goes this way.

# %%
for name in ("guest", "bob", "Admin"):
    print(lab.get(f"/user/{name}").reply.headers["Location"])

# %% [markdown]
# The lab's script ends with `app.run(debug = True)`. In your own file leave `debug` out, for the two reasons that
# notebook 1 has shown.

# %% [markdown]
# ## Ask url_for yourself
#
# While a view runs, Flask knows which app answers, and at which address. `url_for` needs that. Outside of
# a view it refuses, and you will meet this error:

# %% raises
from flask import url_for

url_for("hello_admin")

# %% [markdown]
# So we lend it a request. `test_request_context` makes one up, without sending anything, and while the `with`
# block runs, `url_for` works as in a view.


# %%
def address(view, **values):
    with lab.module.app.test_request_context():
        return url_for(view, **values)


address("hello_admin")

# %% [markdown]
# `address` passes on what it is given, so read each `address(…)` as `url_for(…)`. The lab writes the form as
# `url_for('function_name', variable=value, ...)`:

# %%
address("hello_guest", guest="bob")

# %% [markdown]
# A name may hold characters that mean something in an address. `url_for` writes them as `%` codes, so that
# they stay part of the name. This is called *quoting*:

# %%
address("hello_guest", guest="who?")

# %% [markdown]
# Put together by hand, the address would be `/guest/who?`. In an address a question mark ends the path, so
# the app never sees it:

# %%
print(lab.get("/guest/who?").reply.text)
print(lab.get(address("hello_guest", guest="who?")).reply.text)

# %% [markdown]
# What stands behind the question mark is the *query*: names and values that are no part of the route. A value
# for which the route has no variable goes there:

# %%
address("hello_admin", lang="fr")

# %% [markdown]
# The lab's redirect loses the query of a visitor. The finished app of step 3 hands it on. Flask keeps it in
# `request.args`, which is like a dict, and `**` makes arguments of that:

# %%
app = serve("03_url_for")
show(app.module.hello_user)

# %%
for server in (lab, app):
    print(server.get("/user/admin?lang=fr").reply.headers["Location"])

# %% [markdown]
# ## Names that do not fit
#
# It is the function's name that counts, not the address. `/admin` belongs to `hello_admin`. Any other name is
# a `BuildError`, and often it guesses what you meant:

# %% raises
address("admin")

# %% [markdown]
# A variable without a value is a `BuildError` too. It names what is missing. The keyword is the one in
# angle brackets: `guest`, not `name`.

# %% raises
address("hello_guest", name="bob")

# %% [markdown]
# A visitor gets a **500 Internal Server Error** then. That is a good thing: the mistake shows at the first
# try, in your terminal, by name. An address written by hand complains to nobody.

# %% [markdown]
# ## Why not by hand? The route changes
#
# Let us move `/admin` to `/boss`. This edits the route in a copy of the app, and nothing else. The redirect
# follows it:

# %%
app.edit('@app.route("/admin")', '@app.route("/boss")')
moved = serve(load(app.folder).app)
moved.get("/user/admin").reply.headers["Location"]

# %% [markdown]
# Now the same app with the old address in quotes. Nothing complains at the start. The redirect still sends
# people to `/admin`:

# %%
app.edit('redirect(url_for("hello_admin", lang=request.args.get("lang")))', 'redirect("/admin")')
by_hand = serve(load(app.folder).app)
by_hand.get("/user/admin").reply.headers["Location"]

# %% [markdown]
# And there is nothing any more: **404 Not Found**. The visitor did nothing wrong. The address stood in two
# places, and only one was changed.

# %%
by_hand.get("/admin").reply.status_code

# %% [markdown]
# ## Why not by hand? The app moves
#
# One server often holds several apps, each *mounted* under a path of its own. Put the finished app under
# `/lab`. The server hands that over with each request, and `url_for` puts it in front:

# %%
mounted = serve(app.module.app, under="/lab")
mounted.get("/lab/user/admin").reply.headers["Location"]

# %% [markdown]
# Then the app with the address by hand. `/admin` without `/lab` belongs to nobody on this server, or worse, to
# another app:

# %%
wrong = serve(load(app.folder).app, under="/lab")
print(wrong.get("/lab/user/admin").reply.headers["Location"])
print(wrong.get("/admin").reply.status_code)

# %% [markdown]
# Pages have links, and those are addresses as well. In step 5 you write `url_for` in HTML templates too, for
# the same two reasons. That is what the lab means by not hard-coding them.

# %%
for server in (lab, app, moved, by_hand, mounted, wrong):
    server.stop()

# %% [markdown]
# ## Now you: `make step-3`
#
# Your starter is `steps/03_url_for/app.py`, its page is `steps/03_url_for/README.md`. Three questions for the
# debrief:
#
# <details><summary>1. You open /user/bob and see the page of /guest/bob. How many requests were sent, and who decided to send the second?</summary>
#
# Two. The browser decided, because the first answer was a 302 with the new address in its Location header.
# </details>
#
# <details><summary>2. What do you give to url_for: an address, a route or a name? Whose?</summary>
#
# The name of the view's function, as a text, and a value for each variable of its route. It gives back the
# address.
# </details>
#
# <details><summary>3. Name two changes after which redirect("/admin") is wrong and redirect(url_for("hello_admin")) is right.</summary>
#
# The route of the view is changed; the app is mounted under a path such as /lab. For names typed by visitors
# there is a third reason: url_for quotes them.
# </details>
