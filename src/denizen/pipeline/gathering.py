"""Gather everything that a book is made from: figures, areas, receipts, agreements, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from denizen.indicators import Catalogue, breaks
from denizen.pipeline.accounting import account_of
from denizen.pipeline.asking import GEOGRAPHY, LeftOut
from denizen.pipeline.frame import Frame
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.looking import look_step, with_what_was_seen
from denizen.pipeline.pairing import notes_of
from denizen.pipeline.receipts import with_what_was_found
from denizen.pipeline.standardising import gaps_table
from denizen.pipeline.steps import Steps, code_version
from denizen.profiles.matter import BookMatter
from denizen.shapes import GAPS, SafeTable
from denizen.store import Store
from denizen.terms.measures import Gap
from denizen.terms.receipts import Receipt
from denizen.terms.time import Period


def matter_of(
    given: Given,
    frame: Frame,
    catalogue: Catalogue,
    safe: SafeTable,
    taken: Sequence[Taken],
    left_out: Sequence[LeftOut],
    store: Store,
    steps: Steps,
) -> BookMatter:
    """Everything that the book is made from, but for the fingerprint of it."""
    gaps = gaps_in("gaps", store)
    residents = dict(store.rows("SELECT area_code, residents FROM base_residents ORDER BY area_code"))
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
        breaks=breaks(safe.figures, catalogue.indicators, frame.place.code),
        gaps=tuple(gaps),
        receipts=tuple(_with_gaps(item, gaps, steps) for item in taken),
        contracts=given.contracts,
        agreements=tuple(a for a in given.area.agreements if a.id in used or GEOGRAPHY in a.sources),
        missing=_missing(given, taken, left_out),
        unmeasured=tuple(i for i in given.catalogue.indicators if i.id not in measured),
        parameters=given.parameters.in_force(),
        fingerprint="",
        account=account_of(given, taken, left_out),
    )


def made_from(
    matter: BookMatter, taken: Sequence[Taken], left_out: Sequence[LeftOut], keys: Mapping[str, str]
) -> dict[str, Any]:
    """All that the book is made from, part by part, small enough to take a fingerprint of: the same parts, the same book.

    Figures, boundaries and rows stand in it by the keys of the steps that made them; every text stands in it whole.
    """
    return {
        **keys,
        "files": [item.key for item in taken],
        "left out": [[item.source, item.layout, item.error.what] for item in left_out],
        "missing": matter.missing,
        "agreements": repr(matter.agreements),
        "account": repr(matter.account),
        "contracts": repr(sorted(matter.contracts.items())),
        "catalogue": repr((matter.themes, matter.indicators, matter.unmeasured)),
        "place": repr((matter.place, matter.paged)),
        "names of areas": repr([replace(area, shape=()) for area in matter.areas]),
        "fits": repr((matter.fits, sorted(matter.members.items()))),
        "parameters": sorted(matter.parameters.items()),
        "code": code_version(),
    }


def gaps_in(table: str, store: Store) -> list[Gap]:
    """The months that seem to be missing, of one table of shape GAPS."""
    return [
        Gap(source, category, str(Period(start, end)), usual)
        for source, category, start, end, usual in store.rows(f'SELECT {GAPS.listed} FROM "{table}" ORDER BY ALL')
    ]


def whole_receipt(item: Taken, store: Store, steps: Steps) -> Receipt:
    """A receipt with all that was found of its file."""
    layout = item.permitted.layout
    gaps = gaps_in(gaps_table(layout), store) if layout.gives.shape == "events" else []
    return _with_gaps(item, gaps, steps)


def _with_gaps(item: Taken, gaps: Sequence[Gap], steps: Steps) -> Receipt:
    layout = item.permitted.layout
    notes = [*(steps.result(f"standardise {layout.id}") or []), *notes_of(layout, steps)]
    whole = with_what_was_found(item.receipt, notes, [gap for gap in gaps if gap.table == layout.id])
    return with_what_was_seen(whole, (steps.result(look_step(layout.id)) or {}).get(str(item.permitted.number), {}))


def _missing(given: Given, taken: Sequence[Taken], left_out: Sequence[LeftOut]) -> tuple[tuple[str, str], ...]:
    """Sources with a contract that gave nothing, each with why."""
    present = {item.receipt.source for item in taken}
    reasons = {item.source: item.error.what for item in left_out}
    return tuple(
        (source, reasons.get(source, "No file of this source was supplied."))
        for source in sorted(given.contracts)
        if source not in present
    )
