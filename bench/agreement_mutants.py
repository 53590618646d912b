"""One fault planted at a time in a partnership without fault, and whether the check finds it.

A mutant is the clean partnership with one change, made at random from a seed: a kind of fault, and the document and clause in
which it has to be told. What the check says of rules is then looked at by a second reading of the case that it gives, which
walks up from term to parent and knows nothing of boxes: a finding whose case is not so counts as false.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from denizen.agreements.agreement import Agreement
from denizen.agreements.agreement_terms import terms_of
from denizen.agreements.cases import Case
from denizen.agreements.checking import check
from denizen.agreements.code import Code
from denizen.agreements.findings import KINDS, Finding
from denizen.agreements.papers import words_of
from denizen.agreements.rules import Duty, Rule
from denizen.agreements.vocabulary import TREES, Vocabulary, load_vocabulary

DAY = date(2026, 11, 23)
Papers = dict[str, Code | Agreement]
Chance = random.Random


@dataclass(frozen=True)
class Mutant:
    """A partnership with one fault: the kind, and the document and clause that a finding has to name."""

    kind: str
    what: str
    papers: Papers
    code: str
    clause: str


@dataclass
class Tally:
    """Of one kind: mutants, found, missed, findings besides that are true, findings that are false."""

    planted: int = 0
    found: int = 0
    besides: int = 0
    false: int = 0


def codes_of(papers: Papers) -> dict[str, Code]:
    return {file: paper for file, paper in papers.items() if isinstance(paper, Code)}


def sharing(papers: Papers) -> dict[str, Agreement]:
    return {file: paper for file, paper in papers.items() if isinstance(paper, Agreement) and paper.flows}


def put(papers: Papers, file: str, **changed: Any) -> Papers:
    return {**papers, file: papers[file].model_copy(update=changed)}


def with_rule(papers: Papers, file: str, **said: Any) -> Papers:
    rule = Rule.model_validate({"id": "planted", "clause": "99.1", **said})
    return put(papers, file, rules=(*papers[file].rules, rule))


def said(case: Case) -> dict[str, Any]:
    return case.model_dump(by_alias=True, exclude_none=True, mode="json")


def narrower(case: Case, words: Vocabulary, chance: Chance) -> dict[str, Any]:
    """The case, with one dimension narrowed to a term below, or one left out."""
    kept = said(case)
    dimension = chance.choice([name for name in TREES if name in kept])
    if chance.random() < 0.5:
        tree = words.tree(dimension)
        low, high = tree.interval(chance.choice(kept[dimension]))
        below = [name for name in tree.ids[low : high + 1] if words.is_askable(dimension, name)]
        kept[dimension] = chance.choice(below)
    elif dimension != "source":
        kept.pop(dimension)
    return kept


def plant_contradiction(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
    codes = codes_of(papers)
    file, other = chance.sample(sorted(codes), 2)
    permits = [rule for rule in codes[file].rules if rule.kind == "permit"]
    if not permits:
        return None
    rule = chance.choice(permits)
    mutant = with_rule(papers, other, kind="prohibit", when=narrower(rule.when, words, chance))
    return Mutant("contradiction", f"against {codes[file].id} {rule.clause}", mutant, codes[other].id, "99.1")


def plant_duty(kind: str) -> Callable[[Papers, Vocabulary, Chance], Mutant | None]:
    def plant(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
        codes = codes_of(papers)
        file, other = chance.sample(sorted(codes), 2)
        rules = [rule for rule in codes[file].rules if rule.kind == "oblige" and is_number(rule.duty)]
        if not rules:
            return None
        rule = chance.choice(rules)
        duty = planted_duty(rule.duty, kind, chance)
        mutant = with_rule(papers, other, kind="oblige", when=narrower(rule.when, words, chance), duty=duty)
        return Mutant(kind, f"beside {codes[file].id} {rule.clause}", mutant, codes[other].id, "99.1")

    return plant


def is_number(duty: Duty | None) -> bool:
    return duty is not None and any(isinstance(end, int) and end > 1 for end in (duty.at_least, duty.at_most))


def planted_duty(duty: Duty | None, kind: str, chance: Chance) -> dict[str, Any]:
    """A duty of the same kind that cannot be done beside it, or that differs and can."""
    assert duty is not None
    more = chance.choice((1, 7, 30))
    if kind == "impossible-duty":
        if duty.at_most is not None:
            return {"what": duty.what, "at_least": int(duty.at_most) + more}
        return {"what": duty.what, "at_most": int(duty.at_least or 2) - 1}
    if duty.at_most is not None:
        return {"what": duty.what, "at_most": int(duty.at_most) + more}
    return {"what": duty.what, "at_least": int(duty.at_least or 1) + more}


def plant_gap(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
    """A flow that is sent for another purpose, about others or of another list; kept where nobody speaks of it."""
    file = chance.choice(sorted(sharing(papers)))
    agreement = sharing(papers)[file]
    place = chance.randrange(len(agreement.flows))
    flow = agreement.flows[place]
    dimension = chance.choice(("purpose", "subjects", "to", "action"))
    tree = words.tree({"to": "recipient"}.get(dimension, dimension))
    term = chance.choice([name for name in tree.ids[1:] if words.is_askable(tree.dimension, name)])
    changed = flow.model_copy(update={dimension: (term,) if dimension == "subjects" else term})
    point = {name: value[0] if isinstance(value, list) else value for name, value in said(changed.case).items()}
    point |= {"grain": changed.grain.finest, "period": DAY.isoformat()}
    if any(says(rule, point, words) for paper in papers.values() for rule in paper.rules if rule.kind != "oblige"):
        return None
    flows = (*agreement.flows[:place], changed, *agreement.flows[place + 1 :])
    return Mutant("gap", f"{dimension} {term}", put(papers, file, flows=flows), agreement.id, f"flow {flow.id}")


def plant_dead_rule(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
    codes = codes_of(papers)
    file = chance.choice(sorted(codes))
    code, way = codes[file], chance.choice(("forbidden", "excepted", "over", "empty"))
    permits = [rule for rule in code.rules if rule.kind == "permit"]
    prohibitions = [rule for rule in code.rules if rule.kind == "prohibit" and not named_never(rule, words)]
    if not permits or (way == "forbidden" and not prohibitions):
        return None
    when = said(chance.choice(permits).when)
    planted: dict[str, Any] = {
        "forbidden": lambda: {"when": said(chance.choice(prohibitions).when)},
        "excepted": lambda: {"when": when, "unless": [{"source": when["source"]}]},
        "over": lambda: {"when": when, "until": code.in_force_from - timedelta(days=30)},
        "empty": lambda: {"when": {**when, "grain": {"from": "lad", "to": "oa"}}},
    }[way]()
    return Mutant("dead-rule", way, with_rule(papers, file, kind="permit", **planted), code.id, "99.1")


def named_never(rule: Rule, words: Vocabulary) -> bool:
    return any(d in TREES and not words.is_askable(d, name) for d, name in rule.when.words())


def plant_dangling(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
    codes = codes_of(papers)
    file = chance.choice(sorted(codes))
    code, way = codes[file], chance.choice(("misspelt", "never", "same id", "flow"))
    if way == "same id":
        return Mutant("dangling", way, {**papers, f"codes/copy_of_{Path(file).name}": code}, code.id, "id")
    if way == "flow":
        other = chance.choice(sorted(sharing(papers)))
        agreement = sharing(papers)[other]
        flow = chance.choice(agreement.flows)
        lost = flow.model_copy(update={chance.choice(("to", "from_")): "nobody_known"})
        flows = tuple(lost if one is flow else one for one in agreement.flows)
        return Mutant("dangling", way, put(papers, other, flows=flows), agreement.id, f"flow {flow.id}")
    permits = [rule for rule in code.rules if rule.kind == "permit"]
    if not permits:
        return None
    rule = chance.choice(permits)
    dimension = chance.choice([name for name in ("purpose", "item", "source") if getattr(rule.when, name)])
    word = getattr(rule.when, dimension)[0]
    wrong = "marketing" if way == "never" else f"{word[:-1]}{word[-1] * 2}"
    case = rule.when.model_copy(update={"purpose" if way == "never" else dimension: (wrong,)})
    rules = tuple(one.model_copy(update={"when": case}) if one is rule else one for one in code.rules)
    return Mutant("dangling", way, put(papers, file, rules=rules), code.id, rule.clause)


BLANKS: tuple[tuple[str, Any], ...] = (
    ("review_due", None),
    ("vocabulary_version", ""),
    ("privacy_notice", ""),
    ("power", ""),
    ("retention.where_rules_differ", ""),
    ("security.breach_contact", ""),
    ("rights.contact", ""),
    ("governance.ending", ""),
    ("complaints.route", ""),
    ("party.dpo_contact", ""),
    ("party.contact_post", ""),
    ("reasons.benefit", ""),
)


def plant_missing(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
    file, (field, nothing) = chance.choice(sorted(papers)), chance.choice(BLANKS)
    paper, (head, _, tail) = papers[file], field.partition(".")
    held = getattr(paper, head, None)
    if held in (None, "") or (tail and not getattr(held, tail, None)):
        return None
    changed = held.model_copy(update={tail: nothing}) if tail else nothing
    return Mutant("missing-field", field, put(papers, file, **{head: changed}), paper.id, field)


def plant_expired(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant:
    file, field = chance.choice(sorted(papers)), chance.choice(("ends_on", "review_due", "in_force_from"))
    day = DAY + timedelta(days=chance.randrange(1, 400) * (1 if field == "in_force_from" else -1))
    return Mutant("expired", field, put(papers, file, **{field: day}), papers[file].id, field)


def plant_unsigned(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant:
    file = chance.choice(sorted(papers))
    held = list(papers[file].signatures)
    held.pop(chance.randrange(len(held)))
    return Mutant("unsigned", "one lacks", put(papers, file, signatures=tuple(held)), papers[file].id, "signatures")


def plant_drift(papers: Papers, words: Vocabulary, chance: Chance) -> Mutant | None:
    file = chance.choice(sorted(sharing(papers)))
    agreement = sharing(papers)[file]
    if chance.random() < 0.5 and agreement.transparency.notices:
        day = agreement.in_force_from - timedelta(days=chance.randrange(400, 3000))
        notices = tuple(one.model_copy(update={"dated": day}) for one in agreement.transparency.notices)
        told = agreement.transparency.model_copy(update={"notices": notices})
        return Mutant("drift", "notice", put(papers, file, transparency=told), agreement.id, "transparency.notices")
    flow = chance.choice(agreement.flows)
    items = tuple(item for item in agreement.items if item.item != flow.items[0])
    if len(items) in (0, len(agreement.items)):
        return None
    return Mutant("drift", "item", put(papers, file, items=items), agreement.id, f"flow {flow.id}")


PLANTS: Mapping[str, Callable[[Papers, Vocabulary, Chance], Mutant | None]] = {
    "contradiction": plant_contradiction,
    "impossible-duty": plant_duty("impossible-duty"),
    "confusing-overlap": plant_duty("confusing-overlap"),
    "gap": plant_gap,
    "dead-rule": plant_dead_rule,
    "dangling": plant_dangling,
    "missing-field": plant_missing,
    "expired": plant_expired,
    "unsigned": plant_unsigned,
    "drift": plant_drift,
}


def says(rule: Rule, point: Mapping[str, str], words: Vocabulary) -> bool:
    """Whether a rule speaks of a case: walking up from each term, without numbers."""
    if rule.kind == "permit" and any(not words.is_askable(d, point[d]) for d in TREES if d in point):
        return False
    day = date.fromisoformat(point["period"])
    if (rule.from_ and day < rule.from_) or (rule.until and day > rule.until):
        return False
    return is_in(rule.when, point, words) and not any(is_in(case, point, words) for case in rule.unless)


def is_in(case: Case, point: Mapping[str, str], words: Vocabulary) -> bool:
    for dimension in TREES:
        names = getattr(case, dimension)
        term = point.get(dimension, words.tree(dimension).ids[0])
        if names is not None and not {term, *words.tree(dimension).above(term)} & set(names):
            return False
    if case.grain is None:
        return True
    order = words.grains.ids
    finest, coarsest = case.grain.finest or order[0], case.grain.coarsest or order[-1]
    return order.index(finest) <= order.index(point["grain"]) <= order.index(coarsest)


def holds_on(paper: Code | Agreement, day: date) -> bool:
    return paper.in_force_from <= day and (paper.ends_on is None or day <= paper.ends_on)


def is_true(finding: Finding, papers: Papers, words: Vocabulary) -> bool:
    """Whether the case of a finding about rules is so, read a second time; findings on paper are taken as told."""
    if "period" not in finding.witness:
        return True
    named = [
        rule
        for paper in papers.values()
        for rule in (*paper.rules, *(terms_of(paper, words) if isinstance(paper, Agreement) else ()))
        if (paper.id, rule.clause) in set(zip(finding.codes, finding.clauses, strict=True))
        and says(rule, finding.witness, words)
    ]
    if finding.kind == "gap":
        return not any(
            says(rule, finding.witness, words)
            for paper in papers.values()
            for rule in paper.rules
            if rule.kind != "oblige" and holds_on(paper, date.fromisoformat(finding.witness["period"]))
        )
    if finding.kind in ("contradiction", "dead-rule"):
        kinds = {rule.kind for rule in named}
        return "prohibit" in kinds and ("permit" in kinds or any(one.startswith("flow") for one in finding.clauses))
    return len([rule for rule in named if rule.duty]) >= 2


def mutants(papers: Papers, words: Vocabulary, how_many: int, seed: int = 7) -> list[Mutant]:
    """So many mutants, as many of each kind as of any other."""
    chance, made = random.Random(seed), []
    kinds = sorted(PLANTS)
    while len(made) < how_many:
        mutant = PLANTS[kinds[len(made) % len(kinds)]](papers, words, chance)
        if mutant is not None:
            made.append(mutant)
    return made


def tallied(papers: Papers, how_many: int) -> tuple[dict[str, Tally], list[str]]:
    """The check on every mutant: found, missed, besides and false per kind; and what was missed, in words."""
    vocabulary = load_vocabulary()
    words, _ = words_of(papers, vocabulary)
    tallies = {kind: Tally() for kind in KINDS}
    missed: list[str] = []
    for mutant in mutants(papers, words, how_many):
        report, tally = check(mutant.papers, vocabulary, DAY), tallies[mutant.kind]
        right = [one for one in report.findings if is_of(one, mutant)]
        tally.planted += 1
        tally.found += bool(right)
        tally.besides += len(report.findings) - len(right)
        tally.false += sum(not is_true(one, mutant.papers, words) for one in report.findings)
        if not right:
            missed.append(f"{mutant.kind}: {mutant.what} in {mutant.code} {mutant.clause}")
    return tallies, missed


def is_of(finding: Finding, mutant: Mutant) -> bool:
    return finding.kind == mutant.kind and (mutant.code, mutant.clause) in set(
        zip(finding.codes, finding.clauses, strict=True)
    )
