"""The rule of each source, applied to its counts before any rate or bound is worked out from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from denizen.shapes import PROTECTED_COUNTS, Statement
from denizen.terms.areas import Geography

AS_PUBLISHED = "as_published"
INCIDENT_COUNTS = "incident_counts"
PEOPLE_COUNTS = "people_counts"
STRICTNESS = ("", AS_PUBLISHED, INCIDENT_COUNTS, PEOPLE_COUNTS)
"""the rules from the mildest to the strictest; of several sources the strictest holds"""


@dataclass(frozen=True, slots=True)
class Rounding:
    """What a rule does to a count: 1 to `withheld_up_to` withheld, others to the nearest multiple of `base`."""

    of: str
    withheld_up_to: int
    base: int
    months_lsoa: int
    """fewest months that a figure of a small area covers; 0 where it may be of one day"""

    def in_words(self) -> str:
        months = f" Small areas show {self.months_lsoa} months or more." if self.months_lsoa else ""
        return (
            f"Counts of 1 to {self.withheld_up_to} are withheld; others are given to the nearest {self.base}; "
            f"none is shown as none. Rates and bounds are worked out from the rounded counts.{months}"
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rule protects each source, and the values that the rules take on the day of the run.

    `rules`: source -> one of STRICTNESS. `smallest`: source -> smallest geography its agreement allows.
    `roundings`: rule -> what it does; a rule without one leaves counts as they are.
    """

    rules: Mapping[str, str]
    smallest: Mapping[str, Geography]
    roundings: Mapping[str, Rounding]

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """Per source, its rule as a sentence."""
        return tuple((source, self._sentence(rule)) for source, rule in sorted(self.rules.items()))

    def _sentence(self, rule: str) -> str:
        if rule == AS_PUBLISHED:
            return "Shown as its publisher gives it: the publisher has protected it already."
        return self.roundings[rule].in_words()


def protect(counts: str, policy: Policy, name: str) -> Statement:
    """Counts with the rule of their sources applied: shape PROTECTED_COUNTS. Reads members and base_areas.

    incident_counts and people_counts: 0 is shown, 1 to `withheld_up_to` is withheld, others go to the nearest multiple
    of the base (a half goes up); a period shorter than `months_lsoa` is withheld for a small area. as_published:
    unchanged. Of several sources the strictest rule holds, and a denominator is protected by its own. An area is as
    small as what it is made of: one that holds a single base area is treated as that base area, whatever it is called.
    A source without a rule keeps `rule` NULL, and `certify` lets nothing of it pass.
    Source:  NHS England, small number rule for sub-national counts (2018).
    """
    values: dict[str, object] = {}
    return Statement(
        name,
        f"""
        WITH {_strictest(counts, policy, values)},
        {_sized(counts)},
        ruled AS (SELECT *, {_is_withheld()} AS is_withheld FROM sized)
        SELECT indicator, category, area_code, area_name, geography, vintage, period_start, period_end,
               CASE WHEN is_withheld THEN NULL WHEN base IS NULL THEN numerator
                    ELSE {_rounded("numerator", "base")} END AS numerator,
               CASE WHEN is_withheld AND denominator_base IS NOT NULL THEN NULL
                    WHEN denominator_base IS NULL THEN denominator
                    ELSE {_rounded("denominator", "denominator_base")} END AS denominator,
               source, denominator_source, sources, basis, has_gap,
               CASE WHEN numerator IS NOT NULL AND is_withheld THEN '[c]' ELSE '' END AS status,
               rule
        FROM ruled
        """,
        values,
        PROTECTED_COUNTS,
    )


def _strictest(counts: str, policy: Policy, values: dict[str, object]) -> str:
    """CTE `strictest`: for each list of sources that counts come from, the strictest rule with what it does, and the
    smallest area allowed."""
    ordered = sorted(policy.rules)
    for n, source in enumerate(ordered):
        values |= {f"source_{n}": source, f"size_{n}": policy.smallest[source].size}
    rules = ", ".join(
        f"($source_{n}, {STRICTNESS.index(policy.rules[source])}, $size_{n})" for n, source in enumerate(ordered)
    )
    for n, rule in enumerate(STRICTNESS):
        rounding = policy.roundings.get(rule)
        values[f"most_{n}"] = rounding.withheld_up_to if rounding else None
        values[f"base_{n}"] = rounding.base if rounding else None
        values[f"months_{n}"] = rounding.months_lsoa if rounding else None
    does = ", ".join(
        f"({n}, '{rule}', CAST($most_{n} AS BIGINT), CAST($base_{n} AS BIGINT), CAST($months_{n} AS BIGINT))"
        for n, rule in enumerate(STRICTNESS)
    )
    return f"""rules (source, place, size) AS (VALUES {rules}),
        does (place, rule, most, base, months) AS (VALUES {does}),
        placed AS (
            SELECT listed.source, MAX(rules.place) AS place, MAX(rules.size) AS size
            FROM (SELECT source FROM {counts} UNION SELECT denominator_source FROM {counts}) AS listed
            LEFT JOIN rules ON CONCAT(',', listed.source, ',') LIKE CONCAT('%,', rules.source, ',%')
            GROUP BY listed.source
        ),
        strictest AS (
            SELECT placed.source, placed.size, does.rule, does.most, does.base, does.months
            FROM placed LEFT JOIN does ON does.place = placed.place
        )"""


def _sized(counts: str) -> str:
    """CTE `sized`: counts with their rules, and the size of their area by what it is made of."""
    sizes = " ".join(f"WHEN '{geography}' THEN {geography.size}" for geography in Geography)
    return f"""made_of AS (
            SELECT members.area_code, members.geography, COUNT(*) AS parts, MIN(members.base_geography) AS part
            FROM members JOIN base_areas ON base_areas.area_code = members.base_code
            GROUP BY members.area_code, members.geography
        ),
        sized AS (
            SELECT counts.*, top.rule, top.size AS allowed, top.most, top.base, top.months,
                   below.most AS denominator_most, below.base AS denominator_base, below.months AS denominator_months,
                   CASE CASE WHEN made_of.parts = 1 THEN made_of.part ELSE counts.geography END {sizes} END AS size
            FROM {counts} AS counts
            LEFT JOIN strictest AS top ON top.source = counts.source
            LEFT JOIN strictest AS below ON below.source = counts.denominator_source
            LEFT JOIN made_of ON made_of.area_code = counts.area_code AND made_of.geography = counts.geography
        )"""


def _is_withheld() -> str:
    """Too small an area for the agreement, too short a period for a small area, or too few, above or below the line."""
    few = "(COALESCE({0}, 0) > 0 AND ROUND({0}) <= COALESCE({1}, 0))"  # an estimate of 7.3 is as few as 7
    return f"""COALESCE(size < allowed, FALSE)
                   OR (size <= {Geography.LSOA.size}
                       AND DATE_DIFF('month', period_start, period_end) + 1
                           < GREATEST(COALESCE(months, 0), COALESCE(denominator_months, 0)))
                   OR {few.format("numerator", "most")}
                   OR {few.format("denominator", "denominator_most")}"""


def _rounded(count: str, base: str) -> str:
    return f"FLOOR({count} / {base} + 0.5) * {base}"
