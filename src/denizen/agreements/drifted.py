"""Where an agreement has moved away from what it says itself: notices out of date, flows beyond its items, lists, purposes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import Code
from denizen.agreements.findings import Finding
from denizen.agreements.flows import Flow
from denizen.agreements.numbering import listed
from denizen.agreements.vocabulary import Vocabulary

NOTICE_OLDER_BY = timedelta(days=365)
"""A privacy notice is looked at when sharing begins: one a year older than the agreement was not.
Source: ICO Data Sharing Code (2021), fairness and transparency."""
ALWAYS = "keeping_it_right"
"""purposes that come with any use (checks, rights of people, audit), so that no agreement has to name them"""


def drift(file: str, paper: Code | Agreement, words: Vocabulary) -> list[Finding]:
    """Notices older than what they would have to tell of, and flows beyond what the agreement covers."""
    found = list(_notices(file, paper))
    if isinstance(paper, Agreement):
        for flow in paper.flows:
            found += [*_items(file, paper, flow), *_sources(file, paper, flow), *_purposes(file, paper, flow, words)]
    return found


def _notices(file: str, paper: Code | Agreement) -> Iterator[Finding]:
    for notice in paper.transparency.notices:
        if notice.dated and notice.dated + NOTICE_OLDER_BY < paper.in_force_from:
            whose = notice.party or "a party"
            yield Finding(
                "drift",
                (paper.id,),
                ("transparency.notices",),
                {"notice": notice.url, "dated": str(notice.dated)},
                f"{paper.id} begins on {paper.in_force_from}, and the privacy notice of {whose} is of {notice.dated}:"
                " it cannot tell of this use.",
                "warns",
                f"have {whose} write its notice anew, and write the day into `transparency.notices` in {file}",
            )


def _items(file: str, paper: Agreement, flow: Flow) -> Iterator[Finding]:
    beyond = [item for item in flow.items if item not in {one.item for one in paper.items}] if paper.items else []
    if beyond:
        yield _beyond(
            paper,
            flow,
            "item",
            beyond[0],
            f"moves {', '.join(beyond)} in the flow {flow.id}, which its list of items does not name.",
            f"in {file}, add the item to `items` with why it is needed, or take it out of the flow {flow.id}",
        )


def _sources(file: str, paper: Agreement, flow: Flow) -> Iterator[Finding]:
    if paper.kind != "open_licence" and flow.source not in paper.sources:
        yield _beyond(
            paper,
            flow,
            "source",
            flow.source,
            f"moves the list {flow.source} in the flow {flow.id}, and covers {', '.join(paper.sources)} alone.",
            f"in {file}, add {flow.source} to `sources`, or take the flow {flow.id} out",
        )


def _purposes(file: str, paper: Agreement, flow: Flow, words: Vocabulary) -> Iterator[Finding]:
    """A flow may serve any purpose below one that is named. A purpose that is not known is told as such."""
    tree = words.tree("purpose")
    named = [purpose.value for purpose in paper.purposes]
    if flow.purpose in tree and not {flow.purpose, *tree.above(flow.purpose)} & {*named, ALWAYS}:
        labels = listed([words.label("purpose", one) for one in named])
        yield _beyond(
            paper,
            flow,
            "purpose",
            flow.purpose,
            f"declares the flow {flow.id} for {words.label('purpose', flow.purpose)}, and is for {labels} alone.",
            f"in {file}, flow {flow.id}, write a purpose that `purposes` covers, add one to `purposes` where all parties agree,"
            " or take the flow out",
        )


def _beyond(paper: Agreement, flow: Flow, what: str, word: str, sentence: str, repair: str) -> Finding:
    witness = {"flow": flow.id, what: word}
    return Finding("drift", (paper.id,), (f"flow {flow.id}",), witness, f"{paper.id} {sentence}", "warns", repair)
