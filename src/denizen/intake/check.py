"""Part the landed rows into accepted and refused: one boolean per rule, in one pass of the engine.

A bad value refuses its row and nothing else. Statements only: values of the contract are bound.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from denizen.contracts import SNAPSHOT, Field, Layout, Rule, figures_of, holds_a_sign, withheld_flag, written
from denizen.intake.entering import is_entered
from denizen.intake.suppressed import hidden_columns
from denizen.shapes import Statement

_WHOLE = r"(\d+|\d{1,3}(,\d{3})+)"
_NUMBER = rf"^[+-]?({_WHOLE}(\.\d*)?|\.\d+)$"
_INTEGER = rf"^[+-]?{_WHOLE}(\.0*)?$"
_MONTH = r"^\d{4}-\d{2}(-01)?$"
_DATE = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$"
_POSTCODE = r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b"
_UPRN = r"^0*[1-9][0-9]{0,11}(\.0+)?$"
_LARGEST = 10**16
"""No count and no sum of any list comes near it, and sums over many columns of such numbers still fit the engine."""
_YEARS = (1000, 9999)
_EARLIEST = "1000-01-01"  # a year before it is a year of two digits, or a machine's word for none

KEY = "key_is_not_repeated"
REPEATS = "repeats_earlier"
"""the column that says whether an earlier row of the file is the same in everything"""


def typed(landed: str, name: str, layout: Layout, present: Sequence[str]) -> Statement:
    """The landed text (`raw_<column>`) beside its typed twin (`<column>`); a value that cannot be read is NULL.

    Columns that the contract derives from others come last, each worked out once.
    Args:  the landed table; the name of the new one; the layout; which of its columns the file has.
    """
    columns = ["row_number"] if layout.key else ["row_number", REPEATS]
    columns += [SNAPSHOT] if has_snapshot(layout) else []
    for field in layout.read_fields:
        if field.name in present:
            columns.append(f"raw_{field.name}")
            columns.append(f"{_typed(field, is_year='{' + field.name + '}' in layout.gives.period)} AS {field.name}")
        else:
            columns.append(f"CAST(NULL AS VARCHAR) AS raw_{field.name}")
            columns.append(f"CAST(NULL AS {sql_type(field)}) AS {field.name}")
    listed = ",\n            ".join(columns)
    derived = "".join(
        f",\n            CAST(({field.derived}) AS {sql_type(field)}) AS {field.name}, CAST(NULL AS VARCHAR) AS raw_{field.name}"
        for field in layout.fields
        if field.derived
    )
    if not derived:
        return Statement(name, f"SELECT {listed}\n        FROM {landed}", {})
    return Statement(
        name,
        f"""
        WITH read AS (
            SELECT {listed}
            FROM {landed}
        )
        SELECT *{derived}
        FROM read
        """,
        {},
    )


def judged(typed_table: str, name: str, rules: Sequence[Rule], key: Sequence[str] = ()) -> Statement:
    """Every row with one boolean column per rule (`ok_<rule>`), and `is_accepted`, true when no rule is broken.

    A declared key is judged last, among the rows that are good otherwise: a row that is refused takes no key from the
    mended one that follows it. Rows with an empty key share nothing.
    """
    booleans = [f"{rule.holds} AS ok_{rule.name}" for rule in rules]
    binding = [f"ok_{rule.name}" for rule in rules if rule.severity != "note"]
    listed = ",\n            ".join(["*", *booleans])
    unkeyed = " AND ".join(f"{column} IS NULL" for column in key)
    is_first = (
        f"NOT is_good OR ({unkeyed}) "
        f"OR ROW_NUMBER() OVER (PARTITION BY {', '.join(['is_good', *key])} ORDER BY row_number) = 1"
    )
    return Statement(
        name,
        f"""
        WITH ruled AS (
            SELECT {listed}
            FROM {typed_table}
        ), weighed AS (
            SELECT *, {" AND ".join(binding) or "TRUE"} AS is_good
            FROM ruled
        ), keyed AS (
            SELECT *, {is_first if key else "TRUE"} AS ok_{KEY}
            FROM weighed
        )
        SELECT *, is_good AND ok_{KEY} AS is_accepted
        FROM keyed
        """,
        {},
    )


def accepted(judged_table: str, name: str, layout: Layout, suppressed: str = "") -> Statement:
    """The accepted rows, typed; for a list with a key, rows that repeat a key were refused before.

    Args:  as before; and a SQL condition on a row that stands at a suppressed address (empty where none can): its
           address, postcode, UPRN and area do not enter, and `is_suppressed` says so.
    """
    hidden = hidden_columns(layout) if suppressed else set()
    columns = [_kept(field, is_hidden=field.name in hidden) for field in layout.fields]
    columns += [SNAPSHOT] if has_snapshot(layout) else []
    columns += ["is_hidden AS is_suppressed", *_withheld(layout)]
    told = f"SELECT row_number, {', '.join(columns)}"
    rows = _with_hidden(judged_table, suppressed)
    return Statement(name, f"{told} FROM {rows} AS judged WHERE is_accepted ORDER BY row_number", {})


def _withheld(layout: Layout) -> list[str]:
    """Of a list of counts, one flag a figure: whether the supplier withheld it, or what it is worked out from."""
    figures = figures_of(layout)
    found = []
    for figure in figures:
        signs = [holds_a_sign(part) for part in written(figure, layout) if part in figures]
        found.append(f"({' OR '.join(signs) or 'FALSE'}) AS {withheld_flag(figure.name)}")
    return found


def _with_hidden(judged_table: str, suppressed: str) -> str:
    """The judged rows, each with whether it stands at a suppressed address."""
    return f"(SELECT *, {f'COALESCE({suppressed}, FALSE)' if suppressed else 'FALSE'} AS is_hidden FROM {judged_table})"


def _kept(field: Field, *, is_hidden: bool) -> str:
    """A column as it stays: without the cells of a suppressed address, and those that their own row keeps out."""
    conditions = [*(["NOT is_hidden"] if is_hidden else []), *([f"({field.kept_if})"] if field.kept_if else [])]
    if not conditions:
        return field.name
    return f"CASE WHEN {' AND '.join(conditions)} THEN {field.name} END AS {field.name}"


def refused(judged_table: str, name: str, rules: Sequence[Rule]) -> Statement:
    """The refused rows by number, with the names of the rules that each breaks. No value of the row is kept."""
    broken = [
        f"CASE WHEN NOT ok_{rule.name} THEN '{rule.name} ' ELSE '' END" for rule in rules if rule.severity != "note"
    ]
    listed = f"TRIM(CONCAT({', '.join(broken)}))" if broken else "''"
    return Statement(
        name,
        f"SELECT row_number, {listed} AS rules FROM {judged_table} WHERE NOT is_accepted ORDER BY row_number",
        {},
    )


def unread(
    judged_table: str, name: str, layout: Layout, rules: Sequence[Rule], key: Sequence[str], suppressed: str = ""
) -> Statement:
    """Rows of this place that arrived and could not be taken, as far as they could be read: what they hold is unknown.

    A row that was set aside is none of this place's; one whose key an accepted row has is made good by it. Of records,
    only where and when is kept: nobody's name or birth date stays of a row that was refused.
    """
    is_kept = _where_and_when(layout) if layout.gives.shape == "records" else {field.name for field in layout.fields}
    hidden = hidden_columns(layout) if suppressed else set()
    listed = [
        f"{_where_seen(field.name, hidden)} AS {field.name}"
        if field.name in is_kept
        else f"CAST(NULL AS {sql_type(field)}) AS {field.name}"
        for field in layout.fields
    ]
    listed += [f"bad.{SNAPSHOT}"] if has_snapshot(layout) else []
    columns = ", ".join([*listed, "bad.is_hidden AS is_suppressed", *_withheld(layout)])
    here = " AND ".join(f"bad.ok_{rule.name}" for rule in rules if rule.severity == "set_aside") or "TRUE"
    same = " AND ".join(f"good.{column} = bad.{column}" for column in key)
    made_good = (
        f"AND NOT EXISTS (SELECT 1 FROM {judged_table} AS good WHERE good.is_accepted AND {same})" if key else ""
    )
    return Statement(
        name,
        f"""
        SELECT bad.row_number, {columns} FROM {_with_hidden(judged_table, suppressed)} AS bad
        WHERE NOT bad.is_good AND {here} {made_good}
        ORDER BY bad.row_number
        """,
        {},
    )


def _where_seen(column: str, hidden: Collection[str]) -> str:
    return f"CASE WHEN NOT bad.is_hidden THEN bad.{column} END" if column in hidden else f"bad.{column}"


def _where_and_when(layout: Layout) -> set[str]:
    """The columns by which a record is placed in an area and a time."""
    of_period = {field.name for field in layout.fields if "{" + field.name + "}" in layout.gives.period}
    return of_period | {field.name for field in layout.with_role("uprn", "postcode")} | {layout.gives.area}


def key_rule(layout: Layout, key: Sequence[str]) -> Rule:
    """The rule that no two rows share the declared key: the first stays, later ones are refused."""
    return Rule(
        name=KEY,
        column=", ".join(layout.field(column).header for column in key),
        sentence="An earlier row has the same key.",
        mend="find out which of the rows is right, and send that one only",
        condition=f"ok_{KEY}",
    )


def sql_type(field: Field) -> str:
    return {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "month": "DATE"}.get(field.type, "VARCHAR")


def has_snapshot(layout: Layout) -> bool:
    """Whether the day that the rows describe is told by the delivery, and not by a column."""
    return SNAPSHOT in layout.gives.period


def _typed(field: Field, *, is_year: bool) -> str:
    """SQL that reads the text of a column, and gives NULL where it cannot. A column of numbers may tell the year."""
    raw = f"raw_{field.name}"
    if is_entered(field):
        return f"entered_{field.name}"
    if field.type == "integer":
        whole = rf"TRY_CAST(REGEXP_REPLACE(REPLACE({raw}, ',', ''), '\.0*$', '') AS BIGINT)"
        return _if_like(raw, _INTEGER, _between(whole, *(_YEARS if is_year else (-_LARGEST, _LARGEST))))
    if field.type == "number":
        plain = f"TRY_CAST(REPLACE({raw}, ',', '') AS DOUBLE)"
        return _if_like(raw, _NUMBER, _between(plain, -_LARGEST, _LARGEST))
    if field.type == "month":
        return _month(raw, field.formats)
    if field.type == "date":
        return _date(raw, field.formats)
    if field.type == "uprn":
        return _if_like(raw, _UPRN, rf"LTRIM(REGEXP_REPLACE({raw}, '\.0+$', ''), '0')")
    if field.type == "postcode":
        found = f"REGEXP_EXTRACT_ALL(UPPER(REPLACE({raw}, CHR(160), ' ')), '{_POSTCODE}')"
        return f"REGEXP_REPLACE({found}[-1], '\\s', '', 'g')"
    return raw


def _between(value: str, low: int, high: int) -> str:
    return f"CASE WHEN {value} BETWEEN {low} AND {high} THEN {value} END"


def _if_like(raw: str, pattern: str, value: str) -> str:
    return f"CASE WHEN REGEXP_MATCHES({raw}, '{pattern}') THEN {value} END"


def _month(raw: str, formats: Sequence[str]) -> str:
    """A month as its first day; in the contract's own forms a day of the month may stand, and does not count."""
    iso = _if_like(raw, _MONTH, f"TRY_CAST(CONCAT(SUBSTRING({raw}, 1, 7), '-01') AS DATE)")
    return f"COALESCE({iso}, CAST(DATE_TRUNC('month', {_date(raw, formats)}) AS DATE))" if formats else iso


def _date(raw: str, formats: Sequence[str]) -> str:
    iso = _if_like(raw, _DATE, f"TRY_CAST(SUBSTRING({raw}, 1, 10) AS DATE)")
    listed = ", ".join(f"'{pattern}'" for pattern in formats)
    found = f"COALESCE({iso}, CAST(TRY_STRPTIME({raw}, [{listed}]) AS DATE))" if formats else iso
    return f"CASE WHEN {found} >= DATE '{_EARLIEST}' THEN {found} END"
