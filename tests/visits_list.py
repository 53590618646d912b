"""An invented list with every kind of column, its contract, and a desk at which files of it are received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from denizen.agreements import Permit, Purpose
from denizen.contracts import Contract, load_contract
from denizen.intake import Conditions, Extract, Limits, Setting, receive
from denizen.store import Store
from denizen.terms.receipts import Receipt
from small_area import BASE

HEADER = "lsoa,day,kind,visitors,spend,postcode,month,worker"
ROW = "E01999001,2024-03-31,Food,12,1.50,FS1 1AA,2024-03,W1"
LIMITS = Limits(
    unpacked_ratio=100, unpacked_bytes=4e9, line_length=1_000_000, lines_in_cell=20, cells_in_sheet=25_000_000
)


def _column(name: str, more: str = "", **extras: object) -> str:
    custom = f"customProperties: [{{property: denizen.column, value: {extras}}}]" if extras else ""
    parts = ", ".join(part for part in (f"name: {name}, description: {name}", more, custom) if part)
    return f"      - {{{parts}}}\n"


def contract_text(
    key: tuple[str, ...] = ("lsoa", "day", "kind"), reading: str = "", changes: Sequence[tuple[str, str]] = ()
) -> str:
    """The contract `visits`: counts of visitors by area, day and kind; or of another key, or read in another way.

    Args:  the key; words for `denizen.file`; pieces of the text, and what stands in their place.
    """
    columns = (
        _column("lsoa", "required: true, examples: [E01999001], logicalTypeOptions: {pattern: '^E01[0-9]{6}$'}"),
        _column("day", "required: true, logicalType: date", formats=["%d/%m/%Y"]),
        _column("kind", "required: true", codes={"Food": "food", "Advice": "advice"}, synonyms=["sort of visit"]),
        _column("visitors", "required: true, logicalType: integer, logicalTypeOptions: {minimum: 0}"),
        _column("spend", "logicalType: number"),
        _column("postcode", type="postcode"),
        _column("month", type="month"),
        _column("worker"),
    )
    keyed = "".join(
        column.replace("{name: ", "{primaryKey: true, name: ", 1) if f"name: {k}," in column else ""
        for column in columns
        for k in key
    )
    listed = keyed + "".join(column for column in columns if not any(f"name: {k}," in column for k in key))
    text = f"""\
apiVersion: v3.1.0
kind: DataContract
id: visits
name: Visits to an advice centre
version: 1.0.0
status: active
customProperties:
  - property: denizen.about
    value: {{kept_by: the centre, row_is: a day, tells: need, covers: visitors, misses: others, keeps_too_long: nothing,
      lag: a week, retention: a year, not_for: [counting people]}}
schema:
  - name: daily
    description: Visitors by day and kind
    properties:
{listed}    customProperties:
      - property: denizen.file
        value: {{{reading}}}
      - property: denizen.gives
        value: {{shape: area_counts, unit: visitors, geography: lsoa, vintage: '2021', area: lsoa, value: visitors,
          category: kind, period: '{{day}}', absent_is_zero: true}}
"""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def contract(**how: Any) -> Contract:
    return load_contract(contract_text(**how), "contracts/visits.yaml")


@dataclass
class Desk:
    """Where files of the list are received, with a permit for every column unless a test says otherwise."""

    folder: Path
    store: Store
    columns: frozenset[str] = frozenset({"*"})
    limits: Limits = LIMITS
    received: int = 0

    def receive(self, content: str | bytes, name: str = "visits.csv", **how: Any) -> Receipt:
        path = self.folder / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return self.receive_from(path, **how)

    def receive_from(self, path: Path, **how: Any) -> Receipt:
        self.received += 1
        self.extract = Extract(path, path.name, contract(**how), contract(**how).layout("daily"), self.received)
        permit = Permit("OPEN", "visits", "daily", Purpose.POPULATION_STATISTICS, date(2026, 1, 5), self.columns)
        return receive(
            self.extract, permit, self.store, Conditions(self.limits, Setting("england", "council", date(2026, 1, 5)))
        )

    def accepted(self, columns: str = "row_number") -> list[Any]:
        """One column of what was accepted from the last file, or tuples of several."""
        rows = self.store.rows(f'SELECT {columns} FROM "{self.extract.accepted_table}" ORDER BY row_number')
        return [row[0] if len(row) == 1 else row for row in rows]

    def refused(self) -> dict[int, str]:
        """Row number -> the rules that the row breaks, of rows that could be read as rows."""
        return dict(self.store.rows(f'SELECT row_number, rules FROM "{self.extract.refused_table}"'))


def open_desk(folder: Path) -> Desk:
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "store")
    store.take(
        "known_areas",
        {"area_code": list(BASE), "geography": ["lsoa"] * 4, "vintage": ["2021"] * 4},
        dict.fromkeys(("area_code", "geography", "vintage"), "VARCHAR"),
    )
    store.take("postcodes", {"postcode": [], "area_code": []}, dict.fromkeys(("postcode", "area_code"), "VARCHAR"))
    return Desk(folder, store)


def reasons(receipt: Receipt) -> dict[str, tuple[int, ...]]:
    """Rule -> the row numbers that break it."""
    return {refusal.rule: refusal.rows for refusal in receipt.refusals}


def lines(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


def day(number: int, *, visitors: object = 12, lsoa: str = "E01999001", worker: str = "W1") -> str:
    """A good row of its own day."""
    return f"{lsoa},2024-03-{number:02},Food,{visitors},1.50,FS1 1AA,2024-03,{worker}"
