# %% [markdown]
# # 6. Put the app into a container
#
# You will be able to write a Dockerfile that builds, run your app in a container on port 9090, and say what
# an image, a layer and a port mapping are.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import copy_of, show, use_docker

# %% [markdown]
# ## Docker in this notebook
#
# `%docker` before a command runs it as a terminal would. If Docker does not run on your computer, the cell shows
# what a real Docker printed, so you can read on:

# %%
use_docker("06_docker")

# %% [markdown]
# To use your own, install Docker Desktop, start it, wait until it says that it runs, then restart this
# notebook. In a terminal, type the same commands without the `%`.

# %% [markdown]
# ## Image and container
#
# An *image* is a prepared file system: here a small Linux with Python 3.13. A *container* is a running program
# that sees only this file system, isolated from your computer:

# %%
# %docker run --rm python:3.13-slim python -c "print('Hello')"

# %% [markdown]
# ## The lab's Dockerfile
#
# A `Dockerfile` lists, line by line, the *instructions* that build an image. It stands beside the app and has
# no file extension. This is the lab's:

# %%
copy_of("06_docker", lab=True)
show("Dockerfile")

# %% [markdown]
# `FROM` names the image to start from. `WORKDIR` sets the folder in the image. `COPY` copies your files. `RUN`
# runs a command now, during the build. `CMD` is the command for later, when a container starts.

# %% [markdown]
# Now the lab's command. `-t` names the image. The dot is this folder, the *build context*: the files that
# `COPY` can use.

# %%
# %docker build -t my-flask-app .

# %% [markdown]
# `COPY` needs two arguments, a source and a destination. Let us add the destination: a dot, the folder of
# `WORKDIR`. Edit these lines as you like, and build again:

# %% language="bash"
# cat > Dockerfile <<END
# FROM python:3.13-slim
# WORKDIR /src
# COPY /src/hello.py .
# END

# %%
# %docker build -t my-flask-app .

# %% [markdown]
# The source of `COPY` is a path in *your* folder, which has no `src`. It is easily confused with `WORKDIR
# /src`, a folder in the image. And our file is called `app.py`.

# %% [markdown]
# The new `FROM` has a reason too: Python 3.9 got its last security fix in 2025. `python:3.13-slim` is
# maintained, and small. The part after the colon is the *tag*; always choose a version.

# %% [markdown]
# ## Repair it, build it
#
# Now we go to the folder with the app of step 5, and write the whole Dockerfile. `COPY . .` copies the
# folder, because the app also needs `templates` and `static`:

# %%
folder = copy_of("06_docker")
sorted(file.name for file in folder.iterdir())

# %% language="bash"
# cat > Dockerfile <<END
# FROM python:3.13-slim
# WORKDIR /src
# COPY . .
# RUN pip install -r requirements.txt
# EXPOSE 8080
# CMD ["flask", "run", "--host=0.0.0.0", "--port=8080"]
# END

# %%
# %docker build -t my-flask-app .

# %% [markdown]
# It builds. From Docker's long report the cell keeps one line for each *layer*: the files that one instruction
# has changed. `EXPOSE` and `CMD` change no files.

# %% [markdown]
# ## Run it, send a request
#
# The lab's next command starts a container. It prints what `flask run` prints and, in a terminal, runs until
# Ctrl-C. Take the warning seriously: step 10 does.

# %%
# %docker run -p 9090:8080 my-flask-app

# %% [markdown]
# `-p 9090:8080` is a *port mapping*: port 9090 of your computer leads to port 8080 of the container. You can
# also open `http://localhost:9090` in a browser.

# %%
# %curl -i http://localhost:9090/about

# %% [markdown]
# ## EXPOSE opens nothing
#
# The lab's comment says that `EXPOSE` makes port 8080 "available to the world". It only documents which port
# the app uses. Run the image without `-p`:

# %%
# %docker run --rm my-flask-app

# %% [markdown]
# The app runs, but no request from outside can reach it. The part after `||` runs when a command fails, so curl
# got no response:

