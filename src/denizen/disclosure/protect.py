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
    """Counts with the rule of their source applied: shape PROTECTED_COUNTS.

    incident_counts: 0 is shown, 1 to `withheld_up_to` is withheld, others go to the nearest multiple of the base (a
    half goes up); a period shorter than `months_lsoa` is withheld for an LSOA or smaller. as_published: unchanged.
    A source without a rule keeps `rule` NULL, and `certify` lets nothing of it pass.
    Source:  NHS England, small number rule for sub-national counts (2018).
    """
    ordered = sorted(policy.rules)
    rules = ", ".join(f"($source_{n}, $rule_{n}, $size_{n})" for n in range(len(ordered)))
    values: dict[str, object] = {
        "most": policy.withheld_up_to,
        "base": policy.rounding_base,
        "months": policy.months_lsoa,
    }
    for n, source in enumerate(ordered):
        values |= {f"source_{n}": source, f"rule_{n}": policy.rules[source], f"size_{n}": policy.smallest[source].size}
    sizes = " ".join(f"WHEN '{geography}' THEN {geography.size}" for geography in Geography)
    return Statement(
        name,
        f"""
        WITH rules (source, rule, size) AS (VALUES {rules}),
        ruled AS (
            SELECT counts.*, rules.rule,
                   CASE counts.geography {sizes} END < rules.size AS is_too_small_an_area,
                   rules.rule = '{INCIDENT_COUNTS}' AND CASE counts.geography {sizes} END <= {Geography.LSOA.size}
                       AND DATE_DIFF('month', counts.period_start, counts.period_end) + 1 < $months AS is_too_short,
                   rules.rule = '{INCIDENT_COUNTS}' AND counts.numerator > 0 AND counts.numerator <= $most AS is_too_few
            FROM {counts} AS counts LEFT JOIN rules ON rules.source = counts.source
        )
        SELECT indicator, category, area_code, area_name, geography, vintage, period_start, period_end,
               CASE WHEN is_too_small_an_area OR is_too_short OR is_too_few THEN NULL
                    WHEN rule = '{INCIDENT_COUNTS}' THEN FLOOR(numerator / $base + 0.5) * $base
                    ELSE numerator END AS numerator,
               denominator, source, sources, basis, has_gap,
               CASE WHEN numerator IS NULL THEN ''
                    WHEN is_too_small_an_area OR is_too_short OR is_too_few THEN '[c]' ELSE '' END AS status,
               rule
        FROM ruled
        """,
        values,
        PROTECTED_COUNTS,
    )
