import pytest

from workbook.app.target import Target


@pytest.fixture
def target(tmp_path, launcher):
    """Give what starts a folder's app: target({"app.py": "…"}, run, seconds=20)."""
    folder = tmp_path / "01_one"
    folder.mkdir()

    def start(files, *serving, seconds=20, **options):
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        options = {"launcher": launcher} | options
        return Target(folder, set(serving), None, seconds, **options)

    return start
