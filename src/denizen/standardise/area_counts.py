"""Lists of figures about areas, whatever their layout, become one row per area x period x category."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.contracts import Layout
from denizen.shapes import AREA_COUNTS, Statement
from denizen.standardise.periods import fixed_period, period_columns


def area_counts(layout: Layout, accepted: Sequence[str], name: str) -> Statement:
    """The accepted rows of one layout in the shape AREA_COUNTS, still on the vintage of their own areas.

    Args:  the layout; its accepted tables, one per delivery; the name of the new table.
    """
    gives = layout.gives
    cells = "\n            UNION ALL ".join(_cells(layout))
    total = _total(layout)
    values: dict[str, object] = {
        "table_id": layout.id,
        "geography": gives.geography.value,
        "vintage": gives.vintage,
        "basis": gives.basis,
    }
    return Statement(
        name,
        f"""
        WITH accepted AS ({_union(accepted)}),
        cells AS (
            {cells}
        ),
        summed AS (
            SELECT area_code, period_start, period_end, category, SUM(value) AS value
            FROM cells
            WHERE area_code IS NOT NULL AND category IS NOT NULL AND value IS NOT NULL AND period_start IS NOT NULL
            GROUP BY area_code, period_start, period_end, category
        ),
        whole AS (
            SELECT * FROM summed
            {total}
        )
        SELECT CAST($table_id AS VARCHAR) AS table_id, area_code, CAST($geography AS VARCHAR) AS geography,
               CAST($vintage AS VARCHAR) AS vintage, period_start, period_end, category, value,
               CAST($basis AS VARCHAR) AS basis
        FROM whole
        ORDER BY area_code, period_start, category
        """,
        values,
        AREA_COUNTS,
    )


def at_points(layout: Layout, accepted: Sequence[str], name: str) -> Statement:
    """Rows that stand somewhere (a practice, a library) become counts of the base area their postcode lies in.

    Categories: `all` (the amount, or the number of rows where there is none), `places` (the number of rows), and the
    layout's own category.
    """
    gives = layout.gives
    area = "postcodes.area_code" if gives.postcode else gives.area
    join = f"JOIN postcodes ON postcodes.postcode = accepted.{gives.postcode}" if gives.postcode else ""
    amount = f"CAST({gives.amount} AS DOUBLE)" if gives.amount else "CAST(1 AS DOUBLE)"
    start, end = period_columns(layout)
    own = (
        "UNION ALL SELECT area_code, period_start, period_end, own AS category, SUM(amount) AS value FROM placed "
        "WHERE own IS NOT NULL GROUP BY area_code, period_start, period_end, own"
        if gives.category
        else ""
    )
    return Statement(
        name,
        f"""
        WITH accepted AS ({_union(accepted)}),
        placed AS (
            SELECT {area} AS area_code, {start} AS period_start, {end} AS period_end,
                   {gives.category or "NULL"} AS own, {amount} AS amount
            FROM accepted {join}
        ),
        summed AS (
            SELECT area_code, period_start, period_end, 'all' AS category, SUM(amount) AS value
            FROM placed GROUP BY area_code, period_start, period_end
            UNION ALL
            SELECT area_code, period_start, period_end, 'places' AS category, CAST(COUNT(*) AS DOUBLE) AS value
            FROM placed GROUP BY area_code, period_start, period_end
            {own}
        )
        SELECT CAST($table_id AS VARCHAR) AS table_id, area_code, CAST($geography AS VARCHAR) AS geography,
               CAST($vintage AS VARCHAR) AS vintage, period_start, period_end, category, value,
               CAST($basis AS VARCHAR) AS basis
        FROM summed
        WHERE area_code IS NOT NULL AND period_start IS NOT NULL
        ORDER BY area_code, period_start, category
        """,
        {
            "table_id": layout.id,
            "geography": gives.geography.value,
            "vintage": gives.vintage,
            "basis": gives.basis,
        },
        AREA_COUNTS,
    )


def brought_over(older: str, name: str, newer_vintage: str) -> Statement:
    """Totals on the older base areas, brought to the present ones by the exact-fit lookup.

    Unchanged and merged areas come over whole; a split or changed one is shared out by the residents of its parts
    (table `base_residents`), equally where those are not known. Only the total `all` is shared out.
    """
    return Statement(
        name,
        f"""
        WITH parts AS (
            SELECT lookup.older, lookup.newer, COALESCE(residents.residents, 1) AS residents
            FROM older_base AS lookup LEFT JOIN base_residents AS residents ON residents.area_code = lookup.newer
        ),
        shares AS (
            SELECT older, newer, residents / SUM(residents) OVER (PARTITION BY older) AS share FROM parts
        )
        SELECT counts.table_id, shares.newer AS area_code, counts.geography, CAST($vintage AS VARCHAR) AS vintage,
               counts.period_start, counts.period_end, counts.category, SUM(counts.value * shares.share) AS value,
               counts.basis
        FROM {older} AS counts JOIN shares ON shares.older = counts.area_code
        WHERE counts.category = 'all'
        GROUP BY counts.table_id, shares.newer, counts.geography, counts.period_start, counts.period_end,
                 counts.category, counts.basis
        ORDER BY area_code, counts.period_start
        """,
        {"vintage": newer_vintage},
        AREA_COUNTS,
    )


def _union(tables: Sequence[str]) -> str:
    return " UNION ALL ".join(f'SELECT * FROM "{table}"' for table in tables)


def _cells(layout: Layout) -> list[str]:
    """One SELECT per column that holds figures: area_code, period_start, period_end, category, value."""
    gives = layout.gives
    area = gives.area or f"'{gives.only_area}'"
    category = gives.category or "'all'"
    if gives.periods:
        return [_cell(area, *fixed_period(period), category, column) for column, period in gives.periods.items()]
    start, end = period_columns(layout)
    if gives.categories:
        return [_cell(area, start, end, f"'{code}'", column) for column, code in gives.categories.items()]
    return [_cell(area, start, end, category, gives.value or "1")]


def _cell(area: str, start: str, end: str, category: str, value: str) -> str:
    return (
        f"SELECT {area} AS area_code, {start} AS period_start, {end} AS period_end, "
        f"{category} AS category, CAST({value} AS DOUBLE) AS value FROM accepted"
    )


def _total(layout: Layout) -> str:
    gives = layout.gives
    sums = [
        f"SELECT area_code, period_start, period_end, '{code}' AS category, SUM(value) AS value FROM summed "
        f"WHERE category IN ({', '.join(repr(part) for part in parts)}) GROUP BY area_code, period_start, period_end"
        for code, parts in gives.totals.items()
    ]
    has_parts = gives.categories or gives.category
    if gives.total == "sum" and has_parts:
        sums.append(
            "SELECT area_code, period_start, period_end, 'all' AS category, SUM(value) AS value FROM summed "
            "GROUP BY area_code, period_start, period_end"
        )
    return "".join(f"UNION ALL {part}\n            " for part in sums)
