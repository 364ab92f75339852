"""Each rule of a Dockerfile: what keeps it, and what is told of what breaks it."""

from datetime import date

import pytest

from workbook.docker import rules
from workbook.docker.dockerfile import Dockerfile
from workbook.result import Waiting, Wrong

FROM_SLIM = "FROM python:3.13-slim\n"
THERE = (
    "There are .dockerignore, .env, Dockerfile, app.py, requirements.txt, templates, "
    "templates/a.html."
)
FILES = ("app.py", "requirements.txt", "templates/a.html", ".env")


@pytest.fixture
def dockerfile(tmp_path):
    def make(text, ignore="", files=FILES):
        for file in files:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text("")
        (tmp_path / "Dockerfile").write_text(text)
        (tmp_path / ".dockerignore").write_text(ignore)
        return Dockerfile(tmp_path)

    return make


def said(rule, *arguments):
    """Return what is told: expected, got, why, and the line of the Dockerfile, 0 without one."""
    try:
        rule(*arguments)
    except Wrong as wrong:
        told = wrong.failure
        return (told.expected, told.got, *told.why, told.look_at.line if told.look_at else 0)
    return None


class Today(date):
    @classmethod
    def today(cls):
        return cls(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "CMD x", None),
        (
            FROM_SLIM + "COPPY a b",
            ("an instruction, a space, and what it is about", "COPPY a b", "Do you mean COPY?", 2),
        ),
        (
            FROM_SLIM + "COPY.. /app",
            (
                "an instruction, a space, and what it is about",
                "COPY.. /app",
                "Put a space behind COPY.",
                2,
            ),
        ),
        (FROM_SLIM + "XYZ a", ("an instruction, a space, and what it is about", "XYZ a", 2)),
        (FROM_SLIM + "ENV A", ("an instruction, a space, and what it is about", "ENV A", 2)),
        (FROM_SLIM + "ENV A=b", None),
        (FROM_SLIM + "ENV A b", None),
        (FROM_SLIM + "CMD", None),
        (
            FROM_SLIM + "COPY a b # c",
            (
                "an instruction, a space, and what it is about",
                "COPY a b # c",
                "# begins a comment only where it is the first on its line.",
                2,
            ),
        ),
        (FROM_SLIM + "RUN a # c", None),
        ("ARG X=1\nFROM a", None),
        ("ARG X", ("FROM, and more", "a Dockerfile without instructions", "Did you save it?", 0)),
        ("", ("FROM, and more", "a Dockerfile without instructions", "Did you save it?", 0)),
        (
            "RUN x\nFROM a",
            ("FROM as the first instruction", "RUN x", "An image always begins with another.", 1),
        ),
    ],
)
def test_instructions_are_known(dockerfile, text, told):
    assert said(rules.instructions_are_known, dockerfile(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "COPY . .", None),
        (
            FROM_SLIM + "COPY app.py",
            (
                "COPY, what, a space, and where to",
                "COPY app.py",
                "Where app.py goes is missing.",
                2,
            ),
        ),
        (FROM_SLIM + "COPY app.py requirements.txt ./", None),
        (FROM_SLIM + "COPY app.py requirements.txt .", None),
        (
            FROM_SLIM + "COPY app.py requirements.txt app",
            (
                "COPY, several files, and a folder",
                "COPY app.py requirements.txt app",
                "The last word is where the others go, so it ends with /: a folder.",
                2,
            ),
        ),
        (
            FROM_SLIM + "ADD app.py",
            ("COPY, what, a space, and where to", "ADD app.py", "Where app.py goes is missing.", 2),
        ),
    ],
)
def test_copies_have_targets(dockerfile, text, told):
    assert said(rules.copies_have_targets, dockerfile(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "COPY . .", None),
        (FROM_SLIM + "COPY app.py .", None),
        (FROM_SLIM + "COPY /app.py .", None),
        (
            FROM_SLIM + "COPY ap.py .",
            (
                "the name of a file or folder beside the Dockerfile",
                "COPY ap.py .",
                "Your folder has no ap.py. There is app.py.",
                2,
            ),
        ),
        (
            FROM_SLIM + "COPY ../x .",
            (
                "the name of a file or folder beside the Dockerfile",
                "COPY ../x .",
                "COPY sees only the folder that docker build is given, and nothing above it.",
                2,
            ),
        ),
        (
            FROM_SLIM + "COPY a.html .",
            (
                "the name of a file or folder beside the Dockerfile",
                "COPY a.html .",
                "Your folder has no a.html. There is templates/a.html.",
                2,
            ),
        ),
        (
            FROM_SLIM + "COPY zzz .",
            (
                "the name of a file or folder beside the Dockerfile",
                "COPY zzz .",
                "Your folder has no zzz. " + THERE,
                2,
            ),
        ),
        (FROM_SLIM + "COPY templates .", None),
        (FROM_SLIM + "COPY --from=x gone .", None),
        (FROM_SLIM + "ADD https://x/y .", None),
        (FROM_SLIM + "ADD http://x/y .", None),
        (FROM_SLIM + "ADD git@x:y .", None),
        (FROM_SLIM + "COPY *.py .", None),
        (
            FROM_SLIM + "COPY *.js ./",
            (
                "the name of a file or folder beside the Dockerfile",
                "COPY *.js ./",
                "Your folder has no *.js. " + THERE,
                2,
            ),
        ),
        (
            FROM_SLIM + "COPY gone",
            (
                "the name of a file or folder beside the Dockerfile",
                "COPY gone",
                "Your folder has no gone. " + THERE,
                2,
            ),
        ),
        (FROM_SLIM + "COPY <<E /x\nE", None),
    ],
)
def test_copies_have_sources(dockerfile, text, told):
    assert said(rules.copies_have_sources, dockerfile(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "RUN pip install -r requirements.txt", None),
        (FROM_SLIM + "RUN uv pip install --requirement=requirements.txt", None),
        (FROM_SLIM + "RUN uv pip sync requirements.txt", None),
        (
            FROM_SLIM + "RUN pip3.13 install requirements.txt",
            (
                "RUN pip install -r requirements.txt",
                "RUN pip3.13 install requirements.txt",
                "Without -r, pip looks for a package of that name.",
                2,
            ),
        ),
        (
            FROM_SLIM + "RUN pip install flask",
            (
                "RUN pip install -r requirements.txt",
                "RUN pip install flask",
                "The packages and their versions stand in requirements.txt.",
                2,
            ),
        ),
        (FROM_SLIM + "RUN python -m pip install -r reqs.txt", None),
        (
            FROM_SLIM + "RUN apt install pip",
            ("RUN pip install -r requirements.txt", "no RUN that installs requirements.txt", 0),
        ),
        (
            FROM_SLIM + "CMD x",
            ("RUN pip install -r requirements.txt", "no RUN that installs requirements.txt", 0),
        ),
        (FROM_SLIM + "RUN pip install flask\nRUN pip install -r requirements.txt", None),
    ],
)
def test_install(dockerfile, text, told):
    assert said(rules.install, dockerfile(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "USER nobody", None),
        (FROM_SLIM, ("USER nobody", "no USER", 0)),
        (FROM_SLIM + "USER root", ("USER nobody", "USER root", 2)),
        (FROM_SLIM + "USER 0:0", ("USER nobody", "USER 0:0", 2)),
        (FROM_SLIM + "USER 1000", None),
        (FROM_SLIM + "USER rooty", None),
        (FROM_SLIM + "USER nobody\nUSER root", ("USER nobody", "USER root", 3)),
    ],
)
def test_user_is_not_root(dockerfile, text, told):
    assert said(rules.user_is_not_root, dockerfile(text), "USER nobody") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "HEALTHCHECK CMD python ask.py", None),
        (FROM_SLIM, ("HEALTHCHECK CMD and a command that asks the app", "no HEALTHCHECK", 0)),
        (
            FROM_SLIM + "HEALTHCHECK NONE",
            ("HEALTHCHECK CMD and a command that asks the app", "no HEALTHCHECK", 0),
        ),
        (
            FROM_SLIM + "HEALTHCHECK none",
            ("HEALTHCHECK CMD and a command that asks the app", "no HEALTHCHECK", 0),
        ),
        (
            FROM_SLIM + "HEALTHCHECK CMD curl -f x",
            (
                "a command that is in the image",
                "HEALTHCHECK CMD curl -f x",
                "slim images have no curl.",
                2,
            ),
        ),
        (
            FROM_SLIM + "HEALTHCHECK CMD wget x",
            (
                "a command that is in the image",
                "HEALTHCHECK CMD wget x",
                "slim images have no wget.",
                2,
            ),
        ),
        (FROM_SLIM + "RUN apt install curl\nHEALTHCHECK CMD curl x", None),
        ("FROM python:3.13\nHEALTHCHECK CMD curl x", None),
    ],
)
def test_health_check_is_there(dockerfile, text, told):
    assert said(rules.health_check_is_there, dockerfile(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FROM_SLIM + "COPY app.py .", None),
        (
            FROM_SLIM + "COPY . .",
            (
                ".env in .dockerignore",
                "COPY . .",
                "This COPY takes .env along, once there is one.",
                2,
            ),
        ),
        (
            FROM_SLIM + "ENV PASSWORD=x",
            (
                "a setting that is no secret",
                "ENV PASSWORD=x",
                "docker history shows this to everybody.",
                2,
            ),
        ),
        (
            FROM_SLIM + "ENV A=b API_KEY=c",
            (
                "a setting that is no secret",
                "ENV A=b API_KEY=c",
                "docker history shows this to everybody.",
                2,
            ),
        ),
        (
            FROM_SLIM + "ENV TOKEN x",
            (
                "a setting that is no secret",
                "ENV TOKEN x",
                "docker history shows this to everybody.",
                2,
            ),
        ),
        (FROM_SLIM + "ARG SECRET\nCOPY app.py .", None),
        (
            FROM_SLIM + "ARG SECRET=x",
            (
                "a setting that is no secret",
                "ARG SECRET=x",
                "docker history shows this to everybody.",
                2,
            ),
        ),
        (FROM_SLIM + "ENV PASSWORD=\nCOPY app.py .", None),
        (
            FROM_SLIM + "ENV PRIVATE_URL=x",
            (
                "a setting that is no secret",
                "ENV PRIVATE_URL=x",
                "docker history shows this to everybody.",
                2,
            ),
        ),
        (FROM_SLIM + "ENV A=password\nCOPY app.py .", None),
    ],
)
def test_secrets_stay_out(dockerfile, text, told):
    assert said(rules.secrets_stay_out, dockerfile(text)) == told


