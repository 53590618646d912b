"""Protect counts by the rule of their source, and let nothing out that breaks it. Only this room makes a SafeTable."""

from denizen.disclosure.certify import certify
from denizen.disclosure.protect import INCIDENT_COUNTS, PEOPLE_COUNTS, STRICTNESS, Policy, Rounding, protect

__all__ = ["INCIDENT_COUNTS", "PEOPLE_COUNTS", "STRICTNESS", "Policy", "Rounding", "certify", "protect"]
