"""What should be known of lists before anyone relies on what comes of them, as sentences that quote no row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from denizen.store import Store


def notes_on(store: Store, source: str, file: str, fields: Sequence[str], rows: int) -> Iterator[str]:
    """Notes on one list of the table `listed`.

    Args:  the store; the list and its file; the fields for which its map names columns; how many rows it has.
    """
    if not rows:
        yield f"{source}: {file} has no row"
        return
    ids = "SELECT COUNT(record_id) - COUNT(DISTINCT record_id) FROM listed WHERE source = $source"
    if repeated := store.value(ids, {"source": source}):
        yield f"{source}: {repeated:,} rows repeat an id of {file}; each is answered by itself"
    for field in _empty_fields(store, source, fields):
        yield f"{source}: no row of {file} tells `{field}`, though the map names a column for it"


def _empty_fields(store: Store, source: str, fields: Sequence[str]) -> list[str]:
    if not fields:
        return []
    counts = ", ".join(f"COUNT({field})" for field in fields)
    (filled,) = store.rows(f"SELECT {counts} FROM listed WHERE source = $source", {"source": source})
    return [field for field, rows in zip(fields, filled, strict=True) if not rows]


def unread_dates(store: Store) -> list[str]:
    """Which lists hold birth dates that could not be read in the way that most of the list is written.

    Reads:  listed, described.
    """
    asked = """
        SELECT listed.source, COUNT(*) - COUNT(described.born), COUNT(*)
        FROM listed JOIN described ON described.record = listed.record WHERE listed.birth_date IS NOT NULL
        GROUP BY listed.source HAVING COUNT(*) > COUNT(described.born) ORDER BY listed.source
    """
    return [
        f"{source}: {unread:,} of {dates:,} birth dates are not written as the others are, or are none; they count as not told"
        for source, unread, dates in store.rows(asked)
    ]
