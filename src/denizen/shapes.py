"""The shape of every table that crosses a border between rooms: its columns, its key, its units.

Rooms side by side never import one another; what one writes and another reads is declared here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from denizen.terms.measures import Figure


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    """SQL type, the same on every engine: VARCHAR, BIGINT, DOUBLE, DATE, BOOLEAN."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A table at a border. `key` names the columns that no two rows share (empty: rows may repeat)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def nothing(self) -> str:
        """A SELECT of this shape that gives no row."""
        listed = ", ".join(f"CAST(NULL AS {column.type}) AS {column.name}" for column in self.columns)
        return f"SELECT {listed} WHERE FALSE"

    @property
    def listed(self) -> str:
        """The columns as SQL lists them."""
        return ", ".join(self.names)


AREA_COUNTS = Shape(
    "area_counts",
    (
        Column("table_id", "VARCHAR", "source.layout that it came from"),
        Column("area_code", "VARCHAR", "area as supplied, brought to the geography and vintage named beside it"),
        Column("geography", "VARCHAR", "terms.areas.Geography"),
        Column("vintage", "VARCHAR", "year of the boundary"),
        Column("period_start", "DATE", "first day described"),
        Column("period_end", "DATE", "last day described"),
        Column("category", "VARCHAR", "common code; 'all' for a total"),
        Column("value", "DOUBLE", "people, households, events, pounds: the layout says which"),
        Column("basis", "VARCHAR", "the release or base that it stands on; figures of two bases are not one series"),
    ),
    key=("table_id", "area_code", "period_start", "period_end", "category", "basis"),
)
"""Every list of figures about areas, whatever its own layout, ends here: one row per area x period x category."""

EVENTS = Shape(
    "events",
    (
        Column("table_id", "VARCHAR", "source.layout that it came from"),
        Column("area_code", "VARCHAR", "base area (LSOA 2021) that it was brought to"),
        Column("placed_by", "VARCHAR", "'point', 'code', 'exact fit' or 'nearest'"),
        Column("period_start", "DATE", "first day of the month or day of the event"),
        Column("period_end", "DATE", "last day of the month or day of the event"),
        Column("category", "VARCHAR", "common code of the kind of event"),
    ),
)
"""Things that happened somewhere. Rows may repeat: open files carry no identifier, and two events can look alike."""

GAPS = Shape(
    "gaps",
    (
        Column("table_id", "VARCHAR", "source.layout"),
        Column("category", "VARCHAR", "kind of event that is absent"),
        Column("period_start", "DATE", "first day of the month"),
        Column("period_end", "DATE", "last day of the month"),
        Column("usual", "DOUBLE", "median events a month in the other months"),
    ),
    key=("table_id", "category", "period_start"),
)
"""Months in which a kind of event that is never rare is wholly absent: more likely a hole in the file than a calm month."""

MEMBERS = Shape(
    "members",
    (
        Column("base_code", "VARCHAR", "an area as tables give it: a base area, or an MSOA, the place, a force"),
        Column("base_geography", "VARCHAR", "its geography"),
        Column("area_code", "VARCHAR", "area that it is given to, whole"),
        Column("area_name", "VARCHAR", ""),
        Column("geography", "VARCHAR", "geography of the larger area"),
        Column("vintage", "VARCHAR", ""),
    ),
    key=("base_code", "geography", "area_code"),
)
"""Which areas make up each larger area. Every area is a member of itself."""

COUNTS = Shape(
    "counts",
    (
        Column("indicator", "VARCHAR", "catalogue id"),
        Column("category", "VARCHAR", "'all' or a category of the breakdown"),
        Column("area_code", "VARCHAR", ""),
        Column("area_name", "VARCHAR", ""),
        Column("geography", "VARCHAR", ""),
        Column("vintage", "VARCHAR", ""),
        Column("period_start", "DATE", ""),
        Column("period_end", "DATE", ""),
        Column("numerator", "DOUBLE", "before protection"),
        Column("denominator", "DOUBLE", "NULL for counts"),
        Column(
            "source", "VARCHAR", "sources of the numerator, comma separated; the strictest of their rules protects it"
        ),
        Column("denominator_source", "VARCHAR", "sources of the denominator, comma separated"),
        Column("sources", "VARCHAR", "all sources, comma separated, sorted"),
        Column("basis", "VARCHAR", ""),
        Column("has_gap", "BOOLEAN", "the period holds a month that is missing from the file"),
    ),
    key=("indicator", "category", "area_code", "period_start", "period_end", "basis"),
)
"""What indicators counted, not yet protected. It never leaves the store."""

