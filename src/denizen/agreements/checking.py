"""The check of a set of codes and agreements: every fault that is there, and a proof of what is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from denizen.agreements.agreement import Agreement
from denizen.agreements.contradictions import contradictions
from denizen.agreements.dead_rules import dead_rules
from denizen.agreements.duties import duty_faults
from denizen.agreements.findings import Finding, Report, as_sentences, of_kind, ranked
from denizen.agreements.instruments import Rulebook, rulebook
from denizen.agreements.lawful_flows import unlawful_flows
from denizen.agreements.paper_faults import Papers, dangling, paper_faults
from denizen.agreements.papers import one_per_id, same_ids, same_rule_ids, with_terms, words_of
from denizen.agreements.silences import gaps
from denizen.agreements.states import BOUND
from denizen.agreements.vocabulary import Vocabulary

NAMED = 10
"""pairs of clauses that a proof names"""


def check(papers: Papers, vocabulary: Vocabulary, day: date) -> Report:
    """Everything that can be found in these papers on a day, worst first.

    Assumes:  a rule in which a word is unknown says nothing, and the proofs name it.
    """
    read = one_per_id(papers)
    words, lost = words_of(read, vocabulary)
    book = rulebook(words, [with_terms(paper, file, words) for file, paper in read.items()], day)
    on_paper = [
        *same_ids(papers),
        *same_rule_ids(read),
        *lost,
        *dangling(book, read),
        *paper_faults(read, words, day),
        *_unlawful(read, words, day),
    ]
    found, proved = faults_of_rules(book)
    known = (
        ()
        if of_kind(on_paper, "dangling")
        else (f"Every word of the {len(read)} texts is in vocabulary {words.version}.",)
    )
    return Report(ranked(as_sentences([*on_paper, *found])), (*proved, *known))


def faults_of_rules(book: Rulebook) -> tuple[list[Finding], tuple[str, ...]]:
    """Contradictions, duties, gaps and dead rules; and what is proved not to be there."""
    against, exceptions = contradictions(book)
    duties, bound = duty_faults(book)
    silent = gaps(book)
    dead = dead_rules(book)
    found = as_sentences([*against, *duties, *silent, *dead])
    return found, _proofs(book, found, exceptions, bound)


def _proofs(book: Rulebook, found: Sequence[Finding], exceptions: Sequence[str], bound: int) -> tuple[str, ...]:
    permits, prohibitions = len(book.of_kind("permit")), len(book.of_kind("prohibit"))
    said = {
        "contradiction": f"No contradiction: none of {permits} permits shares a case with any of {prohibitions} prohibitions.",
        "impossible-duty": f"No impossible duty: each of the {bound} pairs of duties of one kind that bind one case can be done"
        " together, and so can all of them.",
        "confusing-overlap": f"No confusing overlap: no two texts set a duty differently for one case, and no field of an"
        f" agreement asks for less than a rule ({bound} pairs of duties bind one case).",
        "gap": f"No gap on the {len(book.flows)} declared flows: some clause speaks of every case of each.",
        "dead-rule": f"No dead rule among {sum(not one.is_term for one in book.spoken)}: each speaks of some case, and no"
        " permit is wholly forbidden.",
    }
    if exceptions:
        more = f" and {len(exceptions) - NAMED} more" if len(exceptions) > NAMED else ""
        said["contradiction"] = (
            f"No contradiction: {permits} permits against {prohibitions} prohibitions, of which {len(exceptions)} pairs share a"
            f" case, each within one text and the one inside the other: {'; '.join(exceptions[:NAMED])}{more}. What is forbidden"
            " inside a permit is read as its exception."
        )
    if not book.flows:
        said["gap"] = "No gap: no flow is declared."
    if not book.spoken:
        said = {
            "contradiction": "No rule is written in these texts: there is nothing that could contradict.",
            "gap": said["gap"],
        }
    without = _without(book)
    return tuple(
        f"{sentence}{without}" for kind, sentence in said.items() if not any(one.kind == kind for one in found)
    )


def _without(book: Rulebook) -> str:
    """What took no part, so that nobody takes a proof for more than it is."""
    left_out = [f"{one.instrument.id} {one.clause}" for one in book.unplaced]
    silent = [one.id for one in book.instruments if not one.speaks]
    over = [f"{one.id} (ended on {one.last})" for one in book.instruments if one.speaks and one.last < book.day]
    parts = []
    if left_out:
        parts.append(f"{', '.join(left_out)} (a word that is unknown or cannot be asked for)")
    if silent:
        parts.append(f"{', '.join(silent)} (suspended or ended)")
    parts += over
    return f" Without {'; '.join(parts)}." if parts else ""


def _unlawful(papers: Papers, words: Vocabulary, day: date) -> list[Finding]:
    """Reasons why a declared flow does not stand on the grounds that its agreement names."""
    return [
        Finding(
            "missing-field",
            (paper.id,),
            ("lawfulness",),
            {"field": "lawfulness", "flow": unlawful.flows[0]},
            f"{paper.id}, flow {' and '.join(unlawful.flows[:3])}: {unlawful.reason.what} ({unlawful.reason.cite})",
            "blocks" if paper.status in BOUND else "notes",
            f"in {file}: {unlawful.reason.mend}",
            unlawful.flows,
        )
        for file, paper in papers.items()
        if isinstance(paper, Agreement)
        for unlawful in unlawful_flows(paper, words, day)
    ]
