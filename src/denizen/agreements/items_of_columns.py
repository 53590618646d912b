"""What a column tells, in the words that rules of sharing use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from denizen.documents import Document, parse_document

COUNTS = "counts"
"""the item of a layout that tells nothing of one person"""
OTHERWISE = "personal_data"
"""the item of a column of which no more is known than that it tells of one person"""


class _ItemsOfColumns(Document):
    roles: Mapping[str, str]
    columns: Mapping[str, str]
    rest: Mapping[str, str]


def item_of(source: str, column: str, role: str) -> str:
    """The item that a column of personal data is.

    Args:  the list; the column and its role in a record, as the contract names them.
    """
    known = _items_of_columns()
    return known.columns.get(column) or known.roles.get(role) or known.rest.get(source, OTHERWISE)


@cache
def _items_of_columns() -> _ItemsOfColumns:
    file = resources.files("denizen.agreements") / "law" / "items_of_columns.yaml"
    return parse_document(file.read_text("utf-8"), file.name, _ItemsOfColumns)
