"""People who objected or opted out: their rows are left out as a list enters, and counted as left out.

Who they are stands in no table: each is the keyed pseudonym of the identifier by which a partner knows them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from denizen.contracts import Field, Layout, Rule
from denizen.intake.entering import pseudonym
from denizen.store import Store

Objected = Mapping[str, Collection[str]]
"""column of a source -> pseudonyms of the people who are left out by it"""

PERSONAL_IDENTIFIERS = ("record_id", "identifier", "supplier_key")
"""roles of columns that name one person, or one thing that one person did"""
OBJECTED = "nobody_objected"


def named_by(layout: Layout, objected: Objected) -> tuple[Field, ...]:
    """The columns of a layout by which somebody is left out."""
    return tuple(field for field in layout.fields if objected.get(field.name))


def rows_of(table: str, field: Field, pseudonyms: Collection[str], key: bytes, store: Store) -> list[int]:
    """The numbers of the rows that are known by one of the pseudonyms, in a table with the columns of a layout.

    An identifier entered as its pseudonym; any other column becomes one here, and nowhere else.
    """
    found = store.rows(
        f'SELECT row_number, {field.name} FROM "{table}" WHERE {field.name} IS NOT NULL ORDER BY row_number'
    )
    if field.type == "identifier":
        return [int(number) for number, cell in found if cell in pseudonyms]
    return [int(number) for number, cell in found if pseudonym(str(cell), key) in pseudonyms]


def objected_rows(layout: Layout, table: str, objected: Objected, key: bytes, store: Store) -> list[int]:
    """The numbers of the rows of everybody who objected."""
    found: set[int] = set()
    for field in named_by(layout, objected):
        found |= set(rows_of(table, field, objected[field.name], key, store))
    return sorted(found)


def objection_rule(rows_table: str) -> Rule:
    """The rule that nobody who objected is taken in. `rows_table` holds the numbers of their rows."""
    return Rule(
        name=OBJECTED,
        column="",
        sentence="Left out by objection: a person asked not to be counted here, or had opted out.",
        mend="nothing is to be mended; the row numbers are not told",
        condition=f'row_number NOT IN (SELECT row_number FROM "{rows_table}")',
        severity="set_aside",
    )
