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
    sources = _sources(indicator, tables)
    values: dict[str, object] = {
        "indicator": indicator.id,
        "sources": ",".join(sources),
        "source": _held(indicator.numerator, tables)[0].source,
    }
    numerator = _summed("numerator", indicator.numerator, tables, _categories(indicator), values)
    denominator = _denominator(indicator, tables, values)
    in_sizes = ", ".join(f"'{size}'" for size in sizes)
    return Statement(
        name,
        f"""
        WITH {numerator},
        {denominator}
        SELECT CAST($indicator AS VARCHAR) AS indicator, numerator.category, numerator.area_code, numerator.area_name,
               numerator.geography, numerator.vintage, numerator.period_start, numerator.period_end,
               CASE WHEN NOT ({_gap(indicator, whole=True)}) THEN numerator.value END AS numerator,
               denominator.value AS denominator,
               CAST($source AS VARCHAR) AS source, CAST($sources AS VARCHAR) AS sources, numerator.basis,
               {_gap(indicator, whole=False)} AS has_gap
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
               numerator, denominator, source, sources, basis, has_gap,
               CASE WHEN status <> '' THEN status
                    WHEN numerator IS NULL THEN '[x]'
                    WHEN value IS NULL AND denominator = 0 THEN '[z]'
                    WHEN value IS NULL THEN '[x]'
                    WHEN has_gap THEN '[u]'
                    WHEN upper - lower > $unreliable_width * value THEN '[u]'
                    WHEN kind = 'share' AND value > 0 AND ROUND(value, decimals) = 0 THEN '[low]'
                    ELSE '' END AS status,
               rule, value, lower, upper, unit
        FROM worked
        """,
        {"unreliable_width": unreliable_width, **{f"unit_{n}": i.unit for n, i in enumerate(indicators)}},
        FIGURES,
    )


def _held(ingredient: Ingredient, tables: Mapping[str, Table]) -> list[Table]:
    return [tables[table] for table in ingredient.tables if table in tables]


def _sources(indicator: Indicator, tables: Mapping[str, Table]) -> list[str]:
    ingredients = [indicator.numerator, *([indicator.denominator] if indicator.denominator else [])]
    return sorted({table.source for ingredient in ingredients for table in _held(ingredient, tables)})


def _categories(indicator: Indicator) -> tuple[str, ...]:
    """The categories that the numerator's figures are given by; none means one figure, the sum of what it names."""
    return ("all", *(category for category, _ in indicator.categories)) if indicator.breakdown else ()


def _summed(
    stem: str, ingredient: Ingredient, tables: Mapping[str, Table], by: Sequence[str], values: dict[str, object]
) -> str:
    """CTEs that end in `<stem>_areas`: category, area_code, area_name, geography, vintage, periods, basis, value."""
    held = _held(ingredient, tables)
    values[f"{stem}_tables"] = [table.id for table in held]
    chosen = list(by) if by else list(ingredient.categories) or ["all"]
    values[f"{stem}_categories"] = list(dict.fromkeys(chosen))
    category = "category" if by else "'all'"
    months = ingredient.months
    zero = all(table.absent_is_zero for table in held)
    own_area = "" if all(table.is_additive for table in held) else "AND members.area_code = cells.area_code"
    return f"""{stem}_rows AS (
            SELECT table_id, area_code, geography, vintage, period_start, period_end, basis, category, value
            FROM area_counts
            WHERE table_id IN (SELECT UNNEST($__tables))
        ),
        {_buckets(stem, months)},
        {stem}_given AS (
            SELECT table_id, area_code, geography, period_start, period_end, basis, {category} AS category,
                   SUM(value) AS value
            FROM {stem}_periods
            WHERE category IN (SELECT UNNEST($__categories))
            GROUP BY table_id, area_code, geography, period_start, period_end, basis, {category}
        ),
        {_cells(stem, by, zero=zero)},
        {stem}_areas AS (
            SELECT cells.category, members.area_code, members.area_name, members.geography, members.vintage,
                   cells.period_start, cells.period_end, cells.basis,
                   CASE WHEN COUNT(cells.value) = COUNT(*) THEN SUM(cells.value) END AS value
            FROM {stem}_cells AS cells
            JOIN members ON members.base_code = cells.area_code AND members.base_geography = cells.geography {own_area}
            GROUP BY cells.category, members.area_code, members.area_name, members.geography, members.vintage,
                     cells.period_start, cells.period_end, cells.basis
        )""".replace("$__", f"${stem}_")


