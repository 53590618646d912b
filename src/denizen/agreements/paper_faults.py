"""Faults that need no rules: words that are not known, fields that are empty, days gone by, signatures, notices out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import Code
from denizen.agreements.drifted import drift
from denizen.agreements.findings import Finding, Kind, Severity
from denizen.agreements.instruments import Rulebook, Unplaced
from denizen.agreements.law_data import load_law
from denizen.agreements.lawful_words import unknown_grounds
from denizen.agreements.missing import Missing, missing
from denizen.agreements.parties import Party
from denizen.agreements.states import BOUND
from denizen.agreements.vocabulary import Vocabulary

Paper = Code | Agreement
Papers = Mapping[str, Paper]
"""file to what stands in it"""

MANY_FIELDS = 8
"""empty fields of one text beyond which they are told together"""
ACKNOWLEDGED_WITHIN, COMPLAINTS_FROM = 30, date(2026, 6, 19)
"""days within which a complaint is acknowledged, and the day from which the law asks for it"""
COMPLAINTS_LAW = "Data (Use and Access) Act 2025 s. 103"


def paper_faults(papers: Papers, words: Vocabulary, day: date) -> list[Finding]:
    """Missing fields, days gone by, signatures that lack, drift between a text and its notice or flows, of every paper."""
    found: list[Finding] = []
    for file, paper in papers.items():
        found += _missing(file, paper) + _beyond_the_law(file, paper, day) + _days(file, paper, day)
        found += _unsigned(file, paper, day) + drift(file, paper, words)
    return found + _overtaken(papers)


def parties_of(paper: Paper) -> tuple[Party, ...]:
    return (paper.party, *paper.parties) if isinstance(paper, Code) else paper.parties


def _finding(
    kind: Kind,
    paper: Paper,
    clauses: Sequence[str],
    sentence: str,
    severity: Severity,
    repair: str,
    witness: Mapping[str, str],
) -> Finding:
    return Finding(
        kind, tuple(paper.id for _ in clauses), tuple(clauses), witness, f"{paper.id} {sentence}", severity, repair
    )


def _missing(file: str, paper: Paper) -> list[Finding]:
    """One finding per empty field; one for all where there are very many, as in a text that was never filled in, and one for
    the sections of a code."""
    severity: Severity = "blocks" if paper.status in BOUND else "notes"
    empty = [one for one in missing(paper) if one.field != "signatures"]  # those are told as unsigned
    sections = [one for one in empty if one.field.startswith("sections.")]
    if len(empty) > MANY_FIELDS:
        return [_missing_together(file, paper, empty, severity)]
    if len(sections) > 1:
        told = [_missing_together(file, paper, sections, severity)]
        empty = [one for one in empty if one not in sections]
    else:
        told = []
    return told + [
        _finding(
            "missing-field",
            paper,
            [one.field],
            f"does not fill in `{one.field}`: {one.why} ({one.source}).",
            severity,
            f"in {file}, fill in `{one.field}`",
            {"field": one.field},
        )
        for one in empty
    ]


def _days(file: str, paper: Paper, day: date) -> list[Finding]:
    if paper.status not in BOUND:
        return []
    found = []
    if paper.ends_on and paper.ends_on < day:
        found.append(
            ("ends_on", f"ended on {paper.ends_on}, and its status still says {_state(paper)}.", paper.ends_on)
        )
    elif paper.review_due and paper.review_due < day:
        late = (day - paper.review_due).days
        found.append(
            ("review_due", f"was to be looked at again by {paper.review_due}, {late} days ago.", paper.review_due)
        )
    if paper.in_force_from > day and paper.status == "in_force":
        found.append(
            ("in_force_from", f"begins on {paper.in_force_from}, and its status says in force.", paper.in_force_from)
        )
    gone = [
        (f"parties[{party.id}].left_on", f"is bound for {party.name}, which left on {party.left_on}.", party.left_on)
        for party in parties_of(paper)
        if party.left_on and party.left_on < day
    ]
    return [
        _finding(
            "expired",
            paper,
            [field],
            sentence,
            "blocks" if field in ("ends_on", "review_due") else "warns",
            f"in {file}, renew it and write the new `{field}`,"
            f" or set `status: {'review_due' if field == 'review_due' else 'ended'}`",
            {"field": field, "was": str(was), "on": str(day)},
        )
        for field, sentence, was in (*found, *gone)
    ]


def _state(paper: Paper) -> str:
    return paper.status.replace("_", " ")


def _missing_together(file: str, paper: Paper, empty: Sequence[Missing], severity: Severity) -> Finding:
    named = ", ".join(f"`{one.field}`" for one in empty[:MANY_FIELDS])
    more = f" and {len(empty) - MANY_FIELDS} more" if len(empty) > MANY_FIELDS else ""
    return _finding(
        "missing-field",
        paper,
        [one.field for one in empty],
        f"does not fill in {len(empty)} fields: {named}{more}.",
        severity,
        f"in {file}, fill them in; `denizen agreements new` writes each with what it is for",
        {"field": empty[0].field},
    )


def _beyond_the_law(file: str, paper: Paper, day: date) -> list[Finding]:
    """A complaint that is acknowledged later than the law lets it be."""
    days = paper.complaints.acknowledge_days
    if days is None or days <= ACKNOWLEDGED_WITHIN or day < COMPLAINTS_FROM:
        return []
    return [
        _finding(
            "missing-field",
            paper,
            ["complaints.acknowledge_days"],
            f"acknowledges a complaint within {days} days: the law allows {ACKNOWLEDGED_WITHIN} ({COMPLAINTS_LAW}).",
            "blocks" if paper.status in BOUND else "notes",
            f"in {file}, write `acknowledge_days: {ACKNOWLEDGED_WITHIN}` or fewer",
            {"field": "complaints.acknowledge_days", "days": str(days)},
        )
    ]


def _unsigned(file: str, paper: Paper, day: date) -> list[Finding]:
    """Parties of which no post has signed by the day. A signature that names no post, or a day to come, is none."""
    if paper.status not in BOUND or paper.kind == "open_licence":
        return []
    signed = {one.party for one in paper.signatures if one.post.strip() and one.signed_on <= day}
    lacking = [party for party in parties_of(paper) if party.id not in signed]
    if not lacking:
        return []
    odd = [
        f"the signature of {one.party} {'is of a day to come' if one.signed_on > day else 'names no post'}"
        for one in paper.signatures
        if one.party not in signed
    ]
    names, why = ", ".join(party.name for party in lacking), f" ({'; '.join(odd)})" if odd else ""
    return [
        _finding(
            "unsigned",
            paper,
            ["signatures"],
            f"says that it is {_state(paper)}, and is not signed by {names}{why}.",
            "blocks",
            f"have it signed by {', '.join(party.designated_person or party.name for party in lacking)}, or set"
            f" `status: draft` in {file}",
            {"parties": ", ".join(party.id for party in lacking), "status": paper.status},
        )
    ]


def _overtaken(papers: Papers) -> list[Finding]:
    """Texts that another one takes the place of, while both say that they hold."""
    by_id = {paper.id: (file, paper) for file, paper in papers.items()}
    found = []
    for paper in papers.values():
        older = by_id.get(paper.supersedes)
        if older and older[1].status in BOUND and paper.status == "in_force":
            found.append(
                _finding(
                    "expired",
                    older[1],
                    ["status"],
                    f"is taken the place of by {paper.id}, and its status still says {_state(older[1])}.",
                    "warns",
                    f"in {older[0]}, set `status: ended`",
                    {"superseded_by": paper.id},
                )
            )
    return found


def dangling(book: Rulebook, papers: Papers) -> list[Finding]:
    """Words, parties and areas that lead nowhere, and terms that a permit or a flow may not name."""
    found = [finding for one in book.unplaced for finding in _unplaced(one)]
    for file, paper in papers.items():
        found += unknown_grounds(file, paper, load_law(), "blocks" if paper.status in BOUND else "warns")
        bound = {party.id for party in parties_of(paper)}
        ends = [(f"flow {flow.id}", flow.from_) for flow in getattr(paper, "flows", ())]
        known = book.vocabulary.tree("recipient")
        found += [
            _lost(file, paper, clause, "from", sender, book.vocabulary.nearest("recipient", sender))
            for clause, sender in ends
            if sender not in known
        ]
        lead = getattr(paper, "lead_party", "")
        if lead and lead not in bound:
            found.append(_lost(file, paper, "lead_party", "lead_party", lead, "name one of its parties"))
        found += [
            _lost(file, paper, "signatures", "signatures", one.party, "name one of its parties")
            for one in paper.signatures
            if bound and one.party not in bound
        ]
    return found


def _lost(file: str, paper: Paper, clause: str, field: str, word: str, mend: str) -> Finding:
    return _finding(
        "dangling",
        paper,
        [clause],
        f"names `{word}` ({field}), which is no party and no kind of body that is known; {mend}",
        "blocks" if clause.startswith("flow ") else "warns",
        f"in {file}, mend `{word}`, or add the party",
        {field: word},
    )


def _unplaced(one: Unplaced) -> Iterable[Finding]:
    """One finding per word. What a prohibition with an unknown word forbids is not known, so it may be anything: it blocks."""
    is_flow = one.rule is None
    is_forbidden = one.rule is not None and one.rule.kind == "prohibit"
    at = f"in {one.instrument.file}, {one.clause if is_flow else f'rule {one.rule.id if one.rule else one.clause}'}"
    for term in one.words:
        yield Finding(
            "dangling",
            (one.instrument.id,),
            (one.clause,),
            {term.dimension: term.word},
            f"{one.instrument.name}, {'' if is_flow else 'clause '}{one.clause}, names the {term.dimension} `{term.word}`,"
            f" which is not in the vocabulary. Nothing is known of it until that is mended: {term.mend}",
            "blocks" if is_flow or is_forbidden else "warns",
            f"{at}: {term.mend}",
        )
    for dimension, word in one.never_asked:
        yield Finding(
            "dangling",
            (one.instrument.id,),
            (one.clause,),
            {dimension: word},
            f"{one.instrument.name}, {'' if is_flow else 'clause '}{one.clause}, permits the {dimension} `{word}`. It may stand"
            " in a prohibition, never in a permit or a flow: there is no purpose by which it could be asked for.",
            "blocks",
            f"{at}: take `{word}` out; what is done about one person belongs in another agreement",
        )
