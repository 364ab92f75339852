"""What make check and make prove judge, and what each column says."""

import pytest

from workbook.soundness import gallery, properties, whole
from workbook.soundness.columns import CHECK, PROVE

JUDGES = {
    "starts": (properties.starts, None),
    "open": (properties.open_at_first, None),
    "grows": (properties.grows, None),
    "worded": (properties.worded, None),
    "gallery": (gallery.gallery, gallery.gallery_pages),
    "notebook": (whole.notebook, whole.notebooks_index),
    "pages": (None, whole.pages),
    "app": (None, whole.app),
    "container": (whole.container, None),
}


def test_check_looks_at_what_can_differ_on_a_machine():
    names = [column.name for column in CHECK]

    assert names == ["starts", "open", "solved", "notebook", "container"]


def test_prove_looks_at_all():
    assert [column.name for column in PROVE] == [
        *("starts", "open", "solved", "grows", "worded", "gallery", "notebook", "pages", "app"),
    ]


@pytest.mark.parametrize("column", [*CHECK, *PROVE], ids=lambda column: column.name)
def test_a_column_judges_what_it_says_and_says_what_to_do(column):
    if column.name == "solved":
        judge = properties.solved_by_files if column in CHECK else properties.solved_otherwise
        assert (column.of_step, column.of_course) == (judge, None)
    else:
        assert (column.of_step, column.of_course) == JUDGES[column.name]
    assert column.says.startswith("Every ") or column.name == "app"
    assert column.says.endswith(".")
    assert column.mend.endswith(".")


def test_only_prove_tries_variants():
    says = {"solved": [each.says for each in (*CHECK, *PROVE) if each.name == "solved"]}

    assert says["solved"] == [
        "Every solution passes all other checks, also of the steps it carries on.",
        "Every solution and variant passes all checks, also of the steps it carries on.",
    ]
