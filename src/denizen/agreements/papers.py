"""From codes and agreements as they are written to what the check reasons over: words grown, rules and flows taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from denizen.agreements.agreement import Agreement
from denizen.agreements.agreement_terms import terms_of
from denizen.agreements.cases import Case
from denizen.agreements.code import Code
from denizen.agreements.findings import Finding
from denizen.agreements.instruments import DeclaredFlow, Instrument
from denizen.agreements.numbering import unrooted
from denizen.agreements.paper_faults import Paper, Papers, parties_of
from denizen.agreements.vocabulary import Term, Vocabulary

_NATION = {"E": "england", "W": "wales"}
_GSS = re.compile(r"[EW]\d{8}")


def instrument_of(paper: Paper, file: str) -> Instrument:
    """A code or an agreement as the check sees it. Suspended and ended ones say nothing."""
    return Instrument(
        id=paper.id,
        name=f"the code of {paper.party.name}" if isinstance(paper, Code) else f"the agreement {paper.id}",
        file=file,
        first=paper.in_force_from,
        last=paper.ends_on or date.max,
        rules=paper.rules,
        flows=tuple(DeclaredFlow(flow.id, flow.from_, flow.case, flow.items) for flow in getattr(paper, "flows", ())),
        speaks=paper.status not in ("suspended", "ended"),
        party=paper.party.id if isinstance(paper, Code) else "",
    )


def with_terms(paper: Paper, file: str, words: Vocabulary) -> Instrument:
    """The same, with the duties that an agreement sets in its own fields beside its rules."""
    said = instrument_of(paper, file)
    return replace(said, terms=terms_of(paper, words)) if isinstance(paper, Agreement) else said


def words_of(papers: Papers, vocabulary: Vocabulary) -> tuple[Vocabulary, list[Finding]]:
    """The vocabulary with the parties and areas of these papers, and what could not be hung below anything."""
    found: list[Finding] = []
    parties: dict[str, Term] = {}
    for file, paper in papers.items():
        for party in parties_of(paper):
            if party.kind in vocabulary.tree("recipient"):
                parties[party.id] = Term(id=party.id, label=party.name, parent=party.kind, is_party=True)
            else:
                mend = vocabulary.nearest("recipient", party.kind)
                found.append(_dangles(paper, f"parties[{party.id}].kind", "kind", party.kind, file, mend))
    grown = vocabulary.grown("recipient", parties.values())
    areas, astray = _areas(papers, grown)
    return grown.grown("area", areas), found + astray


def _areas(papers: Papers, vocabulary: Vocabulary) -> tuple[list[Term], list[Finding]]:
    declared = {code: parent for paper in papers.values() for code, parent in paper.areas.items()}
    named = {word for paper in papers.values() for case in cases_of(paper) for word in case.area or ()}
    parents: dict[str, str] = {name: vocabulary.tree("area").parents[name] for name in vocabulary.tree("area").ids}
    for code in sorted(named | set(declared) | set(declared.values())):
        if code in declared:
            parents[code] = declared[code]
        elif _GSS.fullmatch(code):
            parents.setdefault(code, _NATION[code[0]])
    astray = set(unrooted(parents))
    found = [
        _dangles(
            paper, "areas", "area", code, file, f"its way up from {paper.areas[code]} ends nowhere, or in a circle"
        )
        for file, paper in papers.items()
        for code in paper.areas
        if code in astray
    ]
    known = vocabulary.tree("area")
    hung = [
        Term(id=code, label=code, parent=up) for code, up in parents.items() if code not in astray and code not in known
    ]
    return hung, found


def cases_of(paper: Paper) -> Iterable[Case]:
    """Every case that a paper writes, of its rules and of its flows."""
    for rule in paper.rules:
        yield rule.when
        yield from rule.unless
    for flow in getattr(paper, "flows", ()):
        yield flow.case


def _dangles(paper: Paper, clause: str, field: str, word: str, file: str, mend: str) -> Finding:
    return Finding(
        "dangling",
        (paper.id,),
        (clause,),
        {field: word},
        f"{paper.id} names the {field} `{word}`, which leads nowhere: {mend}",
        "warns",
        f"in {file}, {clause}: {mend}",
    )


def same_ids(papers: Papers) -> list[Finding]:
    """Ids that two files claim: it cannot be told which text a clause is of. Versions of one code go by `supersedes`."""
    files: dict[str, list[str]] = {}
    for file, paper in papers.items():
        files.setdefault(paper.id, []).append(file)
    return [
        Finding(
            "dangling",
            tuple(name for _ in claimed),
            tuple("id" for _ in claimed),
            {"id": name, "files": ", ".join(claimed)},
            f"{len(claimed)} files say that they are {name}: {', '.join(claimed)}. The first is read, the rest takes no part.",
            "blocks",
            f"give {claimed[-1]} an id of its own, or take it out",
        )
        for name, claimed in files.items()
        if len(claimed) > 1
    ]


def one_per_id(papers: Papers) -> Mapping[str, Code | Agreement]:
    """The papers without those whose id an earlier file has."""
    first: dict[str, str] = {}
    for file, paper in papers.items():
        first.setdefault(paper.id, file)
    return {file: paper for file, paper in papers.items() if first[paper.id] == file}


def same_rule_ids(papers: Papers) -> list[Finding]:
    """Rules of one file with one id: a repair could not say which."""
    found = []
    for file, paper in papers.items():
        ids = [rule.id for rule in paper.rules]
        for name in sorted({one for one in ids if ids.count(one) > 1}):
            clauses = tuple(rule.clause for rule in paper.rules if rule.id == name)
            found.append(
                Finding(
                    "dangling",
                    tuple(paper.id for _ in clauses),
                    clauses,
                    {"rule": name},
                    f"{paper.id} has {len(clauses)} rules with the id {name} (clauses {', '.join(clauses)}).",
                    "warns",
                    f"in {file}, give each rule an id of its own",
                )
            )
    return found
