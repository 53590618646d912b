"""What moves from whom to whom: declared flows, the items in them, and the people whom they are about."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from denizen.agreements.cases import Case, GrainsSaid
from denizen.agreements.parties import Guided

Category = Literal["ordinary", "special", "criminal", "confidential_health", "non_personal"]


class Item(Guided):
    """One item of data: what it is, and why it is needed."""

    item: str
    """item by the vocabulary, as tenancy, age, counts"""
    why: str
    """why the purpose cannot be served without it"""
    category: Category
    """what data protection law calls it"""
    definition: str = ""
    """what exactly is meant, in the supplier's words"""
    format: str = ""
    """how it is written, with an invented example"""
    source_system: str = ""
    """system that it comes from"""
    known_bias: str = ""
    """who is missing, who stands there too long"""
    seen_by: tuple[str, ...] = ()
    """roles that may see it"""


class Flow(Guided):
    """One declared movement of data. The check asks of each whether every code lets it pass."""

    id: str
    """short name of the flow"""
    from_: str = Field(alias="from")
    """id of the party that sends, or a kind of body"""
    to: str
    """id of the party that receives, or a kind of body"""
    items: tuple[str, ...]
    """items by the vocabulary"""
    source: str
    """the list that it comes from"""
    purpose: str
    """what for, by the vocabulary"""
    action: str = "pass_on"
    """what is done: pass_on, receive, link, estimate, publish"""
    grain: GrainsSaid
    """how fine: person, household, dwelling, oa, lsoa ...; or `{from: oa, to: lad}`"""
    subjects: tuple[str, ...] = ("everyone",)
    """whom it is about, by the vocabulary"""
    area: str = "everywhere"
    """where: england, wales, or the code of an authority"""
    frequency: str = ""
    """how often"""
    transport: str = ""
    """how it travels, encrypted by what"""
    pseudonymised_by: str = ""
    """party that turns identifiers into keyed pseudonyms before it leaves; empty where names travel"""
    key_holder: str = ""
    """party or post that keeps the key of the pseudonyms"""
    onward: Literal["no", "with_consent_of_the_supplier", "yes"] = "no"
    """whether the receiver may pass it on"""
    outside_the_uk: bool = False
    """whether it leaves the United Kingdom"""

    @property
    def case(self) -> Case:
        """The cases that it declares: this use by the receiver, of each of its items."""
        return Case(
            purpose=(self.purpose,),
            item=self.items,
            recipient=(self.to,),
            source=(self.source,),
            subjects=self.subjects,
            action=(self.action,),
            grain=self.grain,
            area=(self.area,),
        )


class Subjects(Guided):
    """The people whom the data are about."""

    groups: tuple[str, ...] = ()
    """groups, by the vocabulary"""
    children: bool | None = None
    """whether children are among them"""
    people_at_risk: bool | None = None
    """whether people at risk are among them"""
    about: str = ""
    """how many, roughly, and of which area"""


class Notice(Guided):
    """How the people are told."""

    url: str
    """where the privacy notice is published"""
    version: str = ""
    """its version"""
    dated: date | None = None
    """day of that version"""
    party: str = ""
    """party whose notice it is"""
    written_by: str = ""
    """post that keeps it current"""


class Transparency(Guided):
    """Who is told what, and where it can be looked up."""

    notices: tuple[Notice, ...] = ()
    """one per party that collected the data, with its date"""
    not_told_because: str = ""
    """exemption of Article 14(5) relied on, where people are not told one by one"""
    register_entry: str = ""
    """id in the public register of information sharing"""
    atrs_record: str = ""
    """id of the record of the algorithmic tool, where one is published"""
