"""Anyone's lists linked, without an area folder: what `denizen link` does."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from denizen.errors import BadInput, UnreadableFile, WrongLayout
from denizen.linkage.closing import UNSEEN
from denizen.linkage.linked import Linked
from denizen.linkage.model import Ints
from denizen.linkage.people import PEOPLE_NAMES, TOLD
from denizen.linkage.quality import Quality, people, quality, quality_by
from denizen.pipeline.carrying_on import (
    Anew,
    CarriedOn,
    Way,
    carried_on,
    keep_model,
    model_beside,
    model_of,
    take_before,
    way_of,
    what_changed,
)
from denizen.pipeline.last_month import LINKS, LastMonth
from denizen.pipeline.linking import THRESHOLD
from denizen.pipeline.links_written import write_links, write_links_again
from denizen.pipeline.list_notes import unread_dates
from denizen.pipeline.lists_from_map import ListNotes, ListsMap, read_map
from denizen.pipeline.lists_linked import describe_taken, link_again_described, link_described, take_in
from denizen.pipeline.person_ids import Record
from denizen.pipeline.rows_out import check_place, written_whole
from denizen.store import Store

MOST_BITS = 30.0
"""bits of the surest match weight there is: beyond, every threshold says the same"""


@dataclass(frozen=True)
class LinkedLists:
    """What came of it: records by list, groups, links, people, what is estimated of links over all and by group, and notes."""

    records: dict[str, int]
    groups: int
    links: int
    """pairs of records in one group, whether they were compared or not"""
    people: float
    """groups, corrected for what linkage is expected to have missed and mistaken"""
    overall: Quality
    by_group: dict[str, dict[str, Quality]]
    """of whom (name culture, sex, year of birth) -> group -> quality of the links in which such a record stands"""
    notes: tuple[str, ...]
    since: str = ""
    """what was done of the lists and links before, where they were given"""


def link_lists(
    folder: Path,
    map_file: Path,
    out: Path,
    threshold: float = THRESHOLD,
    earlier: Path | None = None,
    earlier_lists: Path | None = None,
) -> LinkedLists:
    """Link the lists that a map names; write source, record_id, cluster_id and probability, a report and the model beside it.

    Nothing else is left on the disk.
    Args:    the folder of the files; the map; the CSV to write; the mean match weight in bits above which groups join; what
             was written of these lists before, whose ids are kept; the folder of the lists that it was written of: then
             only what changed since is looked at again, where that can be.
    Raises:  BadDocument; BadInput; UnreadableFile; WrongLayout; CannotWrite.
    """
    check_threshold(threshold)
    lists = read_map(map_file)
    last = _last_month(earlier, earlier_lists)
    read = (map_file, *lists.files(folder), *(lists.files(last.lists) if last else ()))
    for place in (out, report_beside(out), model_beside(out)):
        check_place(place, read)
    folders = [folder.resolve(), *((last.lists, last.links.parent) if last else ())]
    with tempfile.TemporaryDirectory(prefix="denizen ") as spill, Store.apart(Path(spill), *folders) as store:
        way = way_of(folder.resolve(), lists, threshold)
        model = take_before(store, last, way) if last else Anew()
        taken = take_in(store, folder.resolve(), lists, map_file.name)
        describe_taken(store, lists)
        taken = replace(taken, notes=(*taken.notes, *unread_dates(store)))
        start = carried_on(store, lists, model)
        if isinstance(start, CarriedOn):
            found = _linked_again(store, lists, start, taken, out)
        else:
            found = _linked_anew(store, way, earlier, taken, out)
            found = replace(found, since=f"All records were linked anew: {start.because}." if start.because else "")
    with written_whole(report_beside(out), "The report") as file:
        file.write(report_of(found))
    return found


def _last_month(earlier: Path | None, earlier_lists: Path | None) -> LastMonth | None:
    if earlier_lists is None:
        return None
    if earlier is None:
        raise BadInput(
            "The lists before are named, and not the links that were made of them.",
            where="the earlier lists",
            mend="name the CSV that `denizen link` wrote of them as well: --earlier",
        )
    return LastMonth(earlier.resolve(), earlier_lists.resolve())


def _linked_anew(store: Store, way: Way, earlier: Path | None, taken: ListNotes, out: Path) -> LinkedLists:
    """All records linked; who was known before keeps the id."""
    before = ids_in(earlier) if earlier is not None else {}
    linked = link_described(store, way.lists, way.threshold)
    found = LinkedLists(
        taken.records,
        linked.people,
        _pairs_in(linked.groups),
        people(linked),
        quality(linked),
        _by_group(store, linked),
        taken.notes,
    )
    _let_go(store)
    write_links(out, store, linked, before)
    keep_model(out, model_of(linked, way))
    return found


def _linked_again(store: Store, lists: ListsMap, start: CarriedOn, taken: ListNotes, out: Path) -> LinkedLists:
    """What changed linked, and whom it concerns; all others stay as they were."""
    before, model = start.before, start.model
    again = link_again_described(store, lists, before, model.fitted(), model.threshold)
    _let_go(store)
    write_links_again(out, store, again)
    keep_model(out, model.model_copy(update={"carried_on": model.carried_on + 1}))
    links = _pairs_in(again.linked.groups)
    return LinkedLists(
        taken.records,
        again.linked.people,
        links,
        again.linked.people * model.estimated.people_per_group,
        model.quality(links),
        {},
        taken.notes,
        _what_was_done(start, int(again.looked_at.sum())),
    )


def _let_go(store: Store) -> None:
    """Drop what links were made from: of it nothing is written."""
    for table in (TOLD, PEOPLE_NAMES, "names"):
        store.drop(table)


def _pairs_in(groups: Ints) -> int:
    sizes = np.bincount(groups)
    return int((sizes * (sizes - 1) // 2).sum())


def _what_was_done(start: CarriedOn, looked_at: int) -> str:
    times = start.model.carried_on + 1
    return (
        f"{what_changed(start.before).capitalize()}; {looked_at:,} were looked at,\n"
        "the others stay in their groups. How right links are, and for how many people groups stand, was estimated\n"
        "when all records were linked; since then links were carried on "
        + ("once." if times == 1 else f"{times:,} times.")
    )


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
            if not set(LINKS[:3]) <= set(reader.fieldnames or ()):
                raise WrongLayout(
                    "The file does not hold earlier links.",
                    where=str(earlier),
                    mend=f"name a file that `denizen link` wrote, with the columns {', '.join(LINKS[:3])}",
                )
            return {(row["source"], row["record_id"]): row["cluster_id"] for row in reader if row["cluster_id"]}
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UnreadableFile(
            "The earlier links cannot be read.", where=str(earlier), mend="name a file that `denizen link` wrote"
        ) from None


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
        f"Links        {found.links:>12,}   pairs of records in one group",
        f"Precision    {_share(every, every.precision):>12}   {_within(every, every.precision_within)} of the links are right",
        f"Recall       {_share(every, every.recall):>12}   {_within(every, every.recall_within)} of the true pairs are linked",
        "",
        "Estimated without the truth, from what the groups say of each pair and from how pairs were found. The ranges tell how",
        "far such estimates were from the truth on lists where it is known (docs/methods/linkage.md). A review tells more.",
    ]
    for title, groups in found.by_group.items():
        lines += ["", f"By {title}", f"  {'':<24}{'links':>12}{'precision':>12}{'recall':>10}"]
        lines += _table(groups)
    lines += ["", found.since] if found.since else []
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
