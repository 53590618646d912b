"""Addresses of anyone's lists matched to an address register, without an area folder: what `denizen match-addresses` does."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from denizen.addresses import TERMS, TYPES, match_statements, terms
from denizen.errors import BadInput
from denizen.pipeline.lists_from_map import ListsMap, read_map, take_lists, take_register
from denizen.pipeline.rows_out import check_place, write_rows
from denizen.store import Store

HEADERS = ("source", "record_id", "uprn", "reason", "weight")


@dataclass(frozen=True, slots=True)
class Matched:
    """How many records each list has, how many were matched for which reason, and what should be known of the lists."""

    records: dict[str, int]
    reasons: dict[str, dict[str, int]]
    notes: tuple[str, ...]


def match_addresses(folder: Path, map_file: Path, out: Path) -> Matched:
    """Match every address of the lists that a map names, and write source, record_id, uprn, reason and weight.

    A record without a match has no line. Nothing else is left on the disk.
    Raises:  BadDocument; BadInput, when the map names no register; UnreadableFile; WrongLayout; CannotWrite.
    """
    lists = read_map(map_file)
    check_place(out, (map_file, *lists.files(folder)))
    with tempfile.TemporaryDirectory(prefix="denizen ") as spill, Store.apart(Path(spill), folder.resolve()) as store:
        records, notes = match_in(store, folder.resolve(), lists, map_file.name)
        write_rows(out, HEADERS, store.rows(_MATCHES), "The matches")
        reasons: dict[str, dict[str, int]] = {source: {} for source in records}
        for source, reason, found in store.rows(_REASONS):
            reasons[source][reason] = found
    return Matched(records, reasons, notes)


def match_in(store: Store, folder: Path, lists: ListsMap, name: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Make `listed`, `register_entries` and `addressed` in a store; records by list, and notes.

    Args:    the store; the folder of the files; the map, and the name that errors give it.
    """
    if lists.gazetteer is None:
        raise BadInput(
            "The map names no address register.", where=name, mend="add `gazetteer: {file: ..., uprn: ..., ...}`"
        )
    taken = take_lists(store, folder, lists)
    take_register(store, folder, lists.gazetteer)
    store.take(TERMS, terms(), TYPES)
    store.make_all(match_statements("listed", "register_entries", pooled=bool(lists.gazetteer.candidates_for)))
    return taken.records, taken.notes


_REASONS = """
    SELECT listed.source, addressed.reason, COUNT(*) FROM addressed JOIN listed ON listed.record = addressed.record
    WHERE addressed.uprn IS NOT NULL GROUP BY listed.source, addressed.reason ORDER BY ALL
"""
_MATCHES = """
    SELECT listed.source, listed.record_id, addressed.uprn, addressed.reason, ROUND(addressed.weight, 2)
    FROM addressed JOIN listed ON listed.record = addressed.record
    WHERE addressed.uprn IS NOT NULL ORDER BY listed.record
"""
