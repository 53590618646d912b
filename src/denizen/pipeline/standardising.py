"""Standardise what was received: every layout to one row per area x period x category, on the base areas of today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from denizen.contracts import Layout
from denizen.errors import BadInput
from denizen.indicators import Table
from denizen.intake.receive import unread_of
from denizen.intake.suppressed import address_key
from denizen.pipeline.frame import Frame
from denizen.pipeline.given import Taken
from denizen.shapes import Statement
from denizen.standardise import addresses, area_counts, events, records
from denizen.standardise.locate import Locator, grid_to_degrees
from denizen.store import Store
from denizen.terms.areas import Geography


def standard_table(layout: Layout) -> str:
    return standard_name(layout.id)


def standard_name(table_id: str) -> str:
    """The standard table of `source.layout`, or of what was made from several layouts of a source."""
    return f"standard__{table_id.replace('.', '__', 1)}"


def gaps_table(layout: Layout) -> str:
    return _table("gaps", layout)


def _table(kind: str, layout: Layout) -> str:
    """No name has two underscores in a row, so that no two layouts share a table."""
    return f"{kind}__{layout.source}__{layout.name}"


def is_on_older_areas(layout: Layout, frame: Frame) -> bool:
    gives = layout.gives
    return (
        gives.shape == "area_counts"
        and gives.geography == frame.base[0].geography
        and gives.vintage == frame.older_vintage
    )


def table_of(layout: Layout, frame: Frame) -> Table:
    """What later stages have to know of the table."""
    gives = layout.gives
    if gives.shape == "records":
        geography = Geography.LAD if gives.only_area == records.PLACE else gives.geography
        geography = frame.base[0].geography if records.comes_to_base(layout) else geography
        return Table(layout.id, layout.source, geography, is_additive=True, absent_is_zero=True)
    comes_to_base = gives.shape != "area_counts" and not (gives.shape == "places" and gives.area)
    return Table(
        id=layout.id,
        source=layout.source,
        geography=frame.base[0].geography if comes_to_base else gives.geography,
        is_additive=gives.additive,
        absent_is_zero=gives.absent_is_zero or gives.shape != "area_counts",
    )


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How near is near, how many is never rare, and how many refused rows are too many (dated parameters)."""

    nearest_m: float
    usual_month: float
    refused_share: float


def standardise(
    layout: Layout, accepted: Sequence[str], frame: Frame, store: Store, tolerances: Tolerances
) -> list[str]:
    """Write the standard table of one layout (and its gaps, where it holds events).

    Returns:  sentences for the receipt: how rows were placed, what seems to be missing.
    Raises:   BadInput, when figures on older areas cannot be brought over.
    """
    name = standard_table(layout)
    unread = [unread_of(table) for table in accepted]
    if layout.gives.shape == "events":
        return _standardise_events(layout, accepted, frame, store, tolerances)
    if layout.gives.shape == "records":
        return _standardise_records(layout, accepted, frame, store, tolerances)
    if layout.gives.shape == "places":
        store.make(area_counts.at_points(layout, accepted, unread, name, *_base_of(layout, frame)))
        return []
    if not is_on_older_areas(layout, frame):
        store.make(area_counts.area_counts(layout, accepted, unread, name, frame.place.code))
        return []
    if not layout.gives.additive:
        raise BadInput(
            f"{layout.id} holds scores for areas of {layout.gives.vintage}, and scores cannot be shared out.",
            where="denizen.yaml",
            mend=f"use the release for areas of {frame.base[0].vintage}, or leave it out",
        )
    older = _table("older", layout)
    store.make(area_counts.area_counts(layout, accepted, unread, older))
    store.make(area_counts.brought_over(older, name, frame.base[0].vintage))
    store.drop(older)
    return [_brought_over(layout, frame)]


_CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "changed otherwise"}


def _brought_over(layout: Layout, frame: Frame) -> str:
    counted = Counter(dict(sorted((older, change) for older, _, change in frame.older)).values())
    listed = ", ".join(f"{counted[sign]:,} {word}" for sign, word in _CHANGES.items() if counted[sign])
    return (
        f"Totals for areas of {layout.gives.vintage} were brought to areas of {frame.base[0].vintage} by the exact-fit "
        f"lookup ({listed}); where an area was split or changed, they were shared out by the residents of its parts."
    )


def keep_residents(store: Store, table: str) -> None:
    """The table base_residents: how many people live in each base area, by the newest figures of one table."""
    store.make(
        Statement(
            "base_residents",
            f"""
            SELECT counts.area_code, counts.value AS residents
            FROM "{table}" AS counts JOIN base_areas ON base_areas.area_code = counts.area_code
            WHERE counts.category = 'all' AND counts.period_end = (SELECT MAX(period_end) FROM "{table}")
            """,
            {},
        )
    )


def keep_no_residents(store: Store) -> None:
    """The same table where nothing says how many people live where: areas then count alike."""
    store.take("base_residents", {"area_code": [], "residents": []}, {"area_code": "VARCHAR", "residents": "DOUBLE"})


