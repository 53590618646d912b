"""What a code and an agreement share: the same groups of fields, the same rules."""

from __future__ import annotations

from collections.abc import Mapping

from denizen.agreements.flows import Subjects, Transparency
from denizen.agreements.lawfulness import Assessment, Lawfulness, Objection, Reasons
from denizen.agreements.parties import Guided, SignedBy
from denizen.agreements.rules import Rule
from denizen.agreements.safeguards import (
    Complaints,
    Freedom,
    Governance,
    People,
    Release,
    Retention,
    Rights,
    Security,
    Standards,
)


class Arrangement(Guided):
    """The groups of fields of any code or agreement. All may be empty in a draft; `missing` tells what still lacks."""

    vocabulary_version: str = ""
    """version of the vocabularies that the rules speak in"""
    supersedes: str = ""
    """id or version that this one takes the place of"""
    areas: Mapping[str, str] = {}
    """smaller areas that the rules name, each with the area that it lies in: `E05001770: E06000015`"""
    reasons: Reasons = Reasons()
    """why data are shared at all"""
    subjects: Subjects = Subjects()
    """whom the data are about"""
    lawfulness: Lawfulness = Lawfulness()
    """grounds and powers that it stands on"""
    objection: Objection = Objection()
    """consent, objection and opting out"""
    transparency: Transparency = Transparency()
    """how people are told"""
    standards: Standards = Standards()
    """how the data are kept right"""
    retention: Retention = Retention()
    """how long the data are kept"""
    security: Security = Security()
    """how the data are kept from others"""
    rights: Rights = Rights()
    """who acts when a person asks"""
    freedom: Freedom = Freedom()
    """freedom of information"""
    complaints: Complaints = Complaints()
    """how complaints are heard"""
    release: Release = Release()
    """what may come out"""
    people: People = People()
    """those who handle the data"""
    assessment: Assessment = Assessment()
    """the data protection impact assessment"""
    governance: Governance = Governance()
    """how the parties look after this document"""
    rules: tuple[Rule, ...] = ()
    """rules that the machine reasons over, each tied to its clause"""
    signatures: tuple[SignedBy, ...] = ()
    """posts that put their name to it"""
