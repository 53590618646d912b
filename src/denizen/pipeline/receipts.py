"""Receipts as they are kept in the store and written beside the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from denizen.terms.areas import Place
from denizen.terms.measures import Gap
from denizen.terms.receipts import Coverage, Dropped, Receipt, Refusal


def receipt_parts(receipt: Receipt) -> dict[str, Any]:
    """A receipt as JSON values."""
    return asdict(receipt)


def receipt_from(parts: Mapping[str, Any]) -> Receipt:
    """The receipt that `receipt_parts` was given."""
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in parts.items()}
    plain["refusals"] = tuple(Refusal(**{**item, "rows": tuple(item["rows"])}) for item in parts["refusals"])
    plain["dropped"] = tuple(Dropped(**item) for item in parts["dropped"])
    plain["coverage"] = tuple(Coverage(**item) for item in parts["coverage"])
    return Receipt(**plain)


def with_what_was_found(receipt: Receipt, notes: Sequence[str], gaps: Sequence[Gap]) -> Receipt:
    """A receipt with what only showed once its rows were placed: how they were, and months that seem to be missing."""
    questions = [
        f"Between {gap.period.replace('/', ' and ')} there is no row of the kind {gap.category.replace('_', ' ')}, "
        f"and a usual month has {gap.usual:,.0f}: is this part of the file missing?"
        for gap in gaps
    ]
    return replace(receipt, notes=(*receipt.notes, *notes), questions=(*receipt.questions, *questions))


NO_VALUES = "This receipt holds counts, row numbers and reasons, and no value of any row. Counts of people are rounded."
INVENTED = "Nobody on this list exists: the people and places are made up by a program."


def as_text(receipt: Receipt, title: str, place: Place | None = None) -> str:
    """A receipt to be mailed to the supplier: counts, row numbers and reasons, no value of any row.

    Args:  the receipt; the title of its source; the place that it was received for.
    """
    lines = [f"Receipt: {title}"]
    if place is not None:
        lines += [*([INVENTED] if place.is_invented else []), f"For:        {place.name}"]
    lines += [
        f"File:       {receipt.file} ({receipt.bytes:,} bytes, {receipt.encoding_in_words})",
        f"SHA-256:    {receipt.sha256}",
        f"Agreement:  {receipt.agreement}",
        f"Describes:  {receipt.described}",
        "",
        f"Rows received {receipt.received:>12,}",
        f"     accepted {receipt.accepted:>12,}",
        f"     refused  {receipt.refused - receipt.set_aside:>12,}",
        f"     set aside{receipt.set_aside:>12,} (of another area or kind; nothing is wrong with them)",
    ]
    if receipt.identical:
        lines.append(f"Accepted rows that repeat an earlier one in every column: {receipt.identical:,} (all kept).")
    lines += _section("What we would like to ask", receipt.questions)
    lines += _section("Your controls, beside what arrived", receipt.controls)
    lines += _section("Refused, and why (a row can break more than one rule)", _refusals(receipt))
    lines += _section("Columns that did not enter", _dropped(receipt))
    lines += _section("Noted", receipt.notes)
    lines += _section("Beside the delivery before", receipt.compared)
    lines += _section(f"Coverage, beside {receipt.estimate}", _coverage(receipt))
    return "\n".join([*lines, "", NO_VALUES]) + "\n"


def _dropped(receipt: Receipt) -> list[str]:
    """Per reason, the columns that it kept out."""
    by_reason: dict[str, list[str]] = {}
    for item in receipt.dropped:
        by_reason.setdefault(item.reason, []).append(item.column)
    return [f"{', '.join(columns)}: {reason.rstrip('.')}" for reason, columns in by_reason.items()]


def _coverage(receipt: Receipt) -> list[str]:
    """How many are on the list for every hundred who live there: by age, and for the areas with the most and the fewest.

    The page beside this text has every area.
    """
    ages = [f"{line.label}: {ratio_in_words(line)}" for line in receipt.coverage if line.kind == "age"]
    areas = [line for line in receipt.coverage if line.kind == "area" and line.on_list is not None and line.residents]
    areas.sort(key=lambda line: (line.on_list or 0) / (line.residents or 1))
    told = areas if len(areas) <= 2 * _ENDS else [*areas[:_ENDS], *areas[-_ENDS:]]
    more = (
        [f"({len(areas) - len(told):,} areas lie between these; the page has them all)"]
        if len(areas) > len(told)
        else []
    )
    return [*ages, *(f"{line.label}: {ratio_in_words(line)}" for line in told), *more]


_ENDS = 5
"""how many areas of each end a text tells"""


def ratio_in_words(line: Coverage) -> str:
    """How many are on the list for every hundred residents, with both counts."""
    if line.on_list is None:
        return "too few on the list to say, or not all of it known"
    if not line.residents:
        return f"{line.on_list:,.0f} on the list, no residents known"
    per = 100 * line.on_list / line.residents
    return f"{per:,.0f} on the list for every 100 residents ({line.on_list:,.0f} of {line.residents:,.0f})"


def _refusals(receipt: Receipt) -> list[str]:
    found = []
    for refusal in receipt.refusals:
        more = ", ..." if refusal.count > len(refusal.rows) else ""
        rows = f" {'Row' if refusal.count == 1 else 'Rows'} {', '.join(f'{row:,}' for row in refusal.rows)}{more}."
        rows = rows if refusal.rows else ""
        column = f" [{refusal.column}]" if refusal.column else ""
        kind = "set aside" if refusal.is_set_aside else "refused"
        found.append(f"{refusal.count:,} {kind}{column}: {refusal.sentence}{rows} To mend: {refusal.mend}.")
    return found


def _section(title: str, items: Sequence[str]) -> list[str]:
    return ["", title + ":", *(f"  - {item}" for item in items)] if items else []
