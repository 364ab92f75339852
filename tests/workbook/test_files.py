"""A student's files are read carefully: regular ones, not too much of them, whatever they hold."""

import os
from importlib.metadata import version

import pytest

from workbook import files
from workbook.result import Place, Wrong

FLASK = f"flask=={version('flask')}"


def said(call, *arguments):
    with pytest.raises(Wrong) as caught:
        call(*arguments)
    return caught.value.failure


def test_the_files_of_a_folder_by_name_and_no_more_than_anybody_has(tmp_path, monkeypatch):
    for name in ("b.py", "a.py"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()

    assert [file.name for file in files.files(tmp_path)] == ["a.py", "b.py"]
    assert files.files(tmp_path / "gone") == []
    assert files.files(tmp_path / "a.py") == []
    monkeypatch.setattr(files, "LOOKED_AT", 1)
    assert len(files.files(tmp_path)) <= 1


def test_bounds():
    assert (files.LOOKED_AT, files.READ) == (100, 1024 * 1024)


def test_a_text_is_read_with_what_is_no_utf_8_marked(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"caf\xe9")

    assert files.text(tmp_path / "a") == "caf\ufffd"
    assert files.text(tmp_path / "gone") == ""
    monkeypatch.setattr(files, "READ", 2)
    assert files.text(tmp_path / "a") == "ca"


def test_a_link_a_pipe_and_a_folder_are_read_as_nothing(tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")

    for name in ("link", "pipe", "."):
        assert files.text(tmp_path / name) == ""


def test_code_is_read_as_a_tree_and_broken_code_as_an_empty_one(tmp_path):
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "b.py").write_text("x = (")
    (tmp_path / "c.py").write_bytes(b"x\0")

    assert len(files.tree(tmp_path / "a.py").body) == 1
    assert files.tree(tmp_path / "b.py").body == []
    assert files.tree(tmp_path / "c.py").body == []


@pytest.mark.parametrize(
    ("data", "line"), [(b"a\nb\0", 2), (b"\n\n\xe9\n", 3), (b"fine\n", 1), (b"\xe9", 1)]
)
def test_the_first_line_that_is_no_text(tmp_path, data, line):
    (tmp_path / "a").write_bytes(data)

    assert files.first_bad_line(tmp_path / "a") == line


def test_the_first_line_with_some_words(tmp_path):
    (tmp_path / "a").write_text("one\ntwo words\ntwo words")

    assert files.line_of(tmp_path / "a", "two words") == 2
    assert files.line_of(tmp_path / "a", "three") == 1


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.txt", b"caf\xc3\xa9", "café"),
        ("a.txt", b"\xef\xbb\xbfx", "x"),
        ("a.txt", "x==1".encode("utf-16"), "x==1"),
        ("a.txt", "x==1".encode("utf-16-be").replace(b"\0x", b"\xfe\xff\0x"), "x==1"),
    ],
)
def test_a_text_may_be_as_editors_save_it(tmp_path, name, data, text):
    (tmp_path / name).write_bytes(data)

    assert files.read_text(tmp_path, name) == text


@pytest.mark.parametrize(
    ("name", "data"), [("a.txt", b"caf\xe9"), ("Dockerfile", "FROM".encode("utf-16"))]
)
def test_another_encoding_is_told(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)

    assert said(files.read_text, tmp_path, name).expected == "a text in UTF-8"
    assert said(files.read_text, tmp_path, name).got == f"{name} is saved in another encoding"


def test_a_missing_file_is_told_and_one_of_nearly_its_name(tmp_path):
    (tmp_path / "DockerFile.txt").touch()
    (tmp_path / "other").touch()
    told = said(files.read_text, tmp_path, "Dockerfile")

    assert told.expected == "a file Dockerfile, beside app.py"
    assert told.got == "no file Dockerfile"
    assert told.why == ("Rename DockerFile.txt to Dockerfile.",)
    assert said(files.read_text, tmp_path, "requirements.txt").why == ()
    assert said(files.read_text, tmp_path / "gone", "x").got == "no file x"


def test_a_link_is_not_followed_and_told(tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "a").symlink_to(tmp_path / "secret")

    assert said(files.read_text, tmp_path, "a").got == "a is a link to another file"


