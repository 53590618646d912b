"""Anyone's lists linked, without an area folder: what `denizen link` does."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from denizen.addresses import TERMS, TYPES, parts_statements, terms
from denizen.linkage.linked import Linked
from denizen.linkage.model import Floats
from denizen.linkage.quality import Quality, quality
from denizen.pipeline.linking import THRESHOLD, link
from denizen.pipeline.lists_from_map import ListsMap, read_map, take_lists
from denizen.pipeline.matching_addresses import match_in
from denizen.pipeline.naming import name_people
from denizen.pipeline.rows_out import write_query, written_whole
from denizen.standardise import births
from denizen.store import Store

HEADERS = ("source", "record_id", "cluster_id", "probability")


@dataclass(frozen=True)
class LinkedLists:
    """What came of it: records by list, people, what is estimated of the links over all and by group, and notes."""

    records: dict[str, int]
    people: int
    overall: Quality
    by_group: dict[str, dict[str, Quality]]
    """of whom (name culture, sex) -> group -> quality of the links in which such a record stands"""
    notes: tuple[str, ...]


def link_lists(folder: Path, map_file: Path, out: Path, threshold: float = THRESHOLD) -> LinkedLists:
    """Link the lists that a map names; write source, record_id, cluster_id and probability, and a report beside it.

    Nothing else is left on the disk.
    Args:    the folder of the files; the map; the CSV to write; the mean match weight in bits above which groups join.
    Raises:  BadDocument; BadInput; UnreadableFile; WrongLayout; CannotWrite.
    """
    lists = read_map(map_file)
    with tempfile.TemporaryDirectory(prefix="denizen ") as spill, Store.apart(Path(spill), folder.resolve()) as store:
        records, notes = _taken(store, folder.resolve(), lists, map_file.name)
        name_people(store)
        ways = {source: said.date_format or _way_of_dates(store, source) for source, said in lists.sources.items()}
        formats = {source: way for source, way in ways.items() if way}
        store.make(births.described(formats))
        linked = link(
            store,
            [name for name in lists.fields if name.startswith("identifier_")],
            [name for name in lists.fields if name.startswith("extra_")],
            [source for source, columns in lists.sources.items() if columns.within == "unique"],
            threshold,
        )
        _write(out, store, linked)
        found = LinkedLists(
            records, len(np.unique(linked.groups)), quality(linked), _by_group(store, linked), tuple(notes)
        )
    with written_whole(out.with_name(out.stem + ".quality.txt"), "The report") as file:
        file.write(report_of(found))
    return found


def _taken(store: Store, folder: Path, lists: ListsMap, name: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Make `listed` and `addressed`; records by list, and notes."""
    if lists.gazetteer is not None:
        return match_in(store, folder, lists, name)
    taken = take_lists(store, folder, lists)
    store.take(TERMS, terms(), TYPES)
    store.make_all(parts_statements("listed"))
    return taken.records, taken.notes


def _way_of_dates(store: Store, source: str) -> str:
    statement = births.fits(source)
    return births.chosen([int(count) for count in store.rows(statement.sql, statement.values)[0]])


def _write(out: Path, store: Store, linked: Linked) -> None:
    """A line for each record. The name of a group comes from the first of its records, so that it stays while that does."""
    records = len(linked.groups)
    columns = {"record": range(records), "first": linked.groups.tolist(), "sure": _sure(linked, records).tolist()}
    store.take("link_groups", columns, {"record": "BIGINT", "first": "BIGINT", "sure": "DOUBLE"})
    first = "SHA256(first.source || CHR(31) || first.record_id)"
    cells = (
        "listed.source",
        "listed.record_id",
        f"'p' || SUBSTRING({first}, 1, 16)",
        "CAST(ROUND(sure, 4) AS VARCHAR)",
    )
    write_query(
        out,
        store,
        dict(zip(HEADERS, cells, strict=True)),
        "link_groups JOIN listed USING (record) JOIN listed AS first ON first.record = link_groups.first",
        "The links",
    )


def _sure(linked: Linked, records: int) -> Floats:
    """How sure each record's place is: its best link within its group, or that it has none outside where it is alone."""
    together = linked.together
    inside, outside = np.full(records, -np.inf), np.full(records, -np.inf)
    for side in (linked.a, linked.b):
        np.maximum.at(inside, side[together], linked.weight[together])
        np.maximum.at(outside, side[~together], linked.weight[~together])
    bits = np.where(np.isfinite(inside), inside, -outside)
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -30, 30))))


def _by_group(store: Store, linked: Linked) -> dict[str, dict[str, Quality]]:
    """Estimates by name culture and by sex: kept for the report, never with a person."""
    found: dict[str, dict[str, Quality]] = {}
    for title, column in (("name culture", "names.culture"), ("sex", "people.sex")):
        asked = "FROM people JOIN names ON names.record = people.record"
        values = [
            str(row[0])
            for row in store.rows(f"SELECT DISTINCT COALESCE({column}, 'not told') AS said {asked} ORDER BY said")
        ]
        store.take(
            "link_values", {"said": values, "number": range(len(values))}, {"said": "VARCHAR", "number": "BIGINT"}
        )
        (numbers,) = store.arrays(
            f"SELECT link_values.number {asked} JOIN link_values ON said = COALESCE({column}, 'not told') ORDER BY people.record"
        )
        found[title] = {value: quality(linked, numbers == number) for number, value in enumerate(values)}
    return found


def report_of(found: LinkedLists) -> str:
    """The report as text: how many people, and how good the links are thought to be, over all and by group."""
    lines = [
        f"Records      {sum(found.records.values()):>12,}   in {len(found.records)} lists",
        f"People       {found.people:>12,}   groups of records",
        f"Links        {found.overall.pairs_linked:>12,}   pairs of records in one group",
        f"Precision    {found.overall.precision:>12.1%}   estimated share of the links that are right",
        f"Recall       {found.overall.recall:>12.1%}   estimated share of true pairs that are linked; the truth is lower",
        "",
        "Estimated by the model's own probabilities, without the truth. Pairs that no key brought together are estimated from",
        "those found by one key and by two (Chao 1987), which is a lower bound.",
    ]
    for title, groups in found.by_group.items():
        lines += ["", f"By {title}", f"  {'':<24}{'links':>12}{'precision':>12}{'recall':>10}"]
        lines += _table(groups)
    lines += ["", *(f"Noted: {note}" for note in found.notes)] if found.notes else []
    return "\n".join(lines) + "\n"


def _table(groups: Mapping[str, Quality]) -> list[str]:
    return [
        f"  {name:<24}{of.pairs_linked:>12,}{of.precision:>12.1%}{of.recall:>10.1%}"
        for name, of in sorted(groups.items())
    ]
