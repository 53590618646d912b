"""One sharing agreement or open licence, as its parties signed or published it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from denizen.agreements.arrangement import Arrangement
from denizen.agreements.flows import Flow, Item
from denizen.agreements.parties import Guided, Party
from denizen.agreements.purposes import Purpose
from denizen.agreements.states import State
from denizen.documents import parse_document
from denizen.terms.areas import Geography


class Outputs(Guided):
    """What may be shown of what was shared."""

    protection: Literal["as_published", "incident_counts", "people_counts"]
    """`as_published`: figures that their publisher has protected already.
    `incident_counts`: counts of incidents or service users, rounded and withheld by the dated parameters.
    `people_counts`: counts of people, households or dwellings on a list, rounded and withheld by stricter ones."""
    smallest_geography: Geography = Geography.LSOA
    """smallest kind of area that is shown"""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an agreement names beside what it allows; the law asks for some of it before a list may be read."""

    named_power: str = ""
    legal_note: str = ""
    dpia: str = ""
    privacy_notice: str = ""
    retention_days: int | None = None


NO_GROUNDS = Grounds()


class Agreement(Arrangement):
    """What a data controller allowed: sources, columns, purposes, from when to when, and what may be shown."""

    id: str
    """short name of the agreement, unlike any other"""
    title: str
    """what it is called"""
    kind: Literal["open_licence", "isp", "dda", "jca", "dpa", "mou"]
    """isp: regular sharing both ways; dda: disclosure one way; jca: two decide together (Article 26); dpa: a processor
    works on instruction; mou: an understanding; open_licence: published for anyone"""
    status: State
    """draft, assured, signed, in_force, suspended, review_due or ended"""
    controller: str
    """body that answers for the data, in full"""
    licence: str = ""
    """name of the open licence"""
    licence_url: str = ""
    """where its text is"""
    attribution: str
    """the words that the controller asks for wherever its figures are shown"""
    in_force_from: date
    """first day"""
    ends_on: date | None = None
    """last day, if it has one"""
    review_due: date | None = None
    """day by which it is looked at again"""
    purposes: tuple[Purpose, ...] = Field(min_length=1)
    """purposes that the engine may ask for under it"""
    sources: tuple[str, ...] = Field(min_length=1)
    """the lists that it covers"""
    layouts: tuple[str, ...] = ()
    """the layouts that it covers; none named means all of the source"""
    columns: tuple[str, ...] = ("*",)
    """columns that may enter, by the contract's names; `*` is all of them"""
    outputs: Outputs
    """what may be shown"""
    power: str = ""
    """the statutory power that the data controller shares under, by act and section"""
    legal_note: str = ""
    """reference of counsel's note, where the law is not plain"""
    dpia: str = ""
    """reference of the data protection impact assessment"""
    privacy_notice: str = ""
    """where the notice to the people on the list is published"""
    retention_days: int | None = Field(default=None, ge=1)
    """how long a delivery may be kept, where that is less than the contract says"""
    summary: str
    """what is shared and why, in words for a resident"""
    prohibited: tuple[str, ...] = ()
    """what is never done with it, in words"""
    version: str = ""
    """number of this text; another text, another number"""
    lead_party: str = ""
    """id of the party that keeps the document"""
    parties: tuple[Party, ...] = ()
    """who is bound"""
    items: tuple[Item, ...] = ()
    """items of data, each with why it is needed"""
    flows: tuple[Flow, ...] = ()
    """what moves from whom to whom"""

    @field_validator("ends_on")
    @classmethod
    def _dates_in_order(cls, ends_on: date | None, before: ValidationInfo) -> date | None:
        starts = before.data.get("in_force_from")
        if ends_on and starts and ends_on < starts:
            raise ValueError(f"it ends before it starts ({starts})")
        return ends_on

    def grounds(self) -> Grounds:
        return Grounds(
            named_power=self.power,
            legal_note=self.legal_note,
            dpia=self.dpia,
            privacy_notice=self.privacy_notice,
            retention_days=self.retention_days,
        )

    def is_in_force(self, day: date) -> bool:
        return self.status == "in_force" and self.in_force_from <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self, source: str, layout: str) -> bool:
        return source in self.sources and (not self.layouts or layout in self.layouts)


def load_agreement(text: str, name: str) -> Agreement:
    """Read one agreement file.

    Raises:  BadDocument, with line and key.
    """
    return parse_document(text, name, Agreement)
