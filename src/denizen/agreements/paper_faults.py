"""Faults that need no rules: words that are not known, fields that are empty, days gone by, signatures, notices out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import Code
from denizen.agreements.findings import Finding, Kind, Severity
from denizen.agreements.instruments import Rulebook, Unplaced
from denizen.agreements.missing import missing
from denizen.agreements.parties import Party

Paper = Code | Agreement
Papers = Mapping[str, Paper]
"""file to what stands in it"""

NOTICE_OLDER_BY = timedelta(days=365)
"""A privacy notice is looked at when sharing begins: one a year older than the agreement was not.
Source: ICO Data Sharing Code (2021), fairness and transparency."""
MANY_FIELDS = 8
"""empty fields of one text beyond which they are told together"""
BOUND = ("signed", "in_force", "review_due")
"""states in which a text says that its parties are bound"""


def paper_faults(papers: Papers, day: date) -> list[Finding]:
    """Missing fields, days gone by, signatures that lack, drift between a text and its notice, of every paper."""
    found: list[Finding] = []
    for file, paper in papers.items():
        found += _missing(file, paper) + _days(file, paper, day) + _unsigned(file, paper) + _drift(file, paper)
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
    """One finding per empty field; one for all where there are very many, as in a text that was never filled in."""
    severity: Severity = "blocks" if paper.status in BOUND else "notes"
    empty = [one for one in missing(paper) if one.field != "signatures"]  # those are told as unsigned
    if len(empty) > MANY_FIELDS:
        named = ", ".join(f"`{one.field}`" for one in empty[:MANY_FIELDS])
        return [
            _finding(
                "missing-field",
                paper,
                [one.field for one in empty],
                f"does not fill in {len(empty)} fields: {named} and {len(empty) - MANY_FIELDS} more.",
                severity,
                f"in {file}, fill them in; `denizen agreements new` writes each with what it is for",
                {"field": empty[0].field},
            )
        ]
    return [
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


def _unsigned(file: str, paper: Paper) -> list[Finding]:
    if paper.status not in BOUND or paper.kind == "open_licence":
        return []
    signed = {one.party for one in paper.signatures}
    lacking = [party for party in parties_of(paper) if party.id not in signed]
    if not lacking:
        return []
    names = ", ".join(party.name for party in lacking)
    return [
        _finding(
            "unsigned",
            paper,
            ["signatures"],
            f"says that it is {_state(paper)}, and is not signed by {names}.",
            "blocks",
            f"have it signed by {', '.join(party.designated_person or party.name for party in lacking)}, or set"
            f" `status: draft` in {file}",
            {"parties": ", ".join(party.id for party in lacking), "status": paper.status},
        )
    ]


def _drift(file: str, paper: Paper) -> list[Finding]:
    found = []
    for notice in paper.transparency.notices:
        if notice.dated and notice.dated + NOTICE_OLDER_BY < paper.in_force_from:
            whose = notice.party or "a party"
            found.append(
                (
                    "transparency.notices",
                    f"begins on {paper.in_force_from}, and the privacy notice of {whose} is of {notice.dated}:"
                    " it cannot tell of this use.",
                    f"have {whose} write its notice anew, and write the day into `transparency.notices` in {file}",
                    {"notice": notice.url, "dated": str(notice.dated)},
                )
            )
    if isinstance(paper, Agreement) and paper.items:
        named = {item.item for item in paper.items}
        for flow in paper.flows:
            if beyond := [item for item in flow.items if item not in named]:
                found.append(
                    (
                        f"flow {flow.id}",
                        f"moves {', '.join(beyond)} in the flow {flow.id}, which its list of items does not name.",
                        f"in {file}, add the item to `items` with why it is needed, or take it out of the flow {flow.id}",
                        {"flow": flow.id, "item": beyond[0]},
                    )
                )
    if isinstance(paper, Agreement) and paper.kind != "open_licence":
        for flow in paper.flows:
            if flow.source not in paper.sources:
                found.append(
                    (
                        f"flow {flow.id}",
                        f"moves the list {flow.source} in the flow {flow.id}, and covers {', '.join(paper.sources)} alone.",
                        f"in {file}, add {flow.source} to `sources`, or take the flow {flow.id} out",
                        {"flow": flow.id, "source": flow.source},
                    )
                )
    return [
        _finding("drift", paper, [clause], sentence, "warns", repair, witness)
        for clause, sentence, repair, witness in found
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
    is_flow = one.rule is None
    at = f"in {one.instrument.file}, {one.clause if is_flow else f'rule {one.rule.id if one.rule else one.clause}'}"
    for term in one.words:
        yield Finding(
            "dangling",
            (one.instrument.id,),
            (one.clause,),
            {term.dimension: term.word},
            f"{one.instrument.name}, {'' if is_flow else 'clause '}{one.clause}, names the {term.dimension} `{term.word}`,"
            f" which is not in the vocabulary. Nothing is known of it until that is mended: {term.mend}",
            "blocks" if is_flow else "warns",
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
