"""One edition: the book in one language, with all that its pages ask for looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from denizen.agreements import Agreement
from denizen.agreements.code import Code
from denizen.agreements.vocabulary import Vocabulary
from denizen.profiles import phrasing
from denizen.profiles.figures_index import FiguresIndex
from denizen.profiles.geometry import Plane, Sheet, draw_sheet
from denizen.profiles.matter import BookMatter
from denizen.profiles.messages import ENGLISH, Messages, gaps
from denizen.profiles.phrasing import Phrases
from denizen.profiles.sharing import words_for
from denizen.terms.areas import Area, Geography
from denizen.terms.measures import Gap, Indicator, Theme

MID_YEAR = "mid_year_estimates."
"""Tables of the source whose figures are of the middle of a year."""


@dataclass(frozen=True)
class Drawing:
    """What is worked out once for every edition: the index of figures, and the sheets that maps are drawn from."""

    matter: BookMatter
    index: FiguresIndex
    sheets: Mapping[Geography, Sheet]
    downloads: Mapping[str, bytes]

    @classmethod
    def of(cls, matter: BookMatter, downloads: Mapping[str, bytes]) -> Drawing:
        index = FiguresIndex.of(matter.table.figures, matter.place.code)
        shaped = [area for area in matter.areas if area.shape]
        sheets = {}
        if shaped:
            plane = Plane.around(shaped)
            for geography in sorted({area.geography for area in shaped}, key=lambda g: g.size):
                sheets[geography] = draw_sheet([a for a in shaped if a.geography is geography], plane)
        return cls(matter, index, sheets, downloads)


@dataclass(frozen=True)
class Edition:
    """The book in one language. `prefix` is its folder in the book: empty, or `cy/`."""

    drawing: Drawing
    m: Messages
    prefix: str

    @property
    def matter(self) -> BookMatter:
        return self.drawing.matter

    @property
    def index(self) -> FiguresIndex:
        return self.drawing.index

    @property
    def language(self) -> str:
        return self.m.language

    @cached_property
    def place(self) -> str:
        place = self.matter.place
        return (place.name_cy or place.name) if self.language == "cy" else place.name

    @cached_property
    def areas(self) -> Mapping[str, Area]:
        return {area.code: area for area in self.matter.areas}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return {indicator.id: indicator for indicator in self.matter.indicators}

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        return gaps(self.language, self.matter.indicators, self.matter.themes)

    @cached_property
    def shared(self) -> tuple[Agreement, ...]:
        """Agreements that are more than an open licence, by title: those behind the book and those that wait."""
        every = (*self.matter.agreements, *self.matter.account.texts)
        return tuple(
            sorted(
                (one for one in every if isinstance(one, Agreement) and one.kind != "open_licence"),
                key=lambda one: (one.title, one.id),
            )
        )

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Codes of practice, by title."""
        codes = (text for text in self.matter.account.texts if isinstance(text, Code))
        return tuple(sorted(codes, key=lambda code: (code.title, code.id)))

    @cached_property
    def words(self) -> Vocabulary:
        """The vocabulary with the parties of every code and agreement."""
        return words_for((*self.codes, *self.shared), self.matter.place)

    @cached_property
    def paged(self) -> tuple[Geography, ...]:
        """Geographies with pages, largest areas first."""
        held = {Geography(g) for g in self.matter.paged}
        return tuple(sorted(held, key=lambda g: -g.size))

    def areas_of(self, geography: Geography) -> list[Area]:
        """Areas of one geography by name."""
        return sorted((a for a in self.matter.areas if a.geography is geography), key=lambda a: (self.name(a), a.code))

    def name(self, area: Area) -> str:
        return (area.name_cy or area.name) if self.language == "cy" else area.name

    def name_of(self, code: str, otherwise: str) -> str:
        """An area's name by its code, with the area that it lies in where its own name says little."""
        area = self.areas.get(code)
        if area is None:
            return otherwise
        within = self.areas.get(area.part_of)
        name = self.name(area)
        is_bare = area.geography in (Geography.LSOA, Geography.OA)
        if is_bare and within is not None and not name.startswith(self.name(within)):
            return f"{name} ({self.name(within)})"
        return name

    def page_of(self, area: Area) -> str:
        return f"areas/{area.code}.html"

    def has_page(self, area: Area) -> bool:
        return area.geography in self.paged

    def geography(self, geography: Geography) -> str:
        return self.m.plain(f"geography.{geography.value}.many")

    def geography_one(self, geography: Geography) -> str:
        return self.m.plain(f"geography.{geography.value}.one")

    def title(self, indicator: Indicator) -> Markup:
        return self.m.given(f"indicator.{indicator.id}.title", indicator.title)

    def title_plain(self, indicator: Indicator) -> str:
        return self.m.given_plain(f"indicator.{indicator.id}.title", indicator.title)

    def definition(self, indicator: Indicator) -> Markup:
        return self.m.given(f"indicator.{indicator.id}.definition", indicator.definition)

    def caveat(self, indicator: Indicator) -> Markup:
        return self.m.given(f"indicator.{indicator.id}.caveat", indicator.caveat)

    def category(self, indicator: Indicator, code: str) -> Markup:
        label = dict(indicator.categories).get(code, code)
        return self.m.given(f"category.{indicator.id}.{code}", label)

    def category_plain(self, indicator: Indicator, code: str) -> str:
        return self.m.given_plain(f"category.{indicator.id}.{code}", dict(indicator.categories).get(code, code))

    def kind_of(self, table: str, category: str) -> str:
        """What a category of a list is called, by the label of any indicator that breaks the list down."""
        for indicator in self.matter.indicators:
            if table in indicator.numerator.tables and category in dict(indicator.categories):
                return self.category_plain(indicator, category)
        return category.replace("_", " ")

    def theme(self, theme: Theme) -> Markup:
        return self.m.given(f"theme.{theme.id}.title", theme.title)

    def theme_summary(self, theme: Theme) -> Markup:
        return self.m.given(f"theme.{theme.id}.summary", theme.summary)

    def phrases(self, indicator: Indicator) -> Phrases:
        return Phrases(self.m, indicator)

    def period(self, text: str, of: Indicator | None = None) -> str:
        """A period in words. The 30th of June is called mid-year where it is the day of an estimate, and nowhere else."""
        is_estimate = of is not None and of.numerator.tables[0].startswith(MID_YEAR)
        return phrasing.mid_year(text, self.m) if is_estimate else phrasing.period(text, self.m)

    def source_title(self, source: str) -> Markup:
        contract = self.matter.contracts.get(source)
        return self.m.english(contract.title if contract else source)

    def layout_title(self, layout: str) -> Markup:
        """The titles of a source and of its list, by `source.layout`; the name itself where no contract knows it."""
        source, _, name = layout.partition(".")
        contract = self.matter.contracts.get(source)
        title = next((one.title for one in contract.layouts if one.name == name), name) if contract else ""
        return self.m.english(f"{contract.title}: {title}" if contract else layout)

    def has_source_page(self, source: str) -> bool:
        return source in self.matter.contracts

    def gaps_of(self, indicator: Indicator) -> list[Gap]:
        """Months that are missing from what is counted, of all its kinds or of one."""
        kept = indicator.numerator
        return [
            gap
            for gap in self.matter.gaps
            if gap.table in kept.tables and (not kept.categories or gap.category in kept.categories)
        ]

    def download(self, path: str) -> str:
        """The path of a download, or empty when the book does not hold it."""
        return path if path in self.drawing.downloads else ""


def editions(drawing: Drawing) -> Sequence[Edition]:
    """One edition per language of the place; a place of one language has no folder per language."""
    languages = drawing.matter.place.languages or (ENGLISH,)
    many = len(languages) > 1
    return [Edition(drawing, Messages(language), f"{language}/" if many else "") for language in languages]