@pytest.mark.parametrize(
    ("image", "why"),
    [
        ("python:3.13-slim", None),
        ("docker.io/library/python:3.13", None),
        ("localhost:5000/python:3.12@sha256:ab", None),
        ("Python:3.13", "Official Python images are called python, in small letters."),
        ("ubuntu", "Official Python images are called python, in small letters."),
        ("pyton:3.13", "Official Python images are called python, in small letters."),
        ("python", "latest is another Python next year. Name the version: 3.13"),
        ("python:latest", "latest is another Python next year. Name the version: 3.13"),
        ("python:3", "3 is another Python next year. Name the version: 3.13"),
        ("python:3.9-slim", "Python 3.9 has had its last security fix."),
        ("python:3.10", "Python 3.10 has had its last security fix."),
        ("python:3.99", "There is no Python 3.99 yet."),
        ("python:3.15", None),
        ("python:3.16", "There is no Python 3.16 yet."),
        ("python:3.11", None),
    ],
)
def test_base_is_supported(dockerfile, monkeypatch, image, why):
    monkeypatch.setattr(rules, "date", Today)
    expected = "python, a colon, and a version that still gets security fixes: python:3.13-slim"
    told = said(rules.base_is_supported, dockerfile(f"FROM {image}"))

    assert told == (why and (expected, f"FROM {image}", why, 1))


