"""What a container starts, and where that listens, as far as a Dockerfile tells."""

import pytest

from tests.workbook.docker.test_rules import FROM_SLIM, said
from workbook.docker.command import (
    command,
    listening,
    listens_everywhere,
    listens_on_port,
    port_is_exposed,
    words,
)
from workbook.docker.dockerfile import Dockerfile


@pytest.fixture
def dockerfile(tmp_path):
    def make(text, app="", **files):
        (tmp_path / "Dockerfile").write_text(FROM_SLIM + text)
        (tmp_path / "app.py").write_text(app)
        for name, code in files.items():
            (tmp_path / f"{name.replace('_', '.')}.py").write_text(code)
        return Dockerfile(tmp_path)

    return make


@pytest.mark.parametrize(
    ("text", "got", "why", "line"),
    [
        ("", "no CMD", "Without it, Python's prompt is started, and ends.", 0),
        (
            "RUN flask run",
            "RUN flask run",
            "RUN starts it while the image is made, which then never ends.",
            2,
        ),
        (
            "RUN flask --app app run",
            "RUN flask --app app run",
            "RUN starts it while the image is made, which then never ends.",
            2,
        ),
        (
            "RUN gunicorn -b :8080 x",
            "RUN gunicorn -b :8080 x",
            "RUN starts it while the image is made, which then never ends.",
            2,
        ),
        (
            "RUN python app.py",
            "RUN python app.py",
            "RUN starts it while the image is made, which then never ends.",
            2,
        ),
        (
            "RUN waitress-serve --port=:8080",
            "RUN waitress-serve --port=:8080",
            "RUN starts it while the image is made, which then never ends.",
            2,
        ),
        ("RUN pip install x", "no CMD", "Without it, Python's prompt is started, and ends.", 0),
        (
            "RUN pip install gunicorn",
            "no CMD",
            "Without it, Python's prompt is started, and ends.",
            0,
        ),
        (
            "CMD ['flask', 'run']",
            "CMD ['flask', 'run']",
            "JSON has double quotes: single ones make this a command of the shell.",
            2,
        ),
        (
            'CMD ["flask" "run"]',
            'CMD ["flask" "run"]',
            "This is no JSON list. Look for a missing comma, quote or bracket, or one too many.",
            2,
        ),
        (
            "CMD flask run",
            "CMD flask run",
            "Written so, a shell starts the app, and Ctrl-C reaches the shell, not the app.",
            2,
        ),
        (
            'CMD ["flask run"]',
            'CMD ["flask run"]',
            "Each word is an item of its own, in its own quotes.",
            2,
        ),
        (
            'CMD ["python3 app.py"]',
            'CMD ["python3 app.py"]',
            "Each word is an item of its own, in its own quotes.",
            2,
        ),
        (
            'CMD ["gunicorn -b x"]',
            'CMD ["gunicorn -b x"]',
            "Each word is an item of its own, in its own quotes.",
            2,
        ),
        (
            'CMD ["flask", "--app app", "run"]',
            'CMD ["flask", "--app app", "run"]',
            "Each word is an item of its own, in its own quotes.",
            2,
        ),
        (
            'ENTRYPOINT flask\nCMD ["run"]',
            "ENTRYPOINT flask",
            "Written so, a shell starts the app, and Ctrl-C reaches the shell, not the app.",
            2,
        ),
    ],
)
def test_what_is_no_command_is_told(dockerfile, text, got, why, line):
    assert said(command, dockerfile(text), "expected") == ("expected", got, why, line)


@pytest.mark.parametrize(
    ("text", "started"),
    [
        ('CMD ["flask", "run"]', ["flask", "run"]),
        ('CMD ["run"]\nENTRYPOINT ["flask"]', ["flask", "run"]),
        ('CMD ["old"]\nCMD ["sh", "x y"]', ["sh", "x y"]),
    ],
)
def test_a_container_starts_its_entrypoint_and_then_its_command(dockerfile, text, started):
    assert words(command(dockerfile(text), "")) == started


@pytest.mark.parametrize(
    ("text", "app", "files", "where"),
    [
        ('CMD ["flask", "run", "--host=0.0.0.0"]', "app.run()", {}, "flask run --host=0.0.0.0"),
        (
            'ENV FLASK_RUN_HOST=0.0.0.0 A=b FLASK_RUN_PORT=8080\nCMD ["flask", "run"]',
            "",
            {},
            "flask run 0.0.0.0 8080",
        ),
        ('ENV GUNICORN_CMD_ARGS=-b:1 BIND=2\nCMD ["x"]', "", {}, "x -b:1 2"),
        (
            'CMD ["python", "app.py"]',
            'app.run(host="0.0.0.0", port=8080)\nx.run()\nrun()',
            {},
            "python app.py app.run(host='0.0.0.0', port=8080) x.run()",
        ),
        (
            'CMD ["gunicorn","app:app"]',
            "app.run()",
            {"gunicorn_conf": 'bind="0.0.0.0:8080"'},
            "gunicorn app:app bind = '0.0.0.0:8080'",
        ),
        ('CMD ["python","serve.py"]', "", {"serve": "x = 1 # no"}, "python serve.py x = 1"),
        ('CMD ["python","gone.py"]', "", {}, "python gone.py "),
    ],
)
def test_all_that_says_where_it_listens(dockerfile, text, app, files, where):
    found = dockerfile(text, app, **files)

    assert listening(found, command(found, "")) == where


@pytest.mark.parametrize(
    ("where", "cause"),
    [
        ("--host 0.0.0.0", None),
        ("127.0.0.1", "127.0.0.1 is the container itself"),
        ("10.0.0.0", "other"),
        ("1.0.0.0.0", "other"),
        ("[::]:8080", None),
        ("--bind :8080", None),
        ("*:80", None),
        ("a:8080", "other"),
        ("localhost:80", "127.0.0.1 is the container itself"),
        ("waitress-serve", None),
        ("x", "other"),
        ("=:80", None),
        ("20.0.0.0", "other"),
        ("::", "other"),
    ],
)
def test_it_listens_everywhere(dockerfile, where, cause):
    part = dockerfile('CMD ["x"]').last("CMD")
    told = said(listens_everywhere, where, part, "option", "other")

    assert told == (
        cause and ("option", 'CMD ["x"]', f"{cause}: nobody outside gets an answer.", 2)
    )


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("8080", None),
        ("18080", "other"),
        ("80", "other"),
        ("port=80", "-p 9090:8080 leads to port 8080 inside."),
        (":5000", "-p 9090:8080 leads to port 8080 inside."),
        ("x", "other"),
    ],
)
def test_it_listens_on_the_port_that_is_led_to(dockerfile, where, why):
    part = dockerfile('CMD ["x"]').last("CMD")
    told = said(listens_on_port, where, part, "option", "other")

    assert told == (why and ("option", 'CMD ["x"]', why, 2))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ("EXPOSE 8080", "no EXPOSE", 0)),
        ("EXPOSE 8080", None),
        ("EXPOSE 8080/tcp", None),
        ("EXPOSE 80 8080", None),
        ("EXPOSE 8080\nEXPOSE 90", None),
        (
            "EXPOSE 9090",
            (
                "EXPOSE 8080",
                "EXPOSE 9090",
                "CMD and EXPOSE name the port inside, -p the other too.",
                2,
            ),
        ),
    ],
)
def test_the_port_is_exposed(dockerfile, text, told):
    assert said(port_is_exposed, dockerfile(text)) == told
