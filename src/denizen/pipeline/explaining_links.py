"""Why two records of anyone's lists are linked, or are not: what `denizen explain-link` does."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from denizen.errors import BadInput, NotFound
from denizen.linkage.comparisons import Comparison
from denizen.linkage.explained import RunnerUp, bond, counted, raised, runner_up, waterfall
from denizen.linkage.keys import PAIRS, kinds_of
from denizen.linkage.linked import Linked
from denizen.linkage.looked_for import AT_SIGHT
from denizen.linkage.model import Ints, levels_of
from denizen.linkage.patterns import PATTERNS, patterns
from denizen.linkage.shared_keys import ALL_THAT_IS_SAID, SETTLED_OTHERWISE, SharedKey, shared_keys, told
from denizen.pipeline.link_explained import WHICH, LinkExplained, Partner, RecordName
from denizen.pipeline.link_picture import drawn
from denizen.pipeline.linking import THRESHOLD, search
from denizen.pipeline.lists_from_map import ListsMap, read_map
from denizen.pipeline.lists_linked import extras_of, identifiers_of, link_taken, lists_with_each_once, take_in
from denizen.pipeline.rows_out import written_whole
from denizen.store import Store


def explain_link(
    folder: Path,
    one: str,
    other: str,
    map_file: Path,
    threshold: float = THRESHOLD,
    picture: Path | None = None,
) -> LinkExplained:
    """Link the lists that a map names and explain one pair. Nothing is left on the disk but the picture, where one is asked for.

    Args:    the folder of the files; two records as `source:record_id`; the map; the mean match weight in bits above which
             groups join; the SVG to write.
    Raises:  NotFound, when a list or a record is not there; BadInput, when one record is named twice or an id stands on
             several rows; BadDocument; UnreadableFile; WrongLayout; CannotWrite.
    """
    lists = read_map(map_file)
    names = (_named(one, lists, map_file.name, WHICH[0]), _named(other, lists, map_file.name, WHICH[1]))
    if names[0] == names[1]:
        raise BadInput("The same record is named twice.", where="the two records", mend="name two records")
    if picture is not None and picture.suffix.lower() != ".svg":
        raise BadInput(
            "The picture is written as SVG alone.", where=str(picture), mend="give it a name that ends in .svg"
        )
    with tempfile.TemporaryDirectory(prefix="denizen ") as spill, Store.apart(Path(spill), folder.resolve()) as store:
        take_in(store, folder.resolve(), lists, map_file.name)
        records = (_found(store, names[0], lists, WHICH[0]), _found(store, names[1], lists, WHICH[1]))
        linked = link_taken(store, lists, threshold)
        explained = _explained(store, lists, linked, names, records, threshold)
    if picture is not None:
        with written_whole(picture, "The picture") as file:
            file.write(drawn(explained))
    return explained


def _named(text: str, lists: ListsMap, map_name: str, which: str) -> RecordName:
    """The list and id that were written. What was written is not repeated: it may be an id.

    Raises:  BadInput; NotFound, with the nearest list.
    """
    source, colon, record_id = text.partition(":")
    if not (colon and record_id.strip()):
        raise BadInput(
            f"The {which} record is not named as source:record_id.",
            where=f"the {which} record",
            mend=f"write the list and the id, as {next(iter(lists.sources))}:1",
        )
    if source not in lists.sources:
        near = difflib.get_close_matches(source, lists.sources, n=1, cutoff=0.5)
        raise NotFound(
            f"The list of the {which} record is not in the map.",
            where=map_name,
            mend=(f"did you mean {near[0]}? " if near else "") + f"The lists are: {', '.join(lists.sources)}",
        )
    return RecordName(source, record_id.strip())


def _found(store: Store, name: RecordName, lists: ListsMap, which: str) -> int:
    """The number of a record.

    Raises:  NotFound; BadInput, when its id stands on several rows.
    """
    rows = store.rows(
        "SELECT record FROM listed WHERE source = $source AND record_id = $record_id",
        {"source": name.source, "record_id": name.record_id},
    )
    said = lists.sources[name.source]
    if not rows:
        raise NotFound(
            f"{name.source} has no record with the id of the {which} record.",
            where=f"{said.file}, column `{said.id}`",
            mend="write the id as it stands in that column",
        )
    if len(rows) > 1:
        raise BadInput(
            f"The id of the {which} record stands on {len(rows):,} rows of {name.source}.",
            where=f"{said.file}, column `{said.id}`",
            mend="name in the map a column that tells the rows apart",
        )
    return int(rows[0][0])


def _explained(
    store: Store,
    lists: ListsMap,
    linked: Linked,
    names: tuple[RecordName, RecordName],
    records: tuple[int, int],
    threshold: float,
) -> LinkExplained:
    one, other = records
    around = bond(linked, one, other)
    is_linked = bool(linked.groups[one] == linked.groups[other])
    once = set() if is_linked else lists_with_each_once(lists)
    return LinkExplained(
        names,
        is_linked,
        threshold,
        waterfall(linked.fitted, linked.comparisons, _levels(store, linked.comparisons, one, other).tolist()),
        counted(linked, one, other),
        around,
        tuple(sorted(once & _sources(store, around.around_a) & _sources(store, around.around_b))),
        _keys(store, lists, one, other),
        (
            _partner(store, runner_up(linked, one, besides=other)),
            _partner(store, runner_up(linked, other, besides=one)),
        ),
        raised=raised(linked, one, other),
    )


def _levels(store: Store, comparisons: tuple[Comparison, ...], one: int, other: int) -> Ints:
    """The level of each comparison of two records, compared now as all pairs were: no key may have brought these two together."""
    pair = {"one": [min(one, other)], "other": [max(one, other)]}
    store.take(PAIRS, pair, dict.fromkeys(pair, "BIGINT"))
    store.make_all(patterns(comparisons))
    code = store.value(f"SELECT code FROM {PATTERNS}")
    return np.asarray(levels_of(np.array([code], dtype=np.int64), comparisons)[0])


def _keys(store: Store, lists: ListsMap, one: int, other: int) -> tuple[SharedKey, ...]:
    """The keys that two records share, those that fewest share first; made again, for they were let go when pairs were found."""
    more = [*identifiers_of(lists), *extras_of(lists)]
    kinds = kinds_of(identifiers_of(lists), extras_of(lists))
    sources = int(store.value("SELECT COUNT(DISTINCT source) FROM people"))
    most = search(store, kinds, more, sorted(lists_with_each_once(lists)), sources)
    pair = (min(one, other), max(one, other))
    seen = store.rows(f"SELECT one, other FROM {AT_SIGHT} WHERE one IN {pair} OR other IN {pair}")
    if seen:
        return (ALL_THAT_IS_SAID,) if pair in seen else (SETTLED_OTHERWISE,)
    shared = shared_keys(kinds, most, one, other)
    store.make(shared)
    found = store.rows(f"SELECT kind, finer, records FROM {shared.name} ORDER BY records, kind, finer")
    return tuple(told(kinds, most, *row) for row in found)


def _sources(store: Store, records: Iterable[int]) -> set[str]:
    held = store.rows(
        "SELECT DISTINCT source FROM listed WHERE LIST_CONTAINS($records, record)", {"records": list(records)}
    )
    return {str(source) for (source,) in held}


def _partner(store: Store, found: RunnerUp | None) -> Partner | None:
    if found is None:
        return None
    ((source, record_id),) = store.rows(
        "SELECT source, record_id FROM listed WHERE record = $record", {"record": found.record}
    )
    return Partner(RecordName(source, record_id), found.weight, found.is_together)
