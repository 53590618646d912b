"""The part of the Open Data Contract Standard 3.1 that denizen reads, as typed models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic import Field as Key

from denizen.documents import Document, Identifier, identifier
from denizen.errors import BadDocument


def column_name(name: str) -> str:
    """A name for a column: an identifier that the house does not use for columns of its own.

    Raises:  ValueError, with the reason as a sentence.
    """
    if name in OWN_COLUMNS or name.startswith(OWN_BEGINNINGS):
        raise ValueError(
            f"the house names its own columns {', '.join(OWN_COLUMNS)} and {', '.join(f'{b}...' for b in OWN_BEGINNINGS)}"
        )
    return identifier(name)


def _column_or_family(name: str) -> str:
    column_name(name.replace("{}", "0"))
    return name


OWN_COLUMNS = ("row_number", "repeats_earlier", "snapshot")
OWN_BEGINNINGS = ("raw_", "entered_", "ok_", "is_")

ROLES = (
    *("record_id", "household_id", "supplier_key", "identifier"),
    *("title", "full_name", "forename", "middle_names", "surname", "other_name"),
    *("birth_date", "birth_year", "age", "sex"),
    *("address", "postcode", "uprn", "easting", "northing", "valid_from", "valid_to"),
    *("nationality", "country_of_birth", "language", "ethnic_group", "free_text"),
)
"""What a column can be in a record, whatever it is called in the file."""

ColumnName = Annotated[str, AfterValidator(_column_or_family)]
"""`{}` in it stands for each member of a family of columns."""


class CustomProperty(Document):
    property: str
    value: Any


class Quality(Document):
    """A rule over whole rows: `implementation` is a boolean SQL expression over the layout's typed columns."""

    type: Literal["custom"] = "custom"
    engine: Literal["denizen"] = "denizen"
    name: Identifier
    description: str
    """the sentence of the receipt: what is wrong with the row"""
    mend: str = "correct these rows at the source and send the file again"
    severity: Literal["error", "set_aside", "note"] = "error"
    nations: tuple[Literal["england", "wales"], ...] = ("england", "wales")
    """where the rule holds"""
    implementation: str


class TypeOptions(Document):
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None


class Column(Document):
    name: ColumnName
    physicalName: str = ""
    logicalType: Literal["string", "integer", "number", "date"] = "string"
    logicalTypeOptions: TypeOptions = TypeOptions()
    description: str
    examples: tuple[str | int | float, ...] = ()
    required: bool = False
    primaryKey: bool = False
    primaryKeyPosition: int = 1
    classification: Literal["public", "personal", "special"] = "public"
    customProperties: tuple[CustomProperty, ...] = ()


class SchemaObject(Document):
    name: Identifier
    logicalType: Literal["object"] = "object"
    physicalType: str = "table"
    description: str
    properties: tuple[Column, ...]
    quality: tuple[Quality, ...] = ()
    customProperties: tuple[CustomProperty, ...] = ()


class DataContract(Document):
    apiVersion: Literal["v3.1.0"]
    kind: Literal["DataContract"]
    id: Identifier
    name: str
    version: str
    status: str
    domain: str = ""
    description: Mapping[str, str] = {}
    customProperties: tuple[CustomProperty, ...] = ()
    schema_: tuple[SchemaObject, ...] = Key(alias="schema")


Model = TypeVar("Model", bound=BaseModel)


def value_of(properties: Sequence[CustomProperty], name: str) -> Any:
    return next((item.value for item in properties if item.property == name), None)


def custom_list(properties: Sequence[CustomProperty], name: str, model: type[Model], file: str) -> tuple[Model, ...]:
    """One custom property as a list of typed values, none where it is left out.

    Raises:  BadDocument, naming the file, the property and the key.
    """
    items = value_of(properties, name) or []
    if not isinstance(items, list):
        raise BadDocument(f"`{name}` is a list.", where=file, mend="write each item with a dash before it")
    return tuple(custom([CustomProperty(property=name, value=item)], name, model, file) for item in items)


def custom(properties: Sequence[CustomProperty], name: str, model: type[Model], file: str) -> Model:
    """One custom property as a typed value; what it leaves out takes the model's defaults.

    Raises:  BadDocument, naming the file, the property and the key.
    """
    try:
        return model.model_validate(value_of(properties, name) or {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadDocument(
            f"`{name}`: `{key}`: {first['msg'].removeprefix('Value error, ')}.",
            where=file,
            mend=f"`{name}` takes: {', '.join(sorted(model.model_fields))}",
        ) from None