# %%
# %curl http://localhost:9090/about || echo "No response"

# %% [markdown]
# ## Why --host=0.0.0.0
#
# Arguments after the image's name replace `CMD`. These leave out `--host`, so Flask listens on 127.0.0.1, as in
# step 1. This time the port is mapped:

# %%
# %docker run --rm -p 9090:8080 my-flask-app flask run --port=8080

# %% [markdown]
# 127.0.0.1 means "this computer only", and for the app that is the container. Your curl is outside. By itself it
# would say "Empty reply" or "Connection reset":

# %%
# %curl http://localhost:9090/about || echo "No response"

# %% [markdown]
# `0.0.0.0` means "all my network interfaces". One of them has the address 172.17.0.2, which you saw above.
# Docker forwards requests for port 9090 to it.

# %% [markdown]
# ## Layers are cached
#
# Change one line of the app, and build again. Docker keeps layers in a cache, and `CACHED` marks those that it
# takes from there:

# %% language="bash"
# echo "# a comment" >> app.py

# %%
# %docker build -t my-flask-app .

# %% [markdown]
# From the first layer whose files have changed, Docker builds all layers again. So pip has installed every
# package again, because of one comment.

# %% [markdown]
# The remedy is the order: first what rarely changes. The solution of step 6 copies `requirements.txt` alone,
# installs, and then copies the rest:

# %%
copy_of("06_docker")
show("Dockerfile")

# %%
# %docker build -t my-flask-app .

# %% [markdown]
# The first build makes all layers. Then change the app once more. The packages stay in the cache, which saves
# most of the time:

# %% language="bash"
# echo "# a comment" >> app.py

# %%
# %docker build -t my-flask-app .

# %% [markdown]
# ## What the image contains
#
# `requirements.txt` names each package with its exact version, so that an image built next year contains the
# same Flask:

# %%
show("requirements.txt")

# %% [markdown]
# `COPY . .` would also copy your `.venv`, which is made for another system, and `.env`, in which people keep
# passwords. The file `.dockerignore` excludes them:

# %%
show(".dockerignore")

# %% [markdown]
# Look inside. `ls` replaces `CMD`, so this command lists the folder of the app and does not start it. The
# `Dockerfile` is excluded too:

# %%
# %docker run --rm my-flask-app ls

# %% [markdown]
# `USER nobody` means that the app does not run as `root`, who may do everything. If someone takes over the app,
# they do not get root's rights in the container.

# %%
# %docker run --rm my-flask-app whoami

# %% [markdown]
# `CMD` is a JSON list, in double quotes, so that Ctrl-C reaches the app and not a shell around it. The lab's
# `ENV FLASK_APP` is not needed: Flask finds `app.py` by itself.

# %% [markdown]
# `HEALTHCHECK` is a *health check*: Docker sends the app a request from time to time, and `docker ps` shows
# `healthy` or `unhealthy`. Here is the finished image:

# %%
# %docker run --rm -p 9090:8080 my-flask-app

# %%
# %curl http://localhost:9090/hello/john | grep h1

# %% [markdown]
# ## Now you: `make step-6`
#
# Your starter is `steps/06_docker/Dockerfile`, which is the lab's. Its page is `steps/06_docker/README.md`, and
# `make docker-6` runs your container. Three questions for the debrief:
#
# <details><summary>1. The container runs, but localhost:9090 does not respond. Name two likely causes.</summary>
#
# The port is not mapped with -p 9090:8080; or the app listens on 127.0.0.1 in the container, because
# --host=0.0.0.0 is missing.
# </details>
#
# <details><summary>2. Why is requirements.txt copied before the rest of the app?</summary>
#
# Docker builds every layer again from the first one that has changed. The packages stay in the cache when only
# the app changes.
# </details>
#
# <details><summary>3. You add an income to the app in the container, stop it, and run the image again. Is the income there?</summary>
#
# No. The list was in the memory of a program that has ended. A new container also starts with the files of the
# image, so a file written in the old one would be missing too.
# </details>
