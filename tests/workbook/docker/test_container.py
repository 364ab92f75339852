"""Containers: what Docker says is told apart, and what was started is removed.

Where no engine answers, or it has no python:3.13-slim, the tests that need one are skipped.
"""

import re
import time
from pathlib import Path

import pytest

from workbook.docker import container
from workbook.docker.container import run_in_background
from workbook.docker.engine import docker
from workbook.errors import NotChecked, Refused
from workbook.result import Blocked, Place

ROOT = Path(__file__).resolve().parents[3]


# What a RUN, a CMD or a health check of a student's can print, whatever the machine is like.
@pytest.mark.parametrize(
    "printed",
    [
        "Step 2/3 : RUN echo no such host && false\nno such host\nreturned a non-zero code: 1",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "NewConnectionError: Failed to establish a new connection: Temporary failure in name "
        "resolution\nERROR: No matching distribution found for flask==3.1.3",
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock.",
    ],
)
def test_what_a_students_program_prints_says_nothing_of_the_machine(says, folder, printed):
    says(printed, 'case "$1 $2 $3" in build\\ --force-rm*) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert caught.value.failure.expected == "docker build makes an image"
    assert set(caught.value.failure.why) <= set(printed.splitlines())
    with pytest.raises(Refused):
        docker("build", "--force-rm", ".", theirs=True)


def test_a_base_image_that_cannot_be_had_is_named(says, folder):
    says(
        "no such host",
        """case "$1 $2" in
        "image inspect") exit 1;;
        "image ls") echo python:3.12-slim;;
        pull*) cat text; exit 1;; esac""",
    )
    with pytest.raises(NotChecked) as caught, run_in_background(folder):
        pass

    assert str(caught.value) == (
        "Docker has no image python:3.13-slim. Here are: python:3.12-slim. "
        "Docker cannot download: is there a network?"
    )


def test_a_builder_that_does_not_work_is_not_checked(says, folder):
    said = "ERROR: BuildKit is enabled but the buildx component is missing or broken."
    says(said, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(NotChecked, match="only half installed"), run_in_background(folder):
        pass


LEGACY = """\
Sending build context to Docker daemon  7.168kB
Step 1/4 : FROM python:3.13-slim
 ---> d6a25c0e37b9
Step 2/4 : COPY requirements.txt .
 ---> 075d5cb3b3c8
Step 3/4 : RUN pip install -r requirements.txt
 ---> Running in f274fd1a9152
\x1b[91mERROR: Could not find a version that satisfies the requirement flask==9.9
\x1b[0m\x1b[91mERROR: No matching distribution found for flask==9.9
\x1b[0mRemoving intermediate container f274fd1a9152
The command '/bin/sh -c pip install -r requirements.txt' returned a non-zero code: 1
"""
BUILDKIT = """\
#7 [2/3] COPY requirements.txt .
#7 DONE 0.0s

#8 [3/3] RUN pip install -r requirements.txt
#8 2.118 Looking in links: /wheels
#8 2.130 ERROR: Could not find a version that satisfies the requirement flask==9.9
#8 2.131 ERROR: No matching distribution found for flask==9.9
#8 ERROR: process "/bin/sh -c pip install -r requirements.txt" did not complete: exit code: 1
------
 > [3/3] RUN pip install -r requirements.txt:
2.131 ERROR: No matching distribution found for flask==9.9
------
Dockerfile:3
--------------------
   1 |     FROM python:3.13-slim
   2 |     COPY requirements.txt .
   3 | >>> RUN pip install -r requirements.txt
   4 |     CMD ["flask", "run"]
--------------------
ERROR: failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete
"""
OLD_BUILDKIT = BUILDKIT[: BUILDKIT.index("Dockerfile:3")]
FLASK = """\
FROM python:3.13-slim
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["flask", "run"]
"""


@pytest.mark.parametrize("printed", [LEGACY, BUILDKIT, OLD_BUILDKIT])
def test_a_failed_build_is_told_by_its_instruction(says, folder, printed):
    (folder / "Dockerfile").write_text(FLASK)
    says(printed, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass
    failure = caught.value.failure

    assert failure.got == "docker build stopped at RUN pip install -r requirements.txt"
    assert failure.why[-2:] == (
        "ERROR: Could not find a version that satisfies the requirement flask==9.9",
        "ERROR: No matching distribution found for flask==9.9",
    )
    assert failure.look_at
    assert (failure.look_at.file, failure.look_at.line) == ("Dockerfile", 3)


def test_a_long_build_output_is_bounded(says, folder):
    printed = LEGACY.replace("\x1b[91m", "Collecting\n" * 10_000, 1)
    says(printed, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert len(caught.value.failure.why) <= container.SHOWN


@pytest.mark.parametrize("on", ["", " on"])
def test_a_parse_error_is_told_by_its_line(says, folder, on):
    said = f"dockerfile parse error{on} line 2: unknown instruction: COPPY"
    says(said, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass
    failure = caught.value.failure

    assert failure.why == (said,)
    assert failure.look_at
    assert failure.look_at.line == 2


LISTS = """
echo "$@" >> calls
case "$1 $2" in
  "container ls") echo "{containers}";;
  "image ls") echo "{images}";;
  "inspect -f") {inspect};;
  "logs --tail") echo "its last words";;
  run*) {run};;
esac
"""


@pytest.fixture
def docker_does(says, tmp_path):
    """Put a docker on the PATH that does as told; return what gives its calls, names left out."""

    def does(inspect="echo true 1", run="echo id", containers="", images=""):
        says("", LISTS.format(inspect=inspect, run=run, containers=containers, images=images))

        def calls():
            text = (tmp_path / "fake/calls").read_text()
            named = re.sub(rf"{container.PREFIX}\d{{15,}}", "NAME", text)
            return named.replace(str(tmp_path), "FOLDER").splitlines()

        return calls

    return does


BEGIN = [
    "container ls --all --format {{.Names}}",
    "image ls --all --format {{.Repository}}",
    "build --tag NAME -",
    "image rm --force NAME",
    "image inspect --format {{.Id}} python:3.13-slim",
    "build --force-rm -t NAME FOLDER",
    "run -d --name NAME -p 127.0.0.1::8080 NAME",
]
ASK = (
    "inspect -f {{.State.Running}}{{range index .NetworkSettings.Ports "
    '"8080/tcp"}} {{.HostPort}}{{end}} NAME'
)
END = ["container rm --force --volumes NAME", "image rm --force NAME"]


def test_what_is_built_and_run_is_removed(docker_does, folder, answers):
    with answers(b"HTTP/1.1 404 NO\r\nContent-Length: 0\r\n\r\n") as (address, _):
        calls = docker_does(f"echo true {address.rpartition(':')[2]}")
        with run_in_background(folder) as running:
            assert running.address == address
            assert running.shown == "http://localhost:9090"
            assert calls() == [*BEGIN, ASK]
    assert calls() == [*BEGIN, ASK, *END]


def test_a_restart_gives_the_new_address(docker_does, answers):
    with answers(b"HTTP/1.1 404 NO\r\nContent-Length: 0\r\n\r\n") as (address, _):
        calls = docker_does(f"echo true {address.rpartition(':')[2]}")
        again = container.restart(container.Container("x", "http://127.0.0.1:1"))

    assert again == container.Container("x", address)
    assert calls()[0] == "restart x"


@pytest.mark.parametrize(
    ("does", "got", "why"),
    [
        ({"inspect": "echo false"}, "it ended by itself", "its last words"),
        ({"inspect": "echo true"}, "it ended by itself", "its last words"),
        ({"inspect": "echo true 9"}, "nothing answers there", "its last words"),
        (
            {"run": "echo 'Error response from daemon: x: exec: \"gone\": no: unknown.'; exit 1"},
            "its command could not start",
            '"gone": no',
        ),
    ],
)
def test_what_does_not_answer_is_told_and_removed(docker_does, folder, monkeypatch, does, got, why):
    monkeypatch.setattr(container, "START", 0.3)
    calls = docker_does(**does)
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    failure = caught.value.failure
    assert failure.got == f"a container, but {got}"
    assert failure.expected == "a container that answers on its port 8080"
    assert failure.why == (why,)
    assert calls()[-2:] == END


def test_only_what_is_old_and_ours_is_left_over(docker_does, folder):
    now, old = time.time_ns(), time.time_ns() - container.STALE - 10**9
    names = [f"{container.PREFIX}{n}" for n in (now, old)] + [f"my{container.PREFIX}{old}", "other"]
    calls = docker_does(inspect="echo false", containers=" ".join(names), images=names[1])
    with pytest.raises(Blocked), run_in_background(folder):
        pass

    removed = ["container rm --force --volumes NAME", "image rm --force NAME"]
    probed = ["image rm --force NAME"]  # the image of nothing that shows whether the engine builds
    assert [call for call in calls() if " rm " in call] == [*removed, *probed, *removed]
    text = (folder / "fake/calls").read_text()
    assert f"rm --force --volumes {names[1]}\n" in text
    assert f"rm --force --volumes {names[0]}\n" not in text
    assert container.STALE == 900_000_000_000


USER = "FROM python:3.13-slim\nUSER {}\nRUN pip install x\n"
DENIED = """\
STEP 3/3: RUN pip install x
PermissionError: [Errno 13] Permission denied: '/x'
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (USER.format("nobody"), True),
        (USER.format("root"), False),
        (USER.format("root\nUSER nobody"), True),
        (USER.format("nobody").replace("RUN", "USER root\nRUN"), False),
        (USER.format("nobody").replace("RUN", "FROM a\nRUN"), False),
        ("FROM python:3.13-slim\nRUN pip install x\nUSER nobody\n", False),
    ],
)
def test_a_user_who_may_not_is_told(says, folder, text, told):
    (folder / "Dockerfile").write_text(text)
    says(DENIED, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    why = "USER nobody stands above it, and that user may do little. Move it below."
    assert (why in caught.value.failure.why) == told
    assert caught.value.failure.expected == "docker build makes an image"
    assert "[Errno 13] Permission denied: '/x'" in caught.value.failure.why[0]


def test_a_traceback_in_a_build_is_told_by_its_error(says, folder):
    said = """\
Step 2/2 : RUN python x.py
 ---> Running in f274fd1a9152
Traceback (most recent call last):
  File "/x.py", line 1, in <module>
    import flask
ModuleNotFoundError: No module named 'flask'
The command '/bin/sh -c python x.py' returned a non-zero code: 1
"""
    (folder / "Dockerfile").write_text("FROM a\nRUN  python \\\n  x.py\n")
    says(said, 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert caught.value.failure.why[0] == "ModuleNotFoundError: No module named 'flask'"
    assert not any("Traceback" in line for line in caught.value.failure.why)
    assert caught.value.failure.look_at == Place("Dockerfile", 2)


def test_a_build_that_says_nothing_known_is_told_by_its_end(says, folder):
    says("one\ntwo", 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert caught.value.failure.got == "docker build stopped"
    assert caught.value.failure.why == ("one", "two")
    assert caught.value.failure.look_at is None


def test_of_the_same_instruction_twice_the_last_is_named(says, folder):
    (folder / "Dockerfile").write_text("FROM a\nRUN x\nRUN x\nUSER y\n")
    says("Step 3/3 : RUN x\nfails", 'case "$1" in build) cat text; exit 1;; esac')
    with pytest.raises(Blocked) as caught, run_in_background(folder):
        pass

    assert caught.value.failure.look_at == Place("Dockerfile", 3)


def test_in_the_foreground_all_is_shown_and_the_container_removed(docker_does, folder, capfd):
    calls = docker_does()

    assert container.run_in_foreground(folder, "mine") == 1  # it has ended by itself
    said = [re.sub(r"mine-\d+", "mine-N", call) for call in calls()]
    assert said == [
        "version",
        "build --tag mine FOLDER",
        "run -d --name mine-N -p 127.0.0.1:9090:8080 mine",
        "logs --follow mine-N",
        "container rm --force --volumes mine-N",
    ]
    assert capfd.readouterr().out.splitlines()[-4:] == [
        "",
        "Your app: http://localhost:9090   (Ctrl-C ends it and removes the container)",
        "What it prints follows. Its port 8080 is the one inside the container.",
        "",
    ]


def test_in_the_foreground_ctrl_c_is_how_it_ends(docker_does, folder, monkeypatch):
    calls = docker_does()

    def call(command):
        if "logs" in command:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(container, "call", call)
    assert container.run_in_foreground(folder, "mine", 1234) == 0
    assert calls()[-1].startswith("container rm --force --volumes mine-")


def test_in_the_foreground_a_build_that_fails_is_its_status(says, folder):
    says("", 'case "$1" in build) exit 3;; run) exit 9;; esac')

    assert container.run_in_foreground(folder, "mine") == 3
