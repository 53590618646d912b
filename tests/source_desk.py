"""A desk at which a file of any source is received and standardised, in the four-square town, as a run would do it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from denizen.agreements import Grounds, Permit, Purpose
from denizen.contracts import Layout, load_contracts
from denizen.intake import Conditions, Extract, HeldBy, Limits, Setting, receive
from denizen.intake.suppressed import address_key
from denizen.pipeline.standardising import uprn_of
from denizen.shapes import Statement
from denizen.standardise import addresses, area_counts, events, records
from denizen.store import Store
from denizen.terms.controls import Controls
from denizen.terms.receipts import Receipt
from small_area import BASE, POSTCODES

PLACE = "E06999999"
WARDS = ("E05999001", "E05999002")
LIMITS = Limits(
    unpacked_ratio=100, unpacked_bytes=4e9, line_length=1_000_000, lines_in_cell=20, cells_in_sheet=25_000_000
)
GROUNDS = Grounds(
    named_power="Localism Act 2011, section 1",
    legal_note="LN-1",
    dpia="DPIA-1",
    privacy_notice="https://foursquare.example/privacy",
)
ENVIRON = {"DENIZEN_VAULT_KEY": b64encode(bytes(range(32))).decode()}
"""an environment that names a vault key, for tests only"""
KEY = b"a key of pseudonyms, for tests only"


@dataclass
class SourceDesk:
    """Each file is received with everything that an agreement can name, unless a test takes something away.

    `gazetteer` places UPRNs 1 to 4 in the four squares; `postcodes` are those of the town.
    """

    folder: Path
    store: Store
    grounds: Grounds = GROUNDS
    number: int = 0
    extracts: list[Extract] = field(default_factory=list)

    def receive(
        self,
        source: str,
        layout: str,
        content: str | bytes,
        *,
        nation: str = "england",
        held_by: HeldBy = "council",
        snapshot: str = "2025-12-01",
        columns: set[str] | None = None,
        name: str = "",
        controls: Controls | None = None,
        purpose: Purpose = Purpose.POPULATION_STATISTICS,
    ) -> Receipt:
        contract = load_contracts(nation=nation)[source]  # type: ignore[arg-type]
        self.number += 1
        chosen = contract.layout(layout)
        endings = {"workbook": "xlsx", "json": "json"}
        path = self.folder / (name or f"{layout}.{endings.get(chosen.reading.format, 'csv')}")
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        day = date(2026, 1, 5)
        self.extracts.append(
            Extract(path, path.name, contract, chosen, self.number, date.fromisoformat(snapshot), controls)
        )
        permit = Permit("DSA-1", source, layout, purpose, day, frozenset(columns or {"*"}), self.grounds)
        conditions = Conditions(LIMITS, Setting(nation, held_by, day), KEY)
        return receive(self.extracts[-1], permit, self.store, conditions)

    @property
    def layout(self) -> Layout:
        return self.extracts[-1].layout

    def accepted(self, columns: str = "row_number") -> list[Any]:
        """One column of what was accepted from the last file, or tuples of several."""
        rows = self.store.rows(f'SELECT {columns} FROM "{self.extracts[-1].accepted_table}" ORDER BY row_number')
        return [row[0] if len(row) == 1 else row for row in rows]

    def refused(self) -> dict[int, str]:
        """Row number -> the rules that the row breaks, of rows that could be read as rows."""
        return dict(self.store.rows(f'SELECT row_number, rules FROM "{self.extracts[-1].refused_table}"'))

    def counts(self) -> dict[tuple[str, str, str], float | None]:
        """(area, last day, category) -> value, of every file received in the last one's layout."""
        same = [extract for extract in self.extracts if extract.layout.id == self.layout.id]
        self.store.make(self._statement([e.accepted_table for e in same], [e.unread_table for e in same]))
        rows = self.store.rows('SELECT area_code, period_end, category, value FROM "standard" ORDER BY ALL')
        return {(area, end.isoformat(), category): value for area, end, category, value in rows}

    def _statement(self, accepted: list[str], unread: list[str]) -> Statement:
        layout = self.layout
        if layout.gives.shape == "records":
            ground = records.Ground(PLACE, "lsoa", "2021")
            return records.counts(layout, accepted, unread, "standard", ground, refused_share=0.5)
        if layout.gives.shape == "places":
            return area_counts.at_points(layout, accepted, unread, "standard", "lsoa", "2021")
        if layout.gives.shape == "events":
            self.store.take("points", {c: [] for c in POINTS}, POINTS)
            self.store.make(events.events(layout, accepted, "points", "found"))
            return events.monthly(layout, "found", "standard", "lsoa", "2021")
        return area_counts.area_counts(layout, accepted, unread, "standard", PLACE)

    def suppress(self, layout_source: str = "suppressed_addresses") -> None:
        """Take the last file received for the list of addresses that are never placed."""
        layout = self.layout
        assert layout.source == layout_source
        key = address_key(layout, [column.name for column in layout.read_fields])
        self.store.make(addresses.suppressed([(self.extracts[-1].accepted_table, uprn_of(layout), key)]))


POINTS = {"x": "DOUBLE", "y": "DOUBLE", "area_code": "VARCHAR", "is_inside": "BOOLEAN"}


def open_source_desk(folder: Path, store: Store | None = None) -> SourceDesk:
    """The desk in a folder of its own, with the areas, postcodes and UPRNs of the four-square town."""
    folder.mkdir(parents=True, exist_ok=True)
    store = store or Store.open(folder / "store")
    known = [
        *((code, "lsoa", "2021") for code in BASE),
        *((code, "ward", "2025") for code in WARDS),
        (PLACE, "lad", ""),
    ]
    _take(store, "known_areas", ("area_code", "geography", "vintage"), known)
    _take(
        store,
        "postcodes",
        ("postcode", "area_code"),
        [(p.replace(" ", ""), a) for p, a in zip(POSTCODES, BASE, strict=True)],
    )
    _take(store, "gazetteer", ("uprn", "area_code"), [(str(n), code) for n, code in enumerate(BASE, 1)])
    _take(store, "base_areas", ("area_code",), [(code,) for code in BASE])
    _take(store, "older_base", ("older", "newer", "change"), [])
    _take(store, "suppressed_addresses", ("uprn", "address_key"), [])
    return SourceDesk(folder, store)


def _take(store: Store, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    values = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    store.take(name, values, dict.fromkeys(columns, "VARCHAR"))
