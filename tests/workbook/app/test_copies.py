"""Copies of a student's folder: what is needed to run it, and nothing of it is changed."""

import os

import pytest

from workbook.app import copies


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "mine"
    (folder / "templates").mkdir(parents=True)
    for name in ("app.py", "templates/page.html", "kept.db", "kept.db.old"):
        (folder / name).write_text(name)
    return folder


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_all_is_copied_but_for_what_is_left_out(folder, tmp_path):
    for unwanted in ("__pycache__", ".git", ".venv", "venv", "env", "node_modules"):
        (folder / unwanted).mkdir()
        (folder / unwanted / "x").touch()

    copy = copies.copy(folder, tmp_path / "to" / "there", ("*.db",))

    assert copy == tmp_path / "to" / "there"
    assert names(copy) == ["app.py", "kept.db.old", "templates", "templates/page.html"]
    assert (copy / "app.py").read_text() == "app.py"


def test_links_stay_links_and_what_cannot_be_copied_is_left(folder, tmp_path):
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")

    copy = copies.copy(folder, tmp_path / "copy")

    assert (copy / "gone").is_symlink()
    assert not (copy / "pipe").exists()


def test_a_large_file_is_linked_to_and_one_of_just_that_size_is_copied(folder, tmp_path):
    for name, size in (("large", copies.LARGE + 1), ("fits", copies.LARGE)):
        with (folder / name).open("wb") as file:
            file.truncate(size)

    copy = copies.copy(folder, tmp_path / "copy")

    assert (copy / "large").readlink() == (folder / "large").resolve()
    assert not (copy / "fits").is_symlink()
    assert copies.LARGE == 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "matches"),
    [("a.db", True), ("b.txt", False), ("notes", True), ("notes2", False), ("a.db.old", False)],
)
def test_names_match_any_pattern(name, matches):
    assert copies.matches(name, ("*.db", "notes")) == matches
