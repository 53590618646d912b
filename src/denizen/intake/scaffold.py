"""A first contract for a list that nobody foresaw, drawn up from a sample of it, to be looked through by who knows the list.

What is guessed is marked. No value of the sample is written down but for labels that many rows share; examples are
invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import yaml

from denizen.errors import WrongLayout
from denizen.intake.csv_rows import Row, rows_of
from denizen.intake.decode import Limits, encoding_of, lines_of, open_file
from denizen.intake.guessing import LISTS, NEVER, Guess, guess, tell_apart
from denizen.intake.json_rows import rows_of_json
from denizen.intake.package import check_is_no_archive
from denizen.intake.workbook import is_workbook, rows_of_workbook
from denizen.terms.receipts import in_words

_ROWS = 5_000
Format = Literal["csv", "workbook", "json"]

_UNKNOWN = {"languages": "und", "ethnic_groups": "not_stated"}
_EXAMPLES = {
    "integer": 12,
    "number": 12.5,
    "date": "2025-03-31",
    "month": "2025-03",
    "postcode": "XA1 2BC",
    "uprn": "100000000001",
}


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The contract's text, its layout's name, and what was left out of it."""

    text: str
    layout: str
    never: tuple[str, ...]
    to_check: tuple[str, ...]


def scaffold(path: Path, source: str, limits: Limits) -> Scaffold:
    """Draw up a contract from a sample file.

    Args:    where the sample lies; the id of the source; the limits of files.
    Raises:  UnreadableFile; WrongLayout, when no header row is found or nothing says where its rows belong.
    """
    header, rows, form = _sample(path, limits)
    never = tuple(name for name in header if re.fullmatch(NEVER, name.strip(), re.IGNORECASE))
    columns = [
        guess(name, [row[place] if place < len(row) else "" for row in rows], taken)
        for taken, (place, name) in enumerate((p, n) for p, n in enumerate(header) if n.strip() and n not in never)
    ]
    tell_apart(columns)
    gives = _gives(columns, path.name)
    return Scaffold(_written(source, columns, gives, never, form), "sample", never, tuple(_to_check(columns, gives)))


def _sample(path: Path, limits: Limits) -> tuple[list[str], list[Sequence[str]], Format]:
    opened = open_file(path, path.name, limits)
    check_is_no_archive(opened.content, path.name)
    form: Format = "csv"
    if is_workbook(opened.content):
        form, found = "workbook", rows_of_workbook(opened.content, path.name, "", limits)[0]
    elif opened.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        form, found = "json", rows_of_json(opened.content, path.name, "", limits)
    else:
        encoding, _ = encoding_of(opened.content, "cp1252")
        lines = list(lines_of(opened.content, encoding))
        found = max(
            (list(islice(rows_of(lines, limits, comma=comma), _ROWS)) for comma in (",", ";", "\t", "|")),
            key=_usual_width,
        )
    width = _usual_width(found)
    at = next((n for n, row in enumerate(found) if not row.broken and _is_header(row, width)), -1)
    if at < 0 or width < 2:
        raise WrongLayout(
            "No row of headers is found.", where=path.name, mend="give a sample whose first row names its columns"
        )
    body = [row.cells for row in found[at + 1 : at + 1 + _ROWS] if not row.broken]
    return [cell.strip() for cell in found[at].cells], body, form


def _usual_width(rows: Sequence[Row]) -> int:
    widths = Counter(sum(1 for _ in row.cells) for row in rows[:200] if not row.broken)
    return widths.most_common(1)[0][0] if widths else 0


def _is_header(row: Row, width: int) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return 2 * len(filled) > width and all(not re.fullmatch(r"[\d.,/ -]+", cell) for cell in filled)


