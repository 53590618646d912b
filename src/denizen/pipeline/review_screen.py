"""Two records side by side, as a reviewer sees them: plain text of 80 columns, and nothing of what anyone thinks of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from textwrap import wrap

_LABEL, _CELL = 12, 32
FIELDS = {
    "list": "List", "name": "Name", "sex": "Sex", "birth_date": "Born on", "birth_year": "Born in", "age": "Age",
    "address": "Address", "postcode": "Postcode", "uprn": "UPRN",
}  # fmt: skip
"""what is shown, and its label; a line that neither record fills is left out"""
LEGEND = "A star marks what differs, a dot what only one of them tells."

Told = Mapping[str, str]
"""field -> what a record tells; one that it does not tell is left out"""


def told(row: Mapping[str, str | None], title: str) -> Told:
    """A row in the columns of LISTED as it is shown; the parts of a name are put together.

    Args:  the row; the title of its list.
    """
    parts = [row.get(part) for part in ("title", "forename", "middle", "surname")]
    name = row.get("name") or " ".join(part for part in parts if part)
    shown = {
        "list": title,
        "name": name,
        **{field: row.get(field) for field in FIELDS if field not in ("list", "name")},
    }
    return {field: text for field, text in shown.items() if text}


def side_by_side(one: Told, other: Told) -> list[str]:
    """The lines that show two records beside each other."""
    lines = [_line("", " ", "A", "B")]
    for field, label in FIELDS.items():
        left, right = one.get(field, ""), other.get(field, "")
        if left or right:
            mark = _mark(left, right, in_order=field != "name") if field != "list" else " "
            cells = zip_longest(wrap(left, _CELL), wrap(right, _CELL), fillvalue="")
            lines += [_line(label if at == 0 else "", mark if at == 0 else " ", *pair) for at, pair in enumerate(cells)]
    return lines


def _mark(left: str, right: str, *, in_order: bool) -> str:
    """A star where the words differ, a dot where only one is told; the words of a name may stand in any order."""
    if not (left and right):
        return "."
    one, other = _words(left), _words(right)
    return " " if one == other or (not in_order and sorted(one) == sorted(other)) else "*"


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()


def _line(label: str, mark: str, left: str, right: str) -> str:
    return f"{label:<{_LABEL}}{mark} {left:<{_CELL}} {right}".rstrip()
