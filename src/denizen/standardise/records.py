"""Lists with a row per person, dwelling, booking, case or answer become counts of areas, and leave here as nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from denizen.contracts import Field, Layout
from denizen.shapes import AREA_COUNTS, Statement
from denizen.standardise.periods import period_columns

PLACE = "place"
"""what `only_area` says of a list that is about the whole place"""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where rows can come to: the place, and the geography and vintage of its base areas."""

    place: str
    geography: str
    vintage: str


def counts(
    layout: Layout, accepted: Sequence[str], unread: Sequence[str], name: str, ground: Ground, *, refused_share: float
) -> Statement:
    """Rows counted by area, period and category: shape AREA_COUNTS.

    A row stands where its UPRN does, else where its postcode lies, else in its own area; one that stands nowhere counts
    for the whole place alone. Rows that the contract does not count are left aside.
    Args:  the layout; its accepted tables, one per delivery; its refused rows, as far as they could be read; the new
           name; where rows can come to; the share of refused rows in an area beyond which its figures are unknown.
    Reads: gazetteer, postcodes.
    """
    gives = layout.gives
    start, end = _span(layout)
    cells = "\n            UNION ALL ".join(_cells(layout))
    return Statement(
        name,
        f"""
        WITH accepted AS ({_union(accepted, unread)}),
        placed AS (
            SELECT accepted.*, {stands_in(layout)} AS placed_in, {start} AS first_day, {end} AS last_day
            FROM accepted {joins_of_place(layout)}
            WHERE NOT is_read OR COALESCE(({gives.counted or "TRUE"}), FALSE)
        ),
        whole AS ({_whole_periods(layout)}),
        cells AS (
            {cells}
        ),
        summed AS (
            SELECT area_code, first_day, last_day, category,
                   {"CAST(COUNT(DISTINCT item) AS DOUBLE)" if gives.once_per else "SUM(amount)"} AS value
            FROM cells
            WHERE first_day IN (SELECT first_day FROM whole) AND category IS NOT NULL AND is_read
            GROUP BY area_code, first_day, last_day, category
        ),
        refused AS (
            SELECT placed_in AS area_code, first_day, last_day,
                   SUM(CASE WHEN is_read THEN 0.0 ELSE 1.0 END) / COUNT(*) AS share
            FROM placed GROUP BY placed_in, first_day, last_day
        )
        SELECT CAST($table_id AS VARCHAR) AS table_id, COALESCE(summed.area_code, $place) AS area_code,
               CASE WHEN summed.area_code IS NULL THEN 'lad' ELSE CAST($geography AS VARCHAR) END AS geography,
               CAST($vintage AS VARCHAR) AS vintage, summed.first_day AS period_start, summed.last_day AS period_end,
               summed.category, CASE WHEN COALESCE(refused.share, 0) <= $refused_share THEN value END AS value,
               CAST($basis AS VARCHAR) AS basis
        FROM summed
        LEFT JOIN refused
            ON refused.area_code = summed.area_code AND refused.first_day = summed.first_day
           AND refused.last_day = summed.last_day
        ORDER BY area_code, period_start, summed.category
        """,
        {
            "table_id": layout.id,
            "place": ground.place,
            "geography": _geography(layout, ground),
            "vintage": ground.vintage if comes_to_base(layout) else gives.vintage,
            "basis": gives.basis,
            "refused_share": refused_share,
        },
        AREA_COUNTS,
    )


def comes_to_base(layout: Layout) -> bool:
    """Whether rows are brought to base areas by their address, and not left in areas of their own."""
    return bool(layout.with_role("uprn", "postcode"))


def not_placed(name: str, place: str) -> str:
    """SQL for how many counted rows stand nowhere but in the whole place, and how many rows are counted in all."""
    here = f"CASE WHEN geography = 'lad' AND area_code = '{place}' THEN value ELSE 0 END"
    return f"SELECT SUM({here}), SUM(value) FROM \"{name}\" WHERE category = 'all'"


def _geography(layout: Layout, ground: Ground) -> str:
    if layout.gives.only_area == PLACE:
        return "lad"
    return ground.geography if comes_to_base(layout) else layout.gives.geography.value


def _union(accepted: Sequence[str], unread: Sequence[str]) -> str:
    whole = [f'SELECT *, TRUE AS is_read FROM "{table}"' for table in accepted]
    return " UNION ALL ".join([*whole, *(f'SELECT *, FALSE AS is_read FROM "{table}"' for table in unread)])


def joins_of_place(layout: Layout) -> str:
    """SQL that joins what places a row: its UPRNs, its postcodes. The rows are called `accepted`."""
    joins = [
        f"LEFT JOIN gazetteer AS gazetteer_{n} ON gazetteer_{n}.uprn = accepted.{field.name}"
        for n, field in enumerate(layout.with_role("uprn"))
    ]
    joins += [
        f"LEFT JOIN postcodes AS postcodes_{n} ON postcodes_{n}.postcode = accepted.{field.name}"
        for n, field in enumerate(layout.with_role("postcode"))
    ]
    return "\n            ".join(joins)


