"""Anyone's lists linked, without an area folder: what `denizen link` does."""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from denizen.errors import BadInput, UnreadableFile, WrongLayout
from denizen.linkage.certainty import how_sure
from denizen.linkage.closing import UNSEEN
from denizen.linkage.linked import Linked
from denizen.linkage.quality import Quality, people, quality, quality_by
from denizen.pipeline.linking import THRESHOLD
from denizen.pipeline.list_notes import unread_dates
from denizen.pipeline.lists_from_map import read_map
from denizen.pipeline.lists_linked import link_taken, take_in
from denizen.pipeline.person_ids import Record, persons
from denizen.pipeline.rows_out import check_place, write_query, written_whole
from denizen.shapes import Statement
from denizen.store import Store

MOST_BITS = 30.0
"""bits of the surest match weight there is: beyond, every threshold says the same"""
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
    """of whom (name culture, sex, year of birth) -> group -> quality of the links in which such a record stands"""
    notes: tuple[str, ...]


def link_lists(
    folder: Path, map_file: Path, out: Path, threshold: float = THRESHOLD, earlier: Path | None = None
) -> LinkedLists:
    """Link the lists that a map names; write source, record_id, cluster_id and probability, and a report beside it.

    Nothing else is left on the disk.
    Args:    the folder of the files; the map; the CSV to write; the mean match weight in bits above which groups join; what
             was written of these lists before, whose ids are kept.
    Raises:  BadDocument; BadInput; UnreadableFile; WrongLayout; CannotWrite.
    """
    check_threshold(threshold)
    lists = read_map(map_file)
    report = report_beside(out)
    for place in (out, report):
        check_place(place, (map_file, *lists.files(folder)))
    before = ids_in(earlier) if earlier is not None else {}
    with tempfile.TemporaryDirectory(prefix="denizen ") as spill, Store.apart(Path(spill), folder.resolve()) as store:
        taken = take_in(store, folder.resolve(), lists, map_file.name)
        linked = link_taken(store, lists, threshold)
        _write(out, store, linked, before)
        found = LinkedLists(
            taken.records,
            linked.people,
            people(linked),
            quality(linked),
            _by_group(store, linked),
            (*taken.notes, *unread_dates(store)),
        )
    with written_whole(report, "The report") as file:
        file.write(report_of(found))
    return found


def report_beside(out: Path) -> Path:
    """Where the report of the links in a file is written."""
    return out.with_name((out.stem or "links") + ".quality.txt")


def check_threshold(bits: float) -> None:
    if not UNSEEN < bits <= MOST_BITS:  # so said that what is no number fails as well
        raise BadInput(
            "This threshold is no match weight that a pair can have.",
            where="the threshold",
            mend=f"give bits above {UNSEEN:g} (those of a pair that no key brought together) and up to {MOST_BITS:g}, or none: "
            "the one that is built in serves all lists",
        )


def ids_in(earlier: Path) -> dict[Record, str]:
    """The id of each record in a file that was written before.

    Raises:  UnreadableFile; WrongLayout.
    """
    try:
        with earlier.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            if not set(HEADERS[:3]) <= set(reader.fieldnames or ()):
                raise WrongLayout(
                    "The file does not hold earlier links.",
                    where=str(earlier),
                    mend=f"name a file that `denizen link` wrote, with the columns {', '.join(HEADERS[:3])}",
                )
            return {(row["source"], row["record_id"]): row["cluster_id"] for row in reader if row["cluster_id"]}
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UnreadableFile(
            "The earlier links cannot be read.", where=str(earlier), mend="name a file that `denizen link` wrote"
        ) from None


def _write(out: Path, store: Store, linked: Linked, before: Mapping[Record, str]) -> None:
    """A line for each record, with the id of its person: the one that it had, else one made of the first of the records."""
    groups = {"first_record": linked.groups.tolist(), "sure": how_sure(linked).tolist()}
    types = {"record": "BIGINT", "first_record": "BIGINT", "sure": "DOUBLE"}
    store.take("link_groups", {"record": range(len(linked.groups)), **groups}, types)
    if before or not _ids_are_new(store):
        records = [(source, record) for source, record in store.rows(f"SELECT {_RECORD} FROM listed ORDER BY record")]
        ids = {"record": range(len(records)), "person": persons(records, linked.groups, before, _id_of)}
        store.take("link_ids", ids, {"record": "BIGINT", "person": "VARCHAR"})
        named = "link_ids ON link_ids.record = link_groups.record"
    else:
        named = "link_ids ON link_ids.record = link_groups.first_record"
    cells = ("listed.source", "listed.record_id", "person", "CAST(ROUND(sure, 4) AS VARCHAR)")
    of = f"(SELECT listed.record, {_RECORD}, person, sure FROM link_groups JOIN listed USING (record) JOIN {named}) AS listed"
    write_query(out, store, dict(zip(HEADERS, cells, strict=True)), of, "The links", plain=HEADERS[2:])


