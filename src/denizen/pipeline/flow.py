"""The whole way of every extract through the house, as one story.

Ask the agreements, receive, standardise, link, count, protect, measure, certify, and gather what the book is made from. Each
step stands until something it was made from changes; a file that cannot be used is left out and named, and the rest
goes on. What no agreement allows any longer goes first; what no step is left to own goes last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from denizen.agreements import Permit
from denizen.contracts import Layout
from denizen.disclosure import certify
from denizen.errors import DenizenError
from denizen.indicators import Table
from denizen.pipeline.asking import LeftOut, Permitted, ask_for_geography, ask_for_sources
from denizen.pipeline.frame import Frame, geography_files, keep_frame, read_frame
from denizen.pipeline.gathering import made_from, matter_of
from denizen.pipeline.given import Given, Standard, Taken, sha256_of
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.linking_people import link_people
from denizen.pipeline.looking import look_at_all
from denizen.pipeline.measuring import chosen, measure_all, policy_for
from denizen.pipeline.pairing import bring_together
from denizen.pipeline.receiving import ADDRESS_LISTS, deliveries_in_use, receive_all, receive_step
from denizen.pipeline.recording import Record
from denizen.pipeline.standardising import (
    Tolerances,
    is_on_older_areas,
    keep_addresses,
    keep_no_residents,
    keep_residents,
    standard_table,
    standardise,
    table_of,
)
from denizen.pipeline.steps import StepDone, Steps, fingerprint
from denizen.profiles.matter import BookMatter
from denizen.shapes import FIGURES
from denizen.store import Store

RESIDENTS = "residents"
"""The indicator whose newest figures say how many people live in each base area, where a weight is needed."""

BOOK_STEP, AREAS_STEP, ADDRESSES_STEP, RESIDENTS_STEP = "book", "areas", "addresses", "residents of base areas"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What the first half of a run ends with: every file received and standardised, or left out and named."""

    frame: Frame
    received: tuple[Taken, ...]
    standard: Standard
    left_out: tuple[LeftOut, ...]
    areas_key: str

    @property
    def taken(self) -> tuple[Taken, ...]:
        """What the book is made from: files whose layout has its standard table, and the lists of addresses."""
        kept = (item for item in self.received if self.standard.has(item.permitted.layout.id))
        return tuple(item for item in self.received if is_address_list(item.permitted)) + tuple(kept)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a run ends with: the book's matter, everything taken in, everything left out."""

    matter: BookMatter
    made_from: Mapping[str, Any]
    """everything that the book is made from, part by part; `matter.fingerprint` is of these"""
    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]


def gather(given: Given, store: Store, steps: Steps, record: Record, keeping: Keeping) -> Gathered:
    """From the files of an area folder to protected figures and all that is said about them.

    Raises:  NotPermitted or BadInput, when the areas themselves cannot be read; NotReleasable, from the last gate.
    """
    found = take_in(given, store, steps, record, keeping)
    taken, standard, frame = found.taken, found.standard, found.frame
    linked = link_people(found.received, given, store, steps, keeping)
    catalogue = chosen(given, standard.tables)
    policy = policy_for(taken, given)
    figures_key = measure_all(catalogue, standard.tables, standard.keys, policy, given, store, steps)
    safe = certify(
        store.rows(f"SELECT {FIGURES.listed} FROM figures"),
        policy,
        {i.id: {category: n for n, (category, _) in enumerate(i.categories)} for i in catalogue.indicators},
        {code: len(bases) for code, bases in frame.members().items()},
    )
    matter = matter_of(given, frame, catalogue, safe, taken, found.left_out, store, steps)
    matter = replace(matter, linkage=linked.report)
    keys = {"figures": figures_key, "areas": found.areas_key, "residents": standard.residents_key, "links": linked.key}
    parts = made_from(matter, taken, found.left_out, keys)
    steps.keep_only({BOOK_STEP, *(step.name for step in steps.done)})
    return Gathered(replace(matter, fingerprint=fingerprint(parts)), parts, taken, found.left_out)


def take_in(
    given: Given,
    store: Store,
    steps: Steps,
    record: Record,
    keeping: Keeping,
    arriving: Permitted | None = None,
) -> TakenIn:
    """Ask, receive, standardise, and look at what arrived beside what is known.

    Args:    what the run is given; the store, the steps, the record, where deliveries are kept; one more file, that is
             being received just now.
    Raises:  NotPermitted or BadInput, when the areas themselves cannot be read.
    """
    permitted, left_out = ask_for_sources(given.area, given.contracts, given.today)
    permitted = [*(item for item in permitted if not is_same(item, arriving)), *([arriving] if arriving else [])]
    let_go(permitted, steps)
    keeping.let_reviews_go(permitted)
    record.geography(may_read_geography(given, steps))
    keeping.open(deliveries_in_use(steps).values(), given.area.received)
    frame, areas_key = frame_of(given, store, steps)
    listed, unlisted, addresses_key = addresses_of(permitted, given, frame, areas_key, store, steps, keeping)
    others = [item for item in permitted if not is_address_list(item)]
    placed_by = {"areas": areas_key, "addresses": addresses_key}
    received, unreadable = receive_all(others, given, placed_by, store, steps, keeping)
    record.received([*listed, *received])
    standard, unusable = standardise_all(received, given, frame, areas_key, store, steps)
    standard = bring_together(received, standard, given, frame, store, steps)
    look_at_all(received, given, standard, frame, store, steps)
    return TakenIn(frame, (*listed, *received), standard, (*left_out, *unlisted, *unreadable, *unusable), areas_key)


def is_address_list(item: Permitted) -> bool:
    return item.layout.gives.shape in ADDRESS_LISTS


