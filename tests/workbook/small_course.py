"""A small course that is sound, and how to break a copy of it: the fixture `root` gives one."""

from pathlib import Path

SOUND = Path(__file__).parent / "fake" / "sound"


def change(root: Path, *changes: tuple[str, str, str]) -> None:
    """Replace a text in a file by another; "" makes the file, or takes it away."""
    for name, old, new in changes:
        file = root / name
        if old and new:
            assert old in file.read_text("utf-8"), f"{old!r} is not in {name}"
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        elif old:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(new, "utf-8")
