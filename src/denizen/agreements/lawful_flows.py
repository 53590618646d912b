"""Asks of every declared flow of an agreement whether it stands in law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from denizen.agreements.agreement import Agreement
from denizen.agreements.flows import Flow
from denizen.agreements.law_data import Law, Nation, load_law
from denizen.agreements.lawful_basis import lawful
from denizen.agreements.lawful_use import Court, Reason, Use
from denizen.agreements.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Unlawful:
    """One reason, and the flows that it is a reason against, by id."""

    flows: tuple[str, ...]
    reason: Reason


def unlawful_flows(agreement: Agreement, vocabulary: Vocabulary, day: date) -> tuple[Unlawful, ...]:
    """Every reason why a declared flow does not stand on the grounds that the agreement names, each told once.

    Args:  the agreement; the vocabulary, with or without the parties grown onto it; the day that is asked about.
    A flow with a word that the vocabulary does not have is left out: nothing is known of it.
    """
    court = court_of(load_law(), vocabulary)
    against: dict[Reason, list[str]] = {}
    for flow in agreement.flows:
        if (use := _use(agreement, flow, vocabulary, day)) is not None:
            for reason in lawful(use, court):
                against.setdefault(reason, []).append(flow.id)
    return tuple(Unlawful(tuple(flows), reason) for reason, flows in against.items())


def court_of(law: Law, vocabulary: Vocabulary) -> Court:
    """The law, with the vocabulary's word on which purpose or body is of which kind."""

    def is_under(dimension: str, narrow: str, wide: str) -> bool:
        tree = vocabulary.tree(dimension)
        (low, high), (first, last) = tree.interval(narrow), tree.interval(wide)
        return first <= low and high <= last

    return Court(
        law,
        lambda narrow, wide: is_under("purpose", narrow, wide),
        lambda narrow, wide: is_under("recipient", narrow, wide),
    )


def _use(agreement: Agreement, flow: Flow, vocabulary: Vocabulary, day: date) -> Use | None:
    kinds = {party.id: party.kind for party in agreement.parties}
    giver, receiver = kinds.get(flow.from_, flow.from_), kinds.get(flow.to, flow.to)
    words = [("recipient", giver), ("recipient", receiver), ("purpose", flow.purpose), ("source", flow.source)]
    words += [("item", item) for item in flow.items]
    if any(word not in vocabulary.tree(dimension) for dimension, word in words):
        return None
    said = {item.item: item.category for item in agreement.items}
    return Use(
        source=flow.source,
        purpose=flow.purpose,
        nation=_nation(agreement, flow),
        giver=giver,
        receiver=receiver,
        day=day,
        categories=frozenset(said.get(item) or vocabulary.category(item) for item in flow.items),
        named=agreement.lawfulness.named(),
        leaves=flow.from_ != flow.to,
        power=agreement.power,
        legal_note=agreement.legal_note,
        policy_document=agreement.lawfulness.policy_document,
        opt_outs=agreement.objection.opt_outs,
    )


def _nation(agreement: Agreement, flow: Flow) -> Nation:
    """Where it is done, as its area says, else as the party that sends says; England where neither does."""
    return next(_nations(agreement, flow), "england")


def _nations(agreement: Agreement, flow: Flow) -> Iterator[Nation]:
    if flow.area == "wales" or flow.area.startswith("W"):
        yield "wales"
    if flow.area == "england" or flow.area.startswith("E"):
        yield "england"
    yield from (party.nation for party in agreement.parties if party.id == flow.from_ and party.nation)