def _buckets(stem: str, months: int) -> str:
    """Periods as given, or so many months counted back from the last month of the table; whole buckets only."""
    if not months:
        return f"{stem}_periods AS (SELECT * FROM {stem}_rows)"
    return f"""{stem}_span AS (
            SELECT MIN(period_start) AS first, MAX(period_start) AS last
            FROM area_counts WHERE table_id IN (SELECT UNNEST($__tables))
        ),
        {stem}_numbered AS (
            SELECT rows.*, DATE_DIFF('month', rows.period_start, span.last) // {months} AS bucket, span.last,
                   (DATE_DIFF('month', span.first, span.last) + 1) // {months} AS buckets
            FROM {stem}_rows AS rows CROSS JOIN {stem}_span AS span
        ),
        {stem}_periods AS (
            SELECT table_id, area_code, geography, vintage,
                   CAST(last - INTERVAL 1 MONTH * (bucket * {months} + {months - 1}) AS DATE) AS period_start,
                   LAST_DAY(CAST(last - INTERVAL 1 MONTH * (bucket * {months}) AS DATE)) AS period_end,
                   basis, category, value
            FROM {stem}_numbered WHERE bucket < buckets
        )""".replace("$__", f"${stem}_")


def _cells(stem: str, by: Sequence[str], *, zero: bool) -> str:
    """Every cell that there should be: known areas x periods x categories; what is absent is none, or unknown."""
    value = "COALESCE(given.value, 0)" if zero else "given.value"
    categories = f"{stem}_kinds"
    kinds = "SELECT UNNEST($__categories) AS category" if by else "SELECT 'all' AS category"
    return f"""{categories} AS ({kinds}),
        {stem}_times AS (
            SELECT DISTINCT table_id, geography, period_start, period_end, basis FROM {stem}_periods
        ),
        {stem}_cells AS (
            SELECT kinds.category, here.base_code AS area_code, times.geography, times.period_start, times.period_end,
                   times.basis, {value} AS value
            FROM {stem}_times AS times
            JOIN (SELECT DISTINCT base_code, base_geography FROM members) AS here
                ON here.base_geography = times.geography
            CROSS JOIN {categories} AS kinds
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
                                ABS(DATE_DIFF('day', areas.period_end, wanted.for_end))
                   ) AS place
            FROM wanted JOIN denominator_areas AS areas
                ON areas.area_code = wanted.area_code AND areas.geography = wanted.geography
        ),
        denominator_chosen AS (SELECT area_code, geography, for_end, value FROM ordered WHERE place = 1)"""


def _gap(indicator: Indicator, *, whole: bool) -> str:
    """Whether a month that the file lacks lies within the period; or, for `whole`, is all of it."""
    if indicator.breakdown:
        touched = "gaps.category = numerator.category"
    elif indicator.numerator.categories:
        touched = "gaps.category IN (SELECT UNNEST($numerator_categories))"
    else:
        touched = "TRUE"
    inner, outer = ("numerator", "gaps") if whole else ("gaps", "numerator")
    return f"""EXISTS (
                   SELECT 1 FROM gaps
                   WHERE gaps.table_id IN (SELECT UNNEST($numerator_tables)) AND {touched}
                     AND {inner}.period_start >= {outer}.period_start AND {inner}.period_end <= {outer}.period_end
               )"""