PROTECTED_COUNTS = Shape(
    "protected_counts",
    (*COUNTS.columns, Column("status", "VARCHAR", "terms.measures.Status"), Column("rule", "VARCHAR", "rule applied")),
    key=COUNTS.key,
)
"""Counts after the rule of their source: numerator rounded, or NULL where withheld."""

FIGURES = Shape(
    "figures",
    (
        *PROTECTED_COUNTS.columns,
        Column("value", "DOUBLE", "in the indicator's unit"),
        Column("lower", "DOUBLE", "95 % bound, NULL for full counts"),
        Column("upper", "DOUBLE", "95 % bound, NULL for full counts"),
        Column("unit", "VARCHAR", ""),
    ),
    key=COUNTS.key,
)
"""Protected counts with the values and bounds worked out from them."""


LISTED = Shape(
    "listed",
    (
        Column("record", "BIGINT", "its number, from 0, in the order of the lists and of their rows"),
        Column("source", "VARCHAR", "which list"),
        Column("record_id", "VARCHAR", "as the list has it"),
        Column("name", "VARCHAR", "a whole name, in any order"),
        Column("surname", "VARCHAR", ""),
        Column("forename", "VARCHAR", ""),
        Column("middle", "VARCHAR", ""),
        Column("title", "VARCHAR", ""),
        Column("sex", "VARCHAR", "as written"),
        Column("birth_date", "VARCHAR", "as written"),
        Column("birth_year", "VARCHAR", "as written"),
        Column("age", "VARCHAR", "in years, as written"),
        Column("age_at", "VARCHAR", "the day on which that was the age, as written"),
        Column("address", "VARCHAR", "its lines, with commas between"),
        Column("postcode", "VARCHAR", "as written"),
        Column("uprn", "VARCHAR", "where the list gives one"),
    ),
    key=("record",),
)
"""Lists of people or homes as a map of columns tells them apart; what a list lacks is NULL. Columns `identifier_...` and
`extra_...` may follow, those that the map names."""

REGISTER_ENTRIES = Shape(
    "register_entries",
    (
        Column("entry", "BIGINT", "its number, from 0"),
        Column("uprn", "VARCHAR", "several entries may name one"),
        Column("pool", "VARCHAR", "the record that it is a candidate of; NULL for all"),
        Column("sub_building", "VARCHAR", "flat, floor, annexe"),
        Column("building_name", "VARCHAR", ""),
        Column("building_number", "VARCHAR", "with suffix or range: 12A, 92-92A"),
        Column("street", "VARCHAR", ""),
        Column("locality", "VARCHAR", ""),
        Column("town", "VARCHAR", ""),
        Column("address", "VARCHAR", "in one line, where the columns above are not there"),
        Column("postcode", "VARCHAR", ""),
        Column("preference", "BIGINT", "0 a home as it stands, 1 provisional or former, 2 and more not a home"),
    ),
    key=("entry",),
)
"""An address register (gazetteer), one row per way of writing an address that it knows."""

ADDRESSED = Shape(
    "addressed",
    (
        Column("record", "BIGINT", "of LISTED"),
        Column("flat", "VARCHAR", "number, letter, floors or annexe; 'flat' for one without a number"),
        Column("number", "VARCHAR", "of the building, with suffix (12a) or range (92~92a)"),
        Column("building", "VARCHAR", "words of its name, folded"),
        Column("street", "VARCHAR", "folded, one spelling for each kind of street"),
        Column("postcode", "VARCHAR", "capitals without a space"),
        Column("uprn", "VARCHAR", "NULL unless matched or given"),
        Column("reason", "VARCHAR", "given, exact, words, near postcode, scored; parent: a building that holds flats"),
        Column("weight", "DOUBLE", "how sure, in bits"),
        Column(
            "place", "VARCHAR", "one key per home: the UPRN, else postcode with number, flat or name; NULL if unknown"
        ),
    ),
    key=("record",),
)
"""Where each record says that it is."""


