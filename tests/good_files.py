"""A good file of any layout, made of the examples in its contract, and a desk where each of them is at home.

The rows differ in one column, so that none is the template's own example and no key is repeated. A test takes such a
file and damages it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import duckdb

from denizen.agreements import Purpose
from denizen.contracts import Contract, Field, Layout, load_contracts
from denizen.intake import HeldBy
from denizen.intake.entering import enter, is_nhs_number
from denizen.store import Store
from denizen.store.files import MAIN
from denizen.terms.receipts import Receipt
from sheets import workbook
from source_desk import SourceDesk, open_source_desk

CONTRACTS = load_contracts(nation="england")
LAYOUTS = [layout for contract in CONTRACTS.values() for layout in contract.layouts]
MANY = 6
"""how many rows a good file has"""
DAY = date(2025, 12, 1)
"""the day that every delivery describes, unless a test says otherwise"""
FITTING = {
    "hate_incidents.force_strand_year": {"race": "886"},
    "housing_benefit.stat_xplore_months": {"authority": ""},
    "libraries.directory": {"closed_in": ""},
    "libraries.directory_wales": {"closed_in": ""},
    "mid_year_estimates.by_authority_2024": {"all_ages": "268632"},
    "nino_registrations.stat_xplore_quarters": {"authority": ""},
}
"""where examples, each right for its column, make no row together: what the row has instead"""
VARIED = {"school_census.authority_language": "lad_code"}
"""where a rule binds the column that would be varied: the one to vary"""
Rows = list[list[str]]


def by_id(thing: object) -> str:
    """How a layout is named in a test's own name."""
    return thing.id if isinstance(thing, Layout) else str(thing)


def good_rows(layout: Layout, many: int = MANY) -> Rows:
    """The headers, then rows that the contract accepts; without the headers where the layout has none."""
    rows = [[_cells(layout, number).get(field.name, "") for field in _columns(layout)] for number in range(1, many + 1)]
    if layout.reading.header == "none":
        return [_by_number(layout, row) for row in rows]
    return [[field.header for field in _columns(layout)], *rows]


def below(layout: Layout) -> int:
    """How many rows stand above the first row of the list."""
    return 0 if layout.reading.header == "none" else 1


def as_file(layout: Layout, rows: Rows) -> bytes:
    """The rows in the layout's own format."""
    if layout.reading.format == "workbook":
        return workbook(rows, layout.reading.sheet or "Sheet1")
    if layout.reading.format == "json":
        return as_json(layout, rows)
    if layout.reading.quotes == "none":
        return "".join("\t".join(row) + "\n" for row in rows).encode("utf-8", "surrogatepass")
    return as_csv(rows)


def as_csv(rows: Sequence[Sequence[str]], **how: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, **{"lineterminator": "\n", **how}).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def as_json(layout: Layout, rows: Rows) -> bytes:
    """One object a row, each cell at the dotted path that its header is."""
    head, *body = rows
    document: Any = [_object(dict(zip(head, row, strict=False))) for row in body]
    for step in reversed(list(filter(None, layout.reading.records.split(".")))):
        document = {step: document}
    return json.dumps(document).encode()


def _object(cells: dict[str, str]) -> Any:
    """Nested dictionaries of flat paths; a level whose names are all numbers is a list."""
    inner: dict[str, Any] = {}
    for path, cell in cells.items():
        *above, last = path.split(".")
        place = inner
        for step in above:
            place = place.setdefault(step, {})
        place[last] = cell
    return _with_lists(inner)


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(part) for key, part in value.items()}
    return list(inner.values()) if all(key.isdigit() for key in inner) else inner


def _columns(layout: Layout) -> tuple[Field, ...]:
    """The columns that a file has, once each: two that are read from one header share it."""
    return tuple({field.header: field for field in reversed(layout.read_fields)}.values())[::-1]


def _by_number(layout: Layout, row: Sequence[str]) -> list[str]:
    cells = {int(field.header): cell for field, cell in zip(_columns(layout), row, strict=True)}
    return [cells.get(place, "") for place in range(1, max(cells) + 1)]


def _cells(layout: Layout, number: int) -> dict[str, str]:
    """Column -> cell of row `number`: the examples, but for the one column in which rows differ."""
    cells = {field.name: field.example for field in layout.read_fields} | FITTING.get(layout.id, {})
    varied = _varied_column(layout.id)
    return {**cells, varied.name: _several(varied)[number]}


@cache
def _varied_column(name: str) -> Field:
    """Where rows differ: a column of the key, if there is one, that can hold many values; dates last."""
    layout = layout_of(name)
    if name in VARIED:
        return layout.field(VARIED[name])
    able = [field for field in layout.read_fields if len(_several(field)) > MANY]
    keyed = " ".join(layout.field(name).derived or name for name in layout.key)
    free = [field for field in able if not keyed or re.search(rf"\b{field.name}\b", keyed)]
    return min(free, key=lambda field: (field.name == layout.gives.area, *_is_late(field)))


def _is_late(field: Field) -> tuple[bool, bool]:
    """Days and codes are varied only where nothing else can be: rules speak of them."""
    return field.type in ("date", "month"), bool(field.codes)


def layout_of(name: str) -> Layout:
    source, _, layout = name.partition(".")
    return CONTRACTS[source].layout(layout)


