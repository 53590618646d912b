"""Lists with a row per person, whatever each calls its columns, brought together as the one table that linkage reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from denizen.contracts import SNAPSHOT, Field, Layout
from denizen.shapes import ADDRESSED, LISTED, Statement

ALL_LISTED = "all_listed"
NAMES = ("full_name", "surname", "forename")
"""roles of which one at least is there where a list tells persons by name"""
OWN_KEYS = ("identifier", "supplier_key", "record_id")
"""roles of a column by which a list knows a person, the one that is known farthest first"""
_ROLES = {
    "name": "full_name", "surname": "surname", "forename": "forename", "middle": "middle_names", "title": "title",
    "sex": "sex", "birth_date": "birth_date", "birth_year": "birth_year", "age": "age", "address": "address",
    "postcode": "postcode", "uprn": "uprn",
}  # fmt: skip
"""column of LISTED -> the role of the columns that it is put together from"""
_BETWEEN_PEOPLE = r"\s*(?:[&;/]|\s[aA][nN][dD]\s)\s*"


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One delivery of people: its layout, its accepted table, and the keys in it that other rows may share."""

    layout: Layout
    accepted: str
    keys: Mapping[str, str]
    """column of `all_listed` -> column of the list"""

    @property
    def own_key(self) -> Field | None:
        """The column by which the list knows a person; None where a row is known by what it says alone."""
        by_role = {field.role: field for field in self.layout.fields}
        return next((by_role[role] for role in OWN_KEYS if role in by_role), None)


def all_listed(lists: Sequence[PeopleList], suppressed: Sequence[tuple[Layout, str]]) -> Statement:
    """The table `all_listed`: the columns of LISTED, `row_number`, and one for each key that is shared.

    A row that fails what its contract says under `linked` (where it says nothing, under `counted`) is not in it, nor is one
    at a suppressed address. A cell that names several people gives a row for each. `record_id` is the list's own key of
    a person, else what tells the row apart. Suppressed addresses come last and without a source, so that whoever is found at
    one can be taken out.
    Args:  the lists; the lists of suppressed addresses, each with its accepted table.
    """
    keys = list(dict.fromkeys(column for one in lists for column in one.keys))
    told = ", ".join((*LISTED.names[1:], "row_number", *keys))
    parts = [_people(one, f"$list_{place}", keys) for place, one in enumerate(lists)]
    parts += [_addresses(layout, accepted, keys) for layout, accepted in suppressed]
    union = "\n            UNION ALL ".join(parts)
    return Statement(
        ALL_LISTED,
        f"""
        SELECT ROW_NUMBER() OVER (ORDER BY source IS NULL, source, row_number, record_id, name) - 1 AS record, {told}
        FROM ({union}) AS told
        """,
        {f"list_{place}": one.layout.id for place, one in enumerate(lists)},
    )


def row_of(one: PeopleList, row_number: int) -> Statement:
    """What one row of a list tells, in the columns of LISTED but `record`: a row for each person whom it names."""
    told = ", ".join(LISTED.names[1:])
    sql = f"SELECT {told} FROM ({_people(one, '$list', [])}) AS told WHERE row_number = $row ORDER BY record_id"
    return Statement("row_told", sql, {"list": one.layout.id, "row": row_number})


def kept(keys: Sequence[str]) -> list[Statement]:
    """The tables `listed` and `addressed` without suppressed addresses, and without the records that were found at one.

    Reads:  all_listed and, of the same records, addressed.
    Args:   the columns of `all_listed` that hold shared keys.
    """
    listed = ", ".join((*LISTED.names[1:], "row_number", *keys))
    addressed = ", ".join(ADDRESSED.names[1:])
    return [
        Statement(
            "kept_records",
            f"""
            WITH hidden AS (
                SELECT addressed.uprn, addressed.place
                FROM addressed JOIN {ALL_LISTED} AS listed ON listed.record = addressed.record
                WHERE listed.source IS NULL
            )
            SELECT listed.record AS found_as, ROW_NUMBER() OVER (ORDER BY listed.record) - 1 AS record
            FROM {ALL_LISTED} AS listed LEFT JOIN addressed ON addressed.record = listed.record
            WHERE listed.source IS NOT NULL
              AND COALESCE(addressed.uprn, '') NOT IN (SELECT uprn FROM hidden WHERE uprn IS NOT NULL)
              AND COALESCE(addressed.place, '') NOT IN (SELECT place FROM hidden WHERE place IS NOT NULL)
            """,
            {},
        ),
        _renumbered("listed", ALL_LISTED, listed),
        _renumbered("addressed", "addressed", addressed),
    ]


