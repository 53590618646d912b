"""Addresses that are never placed and never linked: refuges, foster homes, dispersal. Applied as rows enter."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.contracts import Layout
from denizen.shapes import Statement
from denizen.store import Store

TABLE = "suppressed_addresses"
"""columns uprn and address_key, either may be empty; kept by the pipeline from every list of shape `suppressed`"""


def address_key(layout: Layout, present: Sequence[str]) -> str:
    """SQL for an address with its postcode, by letters and digits alone; NULL where the layout has none.

    The same address in lines, in one line, and in one line that ends with its postcode, has the same key.
    """
    lines = [field.name for field in layout.with_role("address") if field.name in present]
    postcode = next((field.name for field in layout.with_role("postcode") if field.name in present), "")
    if not lines:
        return "CAST(NULL AS VARCHAR)"
    text = f"REGEXP_REPLACE(STRIP_ACCENTS(LOWER(CONCAT_WS(' ', {', '.join(lines)}))), '[^0-9a-z]', '', 'g')"
    key = f"CONCAT(REPLACE({text}, COALESCE(LOWER({postcode}), '-'), ''), LOWER({postcode}))" if postcode else text
    return f"CASE WHEN COALESCE({', '.join(lines)}) IS NOT NULL THEN {key} END"


def hidden_columns(layout: Layout) -> set[str]:
    """The columns that say where a row is: at a suppressed address their cells do not stay."""
    placing = {field.name for field in layout.with_role("address", "postcode", "uprn", "easting", "northing")}
    return (placing | {layout.gives.area, layout.gives.postcode}) - {""}


def hide_again(layout: Layout, tables: Sequence[str], store: Store) -> None:
    """Apply the lists of today to rows that entered before them. What an older list hid stays hidden: it is gone."""
    here = suppressed_rows(layout, [field.name for field in layout.fields], store)
    if not here:
        return
    hidden = hidden_columns(layout)
    for table in tables:
        kept = ", ".join(
            f"CASE WHEN NOT is_hidden THEN {name} END AS {name}" if name in hidden else name
            for name in store.columns(table)
            if name != "is_suppressed"
        )
        rows = f'(SELECT *, is_suppressed OR COALESCE({here}, FALSE) AS is_hidden FROM "{table}")'
        told = f"SELECT {kept}, is_hidden AS is_suppressed FROM {rows} AS listed ORDER BY row_number"
        store.make(Statement(table, told, {}))


def suppressed_rows(layout: Layout, present: Sequence[str], store: Store) -> str:
    """A SQL condition that is true of a row at a suppressed address; empty where no list says so.

    A row is at one by its UPRN, or by its whole address with the postcode, written alike but for marks and capitals.
    """
    if layout.gives.shape != "records" or not store.has(TABLE):
        return ""
    uprns = [field.name for field in layout.with_role("uprn") if field.name in present]
    conditions = [f"{name} IN (SELECT uprn FROM {TABLE})" for name in uprns]
    key = address_key(layout, present)
    if not key.startswith("CAST"):
        conditions.append(f"{key} IN (SELECT address_key FROM {TABLE})")
    return " OR ".join(conditions)
