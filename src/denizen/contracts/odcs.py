"""The part of the Open Data Contract Standard 3.1 that denizen reads, as typed models."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic import Field as Key

from denizen.documents import Document
from denizen.errors import BadDocument


def _identifier(name: str) -> str:
    """A name that can stand in a statement as it is: small letters, digits and underscores, no word of SQL.

    Raises:  ValueError, with the reason as a sentence.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*({})?[a-z0-9_]*", name):
        raise ValueError("a name here has small letters, digits and underscores only, and starts with a letter")
    if name in _SQL:
        raise ValueError("this is a word of SQL; take another name, and keep the file's header in `physicalName`")
    return name


_SQL = frozenset(
    """
    all and any as asc between by case cast check column create cross default desc distinct do else end except exists
    false for from full grant group having in inner insert intersect into is join left like limit not null offset on or
    order outer primary references right select set table then to true union unique update user using values when where
    window with
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

Identifier = Annotated[str, AfterValidator(_identifier)]


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
    implementation: str


class TypeOptions(Document):
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None


class Column(Document):
    name: Identifier
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