@pytest.mark.parametrize(
    ("year", "month", "version", "supported"),
    [
        (2026, 10, 10, True),
        (2026, 11, 10, False),
        (2027, 1, 10, False),
        (2026, 10, 15, True),
        (2026, 9, 15, False),
        (2025, 12, 15, False),
    ],
)
def test_a_version_is_supported_from_its_october_to_its_last(
    dockerfile, monkeypatch, year, month, version, supported
):
    monkeypatch.setattr(Today, "today", classmethod(lambda cls: cls(year, month, 5)))
    monkeypatch.setattr(rules, "date", Today)
    found = dockerfile(f"FROM python:3.{version}")

    assert (said(rules.base_is_supported, found) is None) == supported


def test_packages_come_first(dockerfile):
    install = "RUN pip install -r requirements.txt\n"

    assert said(rules.packages_come_first, dockerfile(FROM_SLIM + install + "COPY . .")) is None
    assert said(rules.packages_come_first, dockerfile(FROM_SLIM + "COPY . .\n" + install)) == (
        "app.py copied below line 3",
        "COPY . .",
        "Each change of app.py makes line 3 install all packages again.",
        2,
    )
    with pytest.raises(Waiting):  # that nothing is installed is told already
        rules.packages_come_first(dockerfile(FROM_SLIM))