def test_examples_are_the_objects_of_a_list(tmp_path):
    (tmp_path / "example.json").write_text('[{"a": 1}, {"a": 2}]')

    assert files.read_examples(tmp_path) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("text", "got", "line"),
    [
        (None, "no file example.json", None),
        ("[1,\n", "a text that is no JSON: Expecting value", 2),
        ("[1, 2]", "JSON of another form: [1, 2]", 1),
        ("[{}]", "JSON of another form: [{}]", 1),
        ('{"a": {}}', 'JSON of another form: {"a": {}}', 1),
        ("[{}, 3]", "JSON of another form: [{}, 3]", 1),
        (f"[{'1' * 100}]", f"JSON of another form: [{'1' * 79} … (22 more characters)", 1),
        ("[" * 100_000, "something that is no JSON", 1),
        (b'["\xe9"]', "something that is no JSON", 1),
    ],
)
def test_examples_that_cannot_be_used(tmp_path, text, got, line):
    if text is not None:
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "example.json").write_bytes(data)
    told = said(files.read_examples, tmp_path)

    assert told.got == got
    assert told.expected == (
        'example.json: a list of two or more objects, such as [{"height": 1.5}, {"height": 2}]'
    )
    assert told.look_at == (Place("example.json", line) if line else None)


@pytest.mark.parametrize(
    ("code", "imports"),
    [
        ("import numpy", True),
        ("    from numpy.linalg import norm", True),
        ("import numpyish", False),
        ("x = 1\nimport  numpy as np", True),
        ("# import numpy", False),
        ("important = 'numpy'", False),
    ],
)
def test_whether_a_module_is_imported(tmp_path, code, imports):
    (tmp_path / "a.py").write_text(code)
    (tmp_path / "notes.txt").write_text("import numpy")

    assert files.imports(tmp_path, "numpy") == imports


REQUIREMENTS = """\
# what we need
flask==3.1  # the framework
--find-links wheels
numpy[x]>=2 \\
  --hash=sha256:abc
  -r other.txt

gunicorn
"""


def test_requirements_are_read_as_pip_does(tmp_path):
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    found = [
        (line, str(wanted)) for line, _, wanted in files.read_requirements(tmp_path, "flask==1")
    ]

    assert found == [(2, "flask==3.1"), (4, "numpy[x]>=2"), (7, "gunicorn")]


def test_a_line_that_is_no_requirement_is_told(tmp_path):
    (tmp_path / "requirements.txt").write_text("flask\nflask = 3")
    told = said(lambda: list(files.read_requirements(tmp_path, "flask==1")))

    assert (told.expected, told.got) == ("flask==1", "flask = 3")
    assert told.why == ("A line is a package, ==, and its version.",)
    assert told.look_at == Place("requirements.txt", 2)


@pytest.mark.parametrize(
    ("line", "exact"),
    [
        ("flask==3.1", True),
        ("flask===3.1", True),
        ("flask==3.*", False),
        ("flask>=3.1", False),
        ("flask", False),
        ("flask>=3,==3.1", True),
    ],
)
def test_whether_one_version_is_named(tmp_path, line, exact):
    (tmp_path / "requirements.txt").write_text(line)
    ((_, _, wanted),) = files.read_requirements(tmp_path, "")

    assert files.is_exact(wanted) == exact


@pytest.mark.parametrize("line", ["Flask==3.1", "scikit-learn==1\nflask===3.1"])
def test_a_pinned_package_is_right(tmp_path, line):
    (tmp_path / "requirements.txt").write_text(line)

    files.check_pinned(tmp_path, "flask", "flask")


@pytest.mark.parametrize(
    ("line", "package", "module", "why"),
    [
        (
            "flask",
            "flask",
            "flask",
            "Without ==, pip takes the newest version, whatever that is by then.",
        ),
        (
            "dotenv==1",
            "requests",
            "dotenv",
            "The package of the module dotenv is called requests.",
        ),
    ],
)
def test_a_package_that_is_not_pinned_is_told(tmp_path, line, package, module, why):
    (tmp_path / "requirements.txt").write_text(f"\n{line}")
    told = said(files.check_pinned, tmp_path, package, module)

    assert told.expected == f"{package}=={version(package)}"
    assert (told.got, told.why) == (line, (why,))
    assert told.look_at == Place("requirements.txt", 2)


def test_a_package_that_is_not_named_is_told(tmp_path):
    (tmp_path / "requirements.txt").write_text("requests==1")
    told = said(files.check_pinned, tmp_path, "flask", "flask")

    assert (told.expected, told.got) == (FLASK, "no line that names flask")


def test_an_underscore_is_a_dash_in_a_package_s_name(tmp_path):
    (tmp_path / "requirements.txt").write_text("dockerfile_parse==1")

    files.check_pinned(tmp_path, "dockerfile-parse", "dockerfile_parse")
