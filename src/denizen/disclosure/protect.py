"""The rule of each source, applied to its counts before any rate or bound is worked out from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from denizen.shapes import PROTECTED_COUNTS, Statement
from denizen.terms.areas import Geography

AS_PUBLISHED = "as_published"
INCIDENT_COUNTS = "incident_counts"


@dataclass(frozen=True, slots=True)
class Policy:
    """Which rule protects each source, and the values that the rules take on the day of the run.

    `rules`: source -> 'as_published' or 'incident_counts'. `smallest`: source -> smallest geography its agreement allows.
    """

    rules: Mapping[str, str]
    smallest: Mapping[str, Geography]
    withheld_up_to: int
    rounding_base: int
    months_lsoa: int

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """Per source, its rule as a sentence."""
        return tuple((source, self._sentence(rule)) for source, rule in sorted(self.rules.items()))

    def _sentence(self, rule: str) -> str:
        if rule == AS_PUBLISHED:
            return "Shown as its publisher gives it: the publisher has protected it already."
        return (
            f"Counts of 1 to {self.withheld_up_to} are withheld; others are given to the nearest {self.rounding_base}; "
            f"none is shown as none. Rates and bounds are worked out from the rounded counts. "
            f"Small areas show {self.months_lsoa} months or more."
        )


def protect(counts: str, policy: Policy, name: str) -> Statement:
    """Counts with the rule of their sources applied: shape PROTECTED_COUNTS. Reads members and base_areas.

    incident_counts: 0 is shown, 1 to `withheld_up_to` is withheld, others go to the nearest multiple of the base (a
    half goes up); a period shorter than `months_lsoa` is withheld for a small area. as_published: unchanged. Of several
    sources the strictest rule holds, and a denominator is protected by its own. An area is as small as what it is made
    of: one that holds a single base area is treated as that base area, whatever it is called.
    A source without a rule keeps `rule` NULL, and `certify` lets nothing of it pass.
    Source:  NHS England, small number rule for sub-national counts (2018).
    """
    values: dict[str, object] = {
        "most": policy.withheld_up_to,
        "base": policy.rounding_base,
        "months": policy.months_lsoa,
    }
    return Statement(
        name,
        f"""
        WITH {_strictest(counts, policy, values)},
        {_sized(counts)},
        ruled AS (SELECT *, {_is_withheld()} AS is_withheld FROM sized)
        SELECT indicator, category, area_code, area_name, geography, vintage, period_start, period_end,
               CASE WHEN is_withheld THEN NULL
                    WHEN rule = '{INCIDENT_COUNTS}' THEN {_rounded("numerator")} ELSE numerator END AS numerator,
               CASE WHEN is_withheld AND denominator_rule = '{INCIDENT_COUNTS}' THEN NULL
                    WHEN denominator_rule = '{INCIDENT_COUNTS}' THEN {_rounded("denominator")}
                    ELSE denominator END AS denominator,
               source, denominator_source, sources, basis, has_gap,
               CASE WHEN numerator IS NOT NULL AND is_withheld THEN '[c]' ELSE '' END AS status,
               rule
        FROM ruled
        """,
        values,
        PROTECTED_COUNTS,
    )


def _strictest(counts: str, policy: Policy, values: dict[str, object]) -> str:
    """CTE `strictest`: for each list of sources that counts come from, the strictest rule and the smallest area allowed."""
    ordered = sorted(policy.rules)
    for n, source in enumerate(ordered):
        values |= {f"source_{n}": source, f"rule_{n}": policy.rules[source], f"size_{n}": policy.smallest[source].size}
    rules = ", ".join(f"($source_{n}, $rule_{n}, $size_{n})" for n in range(len(ordered)))
    return f"""rules (source, rule, size) AS (VALUES {rules}),
        strictest AS (
            SELECT listed.source,
                   CASE WHEN COUNT(rules.source) = 0 THEN NULL
                        WHEN MAX(CASE WHEN rules.rule = '{INCIDENT_COUNTS}' THEN 1 ELSE 0 END) = 1
                        THEN '{INCIDENT_COUNTS}' ELSE MAX(rules.rule) END AS rule,
                   MAX(rules.size) AS size
            FROM (SELECT source FROM {counts} UNION SELECT denominator_source FROM {counts}) AS listed
            LEFT JOIN rules ON CONCAT(',', listed.source, ',') LIKE CONCAT('%,', rules.source, ',%')
            GROUP BY listed.source
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
            SELECT counts.*, top.rule, top.size AS allowed, below.rule AS denominator_rule,
                   CASE CASE WHEN made_of.parts = 1 THEN made_of.part ELSE counts.geography END {sizes} END AS size
            FROM {counts} AS counts
            LEFT JOIN strictest AS top ON top.source = counts.source
            LEFT JOIN strictest AS below ON below.source = counts.denominator_source
            LEFT JOIN made_of ON made_of.area_code = counts.area_code AND made_of.geography = counts.geography
        )"""


def _is_withheld() -> str:
    """Too small an area for the agreement, too short a period for a small area, or too few, above or below the line."""
    few = f"(COALESCE({{0}}, '') = '{INCIDENT_COUNTS}' AND {{1}} > 0 AND {{1}} <= $most)"
    return f"""COALESCE(size < allowed, FALSE)
                   OR ('{INCIDENT_COUNTS}' IN (COALESCE(rule, ''), COALESCE(denominator_rule, ''))
                       AND size <= {Geography.LSOA.size}
                       AND DATE_DIFF('month', period_start, period_end) + 1 < $months)
                   OR {few.format("rule", "COALESCE(numerator, 0)")}
                   OR {few.format("denominator_rule", "COALESCE(denominator, 0)")}"""


def _rounded(count: str) -> str:
    return f"FLOOR({count} / $base + 0.5) * $base"