def test_the_run_that_installs_is_found(dockerfile):
    text = f"{FROM_SLIM}RUN pip install flask\nRUN pip install -r requirements.txt"

    assert rules.install(dockerfile(text)).line == 3


def test_an_ignored_secret_stays_out(dockerfile):
    assert said(rules.secrets_stay_out, dockerfile(FROM_SLIM + "COPY . .", ".env")) is None


@pytest.mark.parametrize(
    ("copy", "ignore", "why"),
    [
        ("COPY app.py .", "app.py", "Line 1 of .dockerignore keeps app.py from Docker."),
        ("COPY *.py .", "\napp.py", "Line 2 of .dockerignore keeps app.py from Docker."),
    ],
)
def test_a_source_that_is_ignored_is_told(dockerfile, copy, ignore, why):
    told = said(rules.copies_have_sources, dockerfile(FROM_SLIM + copy, ignore))

    assert told == ("files that .dockerignore does not name", copy, why, 2)


def test_of_many_files_some_are_named(dockerfile):
    found = dockerfile(FROM_SLIM + "COPY zzz .", files=[f"{letter}file" for letter in "abcdefghij"])

    assert said(rules.copies_have_sources, found)[2] == (
        "Your folder has no zzz. There are .dockerignore, Dockerfile, afile, bfile, cfile, dfile, "
        "efile, ffile."
    )


@pytest.mark.parametrize(
    ("ignore", "told"),
    [
        ("", ("a line .venv/", "an empty .dockerignore", 0)),
        (".venv/\n__pycache__/", None),
        ("venv", ("a line __pycache__/", "venv", 0)),
        ("env\n__pycache__", None),
        ("# x\n__pycache__", ("a line .venv/", "#, x, __pycache__", 0)),
        (
            "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n",
            ("a line .venv/", "x, x, x, x, x, x, x, x, x, x, x, x", 0),
        ),
    ],
)
def test_clutter_is_ignored(dockerfile, ignore, told):
    assert said(rules.clutter_is_ignored, dockerfile(FROM_SLIM, ignore)) == told


def test_a_virtual_environment_of_another_name_is_clutter_too(dockerfile):
    found = dockerfile(FROM_SLIM, ".venv\n__pycache__")
    (found.folder / "mine").mkdir()
    (found.folder / "mine/pyvenv.cfg").touch()

    assert said(rules.clutter_is_ignored, found) == (
        "a line mine/",
        ".venv, __pycache__",
        "mine is a virtual environment.",
        0,
    )
    again = dockerfile(FROM_SLIM, ".venv\n__pycache__\nmine")
    assert said(rules.clutter_is_ignored, again) is None


@pytest.mark.parametrize(
    ("text", "ignore", "told"),
    [
        (FROM_SLIM + "WORKDIR /app\nCOPY . .", "", None),
        (
            FROM_SLIM + "COPY requirements.txt .",
            "",
            ("a COPY that takes app.py along", "no COPY of app.py", 0),
        ),
        (
            FROM_SLIM + "COPY . .",
            "app.py",
            (
                "a COPY that takes app.py along",
                "no COPY of app.py",
                "Line 1 of .dockerignore keeps it from Docker.",
                0,
            ),
        ),
        (
            FROM_SLIM + "WORKDIR /app\nCOPY app.py .",
            "",
            (
                "templates/a.html copied too",
                "COPY app.py .",
                "Flask looks for it at /app/templates/a.html.",
                3,
            ),
        ),
        (
            FROM_SLIM + "WORKDIR /app\nCOPY app.py .\nCOPY templates .",
            "",
            (
                "templates/a.html copied to /app/templates/a.html",
                "COPY templates .",
                "It goes to /app/a.html. COPY takes what is in a folder, not the folder.",
                4,
            ),
        ),
        (
            FROM_SLIM + "WORKDIR /app\nCOPY . .",
            "templates",
            (
                "templates/a.html copied too",
                "COPY . .",
                "Flask looks for it at /app/templates/a.html.",
                "Line 1 of .dockerignore keeps it from Docker.",
                3,
            ),
        ),
        (FROM_SLIM + "WORKDIR /app\nCOPY app.py .\nCOPY templates templates", "", None),
    ],
)
def test_app_is_copied(dockerfile, text, ignore, told):
    found, needs = dockerfile(text, ignore), "Flask looks for it at"

    assert said(rules.app_is_copied, found, ["templates/a.html"], needs) == told
