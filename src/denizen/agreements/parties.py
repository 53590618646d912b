"""Who is bound by a code or an agreement, who answers for the data, and who put their name to it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict

from denizen.documents import Document


class Guided(Document):
    """A document whose docstrings stand beside its fields: as comments in a new file, and in the schema for editors."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Assurance(Guided):
    """What shows that a party handles data with care, in whatever scheme its nation has."""

    scheme: str
    """name of the scheme, as Cyber Essentials Plus or a toolkit of the health service"""
    level: str = ""
    """level or result, in the scheme's words"""
    dated: date
    """day of the certificate or return"""


class Party(Guided):
    """One body that is bound."""

    id: str
    """short name of the party that rules and flows call it by: small letters, digits and underscores"""
    name: str
    """name of the body in full"""
    kind: str
    """what kind of body it is, by the vocabulary of recipients: council, health_board, housing_association, charity ..."""
    role: Literal["", "controller", "joint", "processor"] = ""
    """controller: it decides why and how; processor: it works on instruction; joint: two decide together, under Article 26"""
    contact_post: str = ""
    """post (not a person) that answers questions about this document, with a shared mailbox"""
    dpo_contact: str = ""
    """how to reach the data protection officer"""
    ico_registration: str = ""
    """number in the Information Commissioner's register of fee payers"""
    designated_person: str = ""
    """post that may sign for the body"""
    assurance: Assurance | None = None
    """what shows that it handles data with care"""
    joined_on: date | None = None
    """day on which it joined"""
    left_on: date | None = None
    """day on which it left, if it did"""
    nation: Literal["", "england", "wales"] = ""
    """where it works; what the law asks differs by nation"""


class SignedBy(Guided):
    """The name of a post under the text. The proof that it signed lies beside the file, as a signature by its key."""

    party: str
    """id of the party"""
    post: str
    """post that signed: a chief officer or whom they named"""
    signed_on: date
    """day of the signature"""
    conditions: str = ""
    """what it signed subject to, if anything"""
