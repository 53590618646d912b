"""The record of the tool under the Algorithmic Transparency Recording Standard, filled in from agreements, lists and the run.

What only its owner can say is a gap, and stands there as one.
Source:  Government Digital Service, Algorithmic Transparency Recording Standard v3.0 (March 2024), tiers 1 and 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from denizen.documents import Document, parse_document
from denizen.profiles.columns import json_file
from denizen.profiles.matter import BookMatter
from denizen.profiles.record_facts import facts_of

RECORD = "register/atrs.json"


class _Field(Document):
    number: str
    attribute: str
    name: str
    answer: str = ""
    required: bool = True


class _Section(Document):
    title: str
    fields: tuple[_Field, ...]


class _Standard(Document):
    version: str
    sections: tuple[_Section, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of the standard and what is said there; '' where nobody has said it yet."""

    number: str
    attribute: str
    name: str
    text: str
    """one line for each list, agreement or risk, where there are several"""
    is_required: bool

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def is_gap(self) -> bool:
        return self.is_required and not self.text


@dataclass(frozen=True, slots=True)
class TransparencyRecord:
    """The record: sections with their answers, in the order of the standard."""

    version: str
    sections: tuple[tuple[str, tuple[Answer, ...]], ...]

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(answer for _, answers in self.sections for answer in answers)

    @property
    def gaps(self) -> int:
        """Fields that the standard asks for and that a person has to fill in."""
        return sum(answer.is_gap for answer in self.answers)


def record_of(matter: BookMatter) -> TransparencyRecord | None:
    """The record of the tool that made a book; None where only open figures went into it, which no tool links."""
    if all(agreement.kind == "open_licence" for agreement in matter.agreements):
        return None
    facts, standard = facts_of(matter), _standard()
    return TransparencyRecord(
        standard.version,
        tuple(
            (section.title, tuple(_answered(field, facts) for field in section.fields)) for section in standard.sections
        ),
    )


def record_file(matter: BookMatter) -> dict[str, bytes]:
    """The record as JSON, by its path in the book: attribute to answer, null where there is a gap. Empty without a record."""
    record = record_of(matter)
    if record is None:
        return {}
    told: dict[str, Any] = {
        "standard": "Algorithmic Transparency Recording Standard",
        "standard_version": record.version,
        "made_from": matter.fingerprint,
        "record": {answer.attribute: answer.text or None for answer in record.answers},
        "to_be_filled_in": [answer.attribute for answer in record.answers if answer.is_gap],
    }
    return {RECORD: json_file(told)}


def _answered(field: _Field, facts: Mapping[str, str]) -> Answer:
    """The answer with its facts; none where one of them is not known."""
    asked = [name for _, name, _, _ in Formatter().parse(field.answer) if name]
    text = field.answer.format(**facts).strip() if all(facts[name] for name in asked) else ""
    return Answer(field.number, field.attribute, field.name, text, field.required)


@cache
def _standard() -> _Standard:
    text = resources.files("denizen.profiles").joinpath("standards", "atrs.yaml").read_text("utf-8")
    return parse_document(text, "atrs.yaml", _Standard)
