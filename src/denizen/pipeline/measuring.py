"""Count, protect and measure: from standard tables to the table of figures."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import lcm

from denizen.disclosure import INCIDENT_COUNTS, PEOPLE_COUNTS, STRICTNESS, Policy, Rounding, protect
from denizen.errors import NotFound
from denizen.indicators import Catalogue, Table, count, measure
from denizen.parameters import Parameters
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.standardising import gaps_table, standard_name
from denizen.pipeline.steps import Steps
from denizen.shapes import AREA_COUNTS, COUNTS, FIGURES, GAPS, Statement
from denizen.store import Store
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator


def chosen(given: Given, tables: Mapping[str, Table]) -> Catalogue:
    """The part of the catalogue that can be measured and that denizen.yaml asks for.

    Raises:  NotFound, for an indicator that no catalogue has, with the nearest.
    """
    catalogue = given.catalogue.measurable(list(tables))
    asked = given.area.file.publish.indicators
    if not asked:
        return catalogue
    known = [indicator.id for indicator in given.catalogue.indicators]
    for unknown in (indicator for indicator in asked if indicator not in known):
        near = difflib.get_close_matches(unknown, known, n=3, cutoff=0.3) or known[:5]
        raise NotFound(
            f"There is no indicator `{unknown}`.",
            where="denizen.yaml: publish",
            mend=f"did you mean: {', '.join(near)}?",
        )
    kept = tuple(indicator for indicator in catalogue.indicators if indicator.id in asked)
    used = {indicator.theme for indicator in kept}
    return Catalogue(tuple(theme for theme in catalogue.themes if theme.id in used), kept)


def policy_for(taken: Sequence[Taken], given: Given) -> Policy:
    """The disclosure rule of each source, from the agreement it came under and from the duties of codes; of two, the stricter.

    A code that asks for larger counts or coarser rounding than a rule has makes the rule stricter for every source that it
    protects; a source that its publisher has protected comes under the rule for incidents then.
    """
    agreements = {agreement.id: agreement for agreement in given.area.agreements}
    rules: dict[str, str] = {}
    smallest: dict[str, Geography] = {}
    for item in taken:
        source, outputs = item.receipt.source, agreements[item.permitted.permit.agreement].outputs
        ruling = item.permitted.permit.ruling
        rule = max(rules.get(source, ""), outputs.protection, key=STRICTNESS.index)
        asks = bool(ruling.minimum_cell or ruling.round_to)
        rules[source] = max(rule, INCIDENT_COUNTS, key=STRICTNESS.index) if asks else rule
        allowed = [outputs.smallest_geography, *([Geography(ruling.smallest)] if ruling.smallest else [])]
        smallest[source] = max([smallest.get(source, outputs.smallest_geography), *allowed], key=lambda g: g.size)
    return Policy(
        rules=rules, smallest=smallest, roundings=_as_duties_ask(rules, taken, roundings_from(given.parameters))
    )


def _as_duties_ask(
    rules: Mapping[str, str], taken: Sequence[Taken], roundings: Mapping[str, Rounding]
) -> dict[str, Rounding]:
    """Each rule, as strict as the strictest duty of a source that it protects."""
    found = dict(roundings)
    for item in taken:
        ruling, rule = item.permitted.permit.ruling, rules[item.receipt.source]
        if rule in found:
            found[rule] = replace(
                found[rule],
                withheld_up_to=max(found[rule].withheld_up_to, ruling.minimum_cell - 1),
                base=_coarser(found[rule].base, ruling.round_to),
            )
    return found


def _coarser(base: int, asked: int) -> int:
    """The least base that is both: a multiple of each, so that nothing finer than either is shown."""
    return lcm(base, asked) if asked else base


def roundings_from(parameters: Parameters) -> dict[str, Rounding]:
    """What each rule does to a count, on the day that the parameters are for."""
    return {
        INCIDENT_COUNTS: Rounding(
            "incidents",
            int(parameters["incident_withheld_up_to"]),
            int(parameters["incident_rounding_base"]),
            int(parameters["incident_months_lsoa"]),
        ),
        PEOPLE_COUNTS: Rounding(
            "people", int(parameters["people_withheld_up_to"]), int(parameters["people_rounding_base"]), 0
        ),
    }


def measure_all(
    catalogue: Catalogue,
    tables: Mapping[str, Table],
    keys: Mapping[str, str],
    policy: Policy,
    given: Given,
    store: Store,
    steps: Steps,
) -> str:
    """Count, protect, measure: the table `figures`. Returns the key of the last step."""
    counted = steps.run(
        "count",
        {"tables": dict(keys), "catalogue": repr(catalogue)},
        lambda: store.make_all(counting(catalogue.indicators, tables, given)),
    )
    width = given.parameters["low_reliability_width"]
    return steps.run(
        "protect and measure",
        {"counts": counted.key, "policy": repr(policy), "width": width},
        lambda: store.make_all(protecting(catalogue.indicators, policy, width)),
    ).key


def protecting(indicators: Sequence[Indicator], policy: Policy, width: float) -> list[Statement]:
    """Counts protected, then measured; where nothing can be measured, no figure."""
    if not indicators:
        return [Statement("figures", FIGURES.nothing, {}, FIGURES)]
    return [protect("counts", policy, "protected_counts"), measure(indicators, "protected_counts", "figures", width)]


def counting(indicators: Sequence[Indicator], tables: Mapping[str, Table], given: Given) -> list[Statement]:
    """All standard tables as one, then one statement per indicator, then all counts as one."""
    standard = " UNION ALL ".join(f'SELECT * FROM "{standard_name(table)}"' for table in tables)
    layouts = [
        layout for source in sorted({t.source for t in tables.values()}) for layout in given.contracts[source].layouts
    ]
    holes = [gaps_table(layout) for layout in layouts if layout.id in tables and layout.gives.shape == "events"]
    gaps = " UNION ALL ".join(f'SELECT * FROM "{table}"' for table in holes) or GAPS.nothing
    counts = [count(indicator, tables, f"count__{indicator.id}") for indicator in indicators]
    together = " UNION ALL ".join(f'SELECT {COUNTS.listed} FROM "{statement.name}"' for statement in counts)
    return [
        Statement("area_counts", standard or AREA_COUNTS.nothing, {}, AREA_COUNTS),
        Statement("gaps", gaps, {}, GAPS),
        *counts,
        Statement("counts", together or COUNTS.nothing, {}, COUNTS),
    ]
