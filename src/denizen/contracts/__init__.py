"""Contracts: what a source's files must look like, whom its list covers, and what it must not be used for."""

from denizen.contracts.codes import code_list
from denizen.contracts.contract import Contract, Field, Layout
from denizen.contracts.giving import SNAPSHOT
from denizen.contracts.limits import Limit, Never
from denizen.contracts.loading import load_contract, load_contracts
from denizen.contracts.rules import (
    SHORTENED,
    Rule,
    columns_read,
    is_shortened,
    is_wrong_by_itself,
    parts_of,
    rules_of,
    written,
)
from denizen.contracts.withholding import figures_of, holds_a_sign, withheld_flag

__all__ = [
    "SHORTENED",
    "SNAPSHOT",
    "Contract",
    "Field",
    "Layout",
    "Limit",
    "Never",
    "Rule",
    "code_list",
    "columns_read",
    "figures_of",
    "holds_a_sign",
    "is_shortened",
    "is_wrong_by_itself",
    "load_contract",
    "load_contracts",
    "parts_of",
    "rules_of",
    "withheld_flag",
    "written",
]
