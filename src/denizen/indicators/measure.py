"""Count what the catalogue names, for every area that the figures reach; then, once protected, work out value and bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from denizen.indicators import intervals
from denizen.shapes import COUNTS, FIGURES, Statement
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Ingredient


@dataclass(frozen=True, slots=True)
class Table:
    """What `measure` has to know of a standardised table beyond its rows."""

    id: str
    source: str
    geography: Geography
    is_additive: bool
    absent_is_zero: bool
    """areas and categories without a row count as none, not as unknown"""


def count(indicator: Indicator, tables: Mapping[str, Table], name: str) -> Statement:
    """Numerator and denominator of one indicator: shape COUNTS, one row per category x area x period x basis.

    A larger area is the sum of its base areas, and only where all of them have a figure; otherwise it is NULL.
    Scores and deciles (not additive) stay with the area that they were published for.
    Args:  the indicator; the standardised tables at hand; the name of the new table.
    Reads: area_counts, members, gaps.
    """
    sizes = [geography.value for geography in Geography if geography.size >= indicator.smallest.size]
    ingredients = [indicator.numerator, *([indicator.denominator] if indicator.denominator else [])]
    sources = _sources(ingredients, tables)
    values: dict[str, object] = {
        "indicator": indicator.id,
        "sources": ",".join(sources),
        "source": ",".join(_sources([indicator.numerator], tables)),
        "denominator_source": ",".join(_sources([indicator.denominator], tables) if indicator.denominator else []),
    }
    numerator = _summed("numerator", indicator.numerator, tables, _categories(indicator), values)
    denominator = _denominator(indicator, tables, values)
    some, whole = _holes(indicator)
    in_sizes = ", ".join(f"'{size}'" for size in sizes)
    return Statement(
        name,
        f"""
        WITH {numerator},
        {denominator}
        SELECT CAST($indicator AS VARCHAR) AS indicator, numerator.category, numerator.area_code, numerator.area_name,
               numerator.geography, numerator.vintage, numerator.period_start, numerator.period_end,
               CASE WHEN NOT ({whole}) THEN numerator.value END AS numerator,
               denominator.value AS denominator,
               CAST($source AS VARCHAR) AS source, CAST($denominator_source AS VARCHAR) AS denominator_source,
               CAST($sources AS VARCHAR) AS sources, numerator.basis,
               {some} AS has_gap
        FROM numerator_areas AS numerator
        LEFT JOIN denominator_chosen AS denominator
            ON denominator.area_code = numerator.area_code AND denominator.geography = numerator.geography
           AND denominator.for_end = numerator.period_end
        WHERE numerator.geography IN ({in_sizes})
        """,
        values,
        COUNTS,
    )


def measure(indicators: Sequence[Indicator], protected: str, name: str, unreliable_width: float) -> Statement:
    """Values and 95 % bounds from protected counts: shape FIGURES.

    Shares take Wilson's interval, rates Byar's; counts, ratios and published scores have none, nor has the whole
    (100 %) of a breakdown.
    Args:  the catalogue; the protected counts; the new name; interval width over value beyond which a figure is marked.
    """
    about = ", ".join(
        f"('{i.id}', '{i.kind}', CAST({i.per} AS DOUBLE), CAST({i.decimals} AS INT), $unit_{n}, {i.breakdown})"
        for n, i in enumerate(indicators)
    )
    lower, upper = intervals.sql("numerator", "denominator", "kind", "per")
    return Statement(
        name,
        f"""
        WITH about (indicator, kind, per, decimals, unit, is_breakdown) AS (VALUES {about}),
        worked AS (
            SELECT counts.*, about.unit, about.kind, about.decimals,
                   CASE WHEN kind IN ('count', 'published') THEN numerator
                        WHEN denominator > 0 THEN per * numerator / denominator END AS value,
                   CASE WHEN NOT (is_breakdown AND category = 'all') THEN {lower} END AS lower,
                   CASE WHEN NOT (is_breakdown AND category = 'all') THEN {upper} END AS upper
            FROM {protected} AS counts JOIN about ON about.indicator = counts.indicator
        )
        SELECT indicator, category, area_code, area_name, geography, vintage, period_start, period_end,
               numerator, denominator, source, denominator_source, sources, basis, has_gap,
               CASE WHEN status <> '' THEN status
                    WHEN numerator IS NULL THEN '[x]'
                    WHEN value IS NULL AND denominator = 0 THEN '[z]'
                    WHEN value IS NULL THEN '[x]'
                    WHEN has_gap THEN '[u]'
                    WHEN kind IN ('share', 'rate') AND value > 0 AND ROUND(value, decimals) = 0 THEN '[low]'
                    WHEN value > 0 AND upper - lower > $unreliable_width * value THEN '[u]'
                    ELSE '' END AS status,
               rule, value, lower, upper, unit
        FROM worked
        """,
        {"unreliable_width": unreliable_width, **{f"unit_{n}": i.unit for n, i in enumerate(indicators)}},
        FIGURES,
    )


def _held(ingredient: Ingredient, tables: Mapping[str, Table]) -> list[Table]:
    return [tables[table] for table in ingredient.tables if table in tables]


def _sources(ingredients: Sequence[Ingredient], tables: Mapping[str, Table]) -> list[str]:
    return sorted({table.source for ingredient in ingredients for table in _held(ingredient, tables)})


def _categories(indicator: Indicator) -> tuple[str, ...]:
    """The categories that the numerator's figures are given by; none means one figure, the sum of what it names."""
    return ("all", *(category for category, _ in indicator.categories)) if indicator.breakdown else ()


