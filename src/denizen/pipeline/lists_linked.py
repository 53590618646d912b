"""The lists of a map taken into a store and linked there: what `denizen link` and `denizen explain-link` do alike."""

from __future__ import annotations

from pathlib import Path

from denizen.addresses import TERMS, TYPES, parts_statements, terms
from denizen.linkage.again import Before
from denizen.linkage.linked import Linked
from denizen.linkage.model import Fitted
from denizen.pipeline.linking import link
from denizen.pipeline.linking_again import LinkedAgain, link_again
from denizen.pipeline.lists_from_map import ListNotes, ListsMap, take_lists
from denizen.pipeline.matching_addresses import match_in
from denizen.pipeline.naming import name_people
from denizen.standardise import births
from denizen.store import Store


def take_in(store: Store, folder: Path, lists: ListsMap, name: str) -> ListNotes:
    """Make `listed` and `addressed`, by the address register where the map names one.

    Args:    the store; the folder of the files; the map, and the name that errors give it.
    Raises:  UnreadableFile; WrongLayout; BadInput.
    """
    if lists.gazetteer is not None:
        return ListNotes(*match_in(store, folder, lists, name))
    taken = take_lists(store, folder, lists)
    store.take(TERMS, terms(), TYPES)
    store.make_all(parts_statements("listed"))
    return taken


def link_taken(store: Store, lists: ListsMap, threshold: float) -> Linked:
    """Link the records that were taken in. Names and birth dates are read on the way: `names`, `described`."""
    describe_taken(store, lists)
    return link_described(store, lists, threshold)


def link_described(store: Store, lists: ListsMap, threshold: float) -> Linked:
    """Link the records whose names and birth dates are read."""
    return link(store, identifiers_of(lists), extras_of(lists), sorted(lists_with_each_once(lists)), threshold)


def link_again_described(
    store: Store, lists: ListsMap, before: Before, fitted: Fitted, threshold: float
) -> LinkedAgain:
    """The same of what changed since, by the model that was fitted before."""
    identifiers, extras, once = identifiers_of(lists), extras_of(lists), sorted(lists_with_each_once(lists))
    return link_again(store, before, fitted, identifiers, extras, once, threshold)


def describe_taken(store: Store, lists: ListsMap) -> None:
    """Read names and birth dates: `names`, `name_words`, `described`."""
    name_people(store)
    ways = {source: said.date_format or _way_of_dates(store, source) for source, said in lists.sources.items()}
    store.make(births.described({source: way for source, way in ways.items() if way}))


def identifiers_of(lists: ListsMap) -> list[str]:
    """The columns of `listed` that hold identifiers."""
    return [name for name in lists.fields if name.startswith("identifier_")]


def extras_of(lists: ListsMap) -> list[str]:
    """The columns of `listed` that hold fields of one's own."""
    return [name for name in lists.fields if name.startswith("extra_")]


def lists_with_each_once(lists: ListsMap) -> set[str]:
    """The lists that have each person once, as the map says."""
    return {source for source, said in lists.sources.items() if said.within == "unique"}


def _way_of_dates(store: Store, source: str) -> str:
    statement = births.fits(source)
    return births.chosen([int(count or 0) for count in store.rows(statement.sql, statement.values)[0]])
