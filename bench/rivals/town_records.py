"""The six lists of a town in one simple form, as a careful analyst would make it for Splink. Knows nothing of denizen."""

from __future__ import annotations

import calendar
import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

LISTS = ("electoral_register", "council_tax", "gp_register", "social_housing", "school_census", "libraries")
COLUMNS = ("forename", "surname", "birth", "sex", "numbers", "address", "postcode")
TITLES = {"mr": "m", "master": "m", "mrs": "f", "miss": "f", "ms": "f", "dr": ""}
STREET_WORDS = {
    "st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "cl": "close", "dr": "drive", "cres": "crescent", "pl": "place",
    "gdns": "gardens", "ct": "court", "terr": "terrace", "gr": "grove", "sq": "square", "wy": "way",
}  # fmt: skip
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
Cells = tuple[str | None, ...]


def records(folder: Path) -> Iterator[Cells]:
    """Source, record_id and `COLUMNS` of every record."""
    for source in LISTS:
        with (folder / f"{source}.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                yield source, row["record_id"], *_plainly(row)


def _plainly(row: dict[str, str]) -> Cells:
    forename, surname, sex = row.get("forename", ""), row.get("surname", ""), row.get("sex", "")
    if whole := row.get("name", ""):
        forename, surname, sex = _parts(whole)
    given = plain(forename).split()
    address = " ".join(STREET_WORDS.get(word, word) for word in plain(row["address"]).split())
    return (
        given[0] if given else None,
        plain(surname).replace(" ", "") or None,
        born(row.get("birth_date", "")),
        sex[:1].lower() or None,
        " ".join(re.findall(r"\d+[a-z]?", address)) or None,
        address or None,
        re.sub(r"(...)$", r" \1", plain(row["postcode"]).replace(" ", "").upper()) or None,
    )


def _parts(whole: str) -> tuple[str, str, str]:
    """Forename, surname and sex of a whole name: `Allen, Emily Christine` or `Ms Christine Holthorpe`."""
    surname, comma, forename = whole.partition(", ")
    if comma:
        return forename, surname, ""
    words = whole.split()
    title = words[0].lower().strip(".") if words else ""
    if title in TITLES:
        words = words[1:]
    return " ".join(words[:-1]), words[-1] if words else "", TITLES.get(title, "")


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9 ]+", " ", "".join(c for c in apart if not unicodedata.combining(c))).strip()


def born(text: str) -> str | None:
    """A date as 1984-02-11; stopgaps and dates that cannot be are no dates."""
    parts = re.split(r"[/ -]", text)
    if len(parts) != 3 or not all(parts):
        return None
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
    if not (year.isdigit() and day.isdigit()):
        return None
    number = MONTHS.get(month.lower(), int(month) if month.isdigit() else 0)
    if int(year) < 1902 or not 1 <= number <= 12 or not 1 <= int(day) <= 31:
        return None
    return f"{int(year):04d}-{number:02d}-{int(day):02d}"
