"""Step 06 reads a Dockerfile as Docker does: right ways pass, each mistake is told with its place.

Nothing is built here. The engine's part is in tests/workbook/: test_dockerfile.py reads, and
test_container.py builds.
"""

import filecmp
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.course.reading import lay, load, outcomes, readable
from workbook.result import Wrong

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "solution" / "06_docker"
STARTER = ROOT / "steps" / "06_docker"
DOCKERFILE = (SOLUTION / "Dockerfile").read_text()
CMD = 'CMD ["flask", "run", "--host=0.0.0.0", "--port=8080"]'
PIP = "RUN pip install --no-cache-dir -r requirements.txt"
HEALTH = DOCKERFILE[DOCKERFILE.index("HEALTHCHECK") : DOCKERFILE.index("\n\nCMD")]


checks = load(ROOT / "tests" / "steps" / "test_06_docker.py")


def with_changes(*pairs: str) -> dict[str, str]:
    """Return the solution's Dockerfile with each first text replaced by the second."""
    text = DOCKERFILE
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return {"Dockerfile": text}


RIGHT = {
    "host and port in ENV": with_changes(
        CMD, 'ENV FLASK_RUN_HOST=0.0.0.0 FLASK_RUN_PORT=8080\nCMD ["flask", "run"]'
    ),
    "python -m flask": with_changes(
        CMD, 'CMD ["python", "-m", "flask", "run", "--host", "0.0.0.0", "--port", "8080"]'
    ),
    "short options": with_changes(
        CMD, 'CMD ["flask", "--app", "app:app", "run", "-h", "0.0.0.0", "-p", "8080"]'
    ),
    "ENTRYPOINT and CMD": with_changes(
        CMD, 'ENTRYPOINT ["flask", "run"]\nCMD ["--host=0.0.0.0", "--port=8080"]'
    ),
    "python app.py": with_changes(CMD, 'CMD ["python", "app.py"]')
    | {"app.py": 'app.run(host="0.0.0.0", port=8080)\n'},
    "gunicorn": with_changes(CMD, 'CMD ["gunicorn", "-b", "0.0.0.0:8080", "app:app"]'),
    "gunicorn, all addresses": with_changes(CMD, 'CMD ["gunicorn", "--bind=:8080", "app:app"]'),
    "waitress": with_changes(CMD, 'CMD ["waitress-serve", "--port=8080", "app:app"]'),
    "one COPY each": with_changes(
        "COPY . .", "COPY app.py ./\nCOPY templates/ ./templates/\nCOPY static ./static"
    ),
    "COPY to absolute paths": with_changes(
        "COPY requirements.txt .",
        "COPY requirements.txt /needs/",
        "-r requirements.txt",
        "-r /needs/requirements.txt",
        "COPY . .",
        "COPY . /app",
    ),
    "COPY as JSON": with_changes(
        "COPY . .",
        'COPY --chmod=644 ["app.py", "./"]\nCOPY ["templates", "templates"]\n'
        'COPY ["static", "static"]',
    ),
    "COPY with patterns": with_changes(
        "COPY requirements.txt .",
        "COPY require*.txt .",
        "COPY . .",
        "COPY *.py ./\nCOPY templates templates\nCOPY static static",
    ),
    "COPY ./ ./": with_changes("COPY . .", "COPY ./ ./"),
    "version as ARG": with_changes(
        "FROM python:3.13-slim", "ARG VERSION=3.13\nFROM python:${VERSION}-slim"
    ),
    "other tags": with_changes("python:3.13-slim", "python:3.14.1-slim-bookworm"),
    "alpine": with_changes("python:3.13-slim", "python:3.13-alpine"),
    "with registry": with_changes("python:3.13-slim", "docker.io/library/python:3.13-slim"),
    "with digest": with_changes("python:3.13-slim", f"python:3.13-slim@sha256:{'a' * 64}"),
    "with platform": with_changes("FROM python", "FROM --platform=linux/amd64 python"),
    "from a stage": with_changes(
        "FROM python:3.13-slim\n\nWORKDIR /app",
        "FROM python:3.13-slim AS base\nWORKDIR /app\n\nFROM base",
    ),
    "with a stage that builds": {
        "Dockerfile": "FROM python:3.13-slim AS build\nWORKDIR /app\nCOPY requirements.txt .\n"
        "RUN pip install --target=/packages -r requirements.txt\n\nFROM python:3.13-slim\n"
        "WORKDIR /app\nCOPY --from=build /packages /packages\nENV PYTHONPATH=/packages\n"
        f"COPY . .\nUSER nobody\nEXPOSE 8080\n{HEALTH}\n{CMD}\n"
    },
    "Windows line ends": {
        name: (SOLUTION / name).read_text().replace("\n", "\r\n")
        for name in ("Dockerfile", ".dockerignore", "requirements.txt")
    },
    "mounted requirements": with_changes(
        f"COPY requirements.txt .\n{PIP}",
        "RUN --mount=type=bind,source=requirements.txt,target=requirements.txt "
        "pip install -r requirements.txt",
    ),
    "python -m pip": with_changes("RUN pip", "RUN python3 -m pip"),
    "uv": with_changes("RUN pip install", "RUN uv pip install --system"),
    "virtual environment": with_changes("RUN pip", "RUN python -m venv /venv && /venv/bin/pip"),
    "pip freeze": {"requirements.txt": "blinker==1.9.0\nFlask==3.1.3\nJinja2==3.1.6\n"},
    "extras and a marker": {
        "requirements.txt": '# mine\nflask[async] == 3.1.3 ; python_version >= "3"  # web\n'
    },
    "hashes": {"requirements.txt": f"flask==3.1.3 \\\n    --hash=sha256:{'a' * 64}\n"},
    "UTF-16, as PowerShell 5 writes": {"requirements.txt": "flask==3.1.3\n".encode("utf-16")},
    "ignore all but": {".dockerignore": "*\n!app.py\n!requirements.txt\n!templates\n!static\n"},
    "ignore anywhere": {".dockerignore": "**/.venv\n**/__pycache__\n**/.env\n"},
    "EXPOSE with protocol": with_changes("EXPOSE 8080", "EXPOSE 8080/tcp"),
    "EXPOSE of a variable": with_changes("EXPOSE 8080", "ENV PORT=8080\nEXPOSE $PORT"),
    "a user of its own": with_changes("USER nobody", "RUN useradd app\nUSER app"),
    "curl where it was installed": with_changes(
        "USER nobody",
        "RUN apt-get update && apt-get install -y curl\nUSER nobody",
        HEALTH,
        "HEALTHCHECK CMD curl -f http://localhost:8080/",
    ),
}


