"""One party's code of practice for sharing personal information: eight sections in prose, and its rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from denizen.agreements.arrangement import Arrangement
from denizen.agreements.parties import Guided, Party
from denizen.agreements.states import State
from denizen.documents import parse_document

SECTIONS: Mapping[int, str] = {
    1: "Deciding to share personal information",
    2: "Fairness and transparency",
    3: "Information standards",
    4: "Retention of shared information",
    5: "Security of shared information",
    6: "Access to personal information",
    7: "Freedom of information",
    8: "Review",
}
"""Titles of the eight sections. Source: Information Commissioner, Framework code of practice for sharing personal
information (2007)."""


class Section(Guided):
    """One section of the code."""

    prose: str
    """what the party does, in plain words"""
    evidence: tuple[str, ...] = ()
    """what shows that it does so: policies, records, registers"""


class Code(Arrangement):
    """One party's rules: what it lets be done with data that it answers for or receives."""

    id: str
    """short name of the code, unlike any other"""
    kind: Literal["code"] = "code"
    title: str
    """what the code is called"""
    version: str = ""
    """number of this text; another text, another number"""
    party: Party
    """body whose code it is"""
    parties: tuple[Party, ...] = ()
    """bodies that are bound besides, where one code holds for several"""
    status: State = "draft"
    """draft, assured, signed, in_force, suspended, review_due or ended"""
    in_force_from: date
    """first day"""
    ends_on: date | None = None
    """last day, if it has one"""
    review_due: date | None = None
    """day by which it is looked at again"""
    summary: str
    """what the code is for, in words for a resident"""
    sections: Mapping[int, Section] = Field(default={}, json_schema_extra={"propertyNames": {"pattern": "^[1-8]$"}})
    """the eight sections of the Information Commissioner's framework code, by number"""

    @field_validator("sections")
    @classmethod
    def _one_to_eight(cls, sections: Mapping[int, Section]) -> Mapping[int, Section]:
        if beyond := sorted(set(sections) - set(SECTIONS)):
            raise ValueError(f"there is no section {beyond[0]}: the framework code has sections 1 to 8")
        return sections

    @field_validator("ends_on")
    @classmethod
    def _dates_in_order(cls, ends_on: date | None, before: ValidationInfo) -> date | None:
        starts = before.data.get("in_force_from")
        if ends_on and starts and ends_on < starts:
            raise ValueError(f"it ends before it starts ({starts})")
        return ends_on


def load_code(text: str, name: str) -> Code:
    """Read one code of practice.

    Raises:  BadDocument, with line and key.
    """
    return parse_document(text, name, Code)