NAMES = Shape(
    "names",
    (
        Column("written", "BIGINT", "the number of the name as it is written; DESCRIBED tells whose it is"),
        Column("given", "VARCHAR[]", "given names, as written in order; small Latin letters without accents"),
        Column("family", "VARCHAR[]", "family names, and names of fathers where those stand in their place"),
        Column("words", "VARCHAR[]", "the distinct words of both, sorted: the name without its order"),
        Column("initials", "VARCHAR[]", "letters that stood alone, in order"),
        Column("sex_hint", "VARCHAR", "'f' or 'm' by title, else by the words of the name; NULL where they do not say"),
        Column("culture", "VARCHAR", "broad group by the words of the name, for parsing and for reports; never kept"),
        Column("records", "BIGINT", "how many write it so"),
    ),
    key=("written",),
)
"""A name as words without order, beside its parts. It stays in memory."""

NAME_WORDS = Shape(
    "name_words",
    (
        Column("word", "VARCHAR", "a word of a name"),
        Column("variants", "VARCHAR[]", "all words that it may stand for; two words are one name where these overlap"),
        Column("sound", "VARCHAR", "a key under which spellings of one name from any culture meet"),
        Column("records", "BIGINT", "how many records hold it"),
        Column("says_little", "BOOLEAN", "an honorific that very many share (Singh, Kaur, Begum)"),
    ),
    key=("word",),
)
"""What is known of each word of the names on the lists. It stays in memory."""


PERSON_LINKS = Shape(
    "person_links",
    (
        Column("source", "VARCHAR", ""),
        Column("layout", "VARCHAR", "of the list, in its newest delivery"),
        Column("row_number", "BIGINT", "of the row in its accepted table"),
        Column("record", "VARCHAR", "the pseudonym by which the list knows the person, the same in its next delivery"),
        Column("person", "VARCHAR", "keyed pseudonym of the linked being; it stays when new deliveries come"),
        Column("probability", "DOUBLE", "how sure it is that the record is this person's"),
    ),
)
"""Who is whom: a row per linked record. It holds no name, and goes with any delivery that it was made from."""


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Figures that passed disclosure control. Only `denizen.disclosure.certify` makes one; writers take nothing else.

    `figures` are sorted by indicator, geography, area, category order as measured, and period.
    `rules` says, per source, in words, how its counts were protected.
    """

    figures: tuple[Figure, ...]
    rules: tuple[tuple[str, str], ...]


def by_indicator(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Figures grouped by indicator, in their order."""
    grouped: dict[str, list[Figure]] = {}
    for figure in figures:
        grouped.setdefault(figure.indicator, []).append(figure)
    return grouped


@dataclass(frozen=True, slots=True)
class Statement:
    """One named relation and the SELECT that makes it. A stage is a list of these, in order; the store runs each once.

    Values are bound by name (`$name`), never pasted in. The text is written in the dialect of the default engine and
    kept to what sqlglot can render for the other.
    """

    name: str
    sql: str
    values: dict[str, object]
    shape: Shape | None = None
    is_look: bool = False
    """Whether it is a look at other tables, worked out whenever it is asked, and not kept. Columns that say the same in every
    row then cost nothing. It has no values."""


@dataclass(frozen=True, slots=True)
class Worked:
    """One named relation that is worked out in Python, from the distinct values of a query's one column.

    `work` takes them in the query's order and gives columns of one length; `types` is the SQL type of each.
    """

    name: str
    reads: str
    work: Callable[[Sequence[str]], Mapping[str, Sequence[object]]]
    types: Mapping[str, str]
