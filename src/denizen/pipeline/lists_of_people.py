"""Which lists of people are linked in a run, by which keys, and against which addresses; and how they are laid open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from denizen.addresses import TERMS, TYPES, match_statements, parts_statements, terms
from denizen.agreements import Permit, Purpose
from denizen.contracts import Field
from denizen.pipeline.given import Given, Taken
from denizen.pipeline.naming import name_people
from denizen.pipeline.register_columns import RegisterColumns
from denizen.shapes import REGISTER_ENTRIES, Statement
from denizen.standardise import births
from denizen.standardise.persons import ALL_LISTED, NAMES, PeopleList, all_listed, kept
from denizen.store import Store

MAY_LINK = (Purpose.POPULATION_STATISTICS, Purpose.SERVICE_PLANNING)
"""purposes for which people are counted once however many lists they are on; no other purpose needs to know who is whom"""
_ISO = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class ListsOfPeople:
    """The newest delivery of every list that takes part, and the address lists of the area."""

    taken: tuple[Taken, ...]
    lists: tuple[PeopleList, ...]
    """of each of `taken`, in the same order"""
    suppressed: tuple[Taken, ...]
    register: Taken | None

    @property
    def keys(self) -> list[str]:
        """Columns of keys that rows may share."""
        return list(dict.fromkeys(column for one in self.lists for column in one.keys))

    @property
    def once(self) -> list[str]:
        """Lists that have each person once: those whose rows are told apart by an identifier that everybody has one of."""
        return [
            one.layout.id
            for one in self.lists
            if one.layout.key and all(one.layout.field(column).role == "identifier" for column in one.layout.key)
        ]

    @property
    def steps(self) -> dict[str, str]:
        """The keys of the steps that took everything in, by list."""
        register = (self.register,) if self.register else ()
        return {
            f"{item.permitted.layout.id} {item.permitted.number}": item.key
            for item in (*self.taken, *self.suppressed, *register)
        }


def lists_of_people(received: Sequence[Taken], given: Given) -> ListsOfPeople:
    """What is linked of all that a run took in.

    A list takes part when it tells persons by name; or by a supplier's key, where another list that takes part has keys of
    the same making, and its own source tells nobody by name (they are the same people). A key that no other list shares
    leads to nobody: its rows would be counted as people of their own.
    """
    makers = {agreement.id: agreement.controller for agreement in given.area.agreements}
    newest = [item for item in _newest(received).values() if _may_be_linked(item)]
    named = [item for item in newest if _tells(item, *NAMES)]
    sources = {item.permitted.layout.source for item in named}
    keyed = [item for item in newest if _tells(item, "supplier_key") and item.permitted.layout.source not in sources]
    holders = Counter(space for item in (*named, *keyed) for space in _spaces(item, makers))
    taken = named + [item for item in keyed if any(holders[space] > 1 for space in _spaces(item, makers))]
    spaces = _shared(taken, makers)
    lists = [
        PeopleList(item.permitted.layout, item.extract.accepted_table, _columns(item, spaces, makers)) for item in taken
    ]
    registers = [item for item in _newest(received).values() if item.permitted.layout.gives.shape == "gazetteer"]
    return ListsOfPeople(
        tuple(taken),
        tuple(lists),
        tuple(item for item in received if item.permitted.layout.gives.shape == "suppressed"),
        max(registers, key=_entries_told, default=None),
    )


def lay_open(store: Store, people: ListsOfPeople) -> None:
    """Make `listed`, `addressed`, `names`, `name_words` and `described`: what linkage reads. Only inside `store.aside`."""
    suppressed = [(item.permitted.layout, item.extract.accepted_table) for item in people.suppressed]
    store.make(all_listed(people.lists, suppressed))
    store.take(TERMS, terms(), TYPES)
    if people.register:
        store.make(register_entries(store, people.register.extract.accepted_table))
        store.make_all(match_statements(ALL_LISTED, REGISTER_ENTRIES.name))
    else:
        store.make_all(parts_statements(ALL_LISTED))
    store.make_all(kept(people.keys))
    name_people(store)
    with_days = [one.layout.id for one in people.lists if one.layout.with_role("birth_date")]
    store.make(births.described(dict.fromkeys(with_days, _ISO)))


def register_entries(store: Store, accepted: str) -> Statement:
    """Entries of the register as it was taken in: its columns by their names in BS 7666, its states by their codes."""
    there = _filled(store, accepted)
    columns = RegisterColumns().columns_in(there, accepted)
    is_home = "UPPER(COALESCE(class_code, 'R')) LIKE 'R%'" if "class_code" in there else "TRUE"
    stands = "COALESCE(lpi_status, 'approved') IN ('approved', 'alternative')" if "lpi_status" in there else "TRUE"
    preference = f"CASE WHEN {is_home} THEN 0 ELSE 2 END + CASE WHEN {stands} THEN 0 ELSE 1 END"
    told = [
        f"{preference if name == 'preference' else columns.expression(name)} AS {name}"
        for name in REGISTER_ENTRIES.names[1:]
    ]
    return Statement(
        REGISTER_ENTRIES.name,
        f"""
        SELECT ROW_NUMBER() OVER (ORDER BY row_number) - 1 AS entry, {", ".join(told)}
        FROM "{accepted}" WHERE uprn IS NOT NULL
        """,
        {},
        REGISTER_ENTRIES,
    )


def _filled(store: Store, table: str) -> list[str]:
    """The columns of a table in which anything stands: a layout names many that a file need not have."""
    names = store.columns(table)
    counts = store.rows(f'SELECT {", ".join(f"COUNT({name})" for name in names)} FROM "{table}"')[0]
    return [name for name, count in zip(names, counts, strict=True) if count]


def _newest(received: Sequence[Taken]) -> dict[str, Taken]:
    """Layout -> its newest delivery: the one that describes the latest day, else the last in the list."""
    found: dict[str, Taken] = {}
    for item in sorted(received, key=lambda item: (_day(item), item.permitted.number)):
        found[item.permitted.layout.id] = item
    return {layout: found[layout] for layout in sorted(found)}


def _day(item: Taken) -> date:
    return item.extract.snapshot or date.min


def _entries_told(item: Taken) -> tuple[date, bool]:
    """The newest register is used; of one day, that which has a row for each way in which an address is known."""
    return _day(item), bool(item.permitted.layout.with_role("record_id"))


def _may_be_linked(item: Taken) -> bool:
    gives = item.permitted.layout.gives
    is_of_persons = gives.shape == "records" and gives.subject == "people" and gives.linked.strip().upper() != "FALSE"
    return is_of_persons and item.permitted.layout.is_of_people and _may_link(item.permitted.permit)


def _may_link(permit: Permit) -> bool:
    """Whether the purpose needs to know who is whom, and every rule lets records be linked."""
    return permit.purpose in MAY_LINK and permit.ruling.may_link


def _tells(item: Taken, *roles: str) -> bool:
    """Whether the list has a column with one of the roles, and its agreement lets it in."""
    return any(item.permitted.permit.allows(field.name) for field in item.permitted.layout.with_role(*roles))


Space = tuple[str, str]
"""who makes a key, and what it is called: keys of one space are the same wherever they are the same person's"""