def _gives(columns: Sequence[Guess], name: str) -> dict[str, Any]:
    """How its rows are counted: sums of its numbers where a row is an area and a time, else one by one.

    Raises:  WrongLayout, when no column says where a row belongs.
    """
    area = next((column for column in columns if column.area), None)
    by_address = [column for column in columns if column.role in ("uprn", "postcode")]
    if not area and not by_address:
        raise WrongLayout(
            "No column says where a row belongs: there is no area code, postcode or UPRN.",
            where=name,
            mend="ask for the list with the code of an area (ward, LSOA), or a postcode, beside each row",
        )
    when = next(
        (c for c in columns if c.kind in ("date", "month") and c.role not in ("birth_date",) and c.is_filled), None
    )
    numbers = [c for c in columns if c.kind in ("integer", "number") and not c.role]
    gives: dict[str, Any] = {"unit": "records"}
    if area and area.area:
        gives |= {"geography": area.area.value, "vintage": "2021", "area": area.name}
    gives["period"] = f"{{{when.name}}}" if when else "{snapshot}"
    if area and numbers and not by_address:
        return gives | {
            "shape": "area_counts",
            "categories": {c.name: c.name for c in numbers},
            "total": "none",
            "absent_is_zero": False,
            "basis": "as supplied",
        }
    people = any(c.role in ("surname", "forename", "full_name", "birth_date", "birth_year", "age") for c in columns)
    gives |= {"shape": "records", "subject": "people" if people else "events", "basis": "as supplied"}
    if when:
        gives["every"] = "month"
    if counted := [c.name for c in columns if c.labels or c.role in LISTS]:
        gives["count_by"] = counted
    if any(c.role in ("birth_date", "birth_year", "age") for c in columns):
        gives["ages"] = True
    if numbers:
        gives["amounts"] = {c.name: c.name for c in numbers}
    return gives


def _written(source: str, columns: Sequence[Guess], gives: dict[str, Any], never: Sequence[str], form: Format) -> str:
    about = {
        "kept_by": "CHECK: who keeps this list",
        "row_is": "CHECK: what one row is",
        "tells": "CHECK: what the list tells",
        "covers": "CHECK: who is on the list",
        "misses": "CHECK: who is not",
        "keeps_too_long": "CHECK: who stays on it after they should have gone",
        "lag": "CHECK: how late it is",
        "retention": "CHECK: how long a delivery is kept, and why",
        "retention_days": 365,
        "not_for": ["CHECK: what it must not be used for"],
    }
    properties: list[dict[str, Any]] = [{"property": "denizen.about", "value": about}]
    if never:
        properties.append(
            {
                "property": "denizen.never",
                "value": [{"headers": list(never), "why": "a statistic needs no way to reach anyone"}],
            }
        )
    layout = {
        "name": "sample",
        "logicalType": "object",
        "description": "CHECK: the list in one line",
        "properties": [_column(column) for column in columns],
        "customProperties": [
            {"property": "denizen.defined_by", "value": "CHECK: the document that says what its columns mean"},
            {"property": "denizen.file", "value": {"format": form}},
            {"property": "denizen.gives", "value": gives},
        ],
    }
    document = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": source,
        "name": "CHECK: the list's name",
        "version": "0.1.0",
        "status": "draft",
        "customProperties": properties,
        "schema": [layout],
    }
    head = "# Drawn up from a sample. Look through every line, and above all those that say CHECK; then take the word out.\n"
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
    return head + text.replace("vintage: '2021'\n", "vintage: '2021'  # CHECK: the year of the boundaries\n")


def _column(column: Guess) -> dict[str, Any]:
    """One column as the contract has it."""
    standard = column.kind if column.kind in ("integer", "number", "date") else "string"
    found: dict[str, Any] = {"name": column.name, "physicalName": column.header}
    if standard != "string":
        found["logicalType"] = standard
    found["description"] = f"CHECK: what `{column.header}` means"
    found["examples"] = [next(iter(column.labels), _EXAMPLES.get(column.kind, "Example"))]
    if column.is_filled:
        found["required"] = True
    if column.classification != "public":
        found["classification"] = column.classification
    extras: dict[str, Any] = {}
    if column.role:
        extras["role"] = column.role
    if column.kind in ("month", "postcode", "uprn", "free_text"):
        extras["type"] = column.kind
    if column.formats:
        extras["formats"] = list(column.formats)
    if column.labels:
        extras |= {"type": "code", "codes": column.labels}
    if listed := LISTS.get(column.role):
        extras |= {"type": "code", "codes_from": listed}
        extras |= {"unlisted": _UNKNOWN[listed]} if listed in _UNKNOWN else {}
    if extras:
        found["customProperties"] = [{"property": "denizen.column", "value": extras}]
    return found


def _to_check(columns: Sequence[Guess], gives: dict[str, Any]) -> list[str]:
    """What whoever knows the list has to decide."""
    found = [f"`{column.header}` is taken for {column.role.replace('_', ' ')}" for column in columns if column.role]
    found += [f"`{column.header}` has {in_words(len(column.labels), 'label')}" for column in columns if column.labels]
    if "vintage" in gives:
        found.append(f"areas are taken for those of {gives['vintage']}")
    found.append(f"rows are read as {gives['shape'].replace('_', ' ')}, by {gives['period']}")
    return found
