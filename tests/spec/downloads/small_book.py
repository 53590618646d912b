"""A place of two wards and a few figures, drawn small enough to read every byte that comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from denizen.agreements.agreement import Agreement, Outputs
from denizen.agreements.purposes import Purpose
from denizen.profiles.matter import BookMatter
from denizen.shapes import SafeTable
from denizen.terms.areas import Area, Geography, Place
from denizen.terms.measures import Break, Figure, Indicator, Ingredient, Kind, Status, Theme

EAST = ((-1.5, 52.9), (-1.4, 52.9), (-1.4, 53.0), (-1.5, 53.0), (-1.5, 52.9))
WEST = ((-1.6, 52.9), (-1.6, 53.0), (-1.5000001, 53.0), (-1.5, 53.0), (-1.5, 52.9), (-1.6, 52.9))
HOLE = ((-1.58, 52.92), (-1.56, 52.92), (-1.56, 52.94), (-1.58, 52.94), (-1.58, 52.92))
TOWN = Area("E06000001", "Anytown", Geography.LAD, "2021")
AREAS = (
    TOWN,
    Area("E05000001", "East, Quay & Strand", Geography.WARD, "2025", shape=((EAST,),)),
    Area("E05000002", "=West", Geography.WARD, "2025", shape=((WEST, HOLE), (EAST,))),
)
RESIDENTS = Indicator(
    "residents", "people", Kind.COUNT, "Residents", "People who usually live here.", "people",
    Ingredient(("census.age",)), breakdown=True, categories=(("0-15", "Under 16"),),
)  # fmt: skip
OWNED = Indicator(
    "owned_homes", "people", Kind.SHARE, "Owned homes", "Households that own their home.", "%",
    Ingredient(("census.tenure",)), Ingredient(("census.tenure",)), decimals=1, caveat="Mortgaged homes are in it.",
)  # fmt: skip


def figure(indicator: Indicator, area: Area, period: str, value: float | None, **more: object) -> Figure:
    plain = Figure(
        indicator.id, "all", area.code, area.name, area.geography, area.vintage, period, value, None, None,
        Status.OK, indicator.unit, ("census",),
    )  # fmt: skip
    return replace(plain, **more)


def agreement(name: str, *sources: str) -> Agreement:
    return Agreement(
        id=name, title=f"Licence {name}", kind="open_licence", status="in_force", controller="Office",
        licence_url=f"https://example.org/{name}", attribution=f"Words of {name}.", in_force_from=date(2014, 1, 1),
        purposes=(Purpose.POPULATION_STATISTICS,), sources=sources, outputs=Outputs(protection="as_published"), summary="Open.",
    )  # fmt: skip


FIGURES = (
    figure(OWNED, TOWN, "2021-03-21", 100 / 3, lower=33.150000001, upper=33.51999, numerator=600.0, denominator=1800.0),
    figure(OWNED, AREAS[1], "2020-01-01/2020-12-31", 1.0, lower=0.0, upper=2.0, status=Status.UNRELIABLE),
    figure(OWNED, AREAS[1], "2021-01-01/2021-12-31", None, status=Status.WITHHELD, sources=("census", "council_tax")),
    figure(RESIDENTS, TOWN, "2021-03-21", 1800.0),
    figure(RESIDENTS, TOWN, "2021-03-21", 300.0, category="0-15"),
    figure(RESIDENTS, AREAS[1], "2021-03-21", 1200.0),
    figure(RESIDENTS, AREAS[2], "2021-03-21", 599.9999999999),
)


def small_matter() -> BookMatter:
    return BookMatter(
        place=Place(
            TOWN.code, TOWN.name, "england", ("en",), "2021-12-31", ("Anytown Council",), contact="the analyst"
        ),
        table=SafeTable(FIGURES, (("census", "as its publisher protected it"),)),
        areas=AREAS,
        paged=("ward",),
        fits=(),
        members={},
        themes=(Theme("people", "People: who/what?", "How many live here."),),
        indicators=(RESIDENTS, OWNED),
        breaks=(Break("residents", "2020-06-30", "2021-06-30", "the census is the base from here"),),
        gaps=(),
        receipts=(),
        contracts={},
        agreements=(agreement("OGL", "census"), agreement("DSA", "council_tax"), agreement("OTHER", "police")),
        missing=(),
        unmeasured=(),
        parameters={},
        fingerprint="ab" * 32,
    )
