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
from denizen.contracts.withholding import figures_of, holds_a_sign


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
    rules = [rule for field in layout.fields for rule in _of_field(field, layout)]
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
    made_of = {part.name: part for field in fields for part in written(field, layout)}
    broken = []
    for field in made_of.values():
        kept = [f"({rule.condition})" for rule in (*_has_its_form(field), *_is_within_limits(field))]
        sound = " AND ".join([f"{field.name} IS NOT NULL", *kept])
        broken.append(f"raw_{field.name} IS NOT NULL AND NOT ({sound})")
    return " OR ".join(f"({condition})" for condition in broken)


def written(field: Field, layout: Layout) -> list[Field]:
    """The columns of the file that a column is made of: itself, where it is not worked out."""
    if not field.derived:
        return [field]
    parts = [part for part in parts_of(field, layout) if part.name != field.name]
    return [cell for part in parts for cell in written(part, layout)]


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


def _of_field(field: Field, layout: Layout) -> list[Rule]:
    if field.derived:
        return []
    return [
        *_is_there(field),
        *_is_whole(field),
        *_is_of_its_type(field, layout),
        *_has_its_form(field),
        *_is_within_limits(field),
    ]


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


SHORTENED = "shortened"
"""what stands in the column of raw text for an identifier of which a spreadsheet left the first digits alone"""
_AS_A_POWER = r"^[0-9]([.,][0-9]+)?E[+][0-9]+$"


def is_shortened(cell: str) -> bool:
    """Whether a spreadsheet wrote a long number as `9.9E+11`: its last digits are lost."""
    return "+" in cell and re.match(_AS_A_POWER, cell, re.IGNORECASE) is not None


def _is_whole(field: Field) -> list[Rule]:
    """A number that stands for somebody or something, and of which a spreadsheet kept the first digits alone."""
    if not _can_be_shortened(field):
        return []
    return [
        Rule(
            f"{field.name}_is_whole",
            field.header,
            "A spreadsheet has shortened the number: its last digits are lost.",
            "export it again, and format the column as text before saving; or send the export without opening it",
            f"raw_{field.name} IS NULL OR NOT {_was_shortened(field)}",
        )
    ]


def _can_be_shortened(field: Field) -> bool:
    return field.type in ("uprn", "identifier") or (field.type == "string" and field.role in _ROLES_OF_IDENTIFIERS)


_ROLES_OF_IDENTIFIERS = ("record_id", "household_id", "supplier_key", "identifier")


def _was_shortened(field: Field) -> str:
    return f"(raw_{field.name} = '{SHORTENED}' OR REGEXP_MATCHES(raw_{field.name}, '{_AS_A_POWER}', 'i'))"


def _is_of_its_type(field: Field, layout: Layout) -> list[Rule]:
    condition = f"raw_{field.name} IS NULL OR {field.name} IS NOT NULL"
    if field in figures_of(layout):
        condition += f" OR {holds_a_sign(field)}"
    if _can_be_shortened(field):
        condition += f" OR {_was_shortened(field)}"
    if field.codes:
        return [
            Rule(
                f"{field.name}_is_known",
                field.header,
                "The value is not in the contract's code list.",
                f"{_labels(field, layout.source)}; a lawful new label is added to the contract's code list",
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


_LABELS_SHOWN = 6


def _labels(field: Field, source: str) -> str:
    """Labels that would be read. Which of them is nearest is not told: that would say something of the cell."""
    shown = ", ".join(f"`{label}`" for label in field.labels[:_LABELS_SHOWN])
    if len(field.labels) <= _LABELS_SHOWN:
        return f"write one of {shown}" if shown else "look for a new or misspelt label"
    return f"write one of {shown}, or another of the {len(field.labels)} on the page of the source `{source}`"


def _has_its_form(field: Field) -> list[Rule]:
    if not field.pattern:
        return []
    pattern = field.pattern.replace("'", "''")
    how = f"write it as {field.example}" if field.example else "write it as the page of the source shows it"
    return [
        Rule(
            f"{field.name}_has_its_form",
            field.header,
            "The value does not have the form that this column has.",
            f"{how}, with the same capitals and without spaces inside",
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
    of_days = [form for form in field.formats if "%H" not in form and (field.type != "date" or "%y" not in form)]
    forms = "".join(f" or as {date(2024, 3, 31).strftime(form)}" for form in of_days[:3])
    return {
        "integer": "write digits only (thousands commas are read too)",
        "number": "write digits with a point for decimals (thousands commas are read too)",
        "date": f"write it as 2024-03-31{forms}: day, month and all four digits of the year",
        "month": f"write it as 2024-03{forms}",
        "postcode": "write a whole UK postcode, as DE1 2FS; it may end an address",
        "uprn": "write its digits only, twelve at most",
        "identifier": "write it whole, with its check digit, without spaces or with the usual ones",
    }[field.type]
