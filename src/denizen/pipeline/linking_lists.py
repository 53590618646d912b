"""Anyone's lists linked, without an area folder: what `denizen link` does."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from denizen.linkage.certainty import how_sure
from denizen.linkage.linked import Linked
from denizen.linkage.quality import Quality, people, quality
from denizen.pipeline.linking import THRESHOLD
from denizen.pipeline.lists_from_map import read_map
from denizen.pipeline.lists_linked import link_taken, take_in
from denizen.pipeline.rows_out import write_query, written_whole
from denizen.store import Store

HEADERS = ("source", "record_id", "cluster_id", "probability")


@dataclass(frozen=True)
class LinkedLists:
    """What came of it: records by list, groups, people, what is estimated of the links over all and by group, and notes."""

    records: dict[str, int]
    groups: int
    people: float
    """groups, corrected for what linkage is expected to have missed and mistaken"""
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
        taken = take_in(store, folder.resolve(), lists, map_file.name)
        linked = link_taken(store, lists, threshold)
        _write(out, store, linked)
        groups = len(np.unique(linked.groups))
        found = LinkedLists(
            taken.records, groups, people(linked), quality(linked), _by_group(store, linked), tuple(taken.notes)
        )
    with written_whole(out.with_name(out.stem + ".quality.txt"), "The report") as file:
        file.write(report_of(found))
    return found


def _write(out: Path, store: Store, linked: Linked) -> None:
    """A line for each record. The name of a group comes from the first of its records, so that it stays while that does."""
    records = len(linked.groups)
    columns = {"record": range(records), "first": linked.groups.tolist(), "sure": how_sure(linked).tolist()}
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
        f"Groups       {found.groups:>12,}   of records that are one person",
        f"People       {found.people:>12,.0f}   groups, corrected for links that are missed or wrong",
        f"Links        {found.overall.pairs_linked:>12,}   pairs of records in one group",
        f"Precision    {found.overall.precision:>12.1%}   estimated share of the links that are right",
        f"Recall       {found.overall.recall:>12.1%}   estimated share of true pairs that are linked",
        "",
        "Estimated without the truth, from what the groups say of each pair and from how pairs were found: on lists whose truth",
        "is known the estimates were within some points of it (docs/methods/linkage.md). A review tells more.",
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
