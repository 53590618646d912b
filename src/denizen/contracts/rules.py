"""The rules of a layout: one boolean SQL expression each, true where a row is good.

They run on the landed text (`raw`) and on its typed twin (`t`); a row is accepted when every rule of severity `error`
and `set_aside` holds. One bad value refuses one row, never the file.
"""

from __future__ import annotations

from dataclasses import dataclass

from denizen.contracts.contract import Field, Layout


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition on a row. `name` is an identifier: it becomes a boolean column."""

    name: str
    column: str
    sentence: str
    mend: str
    condition: str
    """SQL over the columns of the checked relation: text columns are `raw_<name>`, typed ones `<name>`."""
    severity: str = "error"
    is_bound_to_areas: bool = False


def rules_of(layout: Layout) -> list[Rule]:
    """Every rule of a layout, in the order of its columns, then its own checks."""
    rules = [rule for field in layout.fields for rule in _of_field(field)]
    rules += [
        Rule(
            name=check.name,
            column="",
            sentence=check.description,
            mend=check.mend,
            condition=check.implementation,
            severity=check.severity,
        )
        for check in layout.checks
    ]
    return rules


def _of_field(field: Field) -> list[Rule]:
    raw, typed = f"raw_{field.name}", field.name
    rules: list[Rule] = []
    if field.required:
        rules.append(
            Rule(
                f"{typed}_is_there",
                field.header,
                "The cell is empty, and this column has to be filled.",
                "fill it at the source; if cells were merged, unmerge them and repeat the value",
                f"{raw} IS NOT NULL",
            )
        )
    if field.codes:
        rules.append(
            Rule(
                f"{typed}_is_known",
                field.header,
                "The value is not in the contract's code list.",
                "look for a new or misspelt label; a lawful new one is added to the contract's code list",
                f"{raw} IS NULL OR {typed} IS NOT NULL",
            )
        )
    elif field.type != "string":
        rules.append(
            Rule(
                f"{typed}_is_{_article(field.type)}",
                field.header,
                f"The value cannot be read as {_words(field)}.",
                _how_to_write(field),
                f"{raw} IS NULL OR {typed} IS NOT NULL",
            )
        )
    if field.pattern:
        rules.append(
            Rule(
                f"{typed}_has_its_form",
                field.header,
                "The value does not have the form that this column has.",
                f"it should match {field.pattern}",
                f"{raw} IS NULL OR regexp_matches({raw}, '{field.pattern}')",
            )
        )
    for word, sign, limit in (("least", ">=", field.minimum), ("most", "<=", field.maximum)):
        if limit is not None:
            rules.append(
                Rule(
                    f"{typed}_is_at_{word}",
                    field.header,
                    f"The number is not at {word} {limit:g}.",
                    "correct it at the source",
                    f"{typed} IS NULL OR {typed} {sign} {limit:g}",
                )
            )
    return rules


def _article(kind: str) -> str:
    return {
        "integer": "a_whole_number",
        "number": "a_number",
        "date": "a_date",
        "month": "a_month",
        "postcode": "a_postcode",
    }.get(kind, kind)


def _words(field: Field) -> str:
    return {
        "integer": "a whole number",
        "number": "a number",
        "date": "a date that exists",
        "month": "a month",
        "postcode": "a postcode",
    }[field.type]


def _how_to_write(field: Field) -> str:
    return {
        "integer": "write digits only (thousands commas are read too)",
        "number": "write digits with a point for decimals (thousands commas are read too)",
        "date": "write it as 2024-03-31" + (f" or as {', '.join(field.formats)}" if field.formats else ""),
        "month": "write it as 2024-03",
        "postcode": "write a whole UK postcode, as DE1 2FS; it may end an address",
    }[field.type]
