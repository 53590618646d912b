"""What rules say of one use: permitted, prohibited, or nothing. Silent means no.

A use is asked for as the engine makes it: of a list in general, by one party, for one purpose, on one day, at one grain. A
rule that speaks of a part of the people on a list (anonymous electors) does not speak of the list; its contract leaves their
rows out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from denizen.agreements.agreement import Agreement
from denizen.agreements.boxes import Point
from denizen.agreements.cases_told import use_in_words
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.numbering import Interval
from denizen.agreements.rules import MOST
from denizen.agreements.vocabulary import DIMENSIONS, TREES, Vocabulary
from denizen.errors import NotPermitted

Verdict = Literal["permit", "prohibit", "silent"]
EVERYONE = "everyone"
GIVEN_AND_TAKEN = ("pass_on", "receive")
"""one delivery is both: who sends it passes on, who takes it receives"""


@dataclass(frozen=True, slots=True)
class Use:
    """One use, in terms of the vocabulary."""

    purpose: str
    item: str
    recipient: str
    source: str
    action: str
    grain: str
    area: str
    day: date
    subjects: str = EVERYONE

    def witness(self) -> dict[str, str]:
        """By dimension, as sentences and the ledger tell it."""
        said = {name: str(getattr(self, name)) for name in DIMENSIONS[:-1]}
        return {**said, "period": self.day.isoformat()}

    def point(self, vocabulary: Vocabulary) -> Point:
        """Its number in each dimension: of a term the term in general, not what hangs below it.

        Raises:  NotFound, on a term that the vocabulary does not have; NotPermitted, on one that nobody may ask for.
        """
        for dimension in TREES:
            if not vocabulary.is_askable(dimension, getattr(self, dimension)):
                raise NotPermitted(
                    f"Nothing is ever asked for {getattr(self, dimension).replace('_', ' ')}.",
                    where=f"the {dimension} of a use",
                    mend="there is no way to ask for it: what is done about one person belongs elsewhere",
                )
        trees = {name: vocabulary.tree(name).interval(getattr(self, name))[0] for name in TREES}
        ordered = {"grain": vocabulary.grains.position(self.grain), "period": self.day.toordinal()}
        return tuple({**trees, **ordered}[name] for name in DIMENSIONS)


@dataclass(frozen=True, slots=True)
class Decision:
    """What was asked, what the rules said, which of them spoke, and what they oblige to."""

    use: Use
    verdict: Verdict
    spoke: tuple[str, ...]
    """`CODE-COUNCIL 5.3`: the text and the clause"""
    duties: Mapping[str, Interval]
    """kind of duty -> from least to most"""
    sentence: str
    """what was asked, in words"""


@dataclass(frozen=True, slots=True)
class RulesOfUse:
    """Every rule that is in force on a day, with the hash of each text that they stand in."""

    book: Rulebook
    hashes: Mapping[str, str]
    lapsed: Mapping[str, date] = field(default_factory=dict)
    """files of codes that are over, and of which nobody has said what holds since; the day on which each ended"""

    def decide(self, use: Use, under: Agreement) -> Decision:
        """Ask whether a use may be made, of a delivery that came under an agreement.

        The agreement itself permits what it names: its sources for its purposes, and where it declares flows of a source,
        what they declare and no more. A prohibition of any text overrules.
        Raises:  NotFound; NotPermitted, on a term that nobody may ask for.
        """
        point = use.point(self.book.vocabulary)
        speaking = [one for one in self.book.spoken if one.placed.speaks_of(point)]
        against = [one for one in speaking if one.rule.kind == "prohibit"]
        permits = [_cited(one) for one in speaking if one.rule.kind == "permit"]
        if self._declares(use, under):
            permits.append(under.id)
        verdict: Verdict = "prohibit" if against else "permit" if permits else "silent"
        spoke = tuple(_cited(one) for one in against) or tuple(permits)
        told = use_in_words(use.witness(), self.book.vocabulary)
        return Decision(use, verdict, spoke, _duties(speaking), told)

    def _declares(self, use: Use, under: Agreement) -> bool:
        """Whether the agreement's own terms let the use through."""
        alike = GIVEN_AND_TAKEN if use.action in GIVEN_AND_TAKEN else (use.action,)
        flows = [flow for flow in under.flows if flow.source == use.source and flow.action in alike]
        if not flows:
            return True
        words = self.book.vocabulary
        for flow in flows:
            about = flow.subjects[0] if use.subjects == EVERYONE else use.subjects
            as_declared = replace(use, action=flow.action, subjects=about).point(words)
            if any(box.holds(as_declared) for box in flow.case.placed(words)):
                return True
        return False


def _cited(one: Spoken) -> str:
    return f"{one.instrument.id} {one.clause}"


def _duties(speaking: Sequence[Spoken]) -> dict[str, Interval]:
    """Of each kind of duty that binds, what all of them allow; empty (least above most) where they cannot all be done."""
    found: dict[str, Interval] = {}
    for one in speaking:
        if one.rule.duty is not None and one.placed.duty is not None:
            low, high = found.get(one.rule.duty.what, (0, MOST))
            found[one.rule.duty.what] = (max(low, one.placed.duty[0]), min(high, one.placed.duty[1]))
    return dict(sorted(found.items()))
