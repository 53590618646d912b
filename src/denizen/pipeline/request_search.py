"""Where a person stands in what is held, by the partner's own identifier: it becomes a pseudonym in memory, and is forgotten."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from denizen.contracts import Contract, Field, Layout
from denizen.documents import folded, nearest
from denizen.errors import BadInput
from denizen.intake.entering import is_nhs_number, pseudonym
from denizen.intake.objected import PERSONAL_IDENTIFIERS, rows_of
from denizen.pipeline.objections import edition_of, tables_of
from denizen.store import Store, Vault
from denizen.store.register import Holding

HOUSEHOLD = "household_id"
_NAMES = ("full_name", "forename", "middle_names", "surname")
AS_PSEUDONYM = "kept as a keyed pseudonym, never as it is written"


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that is held of a person: the column as its list calls it, and what stands there."""

    header: str
    value: str


@dataclass(frozen=True, slots=True)
class Who:
    """Of whom a row is: the words of the name, the date and year of birth, each empty where the row has none; its edition.

    Only ever compared, and never shown.
    """

    words: frozenset[str] = dataclasses.field(repr=False)
    born: str = dataclasses.field(repr=False)
    year: str = dataclasses.field(repr=False)
    edition: str


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one delivery that are known by the identifier; none where the person is not in it."""

    holding: Holding
    layout: Layout
    rows: tuple[tuple[Cell, ...], ...] = dataclasses.field(repr=False)
    people: tuple[Who, ...] = dataclasses.field(default=(), repr=False)
    """of whom each row is"""
    edition: str = ""
    """the day that the delivery describes, where it is of one"""


def identifying_column(contract: Contract, said: str) -> str:
    """The name of the column by which a list knows people, as it was asked for: by its name or any of its headers.

    Raises:  BadInput, when no layout of the list that tells of persons has such a column.
    """
    fields = [field for layout in contract.layouts if layout.is_of_people for field in layout.fields if _names(field)]
    for field in fields:
        if folded(said) in {folded(name) for name in (field.name, *field.headers)}:
            return field.name
    raise BadInput(
        f"{contract.title} knows nobody by `{said}`.",
        where="--identifier-column",
        mend=nearest(said, {field.header for field in fields})
        if fields
        else "no layout of this list has a column that names a person: ask its keeper",
    )


def names_a_household(contract: Contract, column: str) -> bool:
    """Whether the column names all who live together, so that rows of others come with it."""
    fields = [field for layout in contract.layouts for field in layout.fields if field.name == column]
    return any(field.role == HOUSEHOLD for field in fields)


def known_as(contract: Contract, column: str, identifier: str, key: bytes) -> str:
    """The pseudonym of an identifier, as the list's rows have it.

    Raises:  BadInput, when it cannot be one; what was typed is not repeated.
    """
    checked = {field.checked for layout in contract.layouts for field in layout.fields if field.name == column}
    if not folded(identifier) or ("nhs_number" in checked and not is_nhs_number(identifier)):
        raise BadInput(
            "What was typed cannot be an identifier of this list: it is empty, or its check digit does not fit.",
            where="the identifier",
            mend="look at what the person sent, and type it again",
        )
    return pseudonym(identifier, key)


def search(
    vault: Vault,
    store: Store,
    contract: Contract,
    column: str,
    person: str,
    today: date,
    edition: date | None = None,
) -> tuple[Found, ...]:
    """Look through every delivery of a list that is held: what each has of the person.

    Args:  the vault and its open store; the list; the column and the person's pseudonym in it; today; the day of the only
           edition that is looked through, if it is one.
    """
    found = []
    for holding in vault.held():
        if holding.source != contract.source or holding.rows is None or holding.due <= today:
            continue
        layout = contract.layout(holding.layout)
        store.delivery(holding.delivery, vault.key_of(holding.delivery, today))
        tables = tables_of(store, holding.delivery, "accepted__")
        day = max((edition_of(store, table) for table in tables), default="")
        rows: list[tuple[Cell, ...]] = []
        people: list[Who] = []
        if edition is None or day == edition.isoformat():
            for named in layout.fields:
                for table in tables if named.name == column else ():
                    numbers = rows_of(table, named, {person}, vault.pseudonym_key(), store)
                    rows += [_cells(table, layout, number, store) for number in numbers]
                    people += [_who(table, layout, number, store, day) for number in numbers]
            found.append(Found(holding, layout, tuple(rows), tuple(people), day))
        store.let_go(holding.delivery)
    return tuple(found)


def rows_found(found: Sequence[Found]) -> int:
    return sum(len(item.rows) for item in found)


def _names(field: Field) -> bool:
    return field.role in (*PERSONAL_IDENTIFIERS, HOUSEHOLD)


def _who(table: str, layout: Layout, number: int, store: Store, edition: str) -> Who:
    """Of whom a row is."""
    there = [
        field for field in layout.with_role(*_NAMES, "birth_date", "birth_year") if field.name in store.columns(table)
    ]
    listed = ", ".join(["row_number", *(field.name for field in there)])
    (told,) = store.rows(f'SELECT {listed} FROM "{table}" WHERE row_number = $number', {"number": number})
    by_role = [(field.role, str(value)) for field, value in zip(there, told[1:], strict=True) if value is not None]
    names = " ".join(value for role, value in by_role if role in _NAMES)
    words = {folded(word) for word in re.split(r"[\s,;-]+", names)} - {""}
    born = next((value for role, value in by_role if role == "birth_date"), "")
    year = next((value for role, value in by_role if role == "birth_year"), "")
    return Who(frozenset(words), born, year or born[:4], edition)


def _cells(table: str, layout: Layout, number: int, store: Store) -> tuple[Cell, ...]:
    """What stands in a row, but for empty cells."""
    there = [field for field in layout.fields if field.name in store.columns(table)]
    listed = ", ".join(field.name for field in there)
    values = store.rows(f'SELECT {listed} FROM "{table}" WHERE row_number = $number', {"number": number})[0]
    return tuple(
        Cell(_title(field), AS_PSEUDONYM if field.type == "identifier" else _in_words(field, value))
        for field, value in zip(there, values, strict=True)
        if value is not None
    )


def _title(field: Field) -> str:
    """A column as its list calls it; one that no file has is told as what it is."""
    return f"{field.name.replace('_', ' ').capitalize()} (worked out here)" if field.derived else field.header


def _in_words(field: Field, value: object) -> str:
    """A value as a person writes it: a code by its label."""
    by_code = {code: label for label, code in reversed(list(field.codes.items()))}
    return by_code.get(str(value), str(value))