def is_same(item: Permitted, arriving: Permitted | None) -> bool:
    """Whether a file is the one that is being received once more."""
    return arriving is not None and (item.layout.id, item.number) == (arriving.layout.id, arriving.number)


def let_go(permitted: Sequence[Permitted], steps: Steps) -> None:
    """Forget what was taken in and may be read no longer: its rows, its layout's tables, and all that was counted."""
    allowed = {receive_step(item) for item in permitted}
    gone = {name for name in steps.names if name.startswith("receive ")} - allowed
    if gone:
        layouts = {item.layout.id for item in permitted} - {name.split()[1] for name in gone}
        steps.keep_only({BOOK_STEP, AREAS_STEP, *allowed, *(standard_step(layout) for layout in layouts)})


def may_read_geography(given: Given, steps: Steps) -> list[Permit]:
    """Permits for boundaries, lookups and postcodes. Without them nothing that was placed by them stays.

    Raises:  NotPermitted.
    """
    try:
        return ask_for_geography(given.area, given.today)
    except DenizenError:
        steps.keep_only({BOOK_STEP})
        raise


def standard_step(layout: str) -> str:
    return f"standardise {layout}"


def frame_of(given: Given, store: Store, steps: Steps) -> tuple[Frame, str]:
    """The frame of areas, and the key of the step that keeps its tables."""
    area = given.area
    frame = read_frame(area, given.limits)
    parts = {
        "geography files": {name: sha256_of(given, name) for name in geography_files(area)},
        "denizen.yaml (area, geography)": [area.file.area.model_dump(), area.file.geography.model_dump(mode="json")],
    }
    return frame, steps.run(AREAS_STEP, parts, lambda: keep_frame(frame, store)).key


def addresses_of(
    permitted: Sequence[Permitted],
    given: Given,
    frame: Frame,
    areas_key: str,
    store: Store,
    steps: Steps,
    keeping: Keeping,
) -> tuple[list[Taken], list[LeftOut], str]:
    """Receive the lists that others are placed by, and keep where each UPRN stands and which are never placed.

    Returns:  what was taken in, what was left out, and the key of the step that keeps the two tables.
    """
    lists = [item for item in permitted if is_address_list(item)]
    taken, left_out = receive_all(lists, given, {"areas": areas_key, "addresses": ""}, store, steps, keeping)
    parts = {"areas": areas_key, "received": [item.key for item in taken]}
    return taken, left_out, steps.run(ADDRESSES_STEP, parts, lambda: keep_addresses(taken, frame, store)).key


def standardise_all(
    received: Sequence[Taken], given: Given, frame: Frame, areas_key: str, store: Store, steps: Steps
) -> tuple[Standard, list[LeftOut]]:
    """The standard table of every layout; those on older areas last, for they are shared out by residents."""
    tables: dict[str, Table] = {}
    keys: dict[str, str] = {}
    left_out: list[LeftOut] = []
    layouts = {item.permitted.layout.id: item.permitted.layout for item in received}

    def standardise_these(chosen: Sequence[Layout], residents_key: str) -> None:
        """Standardise some layouts; one that cannot be is left out and named."""
        for layout in chosen:
            of_layout = [item for item in received if item.permitted.layout.id == layout.id]
            parts = {
                "received": [item.key for item in of_layout],
                "areas": areas_key,
                "residents": residents_key,
                "parameters": [
                    given.parameters[name] for name in ("nearest_limit_m", "gap_usual_month", "refused_share_limit")
                ],
            }
            try:
                keys[layout.id] = standardise_step(layout, of_layout, parts, given, frame, store, steps).key
                tables[layout.id] = table_of(layout, frame)
            except DenizenError as error:
                left_out.extend(
                    LeftOut(layout.source, layout.name, item.permitted.file.file, error) for item in of_layout
                )

    ordered = [layouts[layout] for layout in sorted(layouts)]
    standardise_these([layout for layout in ordered if not is_on_older_areas(layout, frame)], "")
    residents_key = residents_step(residents_layout(given, layouts, frame), keys, store, steps)
    standardise_these([layout for layout in ordered if is_on_older_areas(layout, frame)], residents_key)
    return Standard(tables, keys, residents_key), left_out


def standardise_step(
    layout: Layout,
    of_layout: Sequence[Taken],
    parts: Mapping[str, Any],
    given: Given,
    frame: Frame,
    store: Store,
    steps: Steps,
) -> StepDone:
    """Bring all files of one layout to one shape."""
    accepted = [item.extract.accepted_table for item in of_layout]
    tolerances = Tolerances(
        nearest_m=given.parameters["nearest_limit_m"],
        usual_month=given.parameters["gap_usual_month"],
        refused_share=given.parameters["refused_share_limit"],
    )
    return steps.run(standard_step(layout.id), parts, lambda: standardise(layout, accepted, frame, store, tolerances))


def residents_layout(given: Given, layouts: Mapping[str, Layout], frame: Frame) -> Layout | None:
    """The layout whose table says how many people live in each base area, where there is one."""
    indicator = next((i for i in given.catalogue.indicators if i.id == RESIDENTS), None)
    base = frame.base[0]
    for table in indicator.numerator.tables if indicator else ():
        layout = layouts.get(table)
        if layout and layout.gives.geography == base.geography and layout.gives.vintage == base.vintage:
            return layout
    return None


def residents_step(layout: Layout | None, keys: Mapping[str, str], store: Store, steps: Steps) -> str:
    """Keep the table base_residents, empty where no table says how many people live where. Returns the step's key."""
    if layout is None or layout.id not in keys:
        return steps.run(RESIDENTS_STEP, {"table": "none"}, lambda: keep_no_residents(store)).key
    source = standard_table(layout)
    return steps.run(RESIDENTS_STEP, {"table": keys[layout.id]}, lambda: keep_residents(store, source)).key
