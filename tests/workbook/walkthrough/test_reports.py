"""What a notebook shows of a build is what every builder of Docker says."""

import pytest

from workbook.walkthrough.reports import fault, layers, report

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


def test_a_build_that_fails_otherwise_is_told_by_its_end():
    said = "x" * 9000 + "write /x: no space left on device"

    assert fault(said).startswith("docker build failed:\nx")
    assert fault(said).endswith("no space left on device")
    assert len(fault(said)) < 2100


def test_a_build_that_failed_shows_no_layers():
    assert report(OLD + "Error: no space left on device", failed=True).startswith("docker build f")
    assert report(OLD, failed=False) == LAYERS
