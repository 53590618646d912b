"""What an agreement says in its own fields, as duties: how long it keeps, and how little and how small an area it shows.

Such a duty is compared with the rules of every text, and is cited by its field in place of a clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from denizen.agreements.agreement import Agreement
from denizen.agreements.cases import Case
from denizen.agreements.rules import Duty, Rule
from denizen.agreements.vocabulary import Vocabulary
from denizen.terms.areas import Geography

RETENTION_DAYS, PERIODS = "retention_days", "retention.periods"
MINIMUM_CELL, SMALLEST_GEOGRAPHY = "release.minimum_cell", "outputs.smallest_geography"
TERMS: Mapping[str, str] = {
    RETENTION_DAYS: "retention_days: {}",
    PERIODS: "days: {}",
    MINIMUM_CELL: "minimum_cell: {}",
    SMALLEST_GEOGRAPHY: "smallest_geography: {}",
}
"""field to how its value is written"""
KEPT, SHOWN = ("use", "pass_on"), ("publish",)
"""acts that a time of keeping, and a rule of what is shown, speak of"""
_GRAINS: Mapping[Geography, str] = {
    Geography.COMMUNITY: "ward",
    Geography.HEALTH_BOARD: "region",
    Geography.PFA: "region",
    Geography.COUNTRY: "nation",
}
"""the grain of an area whose kind is no grain itself; an area of one's own (`custom`) has none"""


def terms_of(agreement: Agreement, words: Vocabulary) -> tuple[Rule, ...]:
    """The duties that an agreement sets in its own fields, for its lists and its purposes.

    An open licence sets none: its publisher has protected the figures. A list that the vocabulary does not have is left out.
    """
    sources = tuple(one for one in agreement.sources if one in words.tree("source"))
    if agreement.kind == "open_licence" or not sources:
        return ()
    case = {"source": sources, "purpose": tuple(one.value for one in agreement.purposes)}
    return (*_kept(agreement, words, case), *_shown(agreement, words, case))


def _kept(agreement: Agreement, words: Vocabulary, case: Mapping[str, object]) -> Iterator[Rule]:
    """By the parties, where they are named; else by anybody."""
    recipients = tuple(party.id for party in agreement.parties if party.id in words.tree("recipient"))
    case = {**case, **_known(words, "action", KEPT), **({"recipient": recipients} if recipients else {})}
    if agreement.retention_days is not None:
        yield _duty(RETENTION_DAYS, case, Duty(what="retain_days", at_most=agreement.retention_days))
    for line in agreement.retention.periods:
        if line.item in words.tree("item"):
            yield _duty(PERIODS, {**case, "item": line.item}, Duty(what="retain_days", at_most=line.days))


def _shown(agreement: Agreement, words: Vocabulary, case: Mapping[str, object]) -> Iterator[Rule]:
    case = {**case, **_known(words, "action", SHOWN)}
    if agreement.release.minimum_cell is not None:
        yield _duty(MINIMUM_CELL, case, Duty(what="minimum_cell", at_least=agreement.release.minimum_cell))
    smallest = agreement.outputs.smallest_geography
    grain = _GRAINS.get(smallest, smallest.value)
    if "smallest_geography" in agreement.outputs.model_fields_set and grain in words.grains:
        yield _duty(SMALLEST_GEOGRAPHY, case, Duty(what="smallest_grain", at_least=grain))


def _known(words: Vocabulary, dimension: str, names: tuple[str, ...]) -> dict[str, object]:
    known = tuple(one for one in names if one in words.tree(dimension))
    return {dimension: known} if known else {}


def _duty(field: str, case: Mapping[str, object], duty: Duty) -> Rule:
    return Rule(id=field, clause=field, kind="oblige", when=Case.model_validate(case), duty=duty)
