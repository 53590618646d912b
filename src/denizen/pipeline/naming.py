"""Names of a list parsed: the steps of `standardise.names`, run in the store."""

from __future__ import annotations

from denizen.shapes import NAME_WORDS, NAMES, Statement
from denizen.standardise import names
from denizen.store import Store


def name_people(store: Store, listed: str = "listed") -> None:
    """Make the tables `names` and `name_words` from a table of records; what was made on the way is dropped."""
    made = names.steps(listed)
    for step in made:
        if isinstance(step, Statement):
            store.make(step)
        else:
            store.take(step.name, step.work([row[0] for row in store.rows(step.reads)]), step.types)
    for step in made:
        if step.name not in (NAMES.name, NAME_WORDS.name):
            store.drop(step.name)
