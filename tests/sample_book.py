"""A book's matter written by hand: real boundaries of Derby, invented figures with every status, break and wrinkle."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from denizen.agreements.agreement import Agreement, Outputs, load_agreement
from denizen.agreements.code import load_code
from denizen.agreements.purposes import Purpose
from denizen.contracts.contract import Contract
from denizen.profiles.account import Account, Narrowed, Refused, Released
from denizen.profiles.matter import BookMatter
from denizen.shapes import SafeTable
from denizen.terms.areas import Area, Fit, Geography, Place, Polygon
from denizen.terms.measures import Break, Figure, Gap, Indicator, Ingredient, Kind, Status, Theme
from denizen.terms.receipts import Dropped, Receipt, Refusal

GEOGRAPHY = Path(__file__).parent.parent / "examples" / "derby" / "geography"
PLACE = Place("E06000015", "Derby", "england", ("en",), "2024-12-31", ("Derby City Council",), contact="the analyst")
CENSUS, MID_2024, YEAR_2024 = "2021-03-21", "2024-06-30", "2024-01-01/2024-12-31"

THEMES = (
    Theme("people", "People and households", "How many live here, how old they are, and how they live."),
    Theme("identity", "Identity and language", "Where residents were born, what they believe and speak."),
    Theme("safety", "Safety", "What is reported to the police. Reports are not the whole of what happens."),
    Theme("civic", "Civic life", "Who gives, meets and helps."),
)
_AGES = (
    ("0-15", "Under 16"),
    ("16-24", "16 to 24"),
    ("25-49", "25 to 49"),
    ("50-64", "50 to 64"),
    ("65+", "65 and over"),
)
_FAITHS = (
    ("no_religion", "No religion"),
    ("christian", "Christian"),
    ("muslim", "Muslim"),
    ("sikh", "Sikh"),
    ("other", "Other religion"),
    ("not_answered", "Not answered"),
)


def _of(*tables: str) -> Ingredient:
    return Ingredient(tables)


INDICATORS = (
    Indicator(
        "residents", "people", Kind.COUNT, "Residents", "People who usually live here, as the census counted them.",
        "people", _of("census.age_by_lsoa"), breakdown=True, categories=_AGES,
        counts_people="Everyone who usually lived here on census day. It misses some young men and some people who "
        "had just arrived; the census office adds an estimate for them.",
    ),
    Indicator(
        "religion", "identity", Kind.SHARE, "Religion", "Residents by the religion that they gave in the census.",
        "%", _of("census.religion_by_lsoa"), _of("census.religion_by_lsoa"), breakdown=True, categories=_FAITHS,
        decimals=1, counts_people="The same residents, in the table of religion.",
        caveat="The question is voluntary.",
    ),
    Indicator(
        "mid_year_population", "people", Kind.COUNT, "Population at mid-year",
        "Official estimate of residents on 30 June.", "people", _of("mid_year_estimates.lsoa"),
        counts_people="An estimate: the last census, births, deaths and moves since.",
    ),
    Indicator(
        "registered_patients", "people", Kind.COUNT, "Patients of practices in the area",
        "People registered with a practice that lies in the area.", "patients", _of("gp_register.practices"),
        smallest=Geography.LAD,
        counts_people="Patients of practices that lie here, wherever they live. It keeps people who have moved away.",
    ),
    Indicator(
        "born_outside_uk", "identity", Kind.SHARE, "Born outside the United Kingdom",
        "Residents whose country of birth is not in the United Kingdom.", "%", _of("census.birth"),
        _of("census.birth"), decimals=1, smallest=Geography.MSOA,
    ),
    Indicator(
        "homes_owned", "people", Kind.SHARE, "Households that own their home", "Owned outright or with a mortgage.",
        "%", _of("census.tenure"), _of("census.tenure"), decimals=1, asset=True,
    ),
    Indicator(
        "antisocial_behaviour_rate", "safety", Kind.RATE, "Antisocial behaviour for every 1,000 residents",
        "Incidents in 12 months for every 1,000 residents.", "per 1,000 residents", _of("police.street"),
        _of("mid_year_estimates.lsoa"), per=1000, decimals=1, asset=False,
        caveat="Reports follow trust in the police as well as what happens.",
    ),
    Indicator(
        "antisocial_behaviour", "safety", Kind.COUNT, "Antisocial behaviour", "Incidents in 12 months.", "incidents",
        _of("police.street"), asset=False,
    ),
    Indicator(
        "children", "people", Kind.SHARE, "Children under 15", "Residents under 15, as a share of all.", "%",
        _of("census.age_by_lsoa"), _of("census.age_by_lsoa"), decimals=1,
    ),
    Indicator(
        "older_people", "people", Kind.SHARE, "People of 65 and over", "Residents of 65 and over.", "%",
        _of("census.age_by_lsoa"), _of("census.age_by_lsoa"), decimals=1,
    ),
    Indicator(
        "hate_crime", "safety", Kind.COUNT, "Hate crimes recorded by the police force",
        "Offences that the force flagged as hate crime, in the year to March.", "offences", _of("hate_crime.force"),
        smallest=Geography.PFA, asset=False,
    ),
    Indicator(
        "grants", "civic", Kind.COUNT, "Grants to local organisations", "Grants awarded to organisations based here.",
        "grants", _of("grants.awards"), asset=True,
    ),
)  # fmt: skip


def _wave(seed: int, i: int) -> float:
    """A number between 0 and 1 that is the same on every machine."""
    return ((i * 7919 + seed * 104729) % 1009) / 1008


def _wilson(n: float, of: float) -> tuple[float, float]:
    p, z = n / of, 1.96
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return 100 * (middle - half) / (1 + z * z / of), 100 * (middle + half) / (1 + z * z / of)


def read_areas(folder: Path = GEOGRAPHY) -> tuple[Area, ...]:
    """LSOAs, MSOAs and wards of Derby with their boundaries, and Derby itself, whose shape is theirs together."""
    areas = [Area(PLACE.code, PLACE.name, Geography.LAD, "2021")]
    for file in sorted(folder.glob("*.geojson")):
        for feature in json.loads(file.read_text("utf-8"))["features"]:
            properties = feature["properties"]
            code_key = next(
                (k for k in properties if (k[:4] in ("LSOA", "MSOA") or k[:2] == "WD") and k.endswith("CD")), ""
            )
            kind = {"L": Geography.LSOA, "M": Geography.MSOA, "W": Geography.WARD}[code_key[0]]
            geometry = feature["geometry"]
            rings = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            shape: tuple[Polygon, ...] = tuple(tuple(tuple((x, y) for x, y, *_ in r) for r in p) for p in rings)
            name = properties[code_key[:-2] + "NM"]
            areas.append(
                Area(properties[code_key], name, kind, "2025" if kind is Geography.WARD else "2021", "", shape)
            )
    return tuple(areas)


def _figure(indicator: Indicator, area: Area, period: str, value: float | None, **more: object) -> Figure:
    source = indicator.numerator.tables[0].partition(".")[0]
    base = Figure(
        indicator.id, "all", area.code, area.name, area.geography, area.vintage, period, value, None, None,
        Status.OK, indicator.unit, (source,), basis=f"{source} 2021",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def _share(indicator: Indicator, area: Area, period: str, n: float, of: float, **more: object) -> Figure:
    lower, upper = _wilson(n, of)
    return _figure(indicator, area, period, 100 * n / of, lower=lower, upper=upper, numerator=n, denominator=of, **more)


_PEOPLE = {Geography.LSOA: 1720, Geography.MSOA: 8430, Geography.WARD: 14520, Geography.LAD: 261401}


def _small_area_figures(by_id: dict[str, Indicator], areas: tuple[Area, ...]) -> Iterator[Figure]:
    for i, area in enumerate(areas):
        people = _PEOPLE[area.geography] * (1 if area.geography is Geography.LAD else 0.7 + 0.6 * _wave(1, i))
        yield _figure(by_id["residents"], area, CENSUS, float(round(people)))
        parts = [0.19 + 0.06 * _wave(2, i), 0.11 + 0.1 * _wave(3, i), 0.34, 0.17]
        for (code, _), part in zip(_AGES, [*parts, 1 - sum(parts)], strict=True):
            yield _figure(by_id["residents"], area, CENSUS, float(round(people * part)), category=code)
        yield _share(by_id["children"], area, CENSUS, people * parts[0], people)
        yield _share(by_id["older_people"], area, CENSUS, people * (0.08 + 0.2 * _wave(10, i)), people)
        yield _share(by_id["religion"], area, CENSUS, 261351.0 if i == 0 else people, 261351.0 if i == 0 else people)
        faiths = [0.36 + 0.1 * _wave(4, i), 0.30, 0.05 + 0.1 * _wave(5, i), 0.03, 0.02]
        for (code, _), part in zip(_FAITHS, [*faiths, 1 - sum(faiths)], strict=True):
            yield _share(by_id["religion"], area, CENSUS, people * part, people, category=code)
        yield _share(by_id["homes_owned"], area, CENSUS, people * (0.3 + 0.5 * _wave(6, i)) / 2.4, people / 2.4)
        if area.geography is not Geography.LSOA:
            yield _share(by_id["born_outside_uk"], area, CENSUS, people * (0.05 + 0.3 * _wave(7, i)), people)
        yield from _incidents(by_id["antisocial_behaviour_rate"], by_id["antisocial_behaviour"], area, i, people)
        grants = None if i % 23 == 5 else float(round(40 * _wave(9, i)))
        yield _figure(
            by_id["grants"], area, YEAR_2024, grants, status=Status.OK if grants is not None else Status.NOT_AVAILABLE
        )


def _incidents(indicator: Indicator, count: Indicator, area: Area, i: int, people: float) -> Iterator[Figure]:
    n = 5 * round(people * 0.021 * (0.2 + 1.6 * _wave(8, i)) / 5)
    if area.geography is Geography.LSOA and i % 17 == 3:
        yield _figure(indicator, area, YEAR_2024, None, status=Status.WITHHELD)
        yield _figure(count, area, YEAR_2024, None, status=Status.WITHHELD)
        return
    half = 1960 * math.sqrt(n) / people
    status = Status.UNRELIABLE if area.geography is Geography.LSOA and i % 19 == 4 else Status.OK
    yield _figure(count, area, YEAR_2024, float(n))
    for year in (2023, 2024):
        rate = 1000 * n / people * (1 if year == 2024 else 1.15)
        yield _figure(
            indicator, area, f"{year}-01-01/{year}-12-31", rate, lower=max(rate - half, 0.0), upper=rate + half,
            status=status, numerator=float(n), denominator=people,
        )  # fmt: skip


def _place_figures(by_id: dict[str, Indicator], place: Area) -> Iterator[Figure]:
    for year in range(2011, 2023):
        people = 248_900 + (year - 2011) * 1338.2
        yield _figure(by_id["mid_year_population"], place, f"{year}-06-30", round(people), basis="mid-2022, revised")
    for year in (2017, 2019, 2020):
        people = 256_814 - (2020 - year) * 300.0
        yield _figure(by_id["mid_year_population"], place, f"{year}-06-30", people, basis="mid-2020, before the census")
    yield _figure(by_id["mid_year_population"], place, MID_2024, 274149.0, basis="mid-2024")
    yield _figure(by_id["registered_patients"], place, "2021-01-01", 298223.0)
    force = Area("E23000018", "Derbyshire", Geography.PFA, "2021")
    for year in range(2012, 2020):
        yield _figure(by_id["hate_crime"], force, f"{year - 1}-04-01/{year}-03-31", 500.0 + 61 * (year - 2012))


BREAKS = (
    Break("mid_year_population", "2016-06-30", "2017-06-30", "mid-2022, revised | mid-2020, before the census"),
    Break("mid_year_population", "2017-06-30", "2017-06-30", "mid-2020, before the census | mid-2022, revised"),
    Break("mid_year_population", "2022-06-30", "2024-06-30", "mid-2022, revised | mid-2024"),
    Break("hate_crime", "2014-04-01/2015-03-31", "2015-04-01/2016-03-31", "Recording by the police was reviewed."),
)


def _contract(source: str, title: str) -> Contract:
    return Contract(
        source, title, "1.0", "Office for National Statistics", "an area", "how many people live where",
        "usual residents", "some people in shared houses", "nobody", "12 months", "kept while it is the latest",
        ("decisions about a person", "enforcement"), (),
    )  # fmt: skip


def _receipt(source: str) -> Receipt:
    return Receipt(
        source, "street", f"sources/{source}.csv", "ab" * 32, 123456, "utf-8", "OGL-1", 1000, 980, 20, 18, 3,
        (
            Refusal("known_lsoa", "lsoa", "The area is not one of the place's.", "send the file for this place", 18,
                    (2, 5, 9), is_set_aside=True),
            Refusal("month_is_a_month", "month", "The month cannot be.", "write it as 2024-11", 2, (700, 701)),
        ),
        (Dropped("crime_id", "the agreement does not allow it"),),
        ("thousands commas were read as digits",),
        ("Is November 2023 complete?",),
        "2023-01-01", "2024-12-31",
    )  # fmt: skip


_AGREEMENT = Agreement(
    id="OGL-1", title="Open Government Licence v3.0", kind="open_licence", status="in_force",
    controller="Office for National Statistics", licence="OGL-UK-3.0",
    licence_url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
    in_force_from=date(2014, 10, 31), purposes=(Purpose.POPULATION_STATISTICS,),
    sources=("census", "mid_year_estimates", "gp_register", "police", "hate_crime", "grants"),
    outputs=Outputs(protection="as_published"), summary="Figures that anyone may use, with attribution.",
    prohibited=("direct_marketing",),
)  # fmt: skip


@lru_cache(maxsize=1)
def sample_matter() -> BookMatter:
    areas = read_areas()
    by_id = {indicator.id: indicator for indicator in INDICATORS}
    figures = (*_small_area_figures(by_id, areas), *_place_figures(by_id, areas[0]))
    sources = sorted({source for figure in figures for source in figure.sources})
    return BookMatter(
        place=PLACE,
        table=SafeTable(figures, (("police", "0 shown, 1 to 7 withheld, others to the nearest 5"),)),
        areas=areas,
        paged=("ward", "msoa"),
        fits=(
            Fit(Geography.MSOA, "2021", "exact", 31, 0, 0.0),
            Fit(Geography.WARD, "2025", "best fit by postcodes", 18, 0, 0.043),
        ),
        members={area.code: tuple(f"E0101{n:04}" for n in range(7)) for area in areas if area.geography != "lsoa"},
        themes=THEMES,
        indicators=INDICATORS,
        breaks=BREAKS,
        gaps=(Gap("police.street", "all", "2024-07-01/2024-07-31", 470.0),),
        receipts=tuple(_receipt(source) for source in sources),
        contracts={s: _contract(s, s.replace("_", " ").capitalize()) for s in (*sources, "council_tax")},
        agreements=(_AGREEMENT,),
        missing=(("council_tax", "no agreement yet"),),
        unmeasured=(),
        parameters={"minimum_cell_count": 8},
        fingerprint="5f1c" * 16,
    )


def bilingual_matter() -> BookMatter:
    matter = sample_matter()
    return replace(matter, place=replace(matter.place, languages=("en", "cy"), nation="wales", name_cy="Derby"))


HOUSING = """\
id: DDA-HOMES
title: Tenants of Square Homes
kind: dda
status: in_force
controller: Square Homes
attribution: 'Source: Square Homes.'
in_force_from: 2024-04-01
ends_on: 2027-03-31
review_due: 2026-03-31
purposes: [population_statistics]
sources: [social_housing]
outputs: {protection: people_counts, smallest_geography: msoa}
summary: Square Homes sends a row for each tenant, without names.
power: Housing Act 1985 s. 8
dpia: DPIA-7
parties:
  - {id: square_homes, name: Square Homes, kind: housing_association}
  - {id: square_council, name: Foursquare Council, kind: council, contact_post: 'Head of Data, data@council.example'}
