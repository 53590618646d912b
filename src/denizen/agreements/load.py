"""What the rules let in of one delivery: which columns, for how long, whether it is linked, and how finely it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from denizen.agreements.agreement import Agreement
from denizen.agreements.decisions import GIVEN_AND_TAKEN, Decision, RulesOfUse, Use
from denizen.agreements.items_of_columns import COUNTS
from denizen.agreements.numbering import Scale
from denizen.agreements.purposes import Purpose
from denizen.agreements.rules import MOST
from denizen.errors import NotPermitted

SHOWN_AT = ("oa", "lsoa", "msoa", "ward", "lad")
"""grains at which figures are shown, the finest first"""
_IDENTITY = ("name", "birth_date", "official_number", "nhs_number", "pseudonym", "supplier_reference")
"""items by which records of a person are found to be one person's"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a delivery would bring, in the words of rules."""

    recipient: str
    """the party that runs denizen"""
    area: str
    grain: str
    """what a row is of"""
    items: Mapping[str, str]
    """columns that tell of a person -> the item that each is; none: the rows are counts"""
    needed: frozenset[str]
    """columns without which the layout cannot be read"""
    is_shown: bool = True
    """False: it serves to place other lists, and no figure is made of it"""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What came of asking: every decision, the columns that stay out and why, and the duties that bind from here on."""

    decisions: tuple[Decision, ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    """column, and the clauses that keep it out"""
    retain_days: int | None = None
    may_link: bool = True
    smallest: str = ""
    """finest grain at which figures of it may be shown; empty: as its agreement says"""
    minimum_cell: int = 0
    round_to: int = 0
    texts: tuple[tuple[str, str], ...] = ()
    """the codes and agreements that spoke, each with the hash of what it says"""


ALLOWED = Ruling()
"""where no rule is in force beside the agreement"""


def ruling_on(
    load: Load, rules: RulesOfUse, under: Agreement, source: str, purpose: Purpose, day: date, *, asked: str
) -> Ruling:
    """Ask the rules about everything that becomes of a delivery: given, taken, counted, linked, shown.

    Args:    the delivery and the agreement that it comes under; `asked` names it in messages, as `social_housing.persons`.
    Raises:  NotPermitted, naming the clause that forbids it, or the silence.
    """
    _check_no_code_lapsed(rules, asked)
    asking = _Asking(rules, under, load, source, purpose, day)
    items = tuple(dict.fromkeys(load.items.values())) or (COUNTS,)
    door = [asking.of(action, item, load.grain) for action in GIVEN_AND_TAKEN for item in items]
    out = _kept_out(door)
    _check_enough_enters(asked, load, items, out, door)
    entering = [item for item in items if item not in out]
    counted = [asking.of("estimate", item, load.grain) for item in entering]
    if all(decision.verdict != "permit" for decision in counted):
        raise _refused(f"No figure may be made of {asked}", counted[0])
    linked = [asking.of("link", item, load.grain) for item in entering if item in _IDENTITY]
    shown = [asking.of("publish", COUNTS, grain, "the_public") for grain in SHOWN_AT] if load.is_shown else []
    smallest = _finest(shown, asked, rules.book.vocabulary.grains) if shown else ""
    decisions = (*door, *counted, *linked, *shown)
    spoke = {cited.split(" ")[0] for decision in decisions for cited in decision.spoke}
    binding = [one for one in shown if one.verdict == "permit"]
    return Ruling(
        decisions,
        tuple((column, ", ".join(out[item])) for column, item in load.items.items() if item in out),
        _days_to_keep(door, asked),
        all(decision.verdict == "permit" for decision in linked),
        smallest,
        max((one.duties.get("minimum_cell", (0, 0))[0] for one in binding), default=0),
        max((one.duties.get("round_to", (0, 0))[0] for one in binding), default=0),
        tuple(sorted((text, rules.hashes[text]) for text in spoke)),
    )


def _check_no_code_lapsed(rules: RulesOfUse, asked: str) -> None:
    for file, ended in rules.lapsed.items():
        raise NotPermitted(
            f"{asked} may not come in: the code of practice in {file} ended on {ended}, and what it forbade, nobody forbids now.",
            where=f"{file}: ends_on",
            mend="have it renewed and write the new `ends_on`; or, if the party means to have no code any more, `status: ended`",
        )


@dataclass(frozen=True, slots=True)
class _Asking:
    rules: RulesOfUse
    under: Agreement
    load: Load
    source: str
    purpose: Purpose
    day: date

    def of(self, action: str, item: str, grain: str, recipient: str = "") -> Decision:
        use = Use(
            self.purpose.value,
            item,
            recipient or self.load.recipient,
            self.source,
            action,
            grain,
            self.load.area,
            self.day,
        )
        return self.rules.decide(use, self.under)


def _kept_out(door: list[Decision]) -> dict[str, tuple[str, ...]]:
    """Items that do not enter, each with the clauses that say so; none of these: nothing speaks for it."""
    return {
        decision.use.item: decision.spoke if decision.verdict == "prohibit" else ("no clause speaks for it",)
        for decision in reversed(door)
        if decision.verdict != "permit"
    }


def _check_enough_enters(
    asked: str, load: Load, items: tuple[str, ...], out: Mapping[str, tuple[str, ...]], door: list[Decision]
) -> None:
    if all(item in out for item in items):
        raise _refused(f"{asked} may not come in", next(one for one in door if one.verdict != "permit"))
    lacking = sorted(column for column in load.needed if load.items.get(column) in out)
    if lacking:
        item = load.items[lacking[0]]
        decision = next(one for one in door if one.use.item == item and one.verdict != "permit")
        raise _refused(f"{asked} cannot be read without {', '.join(lacking)}, which may not come in", decision)


def _refused(what: str, decision: Decision) -> NotPermitted:
    if decision.verdict == "prohibit":
        return NotPermitted(
            f"{what}: {' and '.join(decision.spoke)} forbids to {decision.sentence}.",
            where=", ".join(decision.spoke),
            mend="agree on an exception with the party whose rule it is, or leave this list out; where the clause speaks of rows "
            "alone, counts (tier T0) may come in",
        )
    return NotPermitted(
        f"{what}: no clause lets anybody {decision.sentence}. Silent means no.",
        where="codes/, agreements/",
        mend="have the agreement declare this as a flow, or a code permit it (`denizen agreements check` shows the gap)",
    )


def _days_to_keep(door: list[Decision], asked: str) -> int | None:
    """How long every text lets the delivery be kept; None where none says.

    Raises:  NotPermitted, where one says keep longer than another says keep at most.
    """
    least, most = 0, MOST
    for decision in door:
        if decision.verdict == "permit" and "retain_days" in decision.duties:
            low, high = decision.duties["retain_days"]
            least, most = max(least, low), min(most, high)
    if least > most:
        raise NotPermitted(
            f"{asked} would have to be kept at least {least} days and at most {most}: both cannot be done.",
            where="codes/: duties `retain_days`",
            mend="agree on one period (`denizen agreements check` names the clauses)",
        )
    return most if most < MOST else None


def _finest(shown: list[Decision], asked: str, grains: Scale) -> str:
    """The finest grain from which on up to the whole authority figures may be shown, which no duty bars.

    Raises:  NotPermitted, when not even the whole authority's may.
    """
    finest = ""
    for decision in reversed(shown):
        least, _ = decision.duties.get("smallest_grain", (0, 0))
        if decision.verdict != "permit" or grains.position(decision.use.grain) < least:
            if not finest:
                raise _refused(f"No figure of {asked} may be shown", decision)
            break
        finest = decision.use.grain
    return finest
