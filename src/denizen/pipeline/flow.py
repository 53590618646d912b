"""The whole way of every extract through the house, as one story.

Ask the agreements, receive, standardise, count, protect, measure, certify, and gather what the book is made from. Each
step stands until something it was made from changes; a file that cannot be used is left out and named, and the rest
goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from denizen.contracts import Contract
from denizen.disclosure import Policy, certify, protect
from denizen.errors import DenizenError, UnreadableFile
from denizen.indicators import Catalogue, Table, breaks, count, measure
from denizen.intake import Extract, Limits, receive
from denizen.parameters import Parameters
from denizen.pipeline.asking import LeftOut, Permitted, ask_for_geography, ask_for_sources
from denizen.pipeline.folder import AreaFolder
from denizen.pipeline.frame import Frame, geography_files, keep_frame, read_frame, within
from denizen.pipeline.receipts import receipt_from, receipt_parts, with_what_was_found
from denizen.pipeline.standardising import (
    gaps_table,
    is_on_older_areas,
    keep_no_residents,
    keep_residents,
    standard_table,
    standardise,
    table_of,
)
from denizen.pipeline.steps import Steps, code_version, fingerprint
from denizen.profiles.matter import BookMatter
from denizen.shapes import COUNTS, FIGURES, GAPS, SafeTable, Statement
from denizen.store import Store
from denizen.terms.measures import Gap, Indicator
from denizen.terms.receipts import Receipt
from denizen.terms.time import Period

RESIDENTS = "residents"
"""The indicator whose newest figures say how many people live in each base area, where a weight is needed."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a run is given: the area, what is known of sources and indicators, the parameters, and today's date."""

    area: AreaFolder
    contracts: Mapping[str, Contract]
    catalogue: Catalogue
    parameters: Parameters
    limits: Limits
    today: date


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was received: the permit it came by, its receipt, and the key of its step."""

    permitted: Permitted
    extract: Extract
    receipt: Receipt
    key: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a run ends with: the book's matter, everything taken in, everything left out."""

    matter: BookMatter
    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]
    policy: Policy


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
    return Gathered(matter, tuple(taken), tuple(left_out), policy)


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


def residents_table(given: Given, layouts: Mapping[str, Any], frame: Frame) -> str:
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
    source = f"standard__{table.replace('.', '_', 1)}"
    work = (lambda: keep_residents(store, source)) if table in keys else (lambda: keep_no_residents(store))
    return steps.run("residents of base areas", {"table": keys.get(table, "none")}, work).key


def chosen(given: Given, tables: Mapping[str, Table]) -> Catalogue:
    """The part of the catalogue that can be measured and that denizen.yaml asks for."""
    catalogue = given.catalogue.measurable(list(tables))
    asked = given.area.file.publish.indicators
    if not asked:
        return catalogue
    kept = tuple(indicator for indicator in catalogue.indicators if indicator.id in asked)
    used = {indicator.theme for indicator in kept}
    return Catalogue(tuple(theme for theme in catalogue.themes if theme.id in used), kept)


def policy_for(taken: Sequence[Taken], given: Given) -> Policy:
    """The disclosure rule of each source, from the agreement it came under; of two, the stricter."""
    agreements = {agreement.id: agreement for agreement in given.area.agreements}
    rules: dict[str, str] = {}
    smallest: dict[str, Any] = {}
    for item in taken:
        source, outputs = item.receipt.source, agreements[item.permitted.permit.agreement].outputs
        rules[source] = max(rules.get(source, ""), outputs.protection, key=_strictness)
        smallest[source] = max(
            smallest.get(source, outputs.smallest_geography), outputs.smallest_geography, key=lambda g: g.size
        )
    return Policy(
        rules=rules,
        smallest=smallest,
        withheld_up_to=int(given.parameters["incident_withheld_up_to"]),
        rounding_base=int(given.parameters["incident_rounding_base"]),
        months_lsoa=int(given.parameters["incident_months_lsoa"]),
    )


def _strictness(rule: str) -> int:
    return ("", "as_published", "incident_counts").index(rule)


def measure_all(
    catalogue: Catalogue,
    tables: Mapping[str, Table],
    keys: Mapping[str, str],
    policy: Policy,
    given: Given,
    store: Store,
    steps: Steps,
) -> str:
    """Count, protect, measure: the table `figures`. Returns the key of the last step."""
    counted = steps.run(
        "count",
        {"tables": dict(keys), "catalogue": repr(catalogue)},
        lambda: store.make_all(counting(catalogue.indicators, tables, given)) and None,
    )
    width = given.parameters["low_reliability_width"]
    return steps.run(
        "protect and measure",
        {"counts": counted.key, "policy": repr(policy), "width": width},
        lambda: (
            store.make_all(
                [
                    protect("counts", policy, "protected_counts"),
                    measure(catalogue.indicators, "protected_counts", "figures", width),
                ]
            )
            and None
        ),
    ).key


