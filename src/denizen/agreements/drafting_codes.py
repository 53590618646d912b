"""A first draft of one body's code of practice: eight sections to change, and the rules that its list needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from denizen.agreements.drafting import DAYS, FINEST, Draft, Matter, default, matter_of
from denizen.agreements.questions import Answers
from denizen.agreements.vocabulary import load_vocabulary

PROSE: Mapping[int, str] = {
    1: "Before we share, we write down the aim, why it is needed, what law lets us, and whether counts by area would do.",
    2: "Our privacy notice says with whom we share, what for and how to object. It is looked at with each new agreement.",
    3: "Each delivery is checked before it leaves. Whoever finds a mistake tells us and every party that has it.",
    4: "What we send is kept no longer than our rules say. Where a partner's rule differs, the shorter holds.",
    5: "Deliveries travel and lie encrypted. Staff see what their role needs. A breach is told on the same working day.",
    6: "A person can ask us for their data in any way. We answer within a month, or pass it on to the right party.",
    7: "We publish this code and our agreements.",
    8: "We look at this code every two years, and at once after a breach, a new law or a new use.",
}


def drafted_code(answers: Answers, today: date) -> Draft:
    """The supplier's code in draft, with rules for the one list that was asked about."""
    vocabulary = load_vocabulary()
    matter = matter_of(answers, vocabulary)
    listed = vocabulary.label("source", answers.source)
    return {
        "id": answers.id or f"CODE-{matter.supplier}".upper().replace("_", "-"),
        "kind": "code",
        "title": default(f"Code of practice for sharing personal information: {answers.supplier}"),
        "version": default("0.1"),
        "party": {
            "id": matter.supplier,
            "name": answers.supplier,
            "kind": answers.supplier_kind,
            "nation": answers.nation,
        },
        "status": "draft",
        "in_force_from": default(today),
        "review_due": default(answers.ends_on, "the day that you gave as the last"),
        "vocabulary_version": vocabulary.version,
        "summary": default(f"How {answers.supplier} shares what it holds in {listed}."),
        "sections": {number: {"prose": default(prose, "say what you do")} for number, prose in PROSE.items()},
        "complaints": {"acknowledge_days": default(30, "the most that the law allows")},
        "rules": _rules(matter),
        "signatures": [],
    }


def _rules(matter: Matter) -> list[Draft]:
    """What may be done with the list, what never, and what has to be done; to be changed as the body decides."""
    return [*_permits(matter), *_prohibitions(matter), *_duties(matter)]


def _permits(matter: Matter) -> list[Draft]:
    answers = matter.answers
    about = {"purpose": answers.purpose.value, "source": answers.source, "subjects": matter.start.subjects}
    rows = {"item": list(matter.items), "grain": {"from": FINEST[answers.tier], "to": "lad"}}
    figures = {"item": "counts", "grain": {"from": _finest_published(matter), "to": "lad"}}
    used = {"recipient": answers.receiver_kind, "action": ["pass_on", "receive", "link", "estimate"]}
    return [
        _rule("to_the_receiver", "1.1", "permit", about | used | rows),
        _rule("published_figures", "2.1", "permit", about | {"recipient": "the_public", "action": "publish"} | figures),
        _rule(
            "figures_back",
            "2.2",
            "permit",
            about | {"recipient": answers.supplier_kind, "action": "pass_on"} | figures,
        ),
    ]


def _prohibitions(matter: Matter) -> list[Draft]:
    source = {"source": matter.answers.source}
    finer = {"from": "person", "to": "oa" if _finest_published(matter) == "lsoa" else "lsoa"}
    never = ["immigration_authority", "commercial_body"]
    return [
        _rule("not_finer", "2.3", "prohibit", source | {"action": "publish", "grain": finer}),
        _rule("not_to_these", "3.1", "prohibit", source | {"recipient": never, "action": "disclose"}),
        _rule("never_against_a_person", "3.2", "prohibit", source | {"purpose": "never_asked"}),
    ]


def _duties(matter: Matter) -> list[Draft]:
    source, kept = {"source": matter.answers.source}, DAYS[matter.answers.tier]
    return [
        _rule("kept_no_longer", "4.1", "oblige", source | {"action": "receive"})
        | {"duty": {"what": "retain_days", "at_most": kept}},
        _rule("smallest_count", "4.2", "oblige", source | {"action": "publish"})
        | {"duty": {"what": "minimum_cell", "at_least": 10}},
    ]


def _finest_published(matter: Matter) -> str:
    return "msoa" if matter.is_personal else "lsoa"


def _rule(name: str, clause: str, kind: str, when: Draft) -> Draft:
    return {"id": name, "clause": clause, "kind": kind, "when": when}
