"""Whose an identifier is: one that every edition of a list gives anew must never lead to two people as if they were one.

People are compared by the words of their names and by their dates of birth, in memory alone. What differs is told nowhere: the
request stops before anything is disclosed, entered or left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from denizen.contracts import Contract, Field
from denizen.errors import BadInput
from denizen.intake.check import has_snapshot
from denizen.intake.entering import pseudonym
from denizen.pipeline.request_search import HOUSEHOLD, Found, Who, rows_found

FOR_ONE_EDITION: Mapping[str, tuple[str, ...]] = {"electoral_register": ("entry_id",)}
"""list -> columns whose identifiers are given anew with every edition, so that the next may give them to somebody else.

Source:  Representation of the People Act 1983, section 9(3) and (4): an electoral number is for the register in question, and
         numbers run consecutively through each part of it.
"""
_LASTING = ("identifier", "supplier_key")
"""roles of columns in which a supplier keeps an identifier for one person"""


def is_for_one_edition(contract: Contract, column: str) -> bool:
    return column in FOR_ONE_EDITION.get(contract.source, ())


def lasts(contract: Contract, column: str) -> bool:
    """Whether a supplier keeps what stands in the column for one person, in every layout that has it."""
    return all(field.role in _LASTING for field in _fields(contract, column))


def form_of(contract: Contract, column: str) -> str:
    """How an identifier of the column is written, by the example or the pattern of the contract; no value that is held."""
    fields = _fields(contract, column)
    examples = " or ".join(dict.fromkeys(field.example for field in fields if field.example))
    patterns = " or ".join(dict.fromkeys(field.pattern for field in fields if field.pattern))
    header = next((field.header for field in fields if field.header), column)
    told = [f"for example as {examples}"] if examples else []
    told += [f"by the pattern {patterns}"] if patterns else []
    is_made_here = any(field.derived for field in fields)
    meaning = f": {fields[0].meaning}" if is_made_here else ""
    return f"`{header}` is written {', '.join(told) or 'as the list has it'}{meaning}"


def check_edition(contract: Contract, column: str, edition: date | None) -> None:
    """Whether an identifier of the column can be tied to an edition.

    Raises:  BadInput, where the list tells its day in its rows, so that no delivery is an edition of one day.
    """
    layouts = [layout for layout in contract.layouts if any(field.name == column for field in layout.fields)]
    if edition and not any(has_snapshot(layout) for layout in layouts):
        raise BadInput(
            f"Deliveries of {contract.title} that have `{column}` are not of one day: it cannot be tied to an edition.",
            where="--snapshot",
            mend="leave it out; where the identifier leads to different people, use one that lasts",
        )


def check_is_kept_for_its_edition(contract: Contract, column: str, edition: date | None) -> None:
    """Whoever is left out by an identifier of one edition is left out of that edition: else the next holder would go too.

    Raises:  BadInput, where no edition is known.
    """
    if edition is None and is_for_one_edition(contract, column):
        raise BadInput(
            f"`{column}` is given anew with every edition of {contract.title}: without its edition, whoever has it next would "
            "be left out.",
            where="--snapshot",
            mend="give the day of the edition that it was read from, as --snapshot 2025-12-01; or use an identifier that lasts",
        )


def check_one_person(contract: Contract, column: str, found: Sequence[Found]) -> None:
    """Stop where the rows that an identifier leads to may be of different people.

    Raises:  BadInput, which tells of nobody.
    """
    fields = _fields(contract, column)
    if lasts(contract, column) or any(field.role == HOUSEHOLD for field in fields):
        return
    if _may_differ([one for item in found for one in item.people], is_for_one_edition(contract, column)):
        editions = " or ".join(sorted({item.edition for item in found if item.rows and item.edition}))
        is_of_several = " or " in editions
        raise BadInput(
            f"`{column}` leads to rows that may be of different people: they differ in name or date of birth. Nothing was "
            "told, entered or left out.",
            where="--identifier-column",
            mend=f"give the edition that the identifier was read from (--snapshot {editions}), or an identifier that lasts"
            if is_of_several
            else "use an identifier that lasts, or ask whoever keeps the list whose it is",
        )


def check_something_is_found(contract: Contract, column: str, found: Sequence[Found], edition: date | None) -> None:
    """Stop where nothing is found: what was typed may be mistyped, and the letter would say that nothing is held.

    Raises:  BadInput, with the form of the identifier.
    """
    if rows_found(found):
        return
    where = f" of the edition of {edition}" if edition else ""
    raise BadInput(
        f"Found: 0 rows. Nothing{where} is known by what was typed; the request is not entered, and no letter was written.",
        where="the identifier",
        mend=f"look at what the person sent, and type it again: {form_of(contract, column)}. Where it is right, give "
        "--nothing-found as well: the request is entered, and its letter says that nothing is held",
    )


def only_edition(contract: Contract, column: str, found: Sequence[Found]) -> str:
    """The edition that a request is about where its identifier is of one and was found in one alone; else empty."""
    editions = {item.edition for item in found if item.rows}
    return editions.pop() if is_for_one_edition(contract, column) and len(editions) == 1 else ""


def mark_of(contract: Contract, column: str, found: Sequence[Found], key: bytes) -> str:
    """A keyed mark of the name that the rows have, by which a later search knows that they are still of the same person.

    Empty where nothing was found, no row has a name, or the identifier is a lasting one.
    """
    if lasts(contract, column):
        return ""
    words = sorted({word for item in found for one in item.people for word in one.words})
    return pseudonym("request " + " ".join(words), key) if words else ""


def check_same_person(contract: Contract, column: str, found: Sequence[Found], mark: str, key: bytes) -> None:
    """Whether what is found for a request now is of the person of whom it was found when the request was opened.

    Raises:  BadInput, where a delivery that came since gives the identifier to somebody else.
    """
    now = mark_of(contract, column, found, key)
    if rows_found(found) and now != mark and not any(field.role == HOUSEHOLD for field in _fields(contract, column)):
        raise BadInput(
            "What is found now is not what was found when the request was opened: it may be somebody else's.",
            where="denizen request answer",
            mend="open the request anew, with --received as before and the edition that the identifier was read from",
        )


def _may_differ(people: Sequence[Who], is_reissued: bool) -> bool:
    """Whether not all rows are plainly of one person. A reissued identifier needs a name wherever editions meet."""
    names = {one.words for one in people if one.words or is_reissued}
    births = {one.born for one in people if one.born}
    years = {one.year for one in people if one.year}
    is_nameless = is_reissued and names == {frozenset()} and len({one.edition for one in people}) > 1
    return len(names) > 1 or len(births) > 1 or len(years) > 1 or is_nameless


def _fields(contract: Contract, column: str) -> list[Field]:
    return [field for layout in contract.layouts for field in layout.fields if field.name == column]