def counting(indicators: Sequence[Indicator], tables: Mapping[str, Table], given: Given) -> list[Statement]:
    """All standard tables as one, then one statement per indicator, then all counts as one."""
    layouts = [given.contracts[table.source].layout(table.id.split(".", 1)[1]) for table in tables.values()]
    standard = " UNION ALL ".join(f'SELECT * FROM "{standard_table(layout)}"' for layout in layouts)
    holes = [gaps_table(layout) for layout in layouts if layout.gives.shape == "events"]
    gaps = " UNION ALL ".join(f'SELECT * FROM "{table}"' for table in holes) or _no_rows(GAPS)
    counts = [count(indicator, tables, f"count__{indicator.id}") for indicator in indicators]
    together = " UNION ALL ".join(f'SELECT {COUNTS.listed} FROM "{statement.name}"' for statement in counts)
    return [
        Statement("area_counts", standard, {}),
        Statement("gaps", gaps, {}, GAPS),
        *counts,
        Statement("counts", together or _no_rows(COUNTS), {}, COUNTS),
    ]


def _no_rows(shape: Any) -> str:
    listed = ", ".join(f"CAST(NULL AS {column.type}) AS {column.name}" for column in shape.columns)
    return f"SELECT {listed} WHERE FALSE"


def matter_of(
    given: Given,
    frame: Frame,
    catalogue: Catalogue,
    safe: SafeTable,
    taken: Sequence[Taken],
    left_out: Sequence[LeftOut],
    figures_key: str,
    store: Store,
    steps: Steps,
) -> BookMatter:
    """Everything that the book is made from."""
    gaps = [
        Gap(table, category, str(Period(start, end)), usual)
        for table, category, start, end, usual in store.rows(f"SELECT {GAPS.listed} FROM gaps ORDER BY ALL")
    ]
    residents = (
        dict(store.rows("SELECT area_code, residents FROM base_residents")) if store.has("base_residents") else {}
    )
    measured = {indicator.id for indicator in catalogue.indicators}
    used = {item.receipt.agreement for item in taken}
    return BookMatter(
        place=given.area.file.place(),
        table=safe,
        areas=frame.areas,
        paged=tuple(item.geography.value for item in given.area.file.geography.sets if item.pages),
        fits=frame.fits(residents),
        members=frame.members(),
        themes=catalogue.themes,
        indicators=catalogue.indicators,
        breaks=breaks(safe.figures, frame.place.code),
        gaps=tuple(gaps),
        receipts=tuple(_whole_receipt(item, gaps, steps) for item in taken),
        contracts=given.contracts,
        agreements=tuple(a for a in given.area.agreements if a.id in used or "geography" in a.sources),
        missing=_missing(given, taken, left_out),
        unmeasured=tuple(i for i in given.catalogue.indicators if i.id not in measured),
        parameters=given.parameters.in_force(),
        fingerprint=fingerprint([figures_key, [item.key for item in taken], code_version()]),
    )


def _whole_receipt(item: Taken, gaps: Sequence[Gap], steps: Steps) -> Receipt:
    layout = item.permitted.layout
    notes = steps.result(f"standardise {layout.id}") or []
    return with_what_was_found(item.receipt, notes, [gap for gap in gaps if gap.table == layout.id])


def _missing(given: Given, taken: Sequence[Taken], left_out: Sequence[LeftOut]) -> tuple[tuple[str, str], ...]:
    """Sources with a contract that gave nothing, each with why."""
    present = {item.receipt.source for item in taken}
    reasons = {item.source: item.error.what for item in left_out}
    return tuple(
        (source, reasons.get(source, "No file of this source was supplied."))
        for source in sorted(given.contracts)
        if source not in present
    )


def sha256_of(given: Given, name: str) -> str:
    """The fingerprint of a file of the area folder; of a file that is not there, a word that no hash can be.

    Raises:  UnreadableFile, when the name leads out of the folder or the file may not be read.
    """
    path = within(given.area, name)
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        return "not there"
    except OSError as error:
        raise UnreadableFile(
            f"The file cannot be read ({type(error).__name__}).",
            where=name,
            mend="close it in other programs, and check that you may read it",
        ) from None
