"""The rules of a layout: one boolean SQL expression each, true where a row is good.

They run on the landed text (`raw`) and on its typed twin (`t`); a row is accepted when every rule of severity `error`
and `set_aside` holds. One bad value refuses one row, never the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    unless: str = ""
    """SQL, never NULL: where it is true the rule has nothing to say, since another one speaks of that cell"""

    @property
    def holds(self) -> str:
        """SQL, never NULL: whether a row keeps the rule. What cannot be told is not kept."""
        spared = f"({self.unless}) OR " if self.unless else ""
        return f"COALESCE({spared}({self.condition}), FALSE)"


def rules_of(layout: Layout) -> list[Rule]:
    """Every rule of a layout, in the order of its columns, then its own checks.

    A check says nothing of a row in which a cell that it reads was filled and is wrong by itself: `adults + children > 0`
    would call a voucher one for no one, where the number of adults was written in words.
    """
    rules = [rule for field in layout.fields for rule in _of_field(field)]
    rules += [
        Rule(
            name=check.name,
            column="",
            sentence=check.description,
            mend=check.mend,
            condition=check.implementation,
            severity=check.severity,
            unless=is_wrong_by_itself(_named_in(check.implementation, layout), layout),
        )
        for check in layout.checks
    ]
    return rules


def is_wrong_by_itself(fields: Sequence[Field], layout: Layout) -> str:
    """SQL, never NULL, that is true where one of these columns is filled, and cannot be read or breaks a rule of its own.

    A column that is worked out is as good as what it is made of.
    """
    made_of = {part.name: part for field in fields for part in _written(field, layout)}
    broken = []
    for field in made_of.values():
        kept = [f"({rule.condition})" for rule in (*_has_its_form(field), *_is_within_limits(field))]
        sound = " AND ".join([f"{field.name} IS NOT NULL", *kept])
        broken.append(f"raw_{field.name} IS NOT NULL AND NOT ({sound})")
    return " OR ".join(f"({condition})" for condition in broken)


def _written(field: Field, layout: Layout) -> list[Field]:
    """The columns of the file that a column is made of: itself, where it is not worked out."""
    if not field.derived:
        return [field]
    parts = [part for part in parts_of(field, layout) if part.name != field.name]
    return [written for part in parts for written in _written(part, layout)]


def columns_read(check: Rule, layout: Layout) -> list[str]:
    """The layout's columns that a condition reads, typed or as text."""
    return [field.name for field in _named_in(check.condition, layout)]


def parts_of(derived: Field, layout: Layout) -> list[Field]:
    """The columns that a column is worked out from."""
    return _named_in(derived.derived, layout)


def _named_in(expression: str, layout: Layout) -> list[Field]:
    bare = re.sub(r"'(?:[^']|'')*'", "", expression)
    words = {word.casefold().removeprefix("raw_") for word in re.findall(r"[A-Za-z_]\w*", bare)}
    return [field for field in layout.fields if field.name in words]


def _of_field(field: Field) -> list[Rule]:
    if field.derived:
        return []
    return [*_is_there(field), *_is_of_its_type(field), *_has_its_form(field), *_is_within_limits(field)]


def _is_there(field: Field) -> list[Rule]:
    if not field.required:
        return []
    return [
        Rule(
            f"{field.name}_is_there",
            field.header,
            "The cell is empty, and this column has to be filled.",
            "fill it at the source; if cells were merged, unmerge them and repeat the value",
            f"raw_{field.name} IS NOT NULL",
        )
    ]


def _is_of_its_type(field: Field) -> list[Rule]:
    condition = f"raw_{field.name} IS NULL OR {field.name} IS NOT NULL"
    if field.codes:
        return [
            Rule(
                f"{field.name}_is_known",
                field.header,
                "The value is not in the contract's code list.",
                "look for a new or misspelt label; a lawful new one is added to the contract's code list",
                condition,
            )
        ]
    if field.type not in _TYPES:
        return []
    name, words = _TYPES[field.type]
    return [
        Rule(
            f"{field.name}_is_{name}",
            field.header,
            f"The value cannot be read as {words}.",
            _how_to_write(field),
            condition,
        )
    ]


def _has_its_form(field: Field) -> list[Rule]:
    if not field.pattern:
        return []
    pattern = field.pattern.replace("'", "''")
    example = f"write it in the form of `{field.example}`, " if field.example else ""
    return [
        Rule(
            f"{field.name}_has_its_form",
            field.header,
            "The value does not have the form that this column has.",
            f"{example}with the same capitals and without spaces inside (pattern `{field.pattern}`)",
            f"raw_{field.name} IS NULL OR regexp_matches(raw_{field.name}, '{pattern}')",
        )
    ]


def _is_within_limits(field: Field) -> list[Rule]:
    return [
        Rule(
            f"{field.name}_is_at_{word}",
            field.header,
            f"The number is not at {word} {limit:g}.",
            "correct it at the source",
            f"{field.name} IS NULL OR {field.name} {sign} {limit!r}",
        )
        for word, sign, limit in (("least", ">=", field.minimum), ("most", "<=", field.maximum))
        if limit is not None
    ]


_TYPES = {
    "integer": ("a_whole_number", "a whole number"),
    "number": ("a_number", "a number"),
    "date": ("a_date", "a date that exists"),
    "month": ("a_month", "a month"),
    "postcode": ("a_postcode", "a postcode"),
    "uprn": ("a_uprn", "a UPRN"),
    "identifier": ("an_identifier", "the identifier that it should be"),
}
"""type of a column -> the end of its rule's name, and what a person calls it"""


def _how_to_write(field: Field) -> str:
    forms = "".join(f" or as {date(2024, 3, 31).strftime(form)}" for form in field.formats[:3])
    return {
        "integer": "write digits only (thousands commas are read too)",
        "number": "write digits with a point for decimals (thousands commas are read too)",
        "date": f"write it as 2024-03-31{forms}",
        "month": f"write it as 2024-03{forms}",
        "postcode": "write a whole UK postcode, as DE1 2FS; it may end an address",
        "uprn": "write its digits only, twelve at most",
        "identifier": "write it whole, with its check digit, without spaces or with the usual ones",
    }[field.type]
