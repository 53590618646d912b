"""Contracts as their YAML files say them, read once into values. The package's, and the area's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal

from pydantic import Field as Key
from pydantic import model_validator

from denizen.contracts import odcs
from denizen.contracts.codes import CodeListName, code_list, spellings_of
from denizen.contracts.contract import Contract, Field, Gives, Layout, Reading
from denizen.contracts.giving import check_layout
from denizen.contracts.limits import Limit, Nation, Never
from denizen.documents import Document, nearest, parse_document
from denizen.errors import BadDocument


class _About(Document):
    """`denizen.about`: the list and its limits."""

    kept_by: str
    row_is: str
    tells: str
    covers: str
    misses: str
    keeps_too_long: str
    lag: str
    retention: str
    not_for: tuple[str, ...] = Key(min_length=1)
    retention_days: int | None = Key(default=None, ge=1)


class _FieldExtras(Document):
    synonyms: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    """headers of looser meaning, read as the column where none of the others is here; the first of them counts"""
    codes: Mapping[str, str] = {}
    codes_for: Mapping[Nation, Mapping[str, str]] = {}
    """labels that hold in one nation only, beside `codes`"""
    codes_from: CodeListName | None = None
    """a shared list, compared by letters and digits alone"""
    unlisted: str = ""
    """the code that a label outside the list becomes, noted in the receipt"""
    split: Annotated[str, Key(max_length=1)] = ""
    """the cell may hold several codes, parted by this, or by `;` `/` `,` `|` or a line's end"""
    type: Literal["", "month", "code", "postcode", "uprn", "identifier", "free_text"] = ""
    """`postcode`: the last UK postcode found in the cell, which may be a whole address. `uprn`: up to twelve digits.
    `identifier`: becomes a keyed pseudonym as it enters. `free_text`: screened for names and the like as it enters."""
    role: str = ""
    checked: Literal["", "nhs_number"] = ""
    derived: str = ""
    """SQL over the layout's other columns, for a column that no file has"""
    kept_if: str = ""
    """SQL condition over the row: where it does not hold, the cell does not stay"""
    formats: tuple[Annotated[str, Key(pattern="^[^']*$")], ...] = ()
    empty_means: str = "not known"
    expand: tuple[str, ...] = ()
    """A family of columns: `{}` in name and header is replaced by each of these; `a..b` counts."""

    @model_validator(mode="after")
    def _counts(self) -> _FieldExtras:
        for item in self.expand:
            first, dots, last = item.partition("..")
            if dots and not (first.isdigit() and last.isdigit()):
                raise ValueError("a range in `expand` is written 0..89")
        return self

    @model_validator(mode="after")
    def _has_a_role(self) -> _FieldExtras:
        if self.role and self.role not in odcs.ROLES:
            raise ValueError(f"no role `{self.role}`: {nearest(self.role, odcs.ROLES)}")
        if self.codes_from and (self.codes or self.codes_for):
            raise ValueError("write `codes` or `codes_from`, not both")
        return self

    def labels(self, nation: Nation | None) -> Mapping[str, str]:
        """label -> code, of one nation, or of all."""
        if self.codes_from:
            return spellings_of(self.codes_from)
        nations = [nation] if nation else list(self.codes_for)
        return {**self.codes, **{label: code for n in nations for label, code in self.codes_for.get(n, {}).items()}}

    def shown(self, nation: Nation | None) -> tuple[str, ...]:
        """One label for each code: the first of its spellings."""
        if self.codes_from:
            return tuple(code_list(self.codes_from).labels.values())
        first = {code: label for label, code in reversed(list(self.labels(nation).items()))}
        return tuple(label for label, code in self.labels(nation).items() if first[code] == label)

    def members(self) -> list[str]:
        names: list[str] = []
        for item in self.expand:
            first, dots, last = item.partition("..")
            names += [str(n) for n in range(int(first), int(last) + 1)] if dots else [item]
        return names


def load_contract(text: str, name: str, nation: Nation | None = None) -> Contract:
    """Read one contract.

    Args:    the YAML text; the file's name for errors; the nation whose codes hold (all of them, where none is given).
    Raises:  BadDocument, naming line and key.
    """
    document = parse_document(text, name, odcs.DataContract)
    about = odcs.custom(document.customProperties, "denizen.about", _About, name)
    layouts = tuple(_layout(document.id, schema, name, nation) for schema in document.schema_)
    return Contract(
        source=document.id,
        title=_said(document.name) or document.id.replace("_", " ").capitalize(),
        is_draft=document.status == DRAFT,
        version=document.version,
        layouts=layouts,
        limits=odcs.custom_list(document.customProperties, "denizen.limits", Limit, name),
        never=odcs.custom_list(document.customProperties, "denizen.never", Never, name),
        **{key: _told(getattr(about, key)) for key in _About.model_fields},
    )