def _summed(
    stem: str, ingredient: Ingredient, tables: Mapping[str, Table], by: Sequence[str], values: dict[str, object]
) -> str:
    """CTEs that end in `<stem>_areas`: category, area_code, area_name, geography, vintage, periods, basis, value.

    Where two tables give figures for the same areas and period, one of them counts: they are never added. Areas of one
    kind are told on one basis in a period: the one that knows the most of them, or of equals the first in the
    catalogue's order.
    """
    held = _held(ingredient, tables)
    values[f"{stem}_tables"] = [table.id for table in held]
    chosen = list(by) if by else list(ingredient.categories) or ["all"]
    values[f"{stem}_categories"] = list(dict.fromkeys(chosen))
    category, parts = ("category", 1) if by else ("'all'", len(set(chosen)))
    zero = all(table.absent_is_zero for table in held)
    own_area = "" if all(table.is_additive for table in held) else "AND members.area_code = cells.area_code"
    order = " ".join(f"WHEN '{table.id}' THEN {place}" for place, table in enumerate(held))
    whole = "COUNT(value) = COUNT(*)" if zero else f"COUNT(value) = COUNT(*) AND COUNT(*) = {parts}"
    return f"""{stem}_rows AS (
            SELECT table_id, area_code, geography, vintage, period_start, period_end, basis, category, value
            FROM area_counts
            WHERE table_id IN (SELECT UNNEST($__tables))
        ),
        {_buckets(stem, ingredient.months)},
        {stem}_given AS (
            SELECT table_id, area_code, geography, period_start, period_end, basis, {category} AS category,
                   CASE WHEN {whole if not ingredient.months else "COUNT(value) = COUNT(*)"} THEN SUM(value) END AS value
            FROM {stem}_periods
            WHERE category IN (SELECT UNNEST($__categories))
            GROUP BY table_id, area_code, geography, period_start, period_end, basis, {category}
        ),
        {_cells(stem, by, zero=zero)},
        {stem}_by_table AS (
            SELECT cells.table_id, cells.category, members.area_code, members.area_name, members.geography,
                   members.vintage, cells.period_start, cells.period_end, cells.basis,
                   CASE WHEN COUNT(cells.value) = COUNT(*) THEN SUM(cells.value) END AS value
            FROM {stem}_cells AS cells
            JOIN members ON members.base_code = cells.area_code AND members.base_geography = cells.geography {own_area}
            GROUP BY cells.table_id, cells.category, members.area_code, members.area_name, members.geography,
                     members.vintage, cells.period_start, cells.period_end, cells.basis
        ),
        {stem}_placed AS (
            SELECT *, CASE table_id {order} END AS table_place,
                   COUNT(value) OVER (PARTITION BY table_id, basis, geography, period_start, period_end) AS known
            FROM {stem}_by_table
        ),
        {stem}_by_basis AS (
            SELECT *, MAX(known) OVER (PARTITION BY basis, geography, period_start, period_end) AS most_known,
                   MIN(table_place) OVER (PARTITION BY basis, geography, period_start, period_end) AS basis_place
            FROM {stem}_placed
        ),
        {stem}_ordered AS (
            SELECT *, ROW_NUMBER() OVER (
                       PARTITION BY category, area_code, geography, period_start, period_end
                       ORDER BY most_known DESC, basis_place, basis, CASE WHEN value IS NULL THEN 1 ELSE 0 END, table_place
                   ) AS place
            FROM {stem}_by_basis
        ),
        {stem}_areas AS (SELECT * FROM {stem}_ordered WHERE place = 1)""".replace("$__", f"${stem}_")


