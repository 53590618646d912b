"""Agreements: who answers for a list, what they allowed, from when to when; and the permit that proves it."""

from denizen.agreements.agreement import Agreement, Grounds, load_agreement
from denizen.agreements.decisions import RulesOfUse
from denizen.agreements.load import Load, Ruling
from denizen.agreements.permit import Permit, permit
from denizen.agreements.purposes import Purpose

__all__ = ["Agreement", "Grounds", "Load", "Permit", "Purpose", "RulesOfUse", "Ruling", "load_agreement", "permit"]
