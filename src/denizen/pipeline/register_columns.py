"""Which columns of an address register hold what: as a map says, else by the headers of BS 7666 and AddressBase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from denizen.documents import Document, folded
from denizen.errors import WrongLayout

_PARTS = ("sub_building", "building_name", "building_number", "street", "locality", "town", "postcode", "address")

KNOWN: dict[str, tuple[tuple[str, ...], ...]] = {
    "uprn": (("uprn",),),
    "sub_building": (
        ("sao_text", "sao_start_number", "sao_start_suffix", "sao_end_number", "sao_end_suffix"),
        ("sub_building_name",),
        ("sub_building",),
    ),
    "building_name": (("pao_text",), ("building_name",)),
    "building_number": (
        ("pao_start_number", "pao_start_suffix", "pao_end_number", "pao_end_suffix"),
        ("building_number",),
    ),
    "street": (
        ("street_description",),
        ("street_descriptor",),
        ("dependent_thoroughfare", "thoroughfare"),
        ("thoroughfare",),
        ("street_name",),
        ("street",),
    ),
    "locality": (("locality_name",), ("locality",), ("dependent_locality",)),
    "town": (("town_name",), ("town",), ("post_town",)),
    "postcode": (("postcode_locator",), ("postcode",), ("post_code",)),
    "address": (("single_line_address",), ("full_address",)),
    "classification": (("blpu_classification",), ("classification_code",), ("blpu_class",), ("class",)),
    "status": (("lpi_logical_status",), ("lpi_status",), ("logical_status",)),
}
"""headers of registers, the first that is there counts. Source: BS 7666-2:2006 as exchanged by the NLPG Data Transfer
Format 7.3 (SAO, PAO, STREET_DESCRIPTOR); OS AddressBase Plus technical specification (delivery point names)"""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class RegisterColumns(Document):
    """The columns of a register. Several for one part are put together: number, suffix, end of a range, its suffix."""

    uprn: Columns = ()
    sub_building: Columns = ()
    building_name: Columns = ()
    building_number: Columns = ()
    street: Columns = ()
    locality: Columns = ()
    town: Columns = ()
    postcode: Columns = ()
    address: Columns = ()
    classification: Columns = ()
    status: Columns = ()
    candidates_for: str = ""

    @model_validator(mode="after")
    def _a_map_tells_enough(self) -> RegisterColumns:
        told = [part for part in _PARTS if getattr(self, part)]
        if told and not self.uprn:
            raise ValueError("a register needs `uprn`, the column of its UPRNs")
        if self.uprn and not (self.address or self.street or self.building_name):
            raise ValueError("a register needs `address`, or at least `street` or `building_name`")
        return self

    def columns_in(self, headers: Sequence[str], name: str) -> FoundColumns:
        """The columns, by the map, else by headers that are known.

        Raises:  WrongLayout, when the map names none and the headers are of no known layout.
        """
        there = {folded(header): header for header in headers}
        found = {part: _first_there(ways, there) for part, ways in KNOWN.items()}
        if self.uprn:
            told = {part: getattr(self, part) for part in ("uprn", *_PARTS)}
            kinds = {part: getattr(self, part) or found[part] for part in ("classification", "status")}
            return FoundColumns({**told, **kinds}, self.candidates_for)
        if found["street"] or found["building_name"]:
            found["address"] = ()
        if not found["uprn"] or not any(found[part] for part in ("street", "building_name", "address")):
            raise WrongLayout(
                "The headers are not those of an address register in BS 7666 or AddressBase.",
                where=name,
                mend="say in the map which columns hold `uprn`, `building_number`, `street`, `postcode`, or one `address`",
            )
        return FoundColumns(found, self.candidates_for)


def _first_there(ways: Sequence[Sequence[str]], there: dict[str, str]) -> tuple[str, ...]:
    """The headers of the first way of which at least one is there."""
    for way in ways:
        found = tuple(there.get(folded(header), "") for header in way)
        if any(found):
            return found
    return ()


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """Columns by part; an empty name keeps the place of one that is not there."""

    columns: dict[str, tuple[str, ...]]
    candidates_for: str

    @property
    def used(self) -> list[str]:
        named = [column for columns in self.columns.values() for column in columns if column]
        return list(dict.fromkeys([*named, *([self.candidates_for] if self.candidates_for else [])]))

    def expression(self, name: str) -> str:
        """SQL for a column of REGISTER_ENTRIES."""
        if name == "pool":
            return _filled(self.candidates_for)
        if name == "preference":
            return self._preference()
        columns = self.columns[name]
        if not columns:
            return "CAST(NULL AS VARCHAR)"
        if name == "building_number":
            return f"NULLIF({_number(columns)}, '')"
        if name == "sub_building" and len(columns) == 5:
            return f"NULLIF(TRIM(CONCAT(COALESCE({_filled(columns[0])}, ''), ' ', {_number(columns[1:])})), '')"
        between = ", " if name == "address" else " "
        return f"NULLIF(CONCAT_WS('{between}', {', '.join(map(_filled, columns))}), '')"

    def _preference(self) -> str:
        """Homes (R...) before all else, entries that stand (1, and 3: alternatives) before provisional and former ones."""
        classes, status = (_filled(next(iter(self.columns[part]), "")) for part in ("classification", "status"))
        return (
            f"CASE WHEN UPPER(COALESCE({classes}, 'R')) LIKE 'R%' THEN 0 ELSE 2 END"
            f" + CASE WHEN COALESCE({status}, '1') IN ('1', '3') THEN 0 ELSE 1 END"
        )


def _number(columns: Sequence[str]) -> str:
    """SQL for a number, its suffix, and a dash with the end of its range where there is one."""
    told = [f"COALESCE({_filled(column)}, '')" for column in columns]
    if len(columns) > 2:
        told[2] = f"COALESCE('-' || {_filled(columns[2])}, '')"
    return f"CONCAT({', '.join(told)})"


def _filled(column: str) -> str:
    if not column:
        return "CAST(NULL AS VARCHAR)"
    quoted = '"' + column.replace('"', '""') + '"'
    return f"NULLIF(TRIM({quoted}), '')"
