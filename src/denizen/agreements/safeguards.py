"""How data are kept safe, right and no longer than needed; how people are answered; how the parties go on together."""

from __future__ import annotations

from datetime import date
from typing import Literal

from denizen.agreements.parties import Guided


class Keeping(Guided):
    """How long one item, or all of them, is kept."""

    item: str = "any_item"
    """item by the vocabulary"""
    days: int
    """days that it may be kept"""
    from_event: str = "receipt"
    """what the days are counted from"""
    then: Literal["delete", "return", "aggregate"] = "delete"
    """what becomes of it"""
    legal_duty: str = ""
    """law that obliges to keep or delete it"""
    suppliers_rule: str = ""
    """how long the supplier keeps it"""


class Retention(Guided):
    """How long, what then, and what holds where the parties' rules differ."""

    periods: tuple[Keeping, ...] = ()
    """one line per item, or one for all"""
    where_rules_differ: str = ""
    """what holds where the parties' rules differ: as a rule, the shortest"""
    proof_of_deletion: str = ""
    """what shows that it is gone"""


class Standards(Guided):
    """How the data are kept right."""

    checks: str = ""
    """checks of quality at every delivery"""
    corrected_by: str = ""
    """who corrects a mistake, and who is told"""
    sampling: str = ""
    """share of rows that is looked at by hand"""
    code_lists: str = ""
    """code lists and the standard for addresses"""
    tolerance: str = ""
    """how wrong it may be before it goes back"""
    last_review: date | None = None
    """day of the last review of quality"""


class Security(Guided):
    """How the data are kept from others."""

    classification: str = ""
    """marking, as OFFICIAL-SENSITIVE"""
    at_rest: str = ""
    """encryption where it lies"""
    in_transit: str = ""
    """encryption on its way"""
    access: str = ""
    """roles that have access, and how they prove who they are"""
    place: str = ""
    """where it lies; in which country"""
    backup: str = ""
    """copies, and how deletion reaches them"""
    keys: str = ""
    """who keeps the keys"""
    vetting: str = ""
    """how staff are vetted"""
    breach_contact: str = ""
    """post that is told of a breach"""
    breach_hours: int | None = None
    """hours within which it is told"""
    tested_on: date | None = None
    """day of the last penetration test"""


class Rights(Guided):
    """Who acts when a person asks."""

    contact: str = ""
    """single point of contact for every party's people"""
    who_acts: str = ""
    """per right (access, correction, erasure, restriction, objection), who acts"""
    days: int | None = None
    """days within which they are answered"""
    normally_released: str = ""
    """what is given without asking further"""


class Freedom(Guided):
    """Freedom of information."""

    authorities: tuple[str, ...] = ()
    """parties that are public authorities"""
    publication_scheme: str = ""
    """what of this is published anyway"""
    exemptions: str = ""
    """exemptions that are expected"""


class Complaints(Guided):
    """Complaints about the use of data; the law asks for an easy route since 19 June 2026."""

    route: str = ""
    """how to complain"""
    acknowledge_days: int | None = None
    """days within which a complaint is acknowledged; the law allows 30"""
    outcome: str = ""
    """how the person is told the outcome"""
    escalation: str = ""
    """who is next: the data protection officer, the Information Commissioner"""


class People(Guided):
    """Those who handle the data."""

    training: str = ""
    """training that they need"""
    renewed_days: int | None = None
    """days after which it is renewed"""
    undertaking: str = ""
    """undertaking of confidence"""
    roles: tuple[str, ...] = ()
    """roles with access; who links does not release"""


class Release(Guided):
    """What may come out, beside `outputs`."""

    minimum_cell: int | None = None
    """smallest count that is shown"""
    round_to: int | None = None
    """what counts are rounded to"""
    suppression: str = ""
    """rule for withholding"""
    combinations_barred: tuple[str, ...] = ()
    """breakdowns that are never shown together"""
    approved_by: tuple[str, ...] = ()
    """two posts that approve each release"""
    published: Literal["", "public", "partners_only"] = ""
    """who sees it"""


class Governance(Guided):
    """How the parties look after this document."""

    review_triggers: str = ""
    """what brings a review forward"""
    audit: str = ""
    """right to look at how it is kept"""
    non_compliance: str = ""
    """steps when a party does not keep to it"""
    disputes: str = ""
    """how a dispute is settled"""
    escalation: str = ""
    """who decides on a risk that the officers cannot settle"""
    joining_and_leaving: str = ""
    """how a party joins, leaves or is put out"""
    liability: str = ""
    """who bears what"""
    ending: str = ""
    """what becomes of the data when it ends"""
    costs: str = ""
    """who pays"""