def _renumbered(name: str, found: str, columns: str) -> Statement:
    sql = (
        f"SELECT kept.record, {columns} FROM {found} AS found JOIN kept_records AS kept ON kept.found_as = found.record"
    )
    return Statement(name, f"{sql} ORDER BY kept.record", {})


def _people(one: PeopleList, source: str, keys: Sequence[str]) -> str:
    """SELECT of the rows of one list that may be linked."""
    layout, own = one.layout, one.own_key
    told = {column: _together(layout, role) for column, role in _ROLES.items()}
    may_be_linked = layout.gives.linked or layout.gives.counted or "TRUE"
    rows = f'(SELECT * FROM "{one.accepted}" WHERE NOT is_suppressed AND COALESCE(({may_be_linked}), FALSE)) AS rows'
    if own is None and layout.with_role("full_name"):
        rows, told["name"] = _each_named(rows, told["name"])
    known_by = ["household_id"] if layout.with_role("household_id") else ["postcode", "uprn"]
    apart = [told[c] for c in ("name", "surname", "forename", "birth_date")] + [_together(layout, r) for r in known_by]
    told["record_id"] = f"CAST({own.name} AS VARCHAR)" if own else f"CONCAT_WS('|', {', '.join(apart)})"
    told["age_at"] = f"CAST({SNAPSHOT} AS VARCHAR)" if SNAPSHOT in layout.gives.period else "CAST(NULL AS VARCHAR)"
    told |= {key: f"CAST({one.keys[key]} AS VARCHAR)" if key in one.keys else "CAST(NULL AS VARCHAR)" for key in keys}
    return f"SELECT {_listed(told | {'source': f'CAST({source} AS VARCHAR)'}, keys)} FROM {rows}"


def _addresses(layout: Layout, accepted: str, keys: Sequence[str]) -> str:
    told = {column: _together(layout, _ROLES[column]) for column in ("address", "postcode", "uprn")}
    return f'SELECT {_listed(told, keys)} FROM "{accepted}"'


def _listed(told: Mapping[str, str], keys: Sequence[str]) -> str:
    columns = [f"{told.get(name, 'CAST(NULL AS VARCHAR)')} AS {name}" for name in LISTED.names[1:]]
    return ", ".join([*columns, "row_number", *(f"{told.get(key, 'CAST(NULL AS VARCHAR)')} AS {key}" for key in keys)])


def _together(layout: Layout, role: str) -> str:
    """SQL for the text of the columns with a role, those that are empty left out; NULL where all are."""
    texts = [f"NULLIF(TRIM(CAST({field.name} AS VARCHAR)), '')" for field in layout.with_role(role)]
    if not texts:
        return "CAST(NULL AS VARCHAR)"
    return f"NULLIF(CONCAT_WS('{', ' if role == 'address' else ' '}', {', '.join(texts)}), '')"


def _each_named(rows: str, text: str) -> tuple[str, str]:
    """Rows with one for each person whom a cell names, and SQL for the name: `Mr A Khan & Ms B Lee` is two.

    One word alone takes the last name of all: `Mr & Mrs A Khan`, `Ada and Ben Khan`.
    """
    parted = (
        f"(SELECT *, UNNEST(STRING_SPLIT_REGEX(COALESCE({text}, ''), '{_BETWEEN_PEOPLE}')) AS one_named FROM {rows})"
    )
    whole = f"CONTAINS(one_named, ' ') OR one_named = {text}"
    name = f"CASE WHEN {whole} THEN one_named ELSE CONCAT(one_named, ' ', REGEXP_EXTRACT({text}, '([^ ]+)$', 1)) END"
    return f"{parted} AS parted WHERE one_named <> '' OR {text} IS NULL", f"NULLIF({name}, '')"
