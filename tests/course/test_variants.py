"""Complete submissions of another kind pass: other models, other fields, other styles of app."""

import shutil
from pathlib import Path

import pytest

from tests.course.test_steps import check

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = sorted(path for path in ROOT.glob("tests/variants/*/*") if path.is_dir())


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_variant_passes_in_full(variant, tmp_path):
    """Its files are laid over the solution; an empty one takes the solution's away."""
    step = variant.parent.name
    shutil.copytree(ROOT / "solution" / step, tmp_path / step)
    shutil.copytree(variant, tmp_path / step, dirs_exist_ok=True)

    report = check(step, tmp_path)

    missed = [(c["name"], c["feedback"]) for c in report["checks"] if c["outcome"] != "passed"]
    assert missed == []
