"""When people were born and their sex, as lists write it: dates settled per list from many of its rows, ages as spans of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from denizen.shapes import Statement

FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d",
    "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d%m%Y", "%d/%m/%y",
)  # fmt: skip
"""ways of writing a date; where two fit as many rows, the one that stands first is taken: day before month"""
_FROM, _TO = "DATE '1500-01-01'", "DATE '2100-12-31'"
_MALE = ("m", "male", "man", "boy", "1", "gwryw", "dyn", "bachgen")
_FEMALE = ("f", "female", "woman", "girl", "w", "2", "benyw", "b", "menyw", "merch")


ENOUGH = 20_000
"""dates of one list that are looked at, evenly spread over it, to tell how it writes them"""


def fits(source: str) -> Statement:
    """How many birth dates of a list each of `FORMATS` can read, in their order: one row."""
    counts = ", ".join(f"COUNT({_read(pattern)})" for pattern in FORMATS)
    return Statement(
        "birth_formats",
        f"""
        WITH written AS (SELECT record, birth_date FROM listed WHERE source = $source AND birth_date IS NOT NULL),
        size AS (SELECT COUNT(*) AS dates FROM written)
        SELECT {counts} FROM written CROSS JOIN size WHERE record % (1 + CAST(FLOOR(dates / {ENOUGH}) AS BIGINT)) = 0
        """,
        {"source": source},
    )


def chosen(counts: Sequence[int]) -> str:
    """The way of writing that fits the most rows; '' where none fits any."""
    most = max(counts, default=0)
    return FORMATS[list(counts).index(most)] if most else ""


def described(formats: Mapping[str, str]) -> Statement:
    """The table `described`: record, source, born, born_from, born_to, sex.

    Args:    how each list writes dates (a source that is not there has none).
    Assumes: an age is in whole years on the day named beside it; a day is written as 2025-12-31.
    """
    born = "CAST(NULL AS DATE)"
    values: dict[str, object] = {}
    if formats:
        cases = []
        for place, (source, pattern) in enumerate(sorted(formats.items())):
            values[f"list_{place}"] = source
            cases.append(f"WHEN $list_{place} THEN {_read(pattern)}")
        born = f"CASE source {' '.join(cases)} END"
    male, female = (", ".join(f"'{word}'" for word in words) for words in (_MALE, _FEMALE))
    said = "LOWER(TRIM(sex))"
    return Statement(
        "described",
        f"""
        WITH read AS (
            SELECT record, source, {born} AS born, TRY_CAST(birth_year AS INTEGER) AS year_of_birth,
                   TRY_CAST(age AS INTEGER) AS years, TRY_CAST(age_at AS DATE) AS on_day,
                   CASE WHEN {said} IN ({male}) THEN 'm' WHEN {said} IN ({female}) THEN 'f' END AS sex
            FROM listed
        )
        SELECT record, source, born,
               COALESCE(born, MAKE_DATE(year_of_birth, 1, 1),
                        CAST(on_day - INTERVAL 1 YEAR * (years + 1) + INTERVAL 1 DAY AS DATE)) AS born_from,
               COALESCE(born, MAKE_DATE(year_of_birth, 12, 31), CAST(on_day - INTERVAL 1 YEAR * years AS DATE)) AS born_to,
               sex
        FROM read
        """,
        values,
    )


def _read(pattern: str) -> str:
    day = f"CAST(TRY_STRPTIME(TRIM(birth_date), '{pattern}') AS DATE)"
    return f"CASE WHEN {day} BETWEEN {_FROM} AND {_TO} THEN {day} END"
