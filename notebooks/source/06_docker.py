# %% [markdown]
# # 6. Put the app into a container
#
# You will be able to write a Dockerfile that builds, run your app in a container on port 9090, and say what
# an image, a layer and a published port are.

# %%
import sys

sys.path.append("..")
from workbook.walkthrough import copy_of, show

# %% [markdown]
# ## Run something in a box
#
# An *image* is a file system made ready: here a small Linux with Python 3.13. A *container* is a program that runs
# inside of one, shut off from your machine:

# %% [docker]
# docker run --rm python:3.13-slim python -c "print('Hello')"

# %% [markdown]
# Such commands are for a terminal. What stands below each was recorded from a real Docker, so that you can
# read on without one. Ids, times and progress are left out.

# %% [markdown]
# To try them, start Docker Desktop and wait until it says that it runs. Else you read `Cannot connect to
# the Docker daemon`: that is the program in the background which does the work.

# %% [markdown]
# ## The lab's Dockerfile
#
# A `Dockerfile` says, line by line, how an image is made. It stands beside the app and has no ending in its
# name. This is the one that the lab gives:

# %%
lab = copy_of("06_docker", lab=True)
show("Dockerfile")

# %% [markdown]
# `FROM` begins with an image that somebody else made. `WORKDIR` is the folder in the new image. `COPY` takes
# your files along. `RUN` runs a command now, `CMD` later, when a container starts.

# %% [markdown]
# Now the lab's command, in the folder of that file. `-t` gives the image a name. The dot, this folder, is the
# *build context*: the files that `COPY` can see.

# %% [docker]
# cd ../lab && docker build -t my-flask-app .

# %% [markdown]
# `COPY` wants two things, what and where to. In the lab's two lines the second is missing. A dot would do: it
# is the folder that `WORKDIR` has named.

# %% [markdown]
# Is that all? `-f -` reads a Dockerfile from the lines that follow, up to `END`, which is good for a try. Here
# the line has its dot:

# %% [docker]
# docker build -t my-flask-app -f - . <<END
# FROM python:3.13-slim
# COPY /src/hello.py .
# END

# %% [markdown]
# In `COPY` the first path is in *your* folder, which holds no `src`. It is easily taken for `WORKDIR /src`, which
# is a folder of the image. And our file is called `app.py`.

# %% [markdown]
# One thing more: Python 3.9 got its last security fix in 2025. `python:3.13-slim` is cared for, and small. The
# part behind the colon is the *tag*; always name a version.

# %% [markdown]
# ## Repaired, built
#
# Here is the lab's Dockerfile with these three faults repaired. `COPY . .` takes the whole folder, since the app
# also needs `templates` and `static`:

# %% [docker]
# cat > ../repaired <<END
# FROM python:3.13-slim
# WORKDIR /src
# COPY . .
# EXPOSE 8080
# RUN pip install -r requirements.txt
# ENV FLASK_APP=app.py
# CMD ["flask", "run", "--host=0.0.0.0", "--port=8080"]
# END

# %% [markdown]
# It builds. Of Docker's long report this keeps one line for each *layer*: what an instruction has changed in the
# file system. The other instructions only leave a note in the image.

# %% [docker]
# docker build -t my-flask-app -f ../repaired .

# %% [markdown]
# ## Run it, and ask it
#
# The lab's next command starts a container. It prints what `flask run` prints, and keeps the terminal until
# Ctrl-C. Its warning is true, and step 10 heeds it.

# %% [docker]
# docker run -p 9090:8080 my-flask-app

# %% [markdown]
# Ask from a second terminal, or open `http://localhost:9090` in a browser. `-p 9090:8080` leads port 9090 of
# your machine to port 8080 in the container.

# %% [docker]
# curl -i http://localhost:9090/about

# %% [markdown]
# `docker ps` lists the containers that run, with their names, and `docker stop NAME` ends one. A container that
# has ended is kept, and `--rm` removes it.

# %% [markdown]
# ## EXPOSE opens nothing
#
# The lab's comment says that `EXPOSE` makes port 8080 "available to the world". It only notes which port the
# app uses. Run the image without `-p`:

# %% [docker]
# docker run my-flask-app

# %% [markdown]
# The app is up, and nobody outside can reach it. What stands behind `||` runs when a command has failed. By itself,
# curl says "Could not connect".

