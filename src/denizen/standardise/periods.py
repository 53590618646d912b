"""Periods: from what a contract says of time to the first and last day that a row describes."""

from __future__ import annotations

from datetime import date

from denizen.contracts import SNAPSHOT, Layout
from denizen.terms.time import Period


def period_columns(layout: Layout) -> tuple[str, str]:
    """SQL for the first and last day that a row of the layout describes.

    A fixed period; the snapshot date of the delivery; a column of days, months or years; a column of ISO 8601 periods
    (`2023-04-01/P3M`, `2018-04-01/2019-03-31`); or so many months that end on a day.
    """
    text = layout.gives.period
    if "{" not in text:
        return fixed_period(text)
    length, _, column = text.replace("}", "").rpartition("{")
    if length:  # so many months that end on the day
        several = int(length.strip("P/").rstrip("M"))
        return f"CAST({column} + INTERVAL 1 DAY - INTERVAL {several} MONTH AS DATE)", column
    kind = "date" if column == SNAPSHOT else layout.field(column).type
    if kind == "date":
        return column, column
    if kind == "month":
        return column, f"LAST_DAY({column})"
    if kind == "integer":
        return f"MAKE_DATE(CAST({column} AS INT), 1, 1)", f"MAKE_DATE(CAST({column} AS INT), 12, 31)"
    start = f"TRY_CAST(SUBSTRING({column}, 1, 10) AS DATE)"
    months = (
        f"CASE SUBSTRING({column}, 11) WHEN '/P1M' THEN 1 WHEN '/P3M' THEN 3 WHEN '/P6M' THEN 6 WHEN '/P1Y' THEN 12 END"
    )
    counted = f"CAST({start} + INTERVAL 1 MONTH * ({months}) - INTERVAL 1 DAY AS DATE)"
    return start, f"COALESCE({counted}, TRY_CAST(SUBSTRING({column}, 12, 10) AS DATE), {start})"


def fixed_period(text: str) -> tuple[str, str]:
    """SQL for the first and last day of an ISO period written in a contract."""
    period = Period.parse(text)
    return _date(period.start), _date(period.end)


def _date(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
