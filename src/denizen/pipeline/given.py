"""What a run is given, and what it has taken in: the values that the stages of the flow hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from denizen.contracts import Contract
from denizen.indicators import Catalogue, Table
from denizen.intake import Extract, Limits, Setting
from denizen.intake.decode import fingerprint_of
from denizen.parameters import Parameters
from denizen.pipeline.asking import Permitted
from denizen.pipeline.folder import AreaFolder
from denizen.pipeline.frame import within
from denizen.terms.receipts import Receipt


@dataclass(frozen=True, slots=True)
class Given:
    """What a run is given: the area, what is known of sources and indicators, the parameters, and today's date."""

    area: AreaFolder
    contracts: Mapping[str, Contract]
    catalogue: Catalogue
    parameters: Parameters
    limits: Limits
    today: date

    @property
    def setting(self) -> Setting:
        """Where, by whom and on which day lists are received."""
        return Setting(self.area.file.area.nation, self.area.file.held_by, self.today)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was received: the permit it came by, its receipt, the key of its step, and whether this run read it."""

    permitted: Permitted
    extract: Extract
    receipt: Receipt
    key: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard table of every layout that has one, the key of each one's step, and that of the residents' step."""

    tables: Mapping[str, Table]
    keys: Mapping[str, str]
    residents_key: str

    def has(self, layout: str) -> bool:
        """Whether the layout was standardised."""
        return layout in self.tables


def sha256_of(given: Given, name: str) -> str:
    """The fingerprint of a file of the area folder.

    Raises:  UnreadableFile, when the name leads out of the folder or the file cannot be read.
    """
    return fingerprint_of(within(given.area, name), name, given.limits)
