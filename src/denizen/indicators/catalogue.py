"""The catalogue: every indicator, by theme, as its YAML files define it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pydantic import model_validator

from denizen.documents import Code, Document, Identifier, nearest, parse_document
from denizen.errors import BadDocument
from denizen.terms.areas import Geography
from denizen.terms.measures import Indicator, Ingredient, Kind, Theme


class _Ingredient(Document):
    tables: tuple[str, ...]
    categories: tuple[Code, ...] = ()
    months: int = 0

    def value(self) -> Ingredient:
        return Ingredient(self.tables, self.categories, self.months)


class _Indicator(Document):
    id: Identifier
    kind: Kind
    title: str
    definition: str
    unit: str
    numerator: _Ingredient
    denominator: _Ingredient | None = None
    breakdown: bool = False
    categories: Mapping[Code, str] = {}
    per: int = 100
    decimals: int = 0
    smallest: Geography = Geography.LSOA
    asset: bool | None = None
    caveat: str = ""
    sentence: str = ""
    beside: str = ""
    counts_people: str = ""
    counts_only: str = ""
    bounded_by: str = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> _Indicator:
        needs = self.kind in (Kind.SHARE, Kind.RATE, Kind.RATIO)
        if needs and self.denominator is None:
            raise ValueError(f"a {self.kind} needs a denominator")
        if not needs and self.denominator is not None:
            raise ValueError(f"a {self.kind} has no denominator")
        if self.breakdown and not self.categories:
            raise ValueError("a breakdown lists its categories, in the order to show them")
        if self.counts_only and not self.counts_people:
            raise ValueError("`counts_only` says more of `counts_people`, which is not there")
        return self

    def value(self, theme: str) -> Indicator:
        """The indicator as the rest of the house knows it; `theme` is the id of its file's theme."""
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
    id: Identifier
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

    A file of the area takes the place of the package's file of the same name.
    Raises:  BadDocument, with line and key; or where two files do not fit one another.
    """
    texts = {
        file.name: file.read_text("utf-8")
        for file in resources.files("denizen.indicators").joinpath("catalogue").iterdir()
        if file.name.endswith(".yaml")
    }
    named = {**dict(sorted(texts.items())), **(extra or {})}
    files = {f"catalogue/{name}": parse_document(text, f"catalogue/{name}", _File) for name, text in named.items()}
    _check_ids_differ(files)
    _check_names(files)
    themes = sorted(_themes(files).values(), key=lambda theme: (theme.order, theme.id))
    ordered = sorted(files.values(), key=lambda file: (file.theme.order, file.theme.id))
    return Catalogue(
        tuple(Theme(theme.id, theme.title, theme.summary) for theme in themes),
        tuple(indicator.value(file.theme.id) for file in ordered for indicator in file.indicators),
    )


def _check_ids_differ(files: Mapping[str, _File]) -> None:
    """An id that is defined twice would be published twice."""
    seen: dict[str, str] = {}
    for name, file in files.items():
        for indicator in file.indicators:
            if indicator.id in seen:
                raise BadDocument(
                    f"Two indicators have the id `{indicator.id}`.",
                    where=" and ".join(dict.fromkeys((seen[indicator.id], name))),
                    mend="give one of them an id of its own; a file of the area replaces the package's of the same name",
                )
            seen[indicator.id] = name


def _check_names(files: Mapping[str, _File]) -> None:
    """An indicator that another names has to be there."""
    known = {indicator.id for file in files.values() for indicator in file.indicators}
    for name, file in files.items():
        for indicator in file.indicators:
            for says, other in (("stands beside", indicator.beside), ("is bounded by", indicator.bounded_by)):
                if other and other not in known:
                    raise BadDocument(
                        f"`{indicator.id}` {says} `{other}`, which is no indicator.",
                        where=name,
                        mend=nearest(other, known),
                    )


def _themes(files: Mapping[str, _File]) -> dict[str, _Theme]:
    """The themes by id. Several files may add to one theme, if they agree on what it is called and where it stands."""
    themes: dict[str, _Theme] = {}
    first: dict[str, str] = {}
    for name, file in files.items():
        theme = themes.setdefault(file.theme.id, file.theme)
        first.setdefault(theme.id, name)
        if (theme.order, theme.title) != (file.theme.order, file.theme.title):
            raise BadDocument(
                f"The theme `{theme.id}` has two orders or two titles.",
                where=f"{first[theme.id]} and {name}",
                mend=f"write `order: {theme.order}` and `title: {theme.title}` in both, or give one another id",
            )
    return themes
