"""The catalogue: every indicator, by theme, as its YAML files define it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pydantic import model_validator

from denizen.documents import Document, parse_document
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Ingredient, Kind, Theme


class _Ingredient(Document):
    tables: tuple[str, ...]
    categories: tuple[str, ...] = ()
    months: int = 0

    def value(self) -> Ingredient:
        return Ingredient(self.tables, self.categories, self.months)


class _Indicator(Document):
    id: str
    kind: Kind
    title: str
    definition: str
    unit: str
    numerator: _Ingredient
    denominator: _Ingredient | None = None
    breakdown: bool = False
    categories: Mapping[str, str] = {}
    per: int = 100
    decimals: int = 0
    smallest: Geography = Geography.LSOA
    asset: bool | None = None
    caveat: str = ""
    sentence: str = ""
    beside: str = ""
    counts_people: str = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> _Indicator:
        needs = self.kind in (Kind.SHARE, Kind.RATE, Kind.RATIO)
        if needs and self.denominator is None:
            raise ValueError(f"a {self.kind} needs a denominator")
        if not needs and self.denominator is not None:
            raise ValueError(f"a {self.kind} has no denominator")
        if self.breakdown and not self.categories:
            raise ValueError("a breakdown lists its categories, in the order to show them")
        return self

    def value(self, theme: str) -> Indicator:
        plain: dict[str, Any] = {
            key: getattr(self, key)
            for key in type(self).model_fields
            if key not in ("numerator", "denominator", "categories")
        }
        return Indicator(
            theme=theme,
            numerator=self.numerator.value(),
            denominator=self.denominator.value() if self.denominator else None,
            categories=tuple(self.categories.items()),
            **plain,
        )


class _Theme(Document):
    id: str
    order: int
    title: str
    summary: str


class _File(Document):
    theme: _Theme
    indicators: tuple[_Indicator, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Themes in the order to show them, and their indicators."""

    themes: tuple[Theme, ...]
    indicators: tuple[Indicator, ...]

    def __getitem__(self, indicator_id: str) -> Indicator:
        return next(indicator for indicator in self.indicators if indicator.id == indicator_id)

    def measurable(self, tables: Sequence[str]) -> Catalogue:
        """What can be measured from these tables: each ingredient has at least one of its tables."""
        held = set(tables)
        kept = tuple(
            indicator
            for indicator in self.indicators
            if held & set(indicator.numerator.tables)
            and (indicator.denominator is None or held & set(indicator.denominator.tables))
        )
        used = {indicator.theme for indicator in kept}
        return Catalogue(tuple(theme for theme in self.themes if theme.id in used), kept)


def load_catalogue(extra: Mapping[str, str] | None = None) -> Catalogue:
    """The package's catalogue and the area's own files (file name -> text), by theme.

    Raises:  BadDocument, with line and key.
    """
    texts = {
        file.name: file.read_text("utf-8")
        for file in resources.files("denizen.indicators").joinpath("catalogue").iterdir()
        if file.name.endswith(".yaml")
    }
    files = [parse_document(text, f"catalogue/{name}", _File) for name, text in ({**texts, **(extra or {})}).items()]
    files.sort(key=lambda file: (file.theme.order, file.theme.id))
    return Catalogue(
        tuple(Theme(file.theme.id, file.theme.title, file.theme.summary) for file in files),
        tuple(indicator.value(file.theme.id) for file in files for indicator in file.indicators),
    )
