"""What a book is made from: protected figures, and everything that is said about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from denizen.agreements import Agreement
from denizen.contracts import Contract
from denizen.profiles.account import Account
from denizen.shapes import SafeTable
from denizen.terms.areas import Area, Fit, Place
from denizen.terms.linkage import LinkageReport
from denizen.terms.measures import Break, Gap, Indicator, Theme
from denizen.terms.receipts import Receipt


@dataclass(frozen=True, slots=True)
class BookMatter:
    """All that `compose` needs. Nothing in it is about a person, and nothing in it depends on the clock."""

    place: Place
    table: SafeTable
    areas: tuple[Area, ...]
    """the place (lad), the base areas, every set; those of a geography in `paged` have a page"""
    paged: tuple[str, ...]
    """geographies whose areas have pages, beside the place itself"""
    fits: tuple[Fit, ...]
    members: Mapping[str, tuple[str, ...]]
    """area code -> the base areas that make it up"""
    themes: tuple[Theme, ...]
    indicators: tuple[Indicator, ...]
    breaks: tuple[Break, ...]
    gaps: tuple[Gap, ...]
    receipts: tuple[Receipt, ...]
    contracts: Mapping[str, Contract]
    agreements: tuple[Agreement, ...]
    missing: tuple[tuple[str, str], ...]
    """(source id, why) of sources that have a contract and took no part in this run"""
    unmeasured: tuple[Indicator, ...]
    """indicators of the catalogue that need one of the missing sources"""
    parameters: Mapping[str, float]
    fingerprint: str
    """hash over inputs, agreements, parameters and code: the same fingerprint means the same book"""
    is_draft: bool = True
    linkage: LinkageReport | None = None
    """how lists of people were linked; None where none were"""
    account: Account = field(default_factory=Account)
    """what the run did about sharing"""
