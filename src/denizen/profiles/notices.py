"""A paragraph for the privacy notice of each body that hands data over, made from its agreements, to be copied.

Source:  UK GDPR Articles 13 and 14: what people are told; Data (Use and Access) Act 2025 s. 103: complaints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from denizen.agreements import Agreement
from denizen.agreements.flows import Flow
from denizen.agreements.numbering import listed
from denizen.profiles.edition import Edition
from denizen.profiles.sharing import (
    Ground,
    grounds_for,
    grounds_of,
    handed_over,
    has_people,
    is_coded,
    items_of,
    longest_kept,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What one body may tell people: a paragraph for each agreement. What no agreement says stands there as a gap."""

    party: str
    paragraphs: tuple[tuple[Markup, ...], ...]
    """sentences of each paragraph"""


def notices(edition: Edition) -> tuple[Notice, ...]:
    """One for each body that hands data about people over, by name."""
    found: dict[str, list[tuple[Markup, ...]]] = {}
    for agreement in edition.shared:
        flows = handed_over(agreement)
        for party in dict.fromkeys(flow.from_ for flow in flows):
            own = tuple(flow for flow in flows if flow.from_ == party)
            name = edition.words.label("recipient", party)
            opening, grounds = _by_flows(edition, own), grounds_for(agreement, party, edition.words)
            found.setdefault(name, []).append(_paragraph(edition, agreement, own, opening, grounds))
        if not agreement.flows and has_people(agreement, (), edition.words):
            opening, grounds = [_by_lists(edition, agreement)], grounds_of(agreement)
            found.setdefault(agreement.controller, []).append(_paragraph(edition, agreement, (), opening, grounds))
    return tuple(Notice(name, tuple(found[name])) for name in sorted(found))


def _by_flows(edition: Edition, flows: Sequence[Flow]) -> list[Markup]:
    """What is passed on to whom, as flows declare it; receivers of the same stand in one sentence."""
    receivers: dict[tuple[str, ...], list[str]] = {}
    for receiver in dict.fromkeys(flow.to for flow in flows):
        told = _what(edition, [flow for flow in flows if flow.to == receiver])
        receivers.setdefault(told, []).append(edition.words.label("recipient", receiver))
    return [
        edition.m.t("notice.passes", items=items, whom=whom, lists=lists, receivers=listed(names), purposes=purposes)
        for (items, whom, lists, purposes), names in receivers.items()
    ]


def _what(edition: Edition, flows: Sequence[Flow]) -> tuple[str, str, str, str]:
    """Items, people, lists and purposes of flows."""
    words = edition.words
    return (
        listed(items_of(flows, words)),
        listed(_once(words.label("subjects", one) for flow in flows for one in flow.subjects)),
        listed(_once(words.label("source", flow.source) for flow in flows)),
        listed(_once(words.label("purpose", flow.purpose) for flow in flows)),
    )


def _by_lists(edition: Edition, agreement: Agreement) -> Markup:
    """What is passed on to whom, where an agreement declares no flow: its lists, to who runs denizen."""
    m, words, run_by = edition.m, edition.words, edition.matter.account.run_by
    receiver = words.label("recipient", run_by) if run_by else m.plain("register.who_makes_the_book")
    lists = listed([words.label("source", source) for source in agreement.sources])
    purposes = listed([words.label("purpose", purpose.value) for purpose in agreement.purposes])
    if receiver == agreement.controller:
        return m.t("notice.own_lists", lists=lists, purposes=purposes)
    return m.t("notice.passes_lists", lists=lists, receivers=receiver, purposes=purposes)


def _paragraph(
    edition: Edition,
    agreement: Agreement,
    flows: Sequence[Flow],
    opening: Sequence[Markup],
    grounds: Sequence[Ground],
) -> tuple[Markup, ...]:
    """What is passed on, and what a person may want to know of it. Figures about areas need no ground and no objection."""
    m = edition.m
    coded = [m.t("notice.coded")] if is_coded(flows) else []
    never = [m.t("notice.never", uses=_either(agreement.prohibited))] if agreement.prohibited else []
    if not has_people(agreement, flows, edition.words):
        return (*opening, m.t("notice.figures"), *never)
    in_law = listed([ground.label for ground in grounds])
    ground = m.t("notice.ground", grounds=in_law) if in_law else _gap(edition, "ground")
    power = [m.t("notice.power", power=agreement.power)] if agreement.power else []
    return (*opening, *coded, *never, ground, *power, *_rights(edition, agreement))


def _rights(edition: Edition, agreement: Agreement) -> Iterator[Markup]:
    """How long it is kept, how to object and to complain, where to read more."""
    m, route = edition.m, agreement.complaints.route
    days = longest_kept(agreement, edition.matter.contracts)
    yield m.t("notice.kept", n=days) if days else _gap(edition, "kept")
    objecting = agreement.objection.route
    yield m.t("notice.object", route=objecting) if objecting else _gap(edition, "object")
    yield m.t("notice.complain", route=route) if route else m.t("notice.ico")
    urls = [agreement.privacy_notice, *(notice.url for notice in agreement.transparency.notices)]
    if url := next(filter(None, urls), ""):
        yield m.t("notice.more", url=url)


def _gap(edition: Edition, what: str) -> Markup:
    """What somebody still has to write."""
    return Markup('<mark class="gap">{}</mark>').format(edition.m.t(f"notice.gap.{what}"))


def _either(words: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