# %% [docker]
# curl http://localhost:9090/about || echo "No answer"

# %% [markdown]
# ## Why --host=0.0.0.0
#
# What follows the image's name replaces `CMD`. This leaves out `--host`, so Flask listens at 127.0.0.1, as you know
# it from step 1. The port is published this time:

# %% [docker]
# docker run -p 9090:8080 my-flask-app flask run --port=8080

# %% [markdown]
# 127.0.0.1 means "this machine only", and here *this machine* is the container. Your curl is outside of it.
# It says "Empty reply" or "Connection reset":

# %% [docker]
# curl http://localhost:9090/about || echo "No answer"

# %% [markdown]
# `0.0.0.0` means "at all my addresses". One of these is 172.17.0.2, which you saw above: there Docker hands
# over what comes in at port 9090.

# %% [markdown]
# ## Layers are kept
#
# Build once more, with nothing changed. Docker keeps the layers that it has made. `CACHED` says that one was
# taken from there:

# %% [docker]
# docker build -t my-flask-app -f ../repaired .

# %% [markdown]
# Now change one line of the app. From the first layer whose files have changed, all are made anew. So pip
# downloads every package again, for one comment:

# %% [docker]
# echo "# a comment" >> app.py && docker build -t my-flask-app -f ../repaired .

# %% [markdown]
# The cure is the order: what changes seldom stands first. The solution of step 6 copies `requirements.txt`
# alone, installs, and only then copies the rest:

# %%
folder = copy_of("06_docker")
show("Dockerfile")

# %% [markdown]
# Its first build makes all layers, as with any new Dockerfile. (Now without `-f`: Docker finds a file called
# `Dockerfile` by itself.)

# %% [docker]
# docker build -t my-flask-app .

# %% [markdown]
# Another edit, another build. The packages are kept, which saves the longest part, and only the last layer
# is new:

# %% [docker]
# echo "# another" >> app.py && docker build -t my-flask-app .

# %% [markdown]
# ## What is in it
#
# `pip install` needs `requirements.txt`. It names each package with its exact version, so that the image built
# next year has the same Flask:

# %%
show("requirements.txt")

# %% [markdown]
# `COPY . .` would also take your `.venv`, made for another system, and `.env`, where people keep passwords. The
# file `.dockerignore` lists what stays outside:

# %%
show(".dockerignore")

# %% [markdown]
# Look inside. Because `ls` replaces `CMD`, this lists the folder of the app instead of starting it. The
# Dockerfile has stayed outside:

# %% [docker]
# docker run --rm my-flask-app ls

# %% [markdown]
# The app should not run as `root`, the user who may do all. Whoever breaks into it would be root in the
# container too. `USER nobody` sees to that:

# %% [docker]
# docker run --rm my-flask-app whoami

# %% [markdown]
# `CMD` is a JSON list, in double quotes, so that Ctrl-C reaches the app and not a shell around it. `ENV FLASK_APP`
# may go: Flask finds `app.py` by itself. It would not find `hello.py`.

# %% [markdown]
# `HEALTHCHECK` lets Docker ask the app from time to time. `docker ps` then shows `healthy`, or not. Here is the
# finished image at work:

# %% [docker]
# docker run --rm -p 9090:8080 my-flask-app

# %% [docker]
# curl http://localhost:9090/hello/john | grep h1

# %% [markdown]
# ## Now you: `make step-6`
#
# Your starter is `steps/06_docker/Dockerfile`, which is the lab's. Its page is `steps/06_docker/README.md`, and
# `make docker-6` runs your container. Three questions for the debrief:
#
# <details><summary>1. The container runs, and localhost:9090 does not answer. Name two likely causes.</summary>
#
# The port was not published with -p 9090:8080; or the app listens at 127.0.0.1 inside, because --host=0.0.0.0
# is missing.
# </details>
#
# <details><summary>2. Why is requirements.txt copied before the rest of the app?</summary>
#
# Docker makes anew every layer from the first that has changed. The packages then stay when only the app
# changes.
# </details>
#
# <details><summary>3. You add an income to the app in the container, end it, and run the image again. Is the income there?</summary>
#
# No. The list was in the memory of a program that has ended. A new container also begins with the files of the
# image, so a file written in the old one would be missing too.
# </details>
