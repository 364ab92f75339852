"""What Docker says in a notebook is what any engine says; a command without answer is told."""

from pathlib import Path

import pytest

from tools.record_docker import fault, layers, plain, record
from workbook.notebooks.source import NotebookError, read, transcript

ROOT = Path(__file__).resolve().parents[2]
WITH_DOCKER = [
    file
    for file in sorted(ROOT.glob("notebooks/source/*.py"))
    if "# %% [docker]" in file.read_text()
]
SOURCE = """\
# %% [markdown]
# # 1. Try

# %% [docker]
# docker build -t try -f - . <<END
# FROM python:3.13-slim
# END

# %% [docker]
# docker run try ls
"""
TRANSCRIPT = """\
$ docker build -t try -f - . <<END
> FROM python:3.13-slim
> END
 => [1/1] FROM python:3.13-slim

$ docker run try ls
app.py
"""

# One build, whose last layer alone is new, by Docker's old builder, BuildKit, a newer BuildKit.
OLD = """\
DEPRECATED: The legacy builder is deprecated and will be removed in a future release.

Sending build context to Docker daemon  14.85kB
Step 1/5 : FROM python:3.13-slim
 ---> 0f5dbeab8dff
Step 2/5 : WORKDIR /app
 ---> Using cache
 ---> 22848639a7af
Step 3/5 : RUN pip install -r requirements.txt
 ---> Using cache
 ---> 24c5d0edcd5e
Step 4/5 : COPY . .
 ---> de91be8e00a4
Step 5/5 : EXPOSE 8080
 ---> Running in af8754861a5a
Removing intermediate container af8754861a5a
 ---> ef89895ab29a
Successfully built ef89895ab29a
Successfully tagged my-flask-app:latest
"""
BUILDKIT = """\
#3 [internal] load metadata for docker.io/library/python:3.13-slim
#3 sha256:354de09687ed05528e2a987e5be92de6e8a0f03d830075d1cce87962794cf743
#3 DONE 0.0s

#4 [1/4] FROM docker.io/library/python:3.13-slim
#4 sha256:8e6fe51381abf4f823f873071e433f774f059619a89fd593749ee785091b7cb8
#4 CACHED

#8 [3/4] RUN pip install -r requirements.txt
#8 sha256:91e1683fbc27e43a19aff0444f1b1267977b8e05a1ec3234e097e2c8c8e3bb3f
#8 CACHED

#5 [2/4] WORKDIR /app
#5 sha256:735ebee26e78da8f797c30dd22ca2b90574275b20750c1d729636764f20bf3cf
#5 CACHED

#9 [4/4] COPY . .
#9 sha256:60738b291edb59b2eb5e03e45beb28483979c85d4198f8ffb55ca02f0a2d2661
#9 DONE 0.1s

#10 exporting to image
#10 naming to docker.io/library/my-flask-app done
"""
NEWER = (
    BUILDKIT.replace("python:3.13-slim\n#4", f"python:3.13-slim@sha256:{'a' * 64}\n#4")
    .replace("#4 CACHED", "#4 DONE 0.0s")
    .replace("#9 [4/4]", "#9 [stage-0 4/4]")
)
LAYERS = """\
 => [1/4] FROM python:3.13-slim
 => CACHED [2/4] WORKDIR /app
 => CACHED [3/4] RUN pip install -r requirements.txt
 => [4/4] COPY . ."""

NO_PLACE = "COPY requires at least two arguments, but only one was provided."


@pytest.mark.parametrize("said", [OLD, BUILDKIT, NEWER], ids=["old", "BuildKit", "newer"])
def test_builders_agree_on_layers(said):
    assert layers(said) == LAYERS


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            f"Error response from daemon: dockerfile parse error line 8: {NO_PLACE}\n",
            f"dockerfile parse error line 8: {NO_PLACE[:-1]}",
        ),
        (
            "ERROR: failed to build: failed to solve: dockerfile parse error on line 8: "
            f"{NO_PLACE}\n",
            f"dockerfile parse error line 8: {NO_PLACE[:-1]}",
        ),
        (
            "Step 2/3 : COPY /src/hello.py .\nCOPY failed: file not found in build context or "
            "excluded by .dockerignore: stat src/hello.py: file does not exist\n",
            '"/src/hello.py": not found',
        ),
        (
            '#7 ERROR: "/src/hello.py" not found: not found\n------\n > [3/3] COPY\n------\n'
            'failed to compute cache key: "/src/hello.py" not found: not found\n',
            '"/src/hello.py": not found',
        ),
        (
            "ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of "
            'ref k9::x1: "/src/hello.py": not found\n',
            '"/src/hello.py": not found',
        ),
    ],
)
def test_builders_agree_on_faults(said, kept):
    assert fault(said) == kept


def test_a_build_that_fails_otherwise_is_not_kept():
    with pytest.raises(NotebookError, match="no space left on device"):
        fault("Step 3/5 : RUN pip install\nwrite /x: no space left on device")


def test_machines_agree_on_addresses_and_ids():
    said = (
        f"{'1a' * 32}\r\n * Running on http://127.0.0.1:8080\n * Running on http://10.3.0.7:8080\n"
    )

    assert plain(said) == (
        "<id>\n * Running on http://127.0.0.1:8080\n * Running on http://172.17.0.2:8080"
    )


@pytest.fixture
def source(tmp_path):
    """Lay a source with two Docker commands, and their transcript."""
    file = tmp_path / "notebooks/source/01_try.py"
    for path, text in ((file, SOURCE), (transcript(file), TRANSCRIPT)):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return file


def test_a_command_stands_with_its_answer(source):
    _, first, second = read(source).cells

    assert first.source.startswith("```console\n$ docker build -t try -f - . <<END\n> FROM")
    assert first.source.endswith(" => [1/1] FROM python:3.13-slim\n```")
    assert second.source == "```console\n$ docker run try ls\napp.py\n```"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("# docker run try ls", "# docker run try ls -l", r"\$ docker run try ls -l\n"),
        ("# docker run try ls", "# docker run try l", r"\$ docker run try l\n"),
        ("# FROM python:3.13-slim", "# FROM python:3.14-slim", r"> FROM python:3\.14-slim"),
        ("# %% [docker]\n# docker run try ls", "", r"\$ docker run try ls\napp\.py"),
        ("run try ls", "run try ls\n\n# %% [docker]\n# docker ps", r"\$ docker ps\n"),
    ],
)
def test_a_command_without_its_answer_stops_the_build(source, old, new, at):
    source.write_text(SOURCE.replace(old, new))

    with pytest.raises(NotebookError, match=rf"(?s){at}.*tools.record_docker 01"):
        read(source)


@pytest.mark.engine
@pytest.mark.parametrize("file", WITH_DOCKER, ids=lambda file: file.stem)
def test_an_engine_still_says_so(file):
    assert record(ROOT, file) == transcript(file).read_text("utf-8")
