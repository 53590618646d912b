"""A code or an agreement as headings, sentences and lists: what its page says, in plain English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from denizen.agreements.agreement import Agreement
from denizen.agreements.clauses_told import flow_in_words, rule_in_words
from denizen.agreements.code import SECTIONS, Code
from denizen.agreements.law_data import Law
from denizen.agreements.lawful_flows import Unlawful
from denizen.agreements.missing import Missing
from denizen.agreements.numbering import listed
from denizen.agreements.parties import Party
from denizen.agreements.safeguards import Keeping
from denizen.agreements.states import MEANS, MOVES
from denizen.agreements.vocabulary import Vocabulary

KINDS: Mapping[str, str] = {
    "code": "Code of practice for sharing personal information",
    "isp": "Information sharing protocol",
    "dda": "Data disclosure agreement",
    "jca": "Joint controller agreement",
    "dpa": "Data processing agreement",
    "mou": "Memorandum of understanding",
    "open_licence": "Open licence",
}
GROUPS: Mapping[str, str] = {
    "reasons": "Why it is shared",
    "subjects": "Whom the data are about",
    "objection": "Consent, objection and opting out",
    "transparency": "How people are told",
    "standards": "How the data are kept right",
    "retention": "How long the data are kept",
    "security": "How the data are kept safe",
    "rights": "What a person can ask for",
    "freedom": "Freedom of information",
    "complaints": "How to complain",
    "release": "What may come out",
    "people": "Who handles the data",
    "assessment": "The data protection impact assessment",
    "governance": "How the parties look after it",
}
"""groups of fields, in the order of the page"""

Lines = tuple[tuple[str, str], ...]
"""what is told, and what stands there"""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground or power that is named, and the law that gives it."""

    label: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class DocumentTold:
    """What the page of one document says, top to bottom."""

    title: str
    kind: str
    state: str
    next_states: str
    summary: str
    facts: Lines
    flows: tuple[tuple[str, str], ...]
    """sentence; how often and by what way"""
    items: tuple[tuple[str, str, str], ...]
    """item, why, category"""
    grounds: tuple[Ground, ...]
    rules: tuple[tuple[str, str, str], ...]
    """clause, kind, sentence"""
    sections: tuple[tuple[str, str, str], ...]
    """title, prose, evidence"""
    groups: tuple[tuple[str, Lines], ...]
    parties: tuple[tuple[str, Lines], ...]
    signatures: Lines
    to_fill_in: tuple[str, ...]
    against: tuple[Unlawful, ...]


def told(
    document: Code | Agreement,
    vocabulary: Vocabulary,
    law: Law,
    lacking: Sequence[Missing],
    against: Sequence[Unlawful],
) -> DocumentTold:
    """Everything that the page of a document says."""
    parties = (document.party,) if isinstance(document, Code) else document.parties
    names = {party.id: party.name for party in parties}
    agreement = document if isinstance(document, Agreement) else None
    return DocumentTold(
        title=document.title,
        kind=KINDS[document.kind],
        state=f"{_plainly(document.status)}: {MEANS[document.status]}",
        next_states=" or ".join(_plainly(state).lower() for state in MOVES[document.status]),
        summary=document.summary,
        facts=_facts(document, vocabulary),
        flows=tuple(
            (flow_in_words(flow, names, vocabulary), "; ".join(filter(None, (flow.frequency, flow.transport))))
            for flow in (agreement.flows if agreement else ())
        ),
        items=tuple(
            (vocabulary.label("item", item.item), item.why, _plainly(item.category))
            for item in (agreement.items if agreement else ())
        ),
        grounds=tuple(
            Ground(basis.label, basis.meaning, basis.source)
            for basis in law.bases.values()
            if basis.id in document.lawfulness.named()
        ),
        rules=tuple((rule.clause, _plainly(rule.kind), rule_in_words(rule, vocabulary)) for rule in document.rules),
        sections=_sections(document),
        groups=tuple(
            (heading, lines) for name, heading in GROUPS.items() if (lines := tuple(_lines(getattr(document, name))))
        ),
        parties=tuple((party.name, _about(party, vocabulary)) for party in parties),
        signatures=tuple(
            (one.post, f"{_day(one.signed_on)}{f' ({one.conditions})' if one.conditions else ''}")
            for one in document.signatures
        ),
        to_fill_in=tuple(one.sentence for one in lacking),
        against=tuple(against),
    )


def _facts(document: Code | Agreement, vocabulary: Vocabulary) -> Lines:
    """The dates and names at the head of the page."""
    until = f"to {_day(document.ends_on)}" if document.ends_on else "on"
    found = [("Reference", f"{document.id}, version {document.version or 'not numbered'}")]
    found.append(("In force", f"from {_day(document.in_force_from)} {until}"))
    found += [("To be reviewed by", _day(document.review_due))] if document.review_due else []
    if isinstance(document, Agreement):
        found.append(("Who answers for the data", document.controller))
        found.append(("Lists", listed([vocabulary.label("source", one) for one in document.sources])))
        found.append(("Purposes", listed([vocabulary.label("purpose", one.value) for one in document.purposes])))
        found += [("Power", document.power)] if document.power else []
        found += [("Legal note", document.legal_note)] if document.legal_note else []
        found += [("Impact assessment", document.dpia)] if document.dpia else []
        found += [("Privacy notice", document.privacy_notice)] if document.privacy_notice else []
        found += [("Never", listed(document.prohibited))] if document.prohibited else []
    return tuple(found)


def _sections(document: Code | Agreement) -> tuple[tuple[str, str, str], ...]:
    if isinstance(document, Agreement):
        return ()
    return tuple(
        (f"{number}. {SECTIONS[number]}", section.prose, "; ".join(section.evidence))
        for number, section in sorted(document.sections.items())
    )


def _about(party: Party, vocabulary: Vocabulary) -> Lines:
    lines = dict(_lines(party))
    lines["Kind"] = vocabulary.label("recipient", party.kind)
    lines |= {"Nation": vocabulary.label("area", party.nation)} if party.nation else {}
    return tuple((name, text) for name, text in lines.items() if name not in ("Id", "Name"))


def _lines(group: BaseModel) -> Iterator[tuple[str, str]]:
    """Every field of a group that says something."""
    for name in type(group).model_fields:
        value = getattr(group, name)
        if value not in (None, "", ()):
            yield _plainly(name), _in_words(value)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Keeping):
        return f"{_terms(value.item)}: {value.days} days from {_terms(value.from_event)}, then {value.then}"
    if isinstance(value, BaseModel):
        return ", ".join(f"{name.lower()} {text}" for name, text in _lines(value))
    if isinstance(value, tuple):
        return "; ".join(_in_words(one) for one in value)
    if isinstance(value, date):
        return _day(value)
    return str(value) if isinstance(value, int) else _terms(str(value))


def _day(day: date) -> str:
    """As a person writes it: 1 April 2026."""
    return f"{day.day} {day:%B %Y}"


def _terms(text: str) -> str:
    """A term of a vocabulary, as `none_apply`, without its underscores; any other text as it is."""
    return text.replace("_", " ") if "_" in text and " " not in text and "/" not in text else text


_SPELLED = {
    "Dpo contact": "Data protection officer",
    "Ico registration": "ICO registration",
    "Dpo advice": "Advice of the data protection officer",
    "Url": "At",
    "Atrs record": "ATRS record",
}


def _plainly(name: str) -> str:
    words = name.replace("_", " ").capitalize()
    return _SPELLED.get(words, words)
