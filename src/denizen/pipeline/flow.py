"""The whole way of every extract through the house, as one story.

Ask the agreements, receive, standardise, count, protect, measure, certify, and gather what the book is made from. Each
step stands until something it was made from changes; a file that cannot be used is left out and named, and the rest
goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from denizen.contracts import Layout
from denizen.disclosure import certify
from denizen.errors import DenizenError
from denizen.indicators import Table
from denizen.intake import Extract, receive
from denizen.pipeline.asking import LeftOut, Permitted, ask_for_geography, ask_for_sources
from denizen.pipeline.frame import Frame, geography_files, keep_frame, read_frame, within
from denizen.pipeline.gathering import matter_of
from denizen.pipeline.given import Given, Taken, sha256_of
from denizen.pipeline.measuring import chosen, measure_all, policy_for
from denizen.pipeline.receipts import receipt_from, receipt_parts
from denizen.pipeline.standardising import is_on_older_areas, keep_no_residents, keep_residents, standardise, table_of
from denizen.pipeline.steps import Steps
from denizen.profiles.matter import BookMatter
from denizen.shapes import FIGURES
from denizen.store import Store

RESIDENTS = "residents"
"""The indicator whose newest figures say how many people live in each base area, where a weight is needed."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a run ends with: the book's matter, everything taken in, everything left out."""

    matter: BookMatter
    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]


def gather(given: Given, store: Store, steps: Steps) -> Gathered:
    """From the files of an area folder to protected figures and all that is said about them.

    Raises:  NotPermitted or BadInput, when the areas themselves cannot be read; NotReleasable, from the last gate.
    """
    ask_for_geography(given.area, given.today)
    frame, areas_key = frame_of(given, store, steps)
    permitted, left_out = ask_for_sources(given.area, given.contracts, given.today)
    taken, unreadable = receive_all(permitted, given, areas_key, store, steps)
    tables, keys, unusable = standardise_all(taken, given, frame, areas_key, store, steps)
    taken = [item for item in taken if item.permitted.layout.id in tables]
    catalogue = chosen(given, tables)
    policy = policy_for(taken, given)
    figures_key = measure_all(catalogue, tables, keys, policy, given, store, steps)
    safe = certify(
        store.rows(f"SELECT {FIGURES.listed} FROM figures"),
        policy,
        {i.id: {category: n for n, (category, _) in enumerate(i.categories)} for i in catalogue.indicators},
    )
    left_out = [*left_out, *unreadable, *unusable]
    matter = matter_of(given, frame, catalogue, safe, taken, left_out, figures_key, store, steps)
    return Gathered(matter, tuple(taken), tuple(left_out))


def frame_of(given: Given, store: Store, steps: Steps) -> tuple[Frame, str]:
    """The frame of areas, and the key of the step that keeps its tables."""
    area = given.area
    frame = read_frame(area, given.limits)
    parts = {
        "geography files": {name: sha256_of(given, name) for name in geography_files(area)},
        "denizen.yaml (area, geography)": [area.file.area.model_dump(), area.file.geography.model_dump(mode="json")],
    }
    return frame, steps.run("areas", parts, lambda: keep_frame(frame, store)).key


def receive_all(
    permitted: Sequence[Permitted], given: Given, areas_key: str, store: Store, steps: Steps
) -> tuple[list[Taken], list[LeftOut]]:
    """Receive every file that may be read; one that cannot be is left out, whole and named."""
    taken: list[Taken] = []
    left_out: list[LeftOut] = []
    for item in permitted:
        name = f"receive {item.layout.id} {item.number}"
        extract = Extract(given.area.path / item.file, item.file, item.contract, item.layout, item.number)
        try:
            within(given.area, item.file)
            parts = {
                "file": sha256_of(given, item.file),
                "contract": repr(item.layout),
                "permit": [item.permit.agreement, sorted(item.permit.columns)],
                "limits": repr(given.limits),
                "areas": areas_key,
            }
            done = steps.run(
                name,
                parts,
                lambda e=extract, p=item.permit: receipt_parts(receive(e, p, store, given.limits)),  # type: ignore[misc]
            )
        except DenizenError as error:
            left_out.append(LeftOut(item.layout.source, item.layout.name, item.file, error))
            continue
        taken.append(Taken(item, extract, receipt_from(steps.result(name)), done.key))
    return taken, left_out


def standardise_all(
    taken: Sequence[Taken], given: Given, frame: Frame, areas_key: str, store: Store, steps: Steps
) -> tuple[dict[str, Table], dict[str, str], list[LeftOut]]:
    """The standard table of every layout, those on older areas last, for they are shared out by residents."""
    tables: dict[str, Table] = {}
    keys: dict[str, str] = {}
    left_out: list[LeftOut] = []
    layouts = {item.permitted.layout.id: item.permitted.layout for item in taken}
    residents = residents_table(given, layouts, frame)
    for layout in sorted(layouts.values(), key=lambda layout: (is_on_older_areas(layout, frame), layout.id)):
        is_older = is_on_older_areas(layout, frame)
        if is_older and "residents" not in keys:
            keys["residents"] = residents_step(residents, keys, store, steps)
        of_layout = [item for item in taken if item.permitted.layout.id == layout.id]
        parts = {
            "received": [item.key for item in of_layout],
            "areas": areas_key,
            "residents": keys["residents"] if is_older else "",
            "parameters": [given.parameters["nearest_limit_m"], given.parameters["gap_usual_month"]],
        }
        try:
            done = steps.run(
                f"standardise {layout.id}",
                parts,
                lambda layout=layout, of_layout=of_layout: standardise(  # type: ignore[misc]
                    layout,
                    [item.extract.accepted_table for item in of_layout],
                    frame,
                    store,
                    nearest_m=given.parameters["nearest_limit_m"],
                    usual_month=given.parameters["gap_usual_month"],
                ),
            )
        except DenizenError as error:
            left_out += [LeftOut(layout.source, layout.name, item.extract.name, error) for item in of_layout]
            continue
        tables[layout.id], keys[layout.id] = table_of(layout, frame), done.key
    return tables, keys, left_out


def residents_table(given: Given, layouts: Mapping[str, Layout], frame: Frame) -> str:
    """The layout id of the table that says how many people live in each base area; '' where there is none."""
    indicator = next((i for i in given.catalogue.indicators if i.id == RESIDENTS), None)
    base = frame.base[0]
    for table in indicator.numerator.tables if indicator else ():
        layout = layouts.get(table)
        if layout and layout.gives.geography == base.geography and layout.gives.vintage == base.vintage:
            return table
    return ""


def residents_step(table: str, keys: Mapping[str, str], store: Store, steps: Steps) -> str:
    """Keep the table base_residents."""
    source = "standard__" + table.replace(".", "__", 1)
    work = (lambda: keep_residents(store, source)) if table in keys else (lambda: keep_no_residents(store))
    return steps.run("residents of base areas", {"table": keys.get(table, "none")}, work).key
