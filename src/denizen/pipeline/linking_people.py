"""The step of a run in which people are linked: who is on several lists is one person, whom a keyed id stands for.

Names and all that is made of them lie in memory while the step runs, and are gone at its end. What stays is the table
`person_links` (PERSON_LINKS) and a report of counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from denizen.intake.entering import pseudonym
from denizen.linkage.carried import NONE, carried
from denizen.linkage.certainty import how_sure
from denizen.linkage.linked import Linked
from denizen.linkage.model import Ints
from denizen.pipeline.fairness import Telling, report_on
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.linking import link
from denizen.pipeline.lists_of_people import ListsOfPeople, lay_open, lists_of_people
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
    telling = Telling.by(given.parameters)
    parts = {
        **people.steps,
        "keys": repr([one.keys for one in people.lists]),
        "key of pseudonyms": keeping.fingerprint_of_key(),
        "told": repr((telling, given.parameters.day)),
    }

    def work() -> dict[str, Any]:
        with store.aside():
            linked = linked_aside(store, people)
            report = report_on(store, linked, given.parameters.day, telling)
            links = _links(store, people, linked, keeping.pseudonym_key())
        store.take(PERSON_LINKS.name, links, {column.name: column.type for column in PERSON_LINKS.columns})
        return asdict(report)

    done = steps.run(LINK_STEP, parts, work)
    return LinkedPeople(done.key, report_from(steps.result(LINK_STEP)))


def linked_aside(store: Store, people: ListsOfPeople) -> Linked:
    """The links between the records of lists. Only inside `store.aside`, where `listed` can be read afterwards."""
    lay_open(store, people)
    return link(store, people.keys, (), people.once)


def _links(store: Store, people: ListsOfPeople, linked: Linked, key: bytes) -> dict[str, list[Any]]:
    """The columns of PERSON_LINKS."""
    rows = store.rows("SELECT source, row_number, record_id FROM listed ORDER BY record")
    is_pseudonym = {one.layout.id: one.own_key is not None and one.own_key.type == "identifier" for one in people.lists}
    records = [text if is_pseudonym[layout] else pseudonym(text, key) for layout, _, text in rows]
    known_as = list(zip((row[0] for row in rows), records, strict=True))
    return {
        "source": [layout.partition(".")[0] for layout, _ in known_as],
        "layout": [layout.partition(".")[2] for layout, _ in known_as],
        "row_number": [row[1] for row in rows],
        "record": records,
        "person": persons(known_as, linked.groups, earlier_persons(store), key),
        "probability": [round(float(sure), 4) for sure in how_sure(linked)],
    }


Known = tuple[str, str]
"""source.layout, and the pseudonym by which it knows a person: the same from one delivery to the next"""


def earlier_persons(store: Store) -> dict[Known, str]:
    """Whom each record was linked to before, as last kept; none where nothing was."""
    if not store.has(PERSON_LINKS.name):
        return {}
    told = (
        f"SELECT source || '.' || layout, record, MIN(person) FROM {PERSON_LINKS.name} GROUP BY source, layout, record"
    )
    return {(layout, record): person for layout, record, person in store.rows(told)}


def persons(records: Sequence[Known], groups: Ints, earlier: dict[Known, str], key: bytes) -> list[str]:
    """The id of the person of each record: the one that most of the group had before, else a new one.

    A new id is a keyed pseudonym of the group's first record: the same again where all that was kept is gone.
    """
    numbers = {person: number for number, person in enumerate(sorted(set(earlier.values())))}
    before = np.array([numbers.get(earlier.get(record, ""), NONE) for record in records], dtype=np.int64)
    names = list(numbers)
    given = {
        int(group): names[number] for group, number in zip(groups, carried(groups, before), strict=True) if number >= 0
    }
    used = set(numbers)
    for record, group in zip(records, groups.tolist(), strict=True):
        if group not in given:
            given[group] = _new_id(record, used, key)
            used.add(given[group])
    return [given[group] for group in groups.tolist()]


def _new_id(record: Known, used: set[str], key: bytes) -> str:
    """An id that nobody has or had: where the first that comes of a record is another's, the next."""
    found, text = "", "\x1f".join(record)
    while not found or found in used:
        text += "\x1f"
        found = pseudonym(f"person{len(text)}{text}", key)
    return found