def _buckets(stem: str, months: int) -> str:
    """CTEs for periods and times: as given, or so many months counted back from the last month; whole ones only."""
    if not months:
        return f"""{stem}_periods AS (SELECT * FROM {stem}_rows),
        {stem}_times AS (SELECT DISTINCT table_id, geography, period_start, period_end, basis FROM {stem}_periods)"""
    start = f"CAST(last - INTERVAL 1 MONTH * (bucket * {months} + {months - 1}) AS DATE)"
    end = f"LAST_DAY(CAST(last - INTERVAL 1 MONTH * (bucket * {months}) AS DATE))"
    return f"""{stem}_span AS (
            SELECT table_id, geography, basis, CAST(DATE_TRUNC('month', MAX(period_end)) AS DATE) AS last,
                   (DATE_DIFF('month', MIN(period_start), MAX(period_end)) + 1) // {months} AS buckets
            FROM {stem}_rows GROUP BY table_id, geography, basis
        ),
        {stem}_numbered AS (
            SELECT rows.*, DATE_DIFF('month', rows.period_end, span.last) // {months} AS bucket, span.last, span.buckets
            FROM {stem}_rows AS rows
            JOIN {stem}_span AS span
                ON span.table_id = rows.table_id AND span.geography = rows.geography AND span.basis = rows.basis
        ),
        {stem}_periods AS (
            SELECT table_id, area_code, geography, vintage, {start} AS period_start, {end} AS period_end,
                   basis, category, value
            FROM {stem}_numbered WHERE bucket < buckets
        ),
        {stem}_each AS (
            SELECT table_id, geography, basis, last, UNNEST(GENERATE_SERIES(0, buckets - 1)) AS bucket FROM {stem}_span
        ),
        {stem}_times AS (
            SELECT table_id, geography, {start} AS period_start, {end} AS period_end, basis FROM {stem}_each
        )""".replace("$__", f"${stem}_")


def _cells(stem: str, by: Sequence[str], *, zero: bool) -> str:
    """Every cell that there should be: known areas x periods x categories. What is absent is none where the list leaves
    zeroes out, and else unknown; what arrived and could not be read is unknown."""
    value = "CASE WHEN given.table_id IS NULL THEN 0 ELSE given.value END" if zero else "given.value"
    kinds = "SELECT UNNEST($__categories) AS category" if by else "SELECT 'all' AS category"
    return f"""{stem}_kinds AS ({kinds}),
        {stem}_cells AS (
            SELECT times.table_id, kinds.category, here.base_code AS area_code, times.geography, times.period_start,
                   times.period_end, times.basis, {value} AS value
            FROM {stem}_times AS times
            JOIN (SELECT DISTINCT base_code, base_geography FROM members) AS here
                ON here.base_geography = times.geography
            CROSS JOIN {stem}_kinds AS kinds
            LEFT JOIN {stem}_given AS given
                ON given.table_id = times.table_id AND given.area_code = here.base_code
               AND given.period_start = times.period_start AND given.period_end = times.period_end
               AND given.basis = times.basis AND given.category = kinds.category
        )""".replace("$__", f"${stem}_")


def _denominator(indicator: Indicator, tables: Mapping[str, Table], values: dict[str, object]) -> str:
    """CTEs that end in `denominator_chosen`: for each area and end of period, the figure to divide by."""
    if indicator.denominator is None:
        return """denominator_chosen AS (
            SELECT '' AS area_code, '' AS geography, DATE '1900-01-01' AS for_end, CAST(NULL AS DOUBLE) AS value
            WHERE FALSE
        )"""
    summed = _summed("denominator", indicator.denominator, tables, (), values)
    return f"""{summed},
        wanted AS (SELECT DISTINCT area_code, geography, period_end AS for_end FROM numerator_areas),
        ordered AS (
            SELECT wanted.area_code, wanted.geography, wanted.for_end, areas.value,
                   ROW_NUMBER() OVER (
                       PARTITION BY wanted.area_code, wanted.geography, wanted.for_end
                       ORDER BY CASE WHEN areas.period_end <= wanted.for_end THEN 0 ELSE 1 END,
                                ABS(DATE_DIFF('day', areas.period_end, wanted.for_end)), areas.basis
                   ) AS place
            FROM wanted JOIN denominator_areas AS areas
                ON areas.area_code = wanted.area_code AND areas.geography = wanted.geography
        ),
        denominator_chosen AS (SELECT area_code, geography, for_end, value FROM ordered WHERE place = 1)"""


def _holes(indicator: Indicator) -> tuple[str, str]:
    """SQL for whether a month that the file lacks lies within the period, and whether nothing else does.

    A breakdown's category looks at its own holes and its total at all; a figure of named categories at theirs; any other at
    all kinds, and is wholly lacking only where every kind is (category `all`).
    """
    named = indicator.numerator.categories
    if indicator.breakdown:
        touched, own, kinds = (
            "gaps.category = numerator.category OR numerator.category = 'all'",
            "numerator.category",
            1,
        )
    elif named:
        touched = own = "SELECT UNNEST($numerator_categories)"
        touched, kinds = f"gaps.category IN ({touched})", len(named)
    else:
        touched, own, kinds = "TRUE", "'all'", 1
    within = """gaps.table_id IN (SELECT UNNEST($numerator_tables))
                     AND gaps.period_start >= numerator.period_start AND gaps.period_end <= numerator.period_end"""
    some = f"EXISTS (SELECT 1 FROM gaps WHERE {within} AND ({touched}))"
    months = "(DATE_DIFF('month', numerator.period_start, numerator.period_end) + 1)"
    whole = f"(SELECT COUNT(*) FROM gaps WHERE {within} AND gaps.category IN ({own})) >= {months} * {kinds}"
    return some, whole