def _several(field: Field) -> list[str]:
    """Values of a column that differ from its example and from each other, as its contract allows."""
    return list(islice(_others(field), 12))


def _others(field: Field) -> Iterator[str]:
    if field.codes:
        labels = {code: label for label, code in field.codes.items()}
        return iter([field.example, *(label for label in labels.values() if label != field.example)])
    if field.checked == "nhs_number":
        return (str(number) for number in count(9_990_000_000) if is_nhs_number(str(number)))
    if field.type == "date":
        return _dates(field)
    if field.type == "integer":
        low = int(field.minimum if field.minimum is not None else 1)
        return (str(low + number) for number in range(1, 13))
    if field.type == "month":
        return (f"2025-{number:02}" for number in range(1, 13))
    if field.type in ("string", "identifier", "uprn"):
        return _counted(field)
    return iter(())


def _dates(field: Field) -> Iterator[str]:
    """Days before the example, or months where it is one; none where it is written in another way."""
    if re.fullmatch(r"\d{4}-\d\d", field.example):
        yield from (f"2024-{number:02}" for number in range(1, 13))
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", field.example):
        last = date.fromisoformat(field.example)
        yield from ((last - timedelta(days=number)).isoformat() for number in range(1, 13))


def _counted(field: Field) -> Iterator[str]:
    """The example with its last digits counted on, where it has any; else with a number after it."""
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", field.example, re.DOTALL)
    head, digits, tail = found.groups() if found else (field.example + " ", "0", "")
    for number in range(1, 13):
        text = f"{head}{(int(digits) + number) % 10 ** max(len(digits), 2):0{len(digits)}}{tail}"
        if not field.pattern or re.search(field.pattern, text):
            yield text


@dataclass(repr=False)
class GoodDesk:
    """A desk that has every area, postcode and UPRN that a good file names, and every ground that the law asks for.

    It has no representation of its own: that would hold every contract that it has seen.
    """

    inner: SourceDesk

    def receive(self, layout: Layout, content: bytes, *, name: str = "", snapshot: date = DAY) -> Receipt:
        contract = CONTRACTS[layout.source]
        return self.inner.receive(
            layout.source,
            layout.name,
            content,
            held_by=_held_by(contract, layout),
            snapshot=snapshot.isoformat(),
            purpose=_purpose(contract, layout),
            name=name,
        )

    def accepted(self, columns: str = "row_number") -> list[Any]:
        return self.inner.accepted(columns)


def _held_by(contract: Contract, layout: Layout) -> HeldBy:
    binding = [limit for limit in contract.limits if limit.binds("england", DAY, layout.name, layout.tier)]
    held: list[str] = next((list(limit.recipients) for limit in binding if limit.recipients), ["council"])
    return "council" if "council" in held else held[0]  # type: ignore[return-value]


def _purpose(contract: Contract, layout: Layout) -> Purpose:
    binding = [limit for limit in contract.limits if limit.binds("england", DAY, layout.name, layout.tier)]
    allowed: list[str] = next((list(limit.purposes) for limit in binding if limit.purposes), [])
    usual = Purpose.POPULATION_STATISTICS
    return usual if not allowed or usual.value in allowed else Purpose(allowed[0])


def open_good_desk(folder: Path) -> GoodDesk:
    """Its store lies in memory, since many files pass it and none has to stay."""
    connection = duckdb.connect(":memory:")
    for statement in (
        f"ATTACH ':memory:' AS {MAIN}",
        f"USE {MAIN}",
        "SET GLOBAL pandas_analyze_sample = 0",
        "SET threads = 1",
    ):
        connection.execute(statement)
    desk = open_source_desk(folder, Store(connection, folder, is_encrypted=False))
    areas, postcodes, uprns = set(), set(), set()
    for layout in LAYOUTS:
        for number in range(1, MANY + 1):
            cells = _cells(layout, number)
            if layout.gives.area and not layout.field(layout.gives.area).derived:
                field = layout.field(layout.gives.area)
                text = cells[field.name]
                code = enter(field, [text], [1], b"").values[0] if field.codes else text
                areas.add((code, layout.gives.geography.value, layout.gives.vintage))
            postcodes |= {cells[f.name] for f in layout.fields if f.type == "postcode" and f.name in cells}
            uprns |= {cells[f.name] for f in layout.fields if f.type == "uprn" and f.name in cells}
    _add(desk, "known_areas", sorted(areas))
    _add(desk, "postcodes", [(_last_postcode(p), "E01999001") for p in sorted(filter(None, postcodes))])
    _add(desk, "gazetteer", [(uprn.lstrip("0"), "E01999001") for uprn in sorted(filter(None, uprns))])
    return GoodDesk(desk)


def _last_postcode(text: str) -> str:
    return re.findall(r"[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}", text)[-1].replace(" ", "")


def _add(desk: SourceDesk, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    columns = desk.store.columns(table)
    held = desk.store.rows(f'SELECT {", ".join(columns)} FROM "{table}"')
    everything = list(dict.fromkeys(chain(held, rows)))
    values = {column: [row[place] for row in everything] for place, column in enumerate(columns)}
    desk.store.take(table, values, dict.fromkeys(columns, "VARCHAR"))
