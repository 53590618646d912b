"""Part the landed rows into accepted and refused: one boolean per rule, in one pass of the engine.

A bad value refuses its row and nothing else. Statements only: values of the contract are bound.
"""

from __future__ import annotations

from collections.abc import Sequence

from denizen.contracts import Field, Layout, Rule
from denizen.shapes import Statement

_NUMBER = r"^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$"
_POSTCODE = r"([A-Z]{1,2}[0-9][A-Z0-9]?) *([0-9][A-Z]{2})"


def typed(landed: str, name: str, layout: Layout, present: Sequence[str]) -> Statement:
    """The landed text (`raw_<column>`) beside its typed twin (`<column>`); a value that cannot be read is NULL.

    Args:  the landed table; the name of the new one; the layout; which of its columns the file has.
    """
    values: dict[str, object] = {}
    columns = ["row_number"]
    for number, field in enumerate(layout.fields):
        if field.name in present:
            columns.append(f"raw_{field.name}")
            columns.append(f"{_typed(field, number, values)} AS {field.name}")
        else:
            columns.append(f"CAST(NULL AS VARCHAR) AS raw_{field.name}")
            columns.append(f"CAST(NULL AS {sql_type(field)}) AS {field.name}")
    listed = ",\n            ".join(columns)
    return Statement(name, f"SELECT {listed}\n        FROM {landed}", values)


def judged(typed_table: str, name: str, rules: Sequence[Rule]) -> Statement:
    """Every row with one boolean column per rule (`ok_<rule>`), and `is_accepted`, true when no rule is broken."""
    booleans = [f"COALESCE(({rule.condition}), FALSE) AS ok_{rule.name}" for rule in rules]
    binding = [f"ok_{rule.name}" for rule in rules if rule.severity != "note"]
    listed = ",\n            ".join(["*", *booleans])
    return Statement(
        name,
        f"""
        WITH ruled AS (
            SELECT {listed}
            FROM {typed_table}
        )
        SELECT *, {" AND ".join(binding) or "TRUE"} AS is_accepted
        FROM ruled
        """,
        {},
    )


def accepted(judged_table: str, name: str, layout: Layout) -> Statement:
    """The accepted rows, typed; for a list with a key, rows that repeat a key were refused before."""
    columns = ", ".join(field.name for field in layout.fields)
    return Statement(
        name, f"SELECT row_number, {columns} FROM {judged_table} WHERE is_accepted ORDER BY row_number", {}
    )


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


def key_rule(layout: Layout) -> Rule | None:
    """The rule that no two rows share the declared key: the first stays, later ones are refused."""
    if not layout.key:
        return None
    key = ", ".join(layout.key)
    headers = ", ".join(layout.field(column).header for column in layout.key)
    return Rule(
        name="key_is_not_repeated",
        column=headers,
        sentence="An earlier row has the same key.",
        mend="find out which of the rows is right, and send that one only",
        condition=f"ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY row_number) = 1",
    )


def sql_type(field: Field) -> str:
    return {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "month": "DATE"}.get(field.type, "VARCHAR")


def _typed(field: Field, number: int, values: dict[str, object]) -> str:
    raw = f"raw_{field.name}"
    if field.codes:
        return _coded(raw, field, number, values)
    if field.type in ("integer", "number"):
        plain = f"CASE WHEN regexp_matches({raw}, '{_NUMBER}') THEN TRY_CAST(REPLACE({raw}, ',', '') AS DOUBLE) END"
        if field.type == "number":
            return plain
        return f"CASE WHEN ({plain}) = FLOOR({plain}) THEN TRY_CAST(({plain}) AS BIGINT) END"
    if field.type == "month":
        return rf"CASE WHEN regexp_matches({raw}, '^\d{{4}}-\d{{2}}$') THEN TRY_CAST(CONCAT({raw}, '-01') AS DATE) END"
    if field.type == "date":
        iso = rf"CASE WHEN regexp_matches({raw}, '^\d{{4}}-\d{{2}}-\d{{2}}') THEN TRY_CAST(SUBSTRING({raw}, 1, 10) AS DATE) END"
        others = [f"CAST(TRY_STRPTIME({raw}, '{pattern}') AS DATE)" for pattern in field.formats]
        return f"COALESCE({', '.join([iso, *others])})" if others else iso
    if field.type == "postcode":
        found = f"regexp_extract_all(UPPER({raw}), '{_POSTCODE}')"
        return f"REPLACE({found}[-1], ' ', '')"
    return raw


def _coded(raw: str, field: Field, number: int, values: dict[str, object]) -> str:
    """Labels to common codes; case and outer spaces do not count."""
    whens = []
    for place, (label, code) in enumerate(field.codes.items()):
        values[f"label_{number}_{place}"] = label.casefold().strip()
        values[f"code_{number}_{place}"] = code
        whens.append(f"WHEN $label_{number}_{place} THEN $code_{number}_{place}")
    return f"CASE LOWER({raw}) {' '.join(whens)} END"
