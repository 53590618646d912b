"""Words that a system writes where it has nothing: they are empty cells, and the receipt tells of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from denizen.contracts import Field

_NOTHING = re.compile(
    r"NULL|\(null\)|<null>|\(blank\)|#N/A|#NULL!|"
    r"0{1,4}[-/.]0{1,2}[-/.]0{1,4}([ T]0{1,2}:0{2}(:0{2}(\.0+)?)?)?",
    re.IGNORECASE,
)
"""how databases, spreadsheets and old systems print no value, and a day that is none"""
_KINDS = ("integer", "number", "date", "month", "code", "postcode", "uprn")
"""columns in which such a word can be nothing else; somebody may be called Null"""


def without_words_for_nothing(column: Field, cells: Sequence[str | None]) -> tuple[list[str | None], int]:
    """The cells of a column, emptied where they hold such a word, and how many were."""
    if not column.codes and column.type not in _KINDS:
        return list(cells), 0
    own = {label.casefold() for label in column.codes}
    emptied = [None if cell and cell.casefold() not in own and _NOTHING.fullmatch(cell) else cell for cell in cells]
    return emptied, sum(1 for before, after in zip(cells, emptied, strict=True) if before and not after)
