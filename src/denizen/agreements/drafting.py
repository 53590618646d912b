"""A first draft of an agreement or of a code, from a few answers. What was not answered is a marked default."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from denizen.agreements.law_data import load_law
from denizen.agreements.questions import Answers
from denizen.agreements.vocabulary import Vocabulary, load_vocabulary
from denizen.documents import Document, parse_document

Draft = dict[str, Any]
"""keys and values of a document; a value may be `Marked`"""

FINEST = {"T0": "lsoa", "T1": "dwelling", "T2": "person", "T3": "person"}
DAYS = {"T0": 730, "T1": 365, "T2": 365, "T3": 90}
"""how long a delivery is kept, by tier, until the parties agree on something else"""


@dataclass(frozen=True, slots=True)
class Marked:
    """A value with a word on where it comes from: `default`, or what has to be filled in."""

    value: Any
    mark: str
    why: str = ""
    """why it has to be filled in"""


def default(value: Any, why: str = "") -> Marked:
    """A value that nobody was asked about."""
    return Marked(value, f"default: {why}" if why else "default")


class Start(Document):
    """Whom a list is about, and the items of each tier."""

    subjects: str
    T1: tuple[str, ...]
    T2: tuple[str, ...]
    T3: tuple[str, ...]

    def items(self, tier: str) -> tuple[str, ...]:
        return {"T0": ("counts",), "T1": self.T1, "T2": self.T2, "T3": self.T3}[tier]


class _Starts(Document):
    version: str
    others: Start
    lists: dict[str, Start]


@cache
def _starts() -> _Starts:
    text = (resources.files("denizen.agreements") / "law" / "starting.yaml").read_text("utf-8")
    return parse_document(text, "law/starting.yaml", _Starts)


@dataclass(frozen=True, slots=True)
class Matter:
    """What the answers come to: ids of the two bodies, items, and what kind of data they are."""

    answers: Answers
    supplier: str
    receiver: str
    start: Start
    items: tuple[str, ...]
    categories: frozenset[str]

    @property
    def is_personal(self) -> bool:
        return self.answers.tier != "T0"

    @property
    def is_special(self) -> bool:
        return bool(self.categories & {"special", "confidential_health"})


def matter_of(answers: Answers, vocabulary: Vocabulary) -> Matter:
    start = _starts().lists.get(answers.source, _starts().others)
    items = start.items(answers.tier)
    supplier, receiver = (_id_of(name, vocabulary) for name in (answers.supplier, answers.receiver))
    return Matter(answers, supplier, receiver, start, items, frozenset(vocabulary.category(item) for item in items))


def drafted_agreement(answers: Answers, today: date, layouts: Sequence[str]) -> Draft:
    """An agreement in draft. `layouts`: those of the list that its tier lets in."""
    vocabulary = load_vocabulary()
    matter = matter_of(answers, vocabulary)
    listed = vocabulary.label("source", answers.source)
    draft: Draft = {
        "id": answers.id or f"{answers.kind}-{answers.source}".upper().replace("_", "-"),
        "title": default(f"{listed[:1].upper()}{listed[1:]}: from {answers.supplier} to {answers.receiver}"),
        "kind": answers.kind,
        "version": default("0.1"),
        "status": "draft",
        "lead_party": default(matter.receiver, "the body that keeps the document"),
        "controller": answers.supplier,
        "attribution": default(f"Source: {answers.supplier}."),
        "in_force_from": default(today),
        "ends_on": answers.ends_on,
        "review_due": default(_a_year_on(today, answers.ends_on), "a year on, or the last day"),
        "vocabulary_version": vocabulary.version,
        "purposes": [answers.purpose.value],
        "sources": [answers.source],
        "layouts": default(list(layouts), "strike out those that are not sent"),
        "summary": default(
            f"{answers.supplier} gives {answers.receiver} {_what(matter, listed)}, for "
            f"{vocabulary.label('purpose', answers.purpose.value)}. Only figures about areas come out."
        ),
        "parties": [_party(matter, "supplier"), _party(matter, "receiver")],
        "outputs": {
            "protection": default("people_counts"),
            "smallest_geography": default("lsoa" if answers.tier == "T0" else "msoa"),
        },
        "reasons": {"could_counts_do": default("yes: counts by area are what is shared")}
        if not matter.is_personal
        else {},
        "items": [_item(item, vocabulary) for item in dict.fromkeys((*matter.items, "counts"))],
        "flows": _flows(matter),
    }
    return draft | _about_people(matter) | _how_it_goes_on()


def _about_people(matter: Matter) -> Draft:
    """What only data about people need."""
    if not matter.is_personal:
        return {}
    answers = matter.answers
    lawfulness: Draft = {"article_6": default(_grounds(answers), "one for each kind of body that is party")}
    if matter.is_special:
        lawfulness |= {"article_9": default(["research_and_statistics"]), "schedule_1": default(["sch1_para_4"])}
    if answers.purpose.value == "population_statistics":
        lawfulness["statistics"] = ["statistical_safeguards"]
    ndo = answers.nation == "england" and answers.source == "gp_register"
    return {
        "retention_days": default(DAYS[answers.tier]),
        "subjects": {"groups": default([matter.start.subjects])},
        "lawfulness": lawfulness,
        "objection": {
            "consent_relied_on": default(False),
            "opt_outs": default("national_data_opt_out" if ndo else "none_apply", "what the supplier takes out"),
        },
        "retention": {
            "periods": default([{"item": "any_item", "days": DAYS[answers.tier]}]),
            "where_rules_differ": default("the shortest period of any party holds"),
        },
        "security": {
            "classification": default("OFFICIAL-SENSITIVE"),
            "at_rest": default("AES-256, one key for each delivery"),
            "in_transit": default("TLS 1.2 or later"),
            "access": default("named analysts; who links does not release"),
            "place": default("United Kingdom"),
            "breach_hours": default(24),
        },
        "rights": {
            "who_acts": default("the supplier on its own list, the receiver on what was made from it"),
            "days": default(30),
        },
        "people": {"training": default("data protection, each year"), "renewed_days": default(365)},
    }


def _grounds(answers: Answers) -> list[str]:
    """A public body rests on its task; another answers one that asks, or weighs its own interests."""
    gives, receives = is_public(answers.supplier_kind), is_public(answers.receiver_kind)
    grounds = ["public_task"] if gives or receives else []
    grounds += ["recognised_legitimate_interest"] if receives and not gives else []
    return grounds + (["legitimate_interests"] if not receives else [])


def _how_it_goes_on() -> Draft:
    return {
        "standards": {"checks": default("the supplier sends counts of rows and totals; they are compared on arrival")},
        "complaints": {"acknowledge_days": default(30, "the most that the law allows")},
        "release": {"minimum_cell": default(10), "round_to": default(5)},
        "governance": {
            "review_triggers": default("a breach, a change of law, a new use, a new party"),
            "non_compliance": default("a warning in writing, then suspension"),
            "ending": default("what was received is deleted within 30 days, and said so in writing"),
        },
        "prohibited": default(["finding who a person behind a figure is", "any measure against a person"]),
        "signatures": [],
    }


def _flows(matter: Matter) -> list[Draft]:
    """What goes over, what is made of it, what is published; in a protocol also what comes back."""
    answers = matter.answers
    shared: Draft = {"source": answers.source, "purpose": answers.purpose.value, "area": answers.nation}
    shared["subjects"] = [matter.start.subjects]
    fine = {"from": FINEST[answers.tier], "to": "lad"}
    coarse = {"from": "lsoa" if answers.tier == "T0" else "msoa", "to": "lad"}
    often = {"frequency": default("every quarter")}
    sent = {"items": list(matter.items), **shared, "grain": fine} | often
    figures = {"items": ["counts"], **shared, "grain": coarse} | often
    keyed = {"pseudonymised_by": matter.supplier, "key_holder": matter.supplier} if answers.tier == "T2" else {}
    supplier, receiver = matter.supplier, matter.receiver
    over, within, out = (
        {"transport": default(way)}
        for way in ("encrypted transfer", "the receiver's own systems", "the published book")
    )
    flows: list[Draft] = [
        {"id": "sent", "from": supplier, "to": receiver, "action": "pass_on", **sent, **over, **keyed},
        {"id": "counted", "from": receiver, "to": receiver, "action": "estimate", **sent, **within},
        {"id": "published", "from": receiver, "to": "the_public", "action": "publish", **figures, **out},
    ]
    if answers.kind == "isp":
        flows.append({"id": "figures_back", "from": receiver, "to": supplier, "action": "pass_on", **figures, **over})
    return flows


def _party(matter: Matter, which: str) -> Draft:
    answers = matter.answers
    return {
        "id": getattr(matter, which),
        "name": getattr(answers, which),
        "kind": getattr(answers, f"{which}_kind"),
        "role": "joint"
        if answers.kind == "jca"
        else default("controller", "each decides on its own; change it if not so"),
        "nation": answers.nation,
    }


def _item(item: str, vocabulary: Vocabulary) -> Draft:
    term = vocabulary.terms["item"][item]
    return {
        "item": item,
        "why": default("figures by area cannot be made without it"),
        "category": vocabulary.category(item),
        "definition": default(term.meaning.rstrip(".")),
    }


def _what(matter: Matter, listed: str) -> str:
    tier = {
        "T0": f"counts from {listed}, by area",
        "T1": f"a row for each property from {listed}, without names",
        "T2": f"a row for each person from {listed}, under keyed pseudonyms",
        "T3": f"a row for each person from {listed}, with names",
    }
    return tier[matter.answers.tier]


def is_public(kind: str) -> bool:
    """Whether a kind of body is one to which legitimate interests are refused: a public authority in its tasks."""
    refused = load_law().bases["recognised_legitimate_interest"].refused_to
    tree = load_vocabulary().tree("recipient")
    return kind in refused or any(wide in refused for wide in tree.above(kind))


def _a_year_on(today: date, last: date) -> date:
    return min(last, date(today.year + 1, today.month, min(today.day, 28)))


def _id_of(name: str, vocabulary: Vocabulary) -> str:
    """A short name for a body, which is no kind of body."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_") or "body"
    slug = slug if slug[0].isalpha() else f"body_{slug}"
    return f"our_{slug}" if slug in vocabulary.tree("recipient") else slug