_RECORD = "listed.source, listed.record_id"


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


_LENGTH = 16
"""hexadecimal digits of an id"""


def _by_group(store: Store, linked: Linked) -> dict[str, dict[str, Quality]]:
    """Estimates by name culture, sex and year of birth: kept for the report, never with a person."""
    cultures = [str(row[0]) for row in store.rows("SELECT DISTINCT culture FROM names WHERE culture IS NOT NULL")]
    store.take(
        "link_cultures",
        {"culture": cultures, "number": range(len(cultures))},
        {"culture": "VARCHAR", "number": "BIGINT"},
    )
    culture, sex, born = store.arrays(
        f"""
        SELECT COALESCE(link_cultures.number, {len(cultures)}), CASE people.sex WHEN 'f' THEN 0 WHEN 'm' THEN 1 ELSE 2 END,
               COALESCE(CAST(FLOOR(YEAR(COALESCE(people.born, people.born_from)) / {_YEARS}) AS BIGINT), 0)
        FROM people JOIN names ON names.written = people.written
        LEFT JOIN link_cultures ON link_cultures.culture = names.culture ORDER BY people.record
        """
    )
    spans = [
        f"{first * _YEARS} to {first * _YEARS + _YEARS - 1}" if first else _NOT_TOLD
        for first in range(int(born.max()) + 1)
    ]
    told = {
        "name culture": (culture, [*cultures, _NOT_TOLD]),
        "sex": (sex, ["f", "m", _NOT_TOLD]),
        "year of birth": (born, spans),
    }
    return {
        title: {
            names[group]: found
            for group, found in enumerate(quality_by(linked, number.astype(np.int64), len(names)))
            if np.any(number == group)
        }
        for title, (number, names) in told.items()
    }


_NOT_TOLD = "not told"
_YEARS = 20
"""of birth that are told together"""


def report_of(found: LinkedLists) -> str:
    """The report as text: how many people, and how good the links are thought to be, over all and by group."""
    every = found.overall
    lines = [
        f"Records      {sum(found.records.values()):>12,}   in {len(found.records)} lists",
        f"Groups       {found.groups:>12,}   of records that are one person",
        f"People       {found.people:>12,.0f}   groups, corrected for links that are missed or wrong",
        f"Links        {every.pairs_linked:>12,}   pairs of records in one group",
        f"Precision    {_share(every, every.precision):>12}   {_within(every, every.precision_within)} of the links are right",
        f"Recall       {_share(every, every.recall):>12}   {_within(every, every.recall_within)} of the true pairs are linked",
        "",
        "Estimated without the truth, from what the groups say of each pair and from how pairs were found. The ranges tell how",
        "far such estimates were from the truth on lists where it is known (docs/methods/linkage.md). A review tells more.",
    ]
    for title, groups in found.by_group.items():
        lines += ["", f"By {title}", f"  {'':<24}{'links':>12}{'precision':>12}{'recall':>10}"]
        lines += _table(groups)
    lines += ["", *(f"Noted: {note}" for note in found.notes)] if found.notes else []
    return "\n".join(lines) + "\n"


def _share(of: Quality, share: float) -> str:
    """A share of links; nothing is claimed of none."""
    return f"{share:.1%}" if of.pairs_linked else "-"


def _within(of: Quality, bounds: tuple[float, float]) -> str:
    return "estimated, between {:.1%} and {:.1%},".format(*bounds) if of.pairs_linked else "estimated share"


def _table(groups: Mapping[str, Quality]) -> list[str]:
    return [
        f"  {name:<24}{of.pairs_linked:>12,}{_share(of, of.precision):>12}{_share(of, of.recall):>10}"
        for name, of in sorted(groups.items())
    ]