def keep_addresses(taken: Sequence[Taken], frame: Frame, store: Store) -> None:
    """The tables gazetteer (uprn, area_code) and suppressed_addresses (uprn, address_key), from the lists of addresses."""
    by_layout: dict[str, tuple[Layout, list[str]]] = {}
    for item in taken:
        layout = item.permitted.layout
        by_layout.setdefault(layout.id, (layout, []))[1].append(item.extract.accepted_table)
    text = dict.fromkeys(("uprn", "area_code", "address_key"), "VARCHAR")
    store.take(addresses.GAZETTEER, {"uprn": [], "area_code": []}, text)
    store.take(addresses.SUPPRESSED, {"uprn": [], "address_key": []}, text)
    for layout, accepted in by_layout.values():
        if layout.gives.shape == "gazetteer":
            _keep_gazetteer(layout, accepted, frame, store)
    hidden = [
        (table, uprn_of(layout), address_key(layout, [field.name for field in layout.read_fields]))
        for layout, accepted in by_layout.values()
        if layout.gives.shape == "suppressed"
        for table in accepted
    ]
    if hidden:
        store.make(addresses.suppressed(hidden))


def uprn_of(layout: Layout) -> str:
    return layout.with_role("uprn")[0].name


def _keep_gazetteer(layout: Layout, accepted: Sequence[str], frame: Frame, store: Store) -> None:
    rows = store.rows(addresses.grid_points(layout, accepted))
    placed = [row for row in rows if row[1] is not None and row[2] is not None]
    longitudes, latitudes = grid_to_degrees([row[1] for row in placed], [row[2] for row in placed])
    located = Locator(frame.base).locate(list(longitudes), list(latitudes))
    points = _table("points", layout)
    store.take(
        points,
        {"uprn": [row[0] for row in placed], "area_code": [code or None for code in located.codes]},
        {"uprn": "VARCHAR", "area_code": "VARCHAR"},
    )
    store.make(addresses.gazetteer(layout, accepted, points))
    store.drop(points)


def _standardise_records(
    layout: Layout, accepted: Sequence[str], frame: Frame, store: Store, tolerances: Tolerances
) -> list[str]:
    ground = records.Ground(frame.place.code, frame.base[0].geography.value, frame.base[0].vintage)
    name, unread = standard_table(layout), [unread_of(table) for table in accepted]
    store.make(records.counts(layout, accepted, unread, name, ground, refused_share=tolerances.refused_share))
    nowhere, whole = store.rows(records.not_placed(name, frame.place.code))[0]
    if not nowhere or not whole or not records.comes_to_base(layout):
        return []
    return [
        f"{_of_all(accepted)}{nowhere:,.0f} of {whole:,.0f} counted rows have no address that could be placed: they count for "
        "the whole place, and in no smaller area."
    ]


def _standardise_events(
    layout: Layout, accepted: Sequence[str], frame: Frame, store: Store, tolerances: Tolerances
) -> list[str]:
    points, found, name = (_table(kind, layout) for kind in ("points", "events", "standard"))
    rows = store.rows(events.distinct_points(layout, accepted))
    located = Locator(frame.base).locate([row[0] for row in rows], [row[1] for row in rows], tolerances.nearest_m)
    store.take(
        points,
        {
            "x": [row[0] for row in rows],
            "y": [row[1] for row in rows],
            "area_code": [code or None for code in located.codes],
            "is_inside": list(located.is_inside),
        },
        {"x": "DOUBLE", "y": "DOUBLE", "area_code": "VARCHAR", "is_inside": "BOOLEAN"},
    )
    store.make(events.events(layout, accepted, points, found))
    store.make(events.monthly(layout, found, name, *_base_of(layout, frame)))
    store.make(events.gaps(found, gaps_table(layout), tolerances.usual_month))
    store.drop(points)
    told = _of_all(accepted) + _placed(found, store)
    return [told[0].upper() + told[1:]]


def _of_all(accepted: Sequence[str]) -> str:
    """What a note begins with that tells of more than the one file whose receipt it stands in."""
    return f"All {len(accepted)} deliveries of this list together: " if len(accepted) > 1 else ""


def _base_of(layout: Layout, frame: Frame) -> tuple[str, str]:
    """Geography and vintage that rows come to: the base areas, or those that the layout itself names."""
    gives, base = layout.gives, frame.base[0]
    if gives.shape == "places" and gives.area:
        return gives.geography.value, gives.vintage
    return base.geography.value, base.vintage


def _placed(found: str, store: Store) -> str:
    rows = store.rows(f'SELECT placed_by, COUNT(*) FROM "{found}" GROUP BY placed_by ORDER BY COUNT(*) DESC, placed_by')
    words = {
        "point": "by the boundary that their point lies in",
        "code": "by their area code",
        "exact fit": "by their older area code, whose area never changed",
        "nearest": "to the nearest boundary",
        "not placed": "nowhere: they count in no area",
    }
    return "rows were placed: " + "; ".join(f"{count:,} {words[placed]}" for placed, count in rows) + "."
