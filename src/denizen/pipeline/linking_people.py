"""The step of a run in which people are linked: who is on several lists is one person, whom a keyed id stands for.

Names and all that is made of them lie in memory while the step runs, and are gone at its end. What stays is the table
`person_links` (PERSON_LINKS) and a report of counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from denizen.intake.entering import pseudonym
from denizen.linkage.carried import NONE
from denizen.linkage.certainty import how_sure
from denizen.linkage.linked import Linked
from denizen.linkage.model import Ints
from denizen.linkage.settled import settled
from denizen.pipeline.fairness import Telling, report_on
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.linking import THRESHOLD, link
from denizen.pipeline.lists_of_people import ListsOfPeople, lay_open, lists_of_people
from denizen.pipeline.person_ids import persons
from denizen.pipeline.review_file import Known, ReviewFile
from denizen.pipeline.steps import Steps
from denizen.shapes import PERSON_LINKS
from denizen.store import Store
from denizen.terms.linkage import LinkageReport, report_from

LINK_STEP = "link people"


@dataclass(frozen=True, slots=True)
class LinkedPeople:
    """What a run knows of the links: the key of the step, and the report; neither where nothing was to be linked."""

    key: str = ""
    report: LinkageReport | None = None


def link_people(received: Sequence[Taken], given: Given, store: Store, steps: Steps, keeping: Keeping) -> LinkedPeople:
    """Link the newest delivery of every list that tells of persons, where there are two such lists or more."""
    people = lists_of_people(received, given)
    if not keeping.is_sealed or len(people.lists) < 2:
        return LinkedPeople()
    telling, key = Telling.by(given.parameters), keeping.pseudonym_key()
    reviews = [ReviewFile(name, store) for name in keeping.reviews]
    estimates = [found for review in reviews if (found := review.estimated())]
    parts = {
        **people.steps,
        "keys": repr([one.keys for one in people.lists]),
        "key of pseudonyms": keeping.fingerprint_of_key(),
        "told": repr((telling, given.parameters.day)),
        "reviews": {review.name: repr(review.decisions()) for review in reviews},
    }

    def work() -> dict[str, Any]:
        with store.aside():
            linked, known = linked_aside(store, people, decided(reviews), key)
            report = report_on(store, linked, given.parameters.day, telling)
            links = _links(store, linked, known, key)
        store.take(PERSON_LINKS.name, links, {column.name: column.type for column in PERSON_LINKS.columns})
        return asdict(replace(report, reviewed=estimates[-1] if estimates else None))

    done = steps.run(LINK_STEP, parts, work)
    return LinkedPeople(done.key, report_from(steps.result(LINK_STEP)))


def decided(reviews: Sequence[ReviewFile]) -> dict[tuple[Known, Known], bool]:
    """Pairs of records that reviewers have settled -> whether they are one person; a later review outweighs an earlier."""
    return {pair: is_same for review in reviews for pair, is_same in review.settled().items()}


def linked_aside(
    store: Store, people: ListsOfPeople, decisions: Mapping[tuple[Known, Known], bool], key: bytes
) -> tuple[Linked, list[Known]]:
    """The links between the records of lists, and by what each record is known. Only inside `store.aside`."""
    lay_open(store, people)
    linked = link(store, people.keys, (), people.once)
    records = store.rows("SELECT source, record_id FROM listed ORDER BY record")
    known = [(layout, known_as(people, layout, text, key)) for layout, text in records]
    one, other, is_same = _settled_pairs(known, decisions)
    return settled(linked, one, other, is_same, THRESHOLD, _once(people, known)), known


def _settled_pairs(known: Sequence[Known], decisions: Mapping[tuple[Known, Known], bool]) -> tuple[Ints, Ints, Ints]:
    """Pairs of records (a < b) that nobody has to weigh, and whether each is one person: 1 or 0.

    Rows by which a list knows one person are that person's; the others are as reviewers decided.
    """
    at: dict[Known, list[int]] = defaultdict(list)
    for record, name in enumerate(known):
        at[name].append(record)
    found = {(rows[0], row): True for rows in at.values() for row in rows[1:]}
    found |= {
        (min(a, b), max(a, b)): is_same
        for (one, other), is_same in decisions.items()
        for a in at.get(one, ())
        for b in at.get(other, ())
        if a != b
    }
    one_end, other_end = (np.array([pair[place] for pair in found], dtype=np.int64) for place in (0, 1))
    is_same = np.array(list(found.values()), dtype=np.int64)
    return one_end, other_end, is_same


def known_as(people: ListsOfPeople, layout: str, text: str, key: bytes) -> str:
    """The pseudonym by which a list knows a person: its own, where it entered as one, else one made of what it says."""
    own = next(one.own_key for one in people.lists if one.layout.id == layout)
    return text if own is not None and own.type == "identifier" else pseudonym(text, key)


def _once(people: ListsOfPeople, known: Sequence[Known]) -> Ints | None:
    """For each record the number of its list, where that has each person once, or -1; None where no list does."""
    number = {layout: place for place, layout in enumerate(people.once)}
    return np.array([number.get(layout, NONE) for layout, _ in known], dtype=np.int64) if number else None


def _links(store: Store, linked: Linked, known: Sequence[Known], key: bytes) -> dict[str, list[Any]]:
    """The columns of PERSON_LINKS."""
    return {
        "source": [layout.partition(".")[0] for layout, _ in known],
        "layout": [layout.partition(".")[2] for layout, _ in known],
        "row_number": [row[0] for row in store.rows("SELECT row_number FROM listed ORDER BY record")],
        "record": [record for _, record in known],
        "person": persons(known, linked.groups, earlier_persons(store), partial(pseudonym, key=key)),
        "probability": [round(float(sure), 4) for sure in how_sure(linked)],
    }


def earlier_persons(store: Store) -> dict[Known, str]:
    """Whom each record was linked to before, as last kept; none where nothing was."""
    if not store.has(PERSON_LINKS.name):
        return {}
    told = (
        f"SELECT source || '.' || layout, record, MIN(person) FROM {PERSON_LINKS.name} GROUP BY source, layout, record"
    )
    return {(layout, record): person for layout, record, person in store.rows(told)}
