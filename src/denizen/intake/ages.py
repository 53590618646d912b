"""Whether a birth year, a birth date or an age can be anyone's on the day that the row describes."""

from __future__ import annotations

from denizen.contracts import SNAPSHOT, Field, Layout, Rule, columns_read, rules_of

OLDEST = 122
"""whole years of the longest life on record (Jeanne Calment, 1875 to 1997)"""


def age_rules(layout: Layout) -> list[Rule]:
    """One rule for each column that tells how old someone is, unless a check of the contract itself speaks of it."""
    checks = [rule for rule in rules_of(layout) if not rule.column]
    spoken_of = {name for check in checks for name in columns_read(check, layout)}
    fields = [field for field in layout.read_fields if field.name not in spoken_of]
    return [_rule(field, condition) for field in fields if (condition := _is_of_a_life(field, _day(layout)))]


def _is_of_a_life(field: Field, day: str) -> str:
    """SQL that is true of a life; empty where the column tells of none, or its contract has limits for it."""
    if field.role == "age" and field.maximum is None:
        return f"{field.name} BETWEEN 0 AND {OLDEST}"
    if field.role == "birth_year" and day:
        return f"{field.name} BETWEEN YEAR({day}) - {OLDEST + 1} AND YEAR({day})"
    if field.role == "birth_date" and day:
        return f"{field.name} BETWEEN {day} - INTERVAL {OLDEST + 1} YEAR AND {day}"
    return ""


def _day(layout: Layout) -> str:
    """The column that holds the day that a row describes; empty where it is told in another way."""
    if SNAPSHOT in layout.gives.period:
        return SNAPSHOT
    dates = [field.name for field in layout.fields if field.type in ("date", "month")]
    return next((name for name in dates if layout.gives.period == "{" + name + "}"), "")


def _rule(field: Field, condition: str) -> Rule:
    return Rule(
        name=f"{field.name}_is_of_a_life",
        column=field.header,
        sentence="Nobody is of this age: not born yet on the day that the row describes, or older than anyone ever was.",
        mend="look for values that stand for not known, as 1900 or 99, and for the century of a year with two digits",
        condition=f"COALESCE({condition}, TRUE)",
    )
