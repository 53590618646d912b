"""When people were born and their sex, as lists write it: dates settled per list from many of its rows, ages as spans of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from denizen.shapes import Statement
from denizen.standardise.names import WRITTEN

FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d",
    "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d%m%Y", "%d/%m/%y",
)  # fmt: skip
"""ways of writing a date; where two fit as many rows, the one that stands first is taken: day before month"""
_FROM, _TO = "DATE '1500-01-01'", "DATE '2100-12-31'"
_MALE = ("m", "male", "man", "boy", "1", "gwryw", "dyn", "bachgen")
_FEMALE = ("f", "female", "woman", "girl", "w", "2", "benyw", "b", "menyw", "merch")


ENOUGH = 20_000
"""different dates of one list that are looked at, drawn from all of them, to tell how it writes them"""


def fits(source: str) -> Statement:
    """How many birth dates of a list each of `FORMATS` can read, in their order: one row."""
    days = ", ".join(f"{_day(pattern)} AS day_{place}" for place, pattern in enumerate(FORMATS))
    counts = ", ".join(
        f"SUM(CASE WHEN {_sensible(f'day_{place}')} IS NULL THEN 0 ELSE records END)" for place in range(len(FORMATS))
    )
    return Statement(
        "birth_formats",
        f"""
        WITH written AS (
            SELECT birth_date, COUNT(*) AS records FROM listed WHERE source = $source AND birth_date IS NOT NULL
            GROUP BY birth_date ORDER BY HASH(birth_date) LIMIT {ENOUGH}
        ),
        looked_at AS (SELECT records, {days} FROM written)
        SELECT {counts} FROM looked_at
        """,
        {"source": source},
    )


def chosen(counts: Sequence[int]) -> str:
    """The way of writing that fits the most rows; '' where none fits any."""
    most = max(counts, default=0)
    return FORMATS[list(counts).index(most)] if most else ""


def described(formats: Mapping[str, str]) -> Statement:
    """The table `described`: record, source, written (the number of its name), born, born_from, born_to, sex.

    Args:    how each list writes dates (a source that is not there has none).
    Assumes: an age is in whole years on the day named beside it; a day is written as 2025-12-31.
    """
    values: dict[str, object] = {}
    cases = []
    for place, (source, pattern) in enumerate(sorted(formats.items())):
        values[f"list_{place}"] = source
        cases.append(f"WHEN source = $list_{place} THEN {_day(pattern)}")
    day = f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS DATE)"
    male, female = (", ".join(f"'{word}'" for word in words) for words in (_MALE, _FEMALE))
    return Statement(
        "described",
        f"""
        WITH days AS (
            SELECT source, birth_date, {day} AS day
            FROM (SELECT DISTINCT source, birth_date FROM listed WHERE birth_date IS NOT NULL) AS dates
        ),
        dates AS (SELECT source, birth_date, {_sensible("day")} AS born FROM days),
        sexes AS (
            SELECT sex, CASE WHEN said IN ({male}) THEN 'm' WHEN said IN ({female}) THEN 'f' END AS told
            FROM (SELECT DISTINCT sex, LOWER(TRIM(sex)) AS said FROM listed WHERE sex IS NOT NULL) AS written
        ),
        read AS (
            SELECT listed.record, listed.source, {WRITTEN} AS written, dates.born,
                   TRY_CAST(birth_year AS INTEGER) AS year_of_birth,
                   TRY_CAST(age AS INTEGER) AS years, TRY_CAST(age_at AS DATE) AS on_day, sexes.told AS sex
            FROM listed
            LEFT JOIN dates ON dates.source = listed.source AND dates.birth_date = listed.birth_date
            LEFT JOIN sexes ON sexes.sex = listed.sex
        )
        SELECT record, source, written, born,
               COALESCE(born, MAKE_DATE(year_of_birth, 1, 1),
                        CAST(on_day - INTERVAL 1 YEAR * (years + 1) + INTERVAL 1 DAY AS DATE)) AS born_from,
               COALESCE(born, MAKE_DATE(year_of_birth, 12, 31), CAST(on_day - INTERVAL 1 YEAR * years AS DATE)) AS born_to,
               sex
        FROM read
        """,
        values,
    )


def _day(pattern: str) -> str:
    return f"CAST(TRY_STRPTIME(TRIM(birth_date), '{pattern}') AS DATE)"


def _sensible(day: str) -> str:
    return f"CASE WHEN {day} BETWEEN {_FROM} AND {_TO} THEN {day} END"
