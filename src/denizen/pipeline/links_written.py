"""Links as a file: a line for each record, with the id of its person and how sure that is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from denizen.linkage.certainty import how_sure
from denizen.linkage.linked import Linked
from denizen.pipeline.last_month import BESIDE, LINKS, WERE
from denizen.pipeline.linking_again import LinkedAgain
from denizen.pipeline.person_ids import Record, persons
from denizen.pipeline.rows_out import write_query
from denizen.shapes import Statement
from denizen.store import Store

_RECORD = "listed.source, listed.record_id"
_SURE = "CAST(ROUND(sure, 4) AS VARCHAR)"
_LENGTH = 16
"""hexadecimal digits of an id"""


def write_links(out: Path, store: Store, linked: Linked, before: Mapping[Record, str]) -> None:
    """A line for each record, with the id of its person: the one that it had, else one made of the first of the records.

    Reads:   listed.
    Raises:  CannotWrite.
    """
    groups = {"record": np.arange(len(linked.groups)), "first_record": linked.groups, "sure": how_sure(linked)}
    store.take("link_groups", groups, {"record": "BIGINT", "first_record": "BIGINT", "sure": "DOUBLE"})
    if before or not _ids_are_new(store):
        records = [(source, record) for source, record in store.rows(f"SELECT {_RECORD} FROM listed ORDER BY record")]
        ids = {"record": range(len(records)), "person": persons(records, linked.groups, before, _id_of)}
        store.take("link_ids", ids, {"record": "BIGINT", "person": "VARCHAR"})
        named = "link_ids ON link_ids.record = link_groups.record"
    else:
        named = "link_ids ON link_ids.record = link_groups.first_record"
    of = f"SELECT listed.record, {_RECORD}, person, {_SURE} AS sure FROM link_groups JOIN listed USING (record) JOIN {named}"
    _write(out, store, of)


def write_links_again(out: Path, store: Store, again: LinkedAgain) -> None:
    """The same where links are carried on: whoever was not looked at has the line that was written before.

    Reads:   listed, listed_before, links_before.
    Raises:  CannotWrite.
    """
    looked_at = np.flatnonzero(again.looked_at)
    store.take("link_again", {"record": looked_at.tolist()}, {"record": "BIGINT"})
    rows = store.rows(
        f"SELECT {_RECORD}, cluster_id FROM link_again JOIN listed ON listed.record = link_again.record "
        f"JOIN {BESIDE} AS before ON before.record = link_again.record ORDER BY link_again.record"
    )
    earlier = {(source, record): person for source, record, person in rows if person is not None}
    others = [person for (person,) in store.rows(f"SELECT DISTINCT cluster_id FROM {WERE}")] if rows else []
    groups = np.searchsorted(looked_at, again.linked.groups[looked_at])
    ids = persons([(source, record) for source, record, _ in rows], groups, earlier, _id_of, others)
    sure = how_sure(again.linked)[looked_at]
    told = {"record": looked_at.tolist(), "person": ids, "sure": sure.tolist()}
    store.take("link_again", told, {"record": "BIGINT", "person": "VARCHAR", "sure": "DOUBLE"})
    _write(
        out,
        store,
        f"SELECT listed.record, {_RECORD}, COALESCE(link_again.person, before.cluster_id) AS person, "
        f"CASE WHEN link_again.record IS NULL THEN before.probability ELSE {_SURE} END AS sure "
        f"FROM listed JOIN {BESIDE} AS before ON before.record = listed.record "
        "LEFT JOIN link_again ON link_again.record = listed.record",
    )


def _write(out: Path, store: Store, of: str) -> None:
    cells = ("listed.source", "listed.record_id", "person", "sure")
    write_query(out, store, dict(zip(LINKS, cells, strict=True)), f"({of}) AS listed", "The links", plain=LINKS[2:])


def _ids_are_new(store: Store) -> bool:
    """Make `link_ids`, an id for each group by its first record, in the engine; and whether no two groups came to the same
    one, as those whose records bear the same number in their list do."""
    text = "CONCAT('person', CHR(31), listed.source, CHR(31), listed.record_id)"
    store.make(
        Statement(
            "link_ids",
            f"SELECT listed.record, 'p' || LEFT(SHA256({text}), {_LENGTH}) AS person "
            "FROM listed JOIN link_groups ON link_groups.record = listed.record "
            "WHERE link_groups.record = link_groups.first_record",
            {},
        )
    )
    return bool(store.value("SELECT COUNT(*) = COUNT(DISTINCT person) FROM link_ids"))


def _id_of(text: str) -> str:
    return "p" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_LENGTH]
