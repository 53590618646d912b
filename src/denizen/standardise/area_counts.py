"""Lists of figures about areas, whatever their layout, become one row per area x period x category."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.contracts import Layout, figures_of, withheld_flag
from denizen.shapes import AREA_COUNTS, Statement
from denizen.standardise.periods import fixed_period, period_columns
from denizen.standardise.records import PLACE


def area_counts(
    layout: Layout, accepted: Sequence[str], unread: Sequence[str], name: str, place: str = ""
) -> Statement:
    """The accepted rows of one layout in the shape AREA_COUNTS, still on the vintage of their own areas.

    What arrived and could not be read is unknown, never none: a refused row whose area and period are known makes its
    category NULL, and every total that it belongs to. So does a figure that the supplier withheld; and a category that
    other areas have and this one lacks, unless the list leaves zeroes out.
    Args:  the layout; its accepted tables, one per delivery; the tables of its refused rows, as far as they could be
           read; the name of the new table; the code of the whole place, for a list that is about all of it.
    """
    gives = layout.gives
    cells = "\n            UNION ALL ".join(_cells(layout))
    total = _total(layout)
    values: dict[str, object] = {
        "table_id": layout.id,
        "geography": gives.geography.value,
        "vintage": gives.vintage,
        "basis": gives.basis,
        **({"place": place} if gives.only_area == PLACE else {}),
    }
    return Statement(
        name,
        f"""
        WITH accepted AS ({_union(accepted, unread)}),
        cells AS (
            {cells}
        ),
        summed AS (
            SELECT area_code, period_start, period_end, COALESCE(category, 'not read') AS category,
                   CASE WHEN BOOL_AND(is_read AND value IS NOT NULL) THEN SUM(value) END AS value
            FROM cells
            WHERE area_code IS NOT NULL AND period_start IS NOT NULL AND NOT (is_read AND value IS NULL)
            GROUP BY area_code, period_start, period_end, COALESCE(category, 'not read')
        ),
        kinds AS (
            SELECT period_start, period_end, COUNT(DISTINCT category) AS kinds FROM summed
            WHERE category <> 'not read' GROUP BY period_start, period_end
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


def at_points(
    layout: Layout, accepted: Sequence[str], unread: Sequence[str], name: str, geography: str, vintage: str
) -> Statement:
    """Rows that stand somewhere (a practice, a library) become counts of the base area their postcode lies in.

    Categories: `all` (the amount, or the number of rows where there is none), `places` (the number of rows), and the
    layout's own category. A refused row whose place is known makes the amounts of its area unknown.
    Args:  as `area_counts`; and the geography and vintage of the base areas (or the layout's own, where it names areas).
    """
    gives = layout.gives
    area = "postcodes.area_code" if gives.postcode else gives.area
    join = f"JOIN postcodes ON postcodes.postcode = accepted.{gives.postcode}" if gives.postcode else ""
    amount = f"CAST({gives.amount} AS DOUBLE)" if gives.amount else "CAST(1 AS DOUBLE)"
    start, end = period_columns(layout)
    whole, summed = "CASE WHEN BOOL_AND(is_read) THEN {0} END", "CASE WHEN BOOL_AND(is_told) THEN SUM(amount) END"
    grouped = "FROM placed GROUP BY area_code, period_start, period_end"
    own = (
        f"UNION ALL SELECT area_code, period_start, period_end, own AS category, {summed} AS value "
        "FROM placed WHERE own IS NOT NULL GROUP BY area_code, period_start, period_end, own"
        if gives.category
        else ""
    )
    return Statement(
        name,
        f"""
        WITH accepted AS ({_union(accepted, unread)}),
        placed AS (
            SELECT {area} AS area_code, {start} AS period_start, {end} AS period_end,
                   {gives.category or "NULL"} AS own, {amount} AS amount, is_read,
                   {_is_read(layout, gives.amount)} AS is_told
            FROM accepted {join}
        ),
        summed AS (
            SELECT area_code, period_start, period_end, 'all' AS category, {summed} AS value {grouped}
            UNION ALL
            SELECT area_code, period_start, period_end, 'places' AS category,
                   {whole.format("CAST(COUNT(*) AS DOUBLE)")} AS value {grouped}
            {own}
        )
        SELECT CAST($table_id AS VARCHAR) AS table_id, area_code, CAST($geography AS VARCHAR) AS geography,
               CAST($vintage AS VARCHAR) AS vintage, period_start, period_end, category, value,
               CAST($basis AS VARCHAR) AS basis
        FROM summed
        WHERE area_code IS NOT NULL AND period_start IS NOT NULL
        ORDER BY area_code, period_start, category
        """,
        {"table_id": layout.id, "geography": geography, "vintage": vintage, "basis": gives.basis},
        AREA_COUNTS,
    )


def brought_over(older: str, name: str, newer_vintage: str) -> Statement:
    """Totals on the older base areas, brought to the present ones by the exact-fit lookup.

    Unchanged and merged areas come over whole; a split or changed one is shared out by the residents of its parts
    (table `base_residents`), equally where they are not known of every part, as they are not of parts outside the place.
    An area of which an older part is unknown is unknown. Only the total `all` is shared out.
    """
    return Statement(
        name,
        f"""
        WITH parts AS (
            SELECT lookup.older, lookup.newer, residents.residents,
                   COUNT(*) OVER (PARTITION BY lookup.older) AS parts,
                   COUNT(residents.residents) OVER (PARTITION BY lookup.older) AS known,
                   SUM(residents.residents) OVER (PARTITION BY lookup.older) AS together
            FROM older_base AS lookup LEFT JOIN base_residents AS residents ON residents.area_code = lookup.newer
        ),
        shares AS (
            SELECT parts.older, parts.newer,
                   CASE WHEN known = parts AND together > 0 THEN residents / together ELSE 1.0 / parts END AS share
            FROM parts JOIN base_areas ON base_areas.area_code = parts.newer
        ),
        totals AS (SELECT * FROM {older} WHERE category = 'all'),
        times AS (SELECT DISTINCT table_id, geography, period_start, period_end, basis FROM totals)
        SELECT times.table_id, shares.newer AS area_code, times.geography, CAST($vintage AS VARCHAR) AS vintage,
               times.period_start, times.period_end, 'all' AS category,
               CASE WHEN COUNT(totals.value) = COUNT(*) THEN SUM(totals.value * shares.share) END AS value, times.basis
        FROM shares CROSS JOIN times
        LEFT JOIN totals
            ON totals.area_code = shares.older AND totals.table_id = times.table_id AND totals.basis = times.basis
           AND totals.period_start = times.period_start AND totals.period_end = times.period_end
        GROUP BY times.table_id, shares.newer, times.geography, times.period_start, times.period_end, times.basis
        ORDER BY area_code, times.period_start
        """,
        {"vintage": newer_vintage},
        AREA_COUNTS,
    )


def _union(accepted: Sequence[str], unread: Sequence[str]) -> str:
    """Accepted rows (`is_read`), and refused ones as far as they could be read."""
    whole = [f'SELECT *, TRUE AS is_read FROM "{table}"' for table in accepted]
    return " UNION ALL ".join([*whole, *(f'SELECT *, FALSE AS is_read FROM "{table}"' for table in unread)])


def _cells(layout: Layout) -> list[str]:
    """One SELECT per column that holds figures: area_code, period_start, period_end, category, value.

    A column that stands for a period, and is empty throughout or not in the file, says nothing of that period.
    """
    gives = layout.gives
    area = gives.area or ("$place" if gives.only_area == PLACE else f"'{gives.only_area}'")
    category = gives.category or "'all'"
    if gives.periods:
        return [
            f"{_cell(layout, area, *fixed_period(period), category, column)} WHERE (SELECT COUNT({column}) FROM accepted) > 0"
            for column, period in gives.periods.items()
        ]
    start, end = period_columns(layout)
    if gives.categories:
        return [_cell(layout, area, start, end, f"'{code}'", column) for column, code in gives.categories.items()]
    return [_cell(layout, area, start, end, category, gives.value or "1")]


def _cell(layout: Layout, area: str, start: str, end: str, category: str, value: str) -> str:
    return (
        f"SELECT {area} AS area_code, {start} AS period_start, {end} AS period_end, "
        f"{category} AS category, CAST({value} AS DOUBLE) AS value, {_is_read(layout, value)} AS is_read FROM accepted"
    )


def _is_read(layout: Layout, column: str) -> str:
    """SQL for whether a figure could be read: its row was, and the supplier did not withhold it."""
    is_figure = column in {figure.name for figure in figures_of(layout)}
    return f"(is_read AND NOT {withheld_flag(column)})" if is_figure else "is_read"


def _total(layout: Layout) -> str:
    """Sums over categories; NULL as soon as one of them is unknown, or absent where absent is not none."""
    gives = layout.gives
    sums = []
    for code, parts in gives.totals.items():
        listed = ", ".join(f"'{part}'" for part in parts)
        needed = "" if gives.absent_is_zero else f" AND COUNT(*) = {len(set(parts))}"
        sums.append(
            f"SELECT area_code, period_start, period_end, '{code}' AS category, "
            f"CASE WHEN COUNT(value) = COUNT(*){needed} THEN SUM(value) END AS value FROM summed "
            f"WHERE category IN ({listed}, 'not read') GROUP BY area_code, period_start, period_end"
        )
    if gives.total == "sum" and (gives.categories or gives.category):
        needed = "" if gives.absent_is_zero else " AND COUNT(*) = MAX(kinds.kinds)"
        sums.append(
            "SELECT summed.area_code, summed.period_start, summed.period_end, 'all' AS category, "
            f"CASE WHEN COUNT(summed.value) = COUNT(*){needed} THEN SUM(summed.value) END AS value "
            "FROM summed JOIN kinds ON kinds.period_start = summed.period_start AND kinds.period_end = summed.period_end "
            "GROUP BY summed.area_code, summed.period_start, summed.period_end"
        )
    return "".join(f"UNION ALL {part}\n            " for part in sums)