DRAFT, TO_CHECK = "draft", "CHECK"
"""the status of a contract that was drawn up from a sample, and what begins each text of it that nobody wrote yet"""


def _said(text: str) -> str:
    """A text of the contract; none where it only says what somebody has still to write."""
    return "" if text.startswith(TO_CHECK) else text


def _told(value: Any) -> Any:
    """A value of `denizen.about` as the book may print it."""
    if isinstance(value, tuple):
        return tuple(_told(item) for item in value)
    return (_said(value) or "It is not said yet.") if isinstance(value, str) else value


def load_contracts(extra: Mapping[str, str] | None = None, nation: Nation | None = None) -> dict[str, Contract]:
    """All contracts by source id: the package's, and those of the area (file name -> text), which win.

    Raises:  BadDocument, with line and key; or where two of the area's files are about one source.
    """
    return {**_of_the_package(nation), **_by_source(extra or {}, nation)}


@cache
def _of_the_package(nation: Nation | None) -> dict[str, Contract]:
    texts = {
        file.name: file.read_text("utf-8")
        for file in resources.files("denizen.contracts").joinpath("sources").iterdir()
        if file.name.endswith(".yaml")
    }
    return _by_source(texts, nation)


def _by_source(texts: Mapping[str, str], nation: Nation | None) -> dict[str, Contract]:
    found: dict[str, Contract] = {}
    files: dict[str, str] = {}
    for name, text in sorted(texts.items()):
        contract = load_contract(text, f"contracts/{name}", nation)
        if contract.source in found:
            raise BadDocument(
                f"Two contracts have the id {contract.source}.",
                where=f"contracts/{files[contract.source]} and contracts/{name}",
                mend="keep one of them, or give the other source an id of its own",
            )
        found[contract.source], files[contract.source] = contract, name
    return found


def _layout(source: str, schema: odcs.SchemaObject, name: str, nation: Nation | None) -> Layout:
    gives = odcs.custom(schema.customProperties, "denizen.gives", Gives, name)
    reading = odcs.custom(schema.customProperties, "denizen.file", Reading, name)
    fields = tuple(field for column in schema.properties for field in _fields(column, name, nation))
    tier = odcs.value_of(schema.customProperties, "denizen.tier") or ""
    if tier not in _TIERS:
        raise BadDocument(
            f"`{tier}` is no delivery tier.",
            where=f"{name}, layout {schema.name}, denizen.tier",
            mend=f"use one of: {', '.join(filter(None, _TIERS))}; or leave it out",
        )
    layout = Layout(
        source=source,
        name=schema.name,
        title=_said(schema.description) or schema.name.replace("_", " ").capitalize(),
        defined_by=_said(str(odcs.value_of(schema.customProperties, "denizen.defined_by") or "")),
        reading=reading,
        fields=fields,
        key=tuple(column.name for column in sorted(_keyed(schema.properties), key=lambda c: c.primaryKeyPosition)),
        gives=gives,
        checks=tuple(check for check in schema.quality if nation is None or nation in check.nations),
        tier=tier,
    )
    check_layout(layout, name)
    return layout


_TIERS = ("", "T0", "T1", "T2", "T3")


def _keyed(columns: Sequence[odcs.Column]) -> list[odcs.Column]:
    return [column for column in columns if column.primaryKey]


def _fields(column: odcs.Column, name: str, nation: Nation | None) -> list[Field]:
    extras = odcs.custom(column.customProperties, "denizen.column", _FieldExtras, name)
    header = column.physicalName or column.name
    options = column.logicalTypeOptions
    members, codes = extras.members(), extras.labels(nation)
    return [
        Field(
            name=column.name.replace("{}", _as_name(member)),
            header=header.replace("{}", member),
            type=extras.type or column.logicalType,
            meaning=column.description.replace("{}", member),
            required=column.required,
            is_special=column.classification == "special",
            synonyms=tuple(synonym.replace("{}", member) for synonym in extras.synonyms),
            codes=codes,
            pattern=options.pattern,
            minimum=options.minimum,
            maximum=options.maximum,
            formats=extras.formats,
            empty_means=extras.empty_means,
            example=str(column.examples[0]) if column.examples else "",
            is_personal=column.classification in ("personal", "special"),
            role=extras.role,
            unlisted=extras.unlisted,
            is_folded=bool(extras.codes_from),
            split=extras.split,
            checked=extras.checked,
            derived=extras.derived,
            otherwise=tuple(header.replace("{}", member) for header in extras.otherwise),
            kept_if=extras.kept_if,
            labels=extras.shown(nation),
        )
        for member in (members or [""])
    ]


def _as_name(member: str) -> str:
    return member.replace("+", "_plus").replace("-", "_").replace(" ", "_").lower()
