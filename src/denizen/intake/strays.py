"""Rows that are no records of the list: the template's own example, and a total at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from denizen.contracts import Layout
from denizen.documents import folded
from denizen.intake.csv_rows import EXAMPLE, TOTAL
from denizen.intake.headers import Header


class Strays:
    """Which rows of a file are strays, by its header and layout."""

    def __init__(self, header: Header, layout: Layout) -> None:
        fields = [(header.position[field.name], field) for field in layout.read_fields if field.name in header.position]
        self._examples = [(place, folded(field.example)) for place, field in fields if field.example]
        is_list = layout.gives.shape in ("records", "gazetteer", "suppressed")
        self._is_list = is_list and bool(fields)
        self._is_template = layout.tier == "T0"

    def rule_of(self, cells: Sequence[str]) -> str:
        if not self._is_list:
            return ""
        if cells[0][:1] in _TOTAL_LETTERS and self._is_total(cells):
            return TOTAL
        return EXAMPLE if self._is_example(cells) else ""

    def may_be_example(self, cells: Sequence[str]) -> bool:
        """Counts of areas have templates too, but a true count can be the same as the example: it is asked about."""
        return self._is_template and not self._is_list and self._is_example(cells)

    def _is_example(self, cells: Sequence[str]) -> bool:
        return len(self._examples) > 2 and all(
            place < len(cells) and _ends_like(cells[place], example) and folded(cells[place]) == example
            for place, example in self._examples
        )

    def _is_total(self, cells: Sequence[str]) -> bool:
        """A row that begins with the word, and in which little else is filled."""
        first = next((cell for cell in cells if cell.strip()), "")
        return bool(_TOTAL_WORD.match(first)) and 3 * sum(1 for cell in cells if cell.strip()) <= max(6, len(cells))


def _ends_like(cell: str, example: str) -> bool:
    """Whether a cell can be the folded example at all: a quick look, since every row of a list is asked."""
    last = cell[-1:]
    return not (last.isascii() and last.isalnum()) or last.lower() == example[-1:]


_TOTAL_LETTERS = ("", " ", *"tTgGsScCnN")
"""what the first cell of such a row can begin with"""
_TOTAL_WORD = re.compile(
    r"\s*(grand\s+|sub-?)?(total|totals|cyfanswm|sum|count|number of (rows|records))\b", re.IGNORECASE
)
