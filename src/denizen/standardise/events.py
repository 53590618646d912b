"""Things that happened somewhere, brought to base areas: by their point, else by their code, else to the nearest."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.contracts import Layout
from denizen.shapes import AREA_COUNTS, EVENTS, GAPS, Statement
from denizen.standardise.periods import period_columns

_MONTH = "CAST(DATE_TRUNC('month', period_start) AS DATE)"


def distinct_points(layout: Layout, accepted: Sequence[str]) -> str:
    """SQL for the points to look up: one row per (longitude, latitude)."""
    if not layout.gives.longitude:
        return "SELECT CAST(NULL AS DOUBLE) AS x, CAST(NULL AS DOUBLE) AS y WHERE FALSE"
    gives = layout.gives
    rows = " UNION ALL ".join(
        f'SELECT {gives.longitude} AS x, {gives.latitude} AS y FROM "{table}"' for table in accepted
    )
    return f"SELECT DISTINCT x, y FROM ({rows}) AS points WHERE x IS NOT NULL AND y IS NOT NULL ORDER BY x, y"


def events(layout: Layout, accepted: Sequence[str], points: str, name: str) -> Statement:
    """The accepted rows of one layout in the shape EVENTS.

    A point inside a boundary decides, because codes of two vintages are mixed in real files; a row whose point lies in
    none goes by its code, if that is a base area of today or one that never changed; else to the nearest boundary.
    A list may have points only, or codes only.
    Args:  the layout; its accepted tables; the table of looked-up points (x, y, area_code, is_inside); the new name.
    """
    gives = layout.gives
    start, end = period_columns(layout)
    x, y = (f"accepted.{column}" if column else "CAST(NULL AS DOUBLE)" for column in (gives.longitude, gives.latitude))
    code = f"accepted.{gives.area}" if gives.area else "CAST(NULL AS VARCHAR)"
    rows = " UNION ALL ".join(f'SELECT * FROM "{table}"' for table in accepted)
    return Statement(
        name,
        f"""
        WITH accepted AS ({rows}),
        once AS (SELECT older, MIN(newer) AS newer FROM older_base GROUP BY older HAVING COUNT(*) = 1)
        SELECT CAST($table_id AS VARCHAR) AS table_id,
               CASE WHEN points.is_inside THEN points.area_code
                    ELSE COALESCE(base.area_code, once.newer, points.area_code) END AS area_code,
               CASE WHEN points.is_inside THEN 'point'
                    WHEN base.area_code IS NOT NULL THEN 'code'
                    WHEN once.newer IS NOT NULL THEN 'exact fit'
                    WHEN points.area_code IS NOT NULL THEN 'nearest'
                    ELSE 'not placed' END AS placed_by,
               {start} AS period_start, {end} AS period_end, accepted.{gives.category} AS category
        FROM accepted
        LEFT JOIN {points} AS points ON points.x = {x} AND points.y = {y}
        LEFT JOIN base_areas AS base ON base.area_code = {code}
        LEFT JOIN once ON once.older = {code}
        """,
        {"table_id": layout.id},
        EVENTS,
    )


def monthly(layout: Layout, events_table: str, name: str, geography: str, vintage: str) -> Statement:
    """Events counted per base area, month and kind, with the total `all`: shape AREA_COUNTS. Absent means none.

    Args:  the layout; its events; the new name; geography and vintage of the base areas.
    """
    return Statement(
        name,
        f"""
        WITH by_kind AS (
            SELECT table_id, area_code, {_MONTH} AS period_start, LAST_DAY(period_start) AS period_end, category,
                   CAST(COUNT(*) AS DOUBLE) AS value
            FROM {events_table} AS events
            WHERE area_code IS NOT NULL
            GROUP BY table_id, area_code, {_MONTH}, LAST_DAY(period_start), category
        ),
        whole AS (
            SELECT * FROM by_kind
            UNION ALL
            SELECT table_id, area_code, period_start, period_end, 'all' AS category, SUM(value) AS value
            FROM by_kind GROUP BY table_id, area_code, period_start, period_end
        )
        SELECT table_id, area_code, CAST($geography AS VARCHAR) AS geography, CAST($vintage AS VARCHAR) AS vintage,
               period_start, period_end, category, value, CAST($basis AS VARCHAR) AS basis
        FROM whole
        ORDER BY area_code, period_start, category
        """,
        {"geography": geography, "vintage": vintage, "basis": layout.gives.basis},
        AREA_COUNTS,
    )


def gaps(events_table: str, name: str, usual_month: float) -> Statement:
    """Months from the first to the last of the file in which a kind of event that is never rare is wholly absent.

    Shape GAPS. The category `all` stands for every kind together. A month that the file does not mention at all is such
    a month too.
    Args:  the events; the new name; how many a month make a kind 'never rare' (median over the months that have any).
    """
    return Statement(
        name,
        f"""
        WITH by_month AS (
            SELECT table_id, category, {_MONTH} AS month, COUNT(*) AS events FROM {events_table} AS events
            GROUP BY table_id, category, {_MONTH}
        ),
        with_all AS (
            SELECT table_id, category, month, events FROM by_month
            UNION ALL
            SELECT table_id, 'all' AS category, month, SUM(events) AS events FROM by_month GROUP BY table_id, month
        ),
        spans AS (SELECT table_id, MIN(month) AS first, MAX(month) AS last FROM by_month GROUP BY table_id),
        months AS (
            SELECT table_id, CAST(UNNEST(GENERATE_SERIES(first, last, INTERVAL 1 MONTH)) AS DATE) AS month FROM spans
        ),
        usual AS (SELECT table_id, category, MEDIAN(events) AS usual FROM with_all GROUP BY table_id, category)
        SELECT months.table_id, usual.category, months.month AS period_start, LAST_DAY(months.month) AS period_end,
               CAST(usual.usual AS DOUBLE) AS usual
        FROM months JOIN usual ON usual.table_id = months.table_id
        LEFT JOIN with_all AS held
            ON held.table_id = months.table_id AND held.category = usual.category AND held.month = months.month
        WHERE held.events IS NULL AND usual.usual >= $usual_month
        ORDER BY months.table_id, usual.category, months.month
        """,
        {"usual_month": usual_month},
        GAPS,
    )
