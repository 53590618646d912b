"""What is worth asking the supplier: what a whole delivery shows, and not what is wrong with a single row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from denizen.intake.csv_rows import NO_RECORDS
from denizen.intake.judged import FIRST_ROWS, Judged
from denizen.intake.land import Landed
from denizen.standardise.periods import period_columns
from denizen.store import Store
from denizen.terms.receipts import Refusal, in_words

_DAYS_AHEAD = 31
"""a month that is not over yet is often delivered; one beyond the next month has seldom been seen"""


def ahead(extract: Judged, received: date, store: Store) -> list[str]:
    """What to ask where rows describe a time that had not begun a month after the file came; not of fixed periods."""
    layout = extract.layout
    if layout.gives.shape in ("gazetteer", "suppressed") or layout.gives.periods or "{" not in layout.gives.period:
        return []
    start, _ = period_columns(layout)
    rows = f"FROM \"{extract.accepted_table}\" WHERE {start} > DATE '{received + timedelta(days=_DAYS_AHEAD)}'"
    count = int(store.value(f"SELECT COUNT(*) {rows}"))
    if not count:
        return []
    first = ", ".join(
        f"{int(row[0]):,}" for row in store.rows(f"SELECT row_number {rows} ORDER BY 1 LIMIT {FIRST_ROWS}")
    )
    return [
        f"{in_words(count, 'accepted row')} {'describes' if count == 1 else 'describe'} a time after {received}, the day of "
        f"receipt (rows {first}{' and more' if count > FIRST_ROWS else ''}): is the year right?"
    ]


def elsewhere(landed: Landed, set_aside: int) -> list[str]:
    """A row of another area is nothing to ask about; a list of which nothing else came is."""
    rows = len(landed.numbers)
    if not rows or set_aside < rows:
        return []
    return [
        f"None of the {rows:,} rows is of this place and of the kind that the list is read for: is it the list of another "
        "area, or was it run with another filter?"
    ]


_SHARE_WORTH_ASKING, _ROWS_WORTH_ASKING = 0.05, 5
"""what one row in twenty has is no slip; nor what five rows have, or all of a list of fewer"""


def shared_by_many(refusals: Sequence[Refusal], landed: Landed) -> list[str]:
    """What is wrong in so many rows that the cause may lie in the system or the export: once a kind, with its columns."""
    enough = max(_SHARE_WORTH_ASKING * landed.received, min(_ROWS_WORTH_ASKING, landed.received))
    kinds: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        if refusal.count >= enough and not refusal.is_set_aside and refusal.rule not in NO_RECORDS:
            kinds.setdefault(refusal.sentence, []).append(refusal)
    return [_question(alike, landed.received) for alike in kinds.values()]


def _question(alike: Sequence[Refusal], received: int) -> str:
    """One question about refusals for the same reason, the column with the most rows first."""
    ordered = sorted(alike, key=lambda refusal: -refusal.count)
    columns = [f"`{refusal.column}`" for refusal in ordered if refusal.column]
    more = f" and {len(columns) - _COLUMNS_NAMED} more" if len(columns) > _COLUMNS_NAMED else ""
    where = f" of {', '.join(columns[:_COLUMNS_NAMED])}{more}" if columns else ""
    up_to = "up to " if len(alike) > 1 else ""
    return f"In {up_to}{ordered[0].count:,} of {received:,} rows{where}: {ordered[0].sentence} Is it so in the system itself?"


_COLUMNS_NAMED = 4