@pytest.mark.parametrize("files", RIGHT.values(), ids=RIGHT)
def test_every_right_way_passes(tmp_path, files):
    assert outcomes(checks, lay(SOLUTION, files, tmp_path / "06")) == {}


WRONG = {  # check, what it says, file and line, and the files that were changed
    "no Dockerfile": ("docker_can_read_it", "no file Dockerfile", "", {"Dockerfile": None}),
    "small d": (
        "docker_can_read_it",
        "Rename dockerfile to Dockerfile.",
        "",
        {"Dockerfile": None, "dockerfile": DOCKERFILE},
    ),
    "saved as text": (
        "docker_can_read_it",
        "Rename Dockerfile.txt to Dockerfile.",
        "",
        {"Dockerfile": None, "Dockerfile.txt": DOCKERFILE},
    ),
    "UTF-16": (
        "docker_can_read_it",
        "another encoding",
        "",
        {"Dockerfile": DOCKERFILE.encode("utf-16")},
    ),
    "empty": ("docker_can_read_it", "Did you save it?", "", {"Dockerfile": ""}),
    "misspelt": (
        "docker_can_read_it",
        "Do you mean COPY?",
        "Dockerfile:9",
        with_changes("COPY . .", "COPPY . ."),
    ),
    "no space": (
        "docker_can_read_it",
        "Put a space behind CMD.",
        "Dockerfile:18",
        with_changes("CMD [", "CMD["),
    ),
    "nothing behind it": (
        "docker_can_read_it",
        "WORKDIR",
        "Dockerfile:3",
        with_changes("WORKDIR /app", "WORKDIR"),
    ),
    "ENV without value": (
        "docker_can_read_it",
        "ENV A",
        "Dockerfile:13",
        with_changes("EXPOSE", "ENV A\nEXPOSE"),
    ),
    "comment behind": (
        "docker_can_read_it",
        "# begins a comment",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY . . # app"),
    ),
    "no FROM": (
        "docker_can_read_it",
        "An image always begins with another.",
        "Dockerfile:3",
        with_changes("FROM", "# FROM"),
    ),
    "old Python": (
        "base_image_is_supported",
        "last security fix",
        "Dockerfile:1",
        with_changes("3.13", "3.9"),
    ),
    "no version": (
        "base_image_is_supported",
        "latest is another",
        "Dockerfile:1",
        with_changes(":3.13-slim", ""),
    ),
    "loose version": (
        "base_image_is_supported",
        "3-slim is another",
        "Dockerfile:1",
        with_changes("3.13", "3"),
    ),
    "version to come": (
        "base_image_is_supported",
        "no Python 3.99999 yet",
        "Dockerfile:1",
        with_changes("3.13", "3.99999"),
    ),
    "no colon": (
        "base_image_is_supported",
        "are called python",
        "Dockerfile:1",
        with_changes("python:3", "python3"),
    ),
    "no WORKDIR": (
        "workdir_is_set",
        "no WORKDIR",
        "",
        with_changes("WORKDIR /app\n", ""),
    ),
    "late WORKDIR": (
        "workdir_is_set",
        "no WORKDIR yet",
        "Dockerfile:5",
        with_changes("WORKDIR /app\n", "", "COPY . .", "WORKDIR /app\nCOPY . ."),
    ),
    "WORKDIR /": (
        "workdir_is_set",
        "system's own",
        "Dockerfile:3",
        with_changes("WORKDIR /app", "WORKDIR /"),
    ),
    "COPY without destination": (
        "copy_says_where_to",
        "Where app.py goes",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY app.py"),
    ),
    "COPY of several to a file": (
        "copy_says_where_to",
        "ends with /",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY app.py templates /src"),
    ),
    "COPY from the image": (
        "copied_files_are_there",
        "no src/app.py. There is app.py.",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY /src/app.py ."),
    ),
    "COPY in other letters": (
        "copied_files_are_there",
        "There is app.py.",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY App.py ."),
    ),
    "COPY from above": (
        "copied_files_are_there",
        "nothing above it",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY ../app.py ."),
    ),
    "COPY of what is ignored": (
        "copied_files_are_there",
        "Line 4 of .dockerignore",
        "Dockerfile:6",
        {".dockerignore": ".venv\n__pycache__\n.env\n*.txt\n"},
    ),
    "app.py alone": (
        "whole_app_is_copied",
        "Flask looks for it at /app/static/style.css",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY app.py ."),
    ),
    "folders poured out": (
        "whole_app_is_copied",
        "It goes to /app/style.css.",
        "Dockerfile:11",
        with_changes("COPY . .", "COPY app.py .\nCOPY templates .\nCOPY static ."),
    ),
    "a pattern pours folders out": (
        "whole_app_is_copied",
        "It goes to /app/style.css.",
        "Dockerfile:9",
        with_changes("COPY . .", "COPY * ./"),
    ),
    "app.py ignored": (
        "whole_app_is_copied",
        "Line 4 of .dockerignore",
        "",
        {".dockerignore": ".venv\n__pycache__\n.env\n*.py\n"},
    ),
    "no requirements": (
        "requirements_pin_flask",
        "no file requirements.txt",
        "",
        {"requirements.txt": None},
    ),
    "no version of flask": (
        "requirements_pin_flask",
        "pip takes the newest",
        "requirements.txt:2",
        {"requirements.txt": "click==8.5.1\nflask\n"},
    ),
    "a range of versions": (
        "requirements_pin_flask",
        "pip takes the newest",
        "requirements.txt:1",
        {"requirements.txt": "flask>=3,==3.*\n"},
    ),
    "one equals sign": (
        "requirements_pin_flask",
        "A line is a package",
        "requirements.txt:1",
        {"requirements.txt": "flask=3.1.3\n"},
    ),
    "no flask": (
        "requirements_pin_flask",
        "app.py imports flask",
        "",
        {"requirements.txt": "# TODO\n"},
    ),
    "no pip": (
        "requirements_are_installed",
        "no RUN that installs",
        "",
        with_changes(PIP, "RUN pip list"),
    ),
    "no -r": (
        "requirements_are_installed",
        "Without -r",
        "Dockerfile:7",
        with_changes("-r req", "req"),
    ),
    "by name": (
        "requirements_are_installed",
        "stand in requirements.txt",
        "Dockerfile:7",
        with_changes(PIP, "RUN pip install flask"),
    ),
    "pip too early": (
        "requirements_are_installed",
        "no requirements.txt yet",
        "Dockerfile:6",
        with_changes("COPY requirements.txt .\n", ""),
    ),
    "app first": (
        "packages_come_before_the_app",
        "makes line 7 install",
        "Dockerfile:6",
        with_changes("COPY requirements.txt .", "COPY . ."),
    ),
    "no CMD": ("command_is_a_list", "prompt is started", "", with_changes(CMD, "")),
    "RUN for CMD": (
        "command_is_a_list",
        "while the image is made",
        "Dockerfile:18",
        with_changes("CMD [", "RUN ["),
    ),
    "CMD of the shell": (
        "command_is_a_list",
        "Ctrl-C reaches the shell",
        "Dockerfile:18",
        with_changes(CMD, "CMD flask run --host=0.0.0.0 --port=8080"),
    ),
    "single quotes": (
        "command_is_a_list",
        "double quotes",
        "Dockerfile:18",
        with_changes(CMD, CMD.replace('"', "'")),
    ),
    "no comma": (
        "command_is_a_list",
        "missing comma",
        "Dockerfile:18",
        with_changes('"run",', '"run"'),
    ),
    "one word": (
        "command_is_a_list",
        "an item of its own",
        "Dockerfile:18",
        with_changes(CMD, 'CMD ["flask run --host=0.0.0.0 --port=8080"]'),
    ),
    "no host": (
        "app_listens_on_all_addresses",
        "127.0.0.1 unless",
        "Dockerfile:18",
        with_changes('"--host=0.0.0.0", ', ""),
    ),
    "own address": (
        "app_listens_on_all_addresses",
        "is the container itself",
        "Dockerfile:18",
        with_changes("0.0.0.0", "127.0.0.1"),
    ),
    "python app.py": (
        "app_listens_on_all_addresses",
        'app.run(host="0.0.0.0")',
        "Dockerfile:18",
        with_changes(CMD, 'CMD ["python", "app.py"]'),
    ),
    "python app.py, other port": (
        "port_is_8080",
        "app.run(port=8080)",
        "Dockerfile:18",
        with_changes(CMD, 'CMD ["python", "app.py"]')
        | {"app.py": 'app.run(host="0.0.0.0", port=5000)\n'},
    ),
    "no port": (
        "port_is_8080",
        "Flask's own choice is 5000",
        "Dockerfile:18",
        with_changes(', "--port=8080"', ""),
    ),
    "other port": (
        "port_is_8080",
        "leads to port 8080 inside",
        "Dockerfile:18",
        with_changes("=8080", "=9090"),
    ),
    "no EXPOSE": ("port_is_8080", "no EXPOSE", "", with_changes("EXPOSE 8080", "")),
    "EXPOSE like -p": (
        "port_is_8080",
        "-p the other too",
        "Dockerfile:13",
        with_changes("EXPOSE 8080", "EXPOSE 9090:8080"),
    ),
    "--debug": (
        "debug_mode_is_off",
        "run code of their own",
        "Dockerfile:18",
        with_changes('"run"', '"run", "--debug"'),
    ),
    "FLASK_DEBUG": (
        "debug_mode_is_off",
        "ENV FLASK_DEBUG=1",
        "Dockerfile:13",
        with_changes("EXPOSE", "ENV FLASK_DEBUG=1\nEXPOSE"),
    ),
    "debug=True": (
        "debug_mode_is_off",
        "app.run(debug=True)",
        "app.py:3",
        {"app.py": "import flask\n\napp.run(debug=True)\n"},
    ),
    "no .dockerignore": (
        "dockerignore_keeps_clutter_out",
        "no file .dockerignore",
        "",
        {".dockerignore": None},
    ),
    "no dot": (
        "dockerignore_keeps_clutter_out",
        "Rename dockerignore to .dockerignore.",
        "",
        {".dockerignore": None, "dockerignore": ".venv\n"},
    ),
    "no .venv": (
        "dockerignore_keeps_clutter_out",
        "a line .venv/",
        "",
        {".dockerignore": "__pycache__\n.env\n"},
    ),
    "no __pycache__": (
        "dockerignore_keeps_clutter_out",
        "a line __pycache__/",
        "",
        {".dockerignore": ".venv\n.env\n"},
    ),
    "no .env": (
        "no_secrets_in_the_image",
        "takes .env along",
        "Dockerfile:9",
        {".dockerignore": ".venv\n__pycache__\n"},
    ),
    "secret": (
        "no_secrets_in_the_image",
        "docker history",
        "Dockerfile:13",
        with_changes("EXPOSE", "ENV SECRET_KEY=abc\nEXPOSE"),
    ),
    "no USER": ("app_is_not_root", "no USER", "", with_changes("USER nobody", "")),
    "root": (
        "app_is_not_root",
        "USER root",
        "Dockerfile:11",
        with_changes("USER nobody", "USER root"),
    ),
    "no HEALTHCHECK": ("health_check_is_there", "no HEALTHCHECK", "", with_changes(HEALTH, "")),
    "no curl": (
        "health_check_is_there",
        "no curl",
        "Dockerfile:15",
        with_changes(HEALTH, "HEALTHCHECK CMD curl http://localhost:8080/"),
    ),
}