def stands_in(layout: Layout) -> str:
    """SQL for the area that a row stands in, beside `joins_of_place`; NULL where it is the whole place."""
    gives = layout.gives
    places = [f"gazetteer_{n}.area_code" for n, _ in enumerate(layout.with_role("uprn"))]
    places += [f"postcodes_{n}.area_code" for n, _ in enumerate(layout.with_role("postcode"))]
    places += [f"accepted.{gives.area}"] if gives.area else []
    if gives.only_area == PLACE or not places:
        return "CAST(NULL AS VARCHAR)" if gives.only_area in ("", PLACE) else f"'{gives.only_area}'"
    return f"COALESCE({', '.join(places)})" if len(places) > 1 else places[0]


def _span(layout: Layout) -> tuple[str, str]:
    """The days that a row describes, or those of the month, quarter or year that they lie in."""
    start, end = period_columns(layout)
    every = layout.gives.every
    if not every:
        return start, end
    first = f"CAST(DATE_TRUNC('{every}', {start}) AS DATE)"
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    return first, f"CAST({first} + INTERVAL {months} MONTH - INTERVAL 1 DAY AS DATE)"


_ROWS_A_MONTH = 5
"""with five expected, a month without any has a chance of less than one in a hundred"""


def _whole_periods(layout: Layout) -> str:
    """SQL for the periods that are whole: a part of a year is no year.

    The newest is a part when rows reach the last month of some earlier one and not of it; the oldest likewise with the
    first month. A list that has all its rows on one day of each year is whole in every year; and of a list with few
    rows a month an empty month says nothing.
    """
    if layout.gives.every not in ("quarter", "year"):
        return "SELECT DISTINCT first_day FROM placed WHERE first_day IS NOT NULL"
    start, end = period_columns(layout)
    reaches = f"MAX({end}) >= CAST(DATE_TRUNC('month', last_day) AS DATE)"
    begins = f"MIN({start}) <= LAST_DAY(first_day)"
    return f"""
            SELECT first_day FROM (
                SELECT *, MAX(first_day) OVER () AS newest, MIN(first_day) OVER () AS oldest,
                       BOOL_OR(reaches) OVER () AS some_reach, BOOL_OR(begins) OVER () AS some_begin,
                       SUM(rows) OVER () / SUM(months) OVER () >= {_ROWS_A_MONTH} AS has_many
                FROM (
                    SELECT first_day, {reaches} AS reaches, {begins} AS begins, COUNT(*) AS rows,
                           COUNT(DISTINCT DATE_TRUNC('month', {start})) AS months
                    FROM placed WHERE first_day IS NOT NULL AND is_read GROUP BY first_day, last_day
                ) AS each_period
            ) AS periods
            WHERE NOT (has_many AND first_day = newest AND NOT reaches AND some_reach)
              AND NOT (has_many AND first_day = oldest AND NOT begins AND some_begin)
        """


def _cells(layout: Layout) -> list[str]:
    """One SELECT per way of counting: area_code, days, category, what is counted once, the amount, whether it was read."""
    gives = layout.gives
    found = [_cell(layout, "'all'")]
    for column in gives.count_by:
        found.append(_cell(layout, *_kind(layout.field(column))))
    found += [_cell(layout, f"'{kind}'", where=f"{column} = 'yes'") for column, kind in gives.flags.items()]
    found += [_cell(layout, f"'{kind}'", amount=f"CAST({column} AS DOUBLE)") for column, kind in gives.amounts.items()]
    return found + (_ages(layout) if gives.ages else [])


def _cell(
    layout: Layout, category: str, source: str = "placed", amount: str = "CAST(1 AS DOUBLE)", where: str = "TRUE"
) -> str:
    item = layout.gives.once_per or "row_number"
    return (
        f"SELECT placed_in AS area_code, first_day, last_day, {category} AS category, "
        f"CAST({item} AS VARCHAR) AS item, {amount} AS amount, is_read FROM {source} WHERE {where}"
    )


def _kind(field: Field) -> tuple[str, str]:
    """The category of a coded column, and the relation to read it from: a cell of several codes counts in each."""
    category = f"CONCAT('{field.name}_', {field.name})"
    if not field.split:
        return f"CASE WHEN {field.name} IS NOT NULL THEN {category} END", "placed"
    listed = f"(SELECT placed.* REPLACE (UNNEST(STRING_SPLIT({field.name}, ';')) AS {field.name}) FROM placed)"
    return category, f"{listed} AS parted"


def _ages(layout: Layout) -> list[str]:
    """Five-year age bands, and each by sex where there is a column of it."""
    years = _years(layout)
    band = (
        f"CASE WHEN {years} >= 85 THEN 'age_85_plus' WHEN {years} >= 0 THEN "
        f"CONCAT('age_', CAST(CAST(FLOOR({years} / 5.0) * 5 AS INT) AS VARCHAR), '_', "
        f"CAST(CAST(FLOOR({years} / 5.0) * 5 + 4 AS INT) AS VARCHAR)) END"
    )
    found = [_cell(layout, band)]
    for sex in layout.with_role("sex"):
        found.append(_cell(layout, f"CONCAT({sex.name}, '_', {band})", where=f"{sex.name} IN ('female', 'male')"))
    return found


def _years(layout: Layout) -> str:
    """SQL for the age in whole years on the last day described."""
    born = layout.with_role("birth_date")
    if born:
        name = born[0].name
        had = f"CASE WHEN STRFTIME(last_day, '%m%d') < STRFTIME({name}, '%m%d') THEN 1 ELSE 0 END"
        return f"(YEAR(last_day) - YEAR({name}) - {had})"
    year = layout.with_role("birth_year")
    return f"(YEAR(last_day) - {year[0].name})" if year else layout.with_role("age")[0].name