items:
  - {item: pseudonym, why: to count a person once, category: ordinary}
  - {item: age, why: figures are by age, category: ordinary}
flows:
  - id: send
    from: square_homes
    to: square_council
    items: [pseudonym, age]
    source: social_housing
    purpose: population_statistics
    grain: person
    subjects: [tenants]
    transport: sealed transfer
    pseudonymised_by: square_homes
lawfulness: {article_6: [recognised_legitimate_interest]}
objection: {route: write to Square Homes}
complaints: {route: by letter or telephone to Square Homes}
retention: {periods: [{days: 365}]}
security: {at_rest: AES-256, access: two analysts}
reasons: {benefit: homes of the right size}
people: {training: 'data protection, every year'}
prohibited: [working out who somebody is, enforcement]
signatures:
  - {party: square_homes, post: 'Chief Executive, Square Homes', signed_on: 2024-03-16}
"""
LIBRARIES = """\
id: DDA/LIBRARIES 2
title: Members of the library
kind: dda
status: in_force
controller: Square Library
attribution: 'Source: Square Library.'
in_force_from: 2024-04-01
purposes: [population_statistics]
sources: [libraries]
outputs: {protection: people_counts}
summary: The library tells how many people are its members.
"""
COUNCIL_CODE = """\
id: CODE-COUNCIL
kind: code
title: Code of practice of Foursquare Council
party: {id: square_council, name: Foursquare Council, kind: council}
status: in_force
in_force_from: 2024-01-01
summary: How the council shares.
rules:
  - {id: no_names, clause: '1.1', kind: prohibit, when: {item: name, source: libraries}}
signatures:
  - {party: square_council, post: 'Chief Executive, Foursquare Council', signed_on: 2023-12-11}
"""


def shared_matter() -> BookMatter:
    """The same book with lists of partners behind it: two agreements, a code, and what its clauses made of the run."""
    matter = sample_matter()
    account = Account(
        run_by="square_council",
        texts=(load_code(COUNCIL_CODE, "code"), load_agreement(LIBRARIES, "libraries")),
        hashes=(("CODE-COUNCIL", "ab" * 32),),
        refused=(Refused("council_tax.accounts", 3, "No clause lets anybody receive it.", "CODE-COUNCIL 1.1"),),
        narrowed=(Narrowed("libraries.members", "DDA/LIBRARIES 2", (("full_name", "CODE-COUNCIL 1.1"),), 30, False),),
        releases=(Released(41, 40, "cd" * 32),),
    )
    return replace(matter, agreements=(*matter.agreements, load_agreement(HOUSING, "housing")), account=account)
