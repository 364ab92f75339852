"""Complete submissions of another kind pass: other models, other fields, other styles of app."""

from pathlib import Path

import pytest

from tests.course.test_steps import check, wrong
from workbook.plan import unclaimed
from workbook.trials import lay

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = sorted(path for path in ROOT.glob("tests/variants/*/*") if path.is_dir())


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_variant_passes_in_full(variant, tmp_path):
    step = variant.parent.name
    lay((ROOT / "solution" / step, variant), tmp_path / step)

    report = check(step, tmp_path)

    assert report["done"]
    assert set(wrong(report)) <= set(unclaimed(variant))
