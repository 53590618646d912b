"""Last month's lists and links beside this month's: which records say the same, and in which group they were.

Only hashes of last month's records are compared, in memory; they are gone with the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from denizen.errors import BadInput
from denizen.linkage.again import Before
from denizen.pipeline.lists_from_map import ListsMap, take_lists
from denizen.shapes import LISTED, Statement
from denizen.store import Store

LINKS = ("source", "record_id", "cluster_id", "probability")
"""the columns of links as they are written"""
WERE = "links_before"
"""the table of what was written: record_key, cluster_id, probability, person"""
BESIDE = "listed_before"
"""the table of each record of this month beside last month: record, cluster_id, probability, person (a number), is_same"""
_SAID, _PERSONS, _WRITTEN = "said_before", "persons_before", "written_before"


@dataclass(frozen=True, slots=True)
class LastMonth:
    """The file of the links that were written then, and the folder of the lists that they are of."""

    links: Path
    lists: Path


def take_last_month(store: Store, last: LastMonth, lists: ListsMap) -> None:
    """Read last month's lists by this month's map, and the links, into tables of hashes.

    `listed` is made on the way, and stands until this month's lists are read.
    Raises:  UnreadableFile; WrongLayout; BadInput; each tells which month's file it is.
    """
    try:
        take_lists(store, last.lists, lists)
    except BadInput as error:
        raise type(error)(
            error.what,
            where=f"last month's lists in {last.lists}: {error.where}",
            mend=f"name the folder from which {last.links.name} was made; the map is the same for both months",
        ) from None
    store.make(
        Statement(_SAID, _only_once(f"SELECT {_KEY} AS record_key, {_content(lists)} AS said FROM listed", "said"), {})
    )
    store.take_file("links_file", last.links, str(last.links), LINKS)
    store.make(
        Statement(
            _PERSONS,
            "SELECT cluster_id, ROW_NUMBER() OVER (ORDER BY cluster_id) - 1 AS person, COUNT(*) AS records "
            "FROM links_file WHERE cluster_id IS NOT NULL GROUP BY cluster_id",
            {},
        )
    )
    store.make(Statement(_WRITTEN, f"SELECT {_KEY} AS record_key FROM links_file WHERE cluster_id IS NOT NULL", {}))
    told = (
        f"SELECT {_KEY} AS record_key, links_file.cluster_id, probability, person "
        f"FROM links_file JOIN {_PERSONS} AS persons ON persons.cluster_id = links_file.cluster_id"
    )
    store.make(Statement(WERE, _only_once(told, "cluster_id", "probability", "person"), {}))
    store.drop_file("links_file")


def compare(store: Store, lists: ListsMap) -> Before:
    """Make `listed_before`: each record of this month beside what it said last month, and its group then.

    A record whose id stands on several rows, then or now, counts as new; it is gone when its id stands on none.
    Reads:  listed, and what `take_last_month` made.
    """
    now = f"SELECT {_KEY} AS record_key, record, {_content(lists)} AS said FROM listed"
    store.make(
        Statement(
            BESIDE,
            f"""
            WITH now AS ({_only_once(now, "record", "said")})
            SELECT listed.record, were.cluster_id, were.probability, were.person,
                   COALESCE(now.said = {_SAID}.said AND were.person IS NOT NULL, FALSE) AS is_same
            FROM listed LEFT JOIN now ON now.record = listed.record
            LEFT JOIN {_SAID} ON {_SAID}.record_key = now.record_key
            LEFT JOIN {WERE} AS were ON were.record_key = now.record_key""",
            {},
        )
    )
    person, is_same = store.arrays(f"SELECT COALESCE(person, -1), is_same FROM {BESIDE} ORDER BY record")
    (companions,) = store.arrays(f"SELECT records FROM {_PERSONS} ORDER BY person")
    here = f"SELECT {_KEY} FROM listed"
    gone = int(store.value(f"SELECT COUNT(*) FROM {_WRITTEN} WHERE record_key NOT IN ({here})"))
    return Before(person, is_same, companions, gone)


_KEY = "HASH(source, record_id)"


def _content(lists: ListsMap) -> str:
    """SQL for a hash of all that a record says."""
    return f"HASH({', '.join([*LISTED.names[3:], *lists.fields])})"


def _only_once(sql: str, *columns: str) -> str:
    """Rows whose key no other has."""
    told = ", ".join(f"MIN({column}) AS {column}" for column in columns)
    return f"SELECT record_key, {told} FROM ({sql}) AS told GROUP BY record_key HAVING COUNT(*) = 1"
