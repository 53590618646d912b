"""Contracts as their YAML files say them, read once into values. The package's, and the area's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import model_validator

from denizen.contracts import odcs
from denizen.contracts.contract import Contract, Field, Gives, Layout, Reading
from denizen.contracts.giving import check_layout
from denizen.documents import Document, parse_document
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


class _FieldExtras(Document):
    synonyms: tuple[str, ...] = ()
    codes: Mapping[str, str] = {}
    type: Literal["", "month", "code", "postcode"] = ""
    """`postcode`: the last UK postcode found in the cell, which may be a whole address."""
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

    def members(self) -> list[str]:
        names: list[str] = []
        for item in self.expand:
            first, dots, last = item.partition("..")
            names += [str(n) for n in range(int(first), int(last) + 1)] if dots else [item]
        return names


def load_contract(text: str, name: str) -> Contract:
    """Read one contract.

    Args:    the YAML text; the file's name for errors.
    Raises:  BadDocument, naming line and key.
    """
    document = parse_document(text, name, odcs.DataContract)
    about = odcs.custom(document.customProperties, "denizen.about", _About, name)
    layouts = tuple(_layout(document.id, schema, name) for schema in document.schema_)
    return Contract(
        source=document.id,
        title=document.name,
        version=document.version,
        layouts=layouts,
        **{key: getattr(about, key) for key in _About.model_fields},
    )


def load_contracts(extra: Mapping[str, str] | None = None) -> dict[str, Contract]:
    """All contracts by source id: the package's, and those of the area (file name -> text), which win.

    Raises:  BadDocument, with line and key; or where two of the area's files are about one source.
    """
    package = {
        file.name: file.read_text("utf-8")
        for file in resources.files("denizen.contracts").joinpath("sources").iterdir()
        if file.name.endswith(".yaml")
    }
    return {**_by_source(package), **_by_source(extra or {})}


def _by_source(texts: Mapping[str, str]) -> dict[str, Contract]:
    found: dict[str, Contract] = {}
    files: dict[str, str] = {}
    for name, text in sorted(texts.items()):
        contract = load_contract(text, f"contracts/{name}")
        if contract.source in found:
            raise BadDocument(
                f"Two contracts have the id {contract.source}.",
                where=f"contracts/{files[contract.source]} and contracts/{name}",
                mend="keep one of them, or give the other source an id of its own",
            )
        found[contract.source], files[contract.source] = contract, name
    return found


def _layout(source: str, schema: odcs.SchemaObject, name: str) -> Layout:
    gives = odcs.custom(schema.customProperties, "denizen.gives", Gives, name)
    reading = odcs.custom(schema.customProperties, "denizen.file", Reading, name)
    fields = tuple(field for column in schema.properties for field in _fields(column, name))
    layout = Layout(
        source=source,
        name=schema.name,
        title=schema.description,
        defined_by=str(odcs.value_of(schema.customProperties, "denizen.defined_by") or ""),
        reading=reading,
        fields=fields,
        key=tuple(column.name for column in sorted(_keyed(schema.properties), key=lambda c: c.primaryKeyPosition)),
        gives=gives,
        checks=tuple(schema.quality),
    )
    check_layout(layout, name)
    return layout


def _keyed(columns: Sequence[odcs.Column]) -> list[odcs.Column]:
    return [column for column in columns if column.primaryKey]


def _fields(column: odcs.Column, name: str) -> list[Field]:
    extras = odcs.custom(column.customProperties, "denizen.column", _FieldExtras, name)
    header = column.physicalName or column.name
    options = column.logicalTypeOptions
    members = extras.members()
    return [
        Field(
            name=column.name.replace("{}", _as_name(member)),
            header=header.replace("{}", member),
            type=extras.type or column.logicalType,
            meaning=column.description.replace("{}", member),
            required=column.required,
            is_special=column.classification == "special",
            synonyms=tuple(synonym.replace("{}", member) for synonym in extras.synonyms),
            codes=extras.codes,
            pattern=options.pattern,
            minimum=options.minimum,
            maximum=options.maximum,
            formats=extras.formats,
            empty_means=extras.empty_means,
            example=str(column.examples[0]) if column.examples else "",
            is_personal=column.classification in ("personal", "special"),
        )
        for member in (members or [""])
    ]


def _as_name(member: str) -> str:
    return member.replace("+", "_plus").replace("-", "_").replace(" ", "_").lower()
