"""A hand-drawn town of four square areas, two wards and three lists: an area folder that runs in a moment.

E01999001 | E01999002      north      West ward: 001 and 003; East ward: 002 and 004
E01999003 | E01999004      south      1,000 residents in 001, 2,000 in 002, 3,000 in 003, 4,000 in 004
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from denizen.pipeline.run import RunReport, run_area
from denizen.pipeline.steps import StepDone

TODAY = date(2026, 1, 5)
PLACE = "E06999999"
BASE = ("E01999001", "E01999002", "E01999003", "E01999004")
RESIDENTS = dict(zip(BASE, (1_000, 2_000, 3_000, 4_000), strict=True))
POSTCODES = ("FS1 1AA", "FS1 2AA", "FS1 3AA", "FS1 4AA")
"""one in the middle of each base area, in their order"""
CORNERS = ((-1.50, 52.92), (-1.48, 52.92), (-1.50, 52.90), (-1.48, 52.90))
_GRID = ((434_380, 337_077), (435_724, 337_086), (434_396, 334_852), (435_741, 334_861))

AGE_BANDS = (
    "Aged 4 years and under",
    *(f"Aged {low} to {low + 4} years" for low in range(5, 85, 5)),
    "Aged 85 years and over",
)

SETTINGS = """\
area:
  code: E06999999
  name: Foursquare
  nation: england
reference_date: 2025-12-31
purpose: population_statistics
geography:
  base:
    geography: lsoa
    vintage: "2021"
    boundaries: geography/base.geojson
    code: LSOA21CD
    name: LSOA21NM
  sets:
    - geography: ward
      vintage: "2025"
      boundaries: geography/wards.geojson
      code: WD25CD
      name: WD25NM
      nests: true
      pages: true
  postcodes:
    file: geography/postcodes.csv
    postcode: pcd
    easting: east
    northing: north
sources:
  - source: census
    agreement: OPEN
    files:
      - layout: age_by_lsoa
        file: data/age.csv
  - source: antisocial_behaviour
    agreement: POLICE
    files:
      - layout: street_level
        file: data/street.csv
  - source: major_employers
    agreement: OPEN
    files:
      - layout: pay_gap_register
        file: data/employers.csv
"""

AGREEMENT = """\
id: {id}
title: {id} lists
kind: open_licence
status: in_force
controller: The keeper of {id}
attribution: Source - the keeper of {id}.
in_force_from: 2020-01-01
ends_on: 2030-12-31
purposes: [population_statistics]
sources: [{sources}]
outputs:
  protection: {protection}
summary: Figures about areas, shared for this book.
"""

OWN_CATALOGUE = """\
theme: {id: own, order: 9, title: Our own, summary: What we count ourselves.}
indicators:
  - id: heads
    kind: count
    title: Heads counted
    definition: Everyone on the list.
    unit: heads
    numerator: {tables: [census.age_by_lsoa]}
"""
"""A catalogue of the area's own, for a test to put there."""


class Silent:
    """Hears of the steps and keeps them."""

    def __init__(self) -> None:
        self.heard: list[StepDone] = []

    def starts(self, name: str) -> None:
        pass

    def ends(self, step: StepDone) -> None:
        self.heard.append(step)


@dataclass
class SmallArea:
    """The folder, with the few things that a test does to it."""

    folder: Path
    listener: Silent = field(default_factory=Silent)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder, in place of the one that was there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def mend(self, name: str, old: str, new: str) -> None:
        """Replace a piece of text in one of the folder's files, which must hold it."""
        text = self.read(name)
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new))

    def run(self, today: date = TODAY) -> RunReport:
        return run_area(self.folder, today, self.listener)

    def book(self) -> dict[str, bytes]:
        """Every file of the book on disk."""
        root = self.folder / "book"
        return {
            found.relative_to(root).as_posix(): found.read_bytes()
            for found in sorted(root.rglob("*"))
            if found.is_file()
        }


def draw_small_area(folder: Path) -> SmallArea:
    """Make the folder with everything a first run needs; nothing has run yet."""
    area = SmallArea(folder)
    area.write("denizen.yaml", SETTINGS)
    area.write(
        "agreements/OPEN.yaml",
        AGREEMENT.format(id="OPEN", sources="census, major_employers, geography", protection="as_published"),
    )
    area.write(
        "agreements/POLICE.yaml",
        AGREEMENT.format(id="POLICE", sources="antisocial_behaviour", protection="incident_counts"),
    )
    area.write("geography/base.geojson", _base())
    area.write("geography/wards.geojson", _wards())
    points = [(p, *grid) for p, grid in zip(POSTCODES, _GRID, strict=True)]
    area.write("geography/postcodes.csv", as_csv(("pcd", "east", "north"), points))
    area.write("data/age.csv", age_csv())
    area.write("data/street.csv", street_csv())
    area.write("data/employers.csv", employers_csv())
    return area


def as_csv(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def age_csv() -> str:
    """The census list: as many in each of the eighteen age bands, and the rest in the youngest."""
    rows = []
    for number, (code, people) in enumerate(RESIDENTS.items(), 1):
        each, rest = divmod(people, len(AGE_BANDS))
        rows.append((f"Foursquare 00{number}", code, people, each + rest, *[each] * (len(AGE_BANDS) - 1)))
    return as_csv(("2021 super output area - lower layer", "mnemonic", "Total", *AGE_BANDS), rows)


STREET_HEADER = (
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
    *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
)


def street_row(month: str, place: int, kind: str, crime_id: str = "") -> tuple[object, ...]:
    """One row of the street-level file, in the middle of one of the base areas (0 to 3)."""
    west, south = CORNERS[place]
    force, street = "Squareshire Police", "On or near High Street"
    return (
        *(crime_id, month, force, force, f"{west + 0.01:.6f}", f"{south + 0.01:.6f}", street),
        *(BASE[place], f"Foursquare 00{place + 1}", kind, "", ""),
    )


def street_csv() -> str:
    """A year of incidents: in each month, antisocial behaviour 10, 8, 6, 4 times over the areas, and two burglaries."""
    rows = []
    for month in (f"2024-{number:02}" for number in range(1, 13)):
        for place, times in enumerate((10, 8, 6, 4)):
            rows += [street_row(month, place, "Anti-social behaviour")] * times
            rows += [street_row(month, place, "Burglary", f"{month[-2:]}{place}{n}".rjust(64, "0")) for n in range(2)]
    return as_csv(STREET_HEADER, rows)


def employers_csv() -> str:
    sizes = ("250 to 499", "250 to 499", "500 to 999", "1000 to 4999")
    rows = [
        (f"Works {number}", f"{number} High Street,\nFoursquare,\n{postcode}", size)
        for number, (postcode, size) in enumerate(zip(POSTCODES, sizes, strict=True), 1)
    ]
    return as_csv(("EmployerName", "Address", "EmployerSize"), rows)


def _base() -> str:
    features = [
        _feature({"LSOA21CD": code, "LSOA21NM": f"Foursquare 00{number}"}, west, south, 0.02, 0.02)
        for number, (code, (west, south)) in enumerate(zip(BASE, CORNERS, strict=True), 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _wards() -> str:
    features = [
        _feature({"WD25CD": code, "WD25NM": name}, west, 52.90, 0.02, 0.04)
        for code, name, west in (("E05999001", "West", -1.50), ("E05999002", "East", -1.48))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _feature(properties: dict[str, str], west: float, south: float, wide: float, high: float) -> dict[str, object]:
    east, north = round(west + wide, 6), round(south + high, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
