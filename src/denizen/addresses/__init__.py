"""Where records say that they are: addresses to parts, and to the UPRNs of an address register."""

from __future__ import annotations

from denizen.addresses.addressed import addressed, listed_statements, street_statements
from denizen.addresses.likeness import likeness_statements
from denizen.addresses.register import register_statements
from denizen.addresses.scored import scored_statements
from denizen.addresses.stages import sure_statements
from denizen.addresses.terms import TERMS, TYPES, terms
from denizen.shapes import Statement

__all__ = ["TERMS", "TYPES", "match_statements", "parts_statements", "terms"]


def parts_statements(listed: str) -> list[Statement]:
    """Statements from LISTED to ADDRESSED without a register: parts alone, and the UPRNs that lists give themselves.

    Reads:  the table `address_terms` (`terms`, `TYPES`).
    """
    return [*listed_statements(listed), *street_statements(), addressed(listed)]


def match_statements(listed: str, entries: str, *, pooled: bool = False) -> list[Statement]:
    """Statements from LISTED and REGISTER_ENTRIES to ADDRESSED, stage by stage; a later stage takes up what is unmatched.

    Args:   the two tables; whether each entry is a candidate of one record alone (its `pool`).
    Reads:  the table `address_terms` (`terms`, `TYPES`).
    """
    return [
        *listed_statements(listed, pooled=pooled),
        *register_statements(entries),
        *sure_statements(),
        *likeness_statements(),
        *scored_statements(entries),
        *street_statements(),
        addressed(listed, entries),
    ]
