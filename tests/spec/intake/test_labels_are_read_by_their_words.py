"""Labels of a contract's own list: case, spaces and marks between words do not count, marks that change a number do."""

from __future__ import annotations

import pytest

from denizen.contracts import Field
from denizen.intake.entering import enter

CODES = {
    "Non-resident owner": "owner",
    "Aged 65": "age_65",
    "25%": "quarter",
    "A-": "lower",
    "A": "upper",
    "Not known": "not_known",
    "Notknown": "other",
}


def code_of(cell: str) -> str | None:
    column = Field("kind", "Kind", "code", "kind", False, False, (), CODES, "", None, None, (), "", "")
    return enter(column, [cell], [2], b"").values[0]


@pytest.mark.parametrize(
    "cell", ["NON RESIDENT OWNER", "Non_Resident_Owner", "non - resident  owner", "2. Non-resident owner"]
)
def test_spaces_and_hyphens_between_words_do_not_count(cell: str) -> None:
    assert code_of(cell) == "owner"


@pytest.mark.parametrize("cell", ["Aged 65+", "25", "A--", "Non resident", "not-known"])
def test_what_changes_the_meaning_is_read_as_it_is_written(cell: str) -> None:
    assert code_of(cell) is None


@pytest.mark.parametrize("cell", ["16. Not known", "16 - NOT KNOWN", "3) not known", "007: Not known"])
def test_the_number_that_a_system_writes_before_a_label_does_not_count(cell: str) -> None:
    assert code_of(cell) == "not_known"


def test_short_labels_are_told_apart_by_their_marks() -> None:
    assert [code_of(cell) for cell in ("a", "A-", "not known")] == ["upper", "lower", "not_known"]