@pytest.mark.parametrize(("check", "says", "place", "files"), WRONG.values(), ids=WRONG)
def test_every_mistake_is_told_with_its_place(tmp_path, check, says, place, files):
    error = outcomes(checks, lay(SOLUTION, files, tmp_path / "06"))[check]
    assert isinstance(error, Wrong)
    failure = error.failure
    look_at = failure.look_at

    assert says in " ".join([failure.expected, failure.got, *failure.why])
    assert (f"{look_at.file}:{look_at.line}" if look_at else "") == place


def test_every_readable_check_is_failed_by_some_mistake():
    names = {name.removeprefix("test_") for name in readable(checks)}

    assert names == {check for check, *_ in WRONG.values()}


@pytest.mark.parametrize("folder", [SOLUTION, STARTER])
def test_the_app_is_that_of_the_step_before(folder):
    before = ROOT / "solution" / "05_templates"
    files = [file for file in before.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    names = [file.relative_to(before).as_posix() for file in files]

    assert filecmp.cmpfiles(before, folder, names, shallow=False)[0] == names


def test_the_starter_has_the_faults_of_the_lab():
    assert sorted(outcomes(checks, STARTER)) == [
        "app_is_not_root",
        "base_image_is_supported",
        "copied_files_are_there",
        "copy_says_where_to",
        "dockerignore_keeps_clutter_out",
        "health_check_is_there",
        "no_secrets_in_the_image",
        "packages_come_before_the_app",
        "requirements_are_installed",
        "requirements_pin_flask",
        "whole_app_is_copied",
    ]


def test_without_an_engine_the_step_is_done_as_far_as_it_could_be_checked():
    done = subprocess.run(
        [sys.executable, "-m", "workbook", "step", "6", "--submission", "solution", "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"DOCKER_HOST": "unix:///nonexistent"},
    )  # fmt: skip
    report = json.loads(done.stdout)
    not_checked = [check for check in report["checks"] if check["outcome"] == "not_checked"]

    assert report["state"] == "done as far as it could be checked here"
    assert {check["name"] for check in not_checked} == {
        "test_container_answers",
        "test_container_passes_the_earlier_steps",
        "test_health_check_succeeds",
    }
    assert all("so nothing was built" in check["feedback"] for check in not_checked)


def test_the_starter_is_the_labs_dockerfile():
    lines = (STARTER / "Dockerfile").read_text().splitlines()
    lab = (ROOT / "notebooks/lab/06_docker/Dockerfile").read_text()

    kept = [line for line in lines if not line.startswith("# TODO")]
    assert kept == lab.replace("hello.py", "app.py").splitlines()