def _space(field: Field, item: Taken, makers: Mapping[str, str]) -> Space | None:
    """The space of a key. An identifier is the same everywhere; a supplier's key in all that its controller keys under that
    name; a list's own key within its source."""
    if field.role == "identifier":
        return "", field.name
    if field.role == "supplier_key":
        return makers.get(item.permitted.permit.agreement, item.permitted.layout.source), field.name
    if field.role == "record_id" and field.type == "identifier":
        return item.permitted.layout.source, field.name
    return None


def _spaces(item: Taken, makers: Mapping[str, str]) -> dict[Space, Field]:
    fields = [field for field in item.permitted.layout.fields if item.permitted.permit.allows(field.name)]
    return {space: field for field in fields if (space := _space(field, item, makers))}


def _shared(candidates: Sequence[Taken], makers: Mapping[str, str]) -> dict[Space, str]:
    """Spaces in which two rows can meet -> the column of LISTED that holds their keys."""
    holders: dict[Space, list[tuple[Taken, Field]]] = defaultdict(list)
    for item in candidates:
        for space, field in _spaces(item, makers).items():
            holders[space].append((item, field))
    shared = sorted(
        space
        for space, held in holders.items()
        if len(held) > 1 or any(item.permitted.layout.key != (field.name,) for item, field in held)
    )
    return {space: f"identifier_{space[1]}_{place}" for place, space in enumerate(shared, 1)}


def _columns(item: Taken, shared: Mapping[Space, str], makers: Mapping[str, str]) -> dict[str, str]:
    """Column of LISTED -> column of the list."""
    return {shared[space]: field.name for space, field in _spaces(item, makers).items() if space in shared}
