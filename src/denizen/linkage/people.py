"""What keys and comparisons ask for: a row for each record, and a row for each name as it is written, which many may bear."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from denizen.shapes import Statement

PEOPLE, PEOPLE_NAMES, LISTS = "people", "people_names", "people_lists"
MOST_AT_POSTCODE = 2_000
"""records of one postcode, beyond which it stands for a whole town or for none (ZZ99, 00000) and is taken as not told"""


CHILD_UNTIL = 16
"""years of age below which somebody is a child: no electoral register or council tax account names them"""
_NEWEST = 0.999
"""of all births, the share that is before the one that is taken for the newest: later ones are slips"""
TOLD = "people_told"
"""the table that `people` looks at"""
_COLUMNS = {
    "record": "described.record",
    "source": "described.source",
    "once_on": "",
    "no_births": "",
    "is_child": f"described.born_from > newest.born - INTERVAL {CHILD_UNTIL} YEAR",
    "written": "described.written",
    "born": "described.born",
    "born_from": "described.born_from",
    "born_to": "described.born_to",
    "sex": "described.sex",
    "postcode": "CASE WHEN too_wide.postcode IS NULL THEN addressed.postcode END",
    "place": "addressed.place",
    "people_at_place": "COALESCE(crowd.people_at_place, 0)",
    "uprn": "addressed.uprn",
    "street": "COALESCE(addressed.street, '')",
    "number": "COALESCE(addressed.number, '')",
    "flat": "COALESCE(addressed.flat, '')",
}
_EMPTY = {
    "no_births": "CAST(NULL AS TINYINT)",
    "is_child": "CAST(NULL AS BOOLEAN)",
    "born_from": "born",
    "born_to": "born",
    "place": "CAST(NULL AS VARCHAR)",
    "people_at_place": "0",
    "uprn": "CAST(NULL AS VARCHAR)",
    "street": "''",
    "number": "''",
    "flat": "''",
}
"""columns that whole lists may lack, and what then stands in every row"""
ASKED = """
    SELECT (SELECT COUNT(CASE WHEN born IS NULL THEN born_from END) FROM described) AS spans,
           COUNT(place) AS places, COUNT(uprn) AS uprns, COUNT(COALESCE(street, number, flat)) AS parts FROM addressed"""
"""how many records tell what lists may lack"""


def lacking(spans: int, places: int, uprns: int, parts: int) -> frozenset[str]:
    """The columns of `people` that no record tells, by how many tell them (`ASKED`)."""
    told = {
        ("born_from", "born_to"): spans,
        ("place", "people_at_place"): places,
        ("uprn",): uprns,
        ("street", "number", "flat"): parts,
    }
    return frozenset(column for columns, records in told.items() if not records for column in columns)


WITHOUT_BIRTHS = """
    SELECT source FROM described GROUP BY source
    HAVING COUNT(born_from) = 0 AND (SELECT COUNT(born_from) FROM described) > 0 ORDER BY source"""
"""lists that tell no births, where others do"""


def people(
    more: Sequence[str] = (),
    once: Sequence[str] = (),
    no_births: Sequence[str] = (),
    lacks: Collection[str] = frozenset(),
) -> list[Statement]:
    """The tables `people_names`, a row for each name as it is written, and `people`, a row for each record.

    Args:   further columns of `listed` that are compared: identifiers and fields of one's own; lists that have each person
            once, whose number a record bears as `once_on`; lists that tell no births (`no_births`); columns that no record
            tells.
    Reads:  listed, described, names, name_words, addressed.
    """
    lacks = {*lacks, *(() if no_births else ("no_births", "is_child"))}
    told = [column for column in (*_COLUMNS, *more) if column not in lacks]
    seen = ", ".join([*told, *(f"{_EMPTY[column]} AS {column}" for column in sorted(lacks))])
    return [
        _names(),
        _people(told, more, {"once_on": once, "no_births": no_births}),
        Statement(PEOPLE, f"SELECT {seen} FROM {TOLD}", {}, is_look=True),
    ]


_PARTS = """
        WITH parts AS (
            SELECT written, records, COALESCE(given[1], initials[1]) AS first_given, family[LEN(family)] AS last_family,
                   culture, COALESCE(given[2], initials[2], '') AS further, LEN(given) <= 1 AND LEN(family) <= 1 AS is_short
            FROM names
        ),
        namesakes AS (
            SELECT parts.first_given, parts.last_family, COUNT(DISTINCT placed.place) AS places
            FROM parts JOIN (
                SELECT described.written, addressed.place
                FROM addressed JOIN described ON described.record = addressed.record WHERE addressed.place IS NOT NULL
            ) AS placed ON placed.written = parts.written
            GROUP BY parts.first_given, parts.last_family HAVING COUNT(*) > 2
        ),
        both_in AS (
            SELECT culture, first_given, last_family, CAST(SUM(records) AS DOUBLE) AS records
            FROM parts WHERE culture IS NOT NULL GROUP BY culture, first_given, last_family
        ),
        given_in AS (
            SELECT culture, first_given, SUM(records) AS records FROM both_in GROUP BY culture, first_given
        ),
        family_in AS (
            SELECT culture, last_family, SUM(records) AS records FROM both_in GROUP BY culture, last_family
        ),
        all_in AS (SELECT culture, SUM(records) AS records FROM both_in GROUP BY culture),
        within AS (
            SELECT both_in.culture, both_in.first_given, both_in.last_family,
                   (given_in.records - both_in.records) * (family_in.records - both_in.records) / all_in.records AS chance
            FROM both_in
            JOIN given_in ON given_in.culture = both_in.culture AND given_in.first_given = both_in.first_given
            JOIN family_in ON family_in.culture = both_in.culture AND family_in.last_family = both_in.last_family
            JOIN all_in ON all_in.culture = both_in.culture
        )"""
"""the parts of names; at how many addresses a name stands; how many others would have it by chance within its culture, the
records that have it left out"""


def _names() -> Statement:
    """What is compared of each name. It is plain when it is at most one forename and one family name, each a form of one name.

    `chance_of_name` is how many others would have the name by chance: among all, or within its culture, the records that have
    it left out; and more where it stands at many addresses.
    """
    return Statement(
        PEOPLE_NAMES,
        f"""
        {_PARTS}
        SELECT parts.written, parts.first_given, parts.last_family, parts.further,
               parts.is_short AND COALESCE(LEN(given_word.variants), 0) <= 1
                   AND COALESCE(LEN(family_word.variants), 0) <= 1 AS is_plain,
               given_word.sound AS given_sound, family_word.sound AS family_sound,
               given_word.variants[1] AS given_for, family_word.variants[1] AS family_for,
               GREATEST(
                   COALESCE(given_word.records, 1) * COALESCE(family_word.records, 1)
                       / CAST((SELECT SUM(records) FROM names) AS DOUBLE),
                   COALESCE(within.chance, 0.0)
               ) + 0.5 * GREATEST(COALESCE(namesakes.places, 0) - 2, 0) AS chance_of_name
        FROM parts
        LEFT JOIN name_words AS given_word ON given_word.word = parts.first_given
        LEFT JOIN name_words AS family_word ON family_word.word = parts.last_family
        LEFT JOIN namesakes
            ON namesakes.first_given = parts.first_given AND namesakes.last_family = parts.last_family
        LEFT JOIN within ON within.culture = parts.culture AND within.first_given = parts.first_given
            AND within.last_family = parts.last_family
        """,
        {},
    )


def _people(told: Sequence[str], more: Sequence[str], numbered: Mapping[str, Sequence[str]]) -> Statement:
    values: dict[str, object] = {}
    columns = _COLUMNS | {column: f"NULLIF(REGEXP_REPLACE(TRIM(listed.{column}), '[.]0+$', ''), '')" for column in more}
    for column, sources in numbered.items():
        values |= {f"{column}_{number}": source for number, source in enumerate(sources)}
        cases = (f"WHEN described.source = ${column}_{number} THEN {number}" for number in range(len(sources)))
        columns[column] = f"CAST(CASE {' '.join(cases) or 'WHEN FALSE THEN 0'} END AS TINYINT)"
    newest = f"(SELECT QUANTILE_DISC(born_from, {_NEWEST}) AS born FROM described)" if "is_child" in told else ""
    return Statement(
        TOLD,
        f"""
        WITH crowd AS (SELECT place, COUNT(*) AS people_at_place FROM addressed WHERE place IS NOT NULL GROUP BY place),
        too_wide AS (SELECT postcode FROM addressed GROUP BY postcode HAVING COUNT(*) > {MOST_AT_POSTCODE})
        SELECT {", ".join(f"{columns[name]} AS {name}" for name in told)}
        FROM described
        {"JOIN listed ON listed.record = described.record" if more else ""}
        LEFT JOIN addressed ON addressed.record = described.record
        LEFT JOIN crowd ON crowd.place = addressed.place
        LEFT JOIN too_wide ON too_wide.postcode = addressed.postcode
        {f"CROSS JOIN {newest} AS newest" if newest else ""}
        """,
        values,
    )


def lists(wanted: str) -> Statement:
    """The table `people_lists`: written, and names as lists of words, sounds and variants, of the names that a table tells."""
    return Statement(
        LISTS,
        f"""
        WITH wanted AS (SELECT DISTINCT written FROM {wanted}),
        words AS (
            SELECT wanted.written, UNNEST(names.words) AS word
            FROM wanted JOIN names ON names.written = wanted.written
        ),
        sounding AS (
            SELECT words.written, LIST(DISTINCT name_words.sound) AS sounds
            FROM words JOIN name_words ON name_words.word = words.word
            WHERE name_words.sound IS NOT NULL GROUP BY words.written
        )
        SELECT wanted.written, names.given, names.family, names.words, COALESCE(sounding.sounds, []) AS sounds,
               COALESCE(given_word.variants, []) AS given_variants, COALESCE(family_word.variants, []) AS family_variants
        FROM wanted
        JOIN {PEOPLE_NAMES} AS named ON named.written = wanted.written
        JOIN names ON names.written = wanted.written
        LEFT JOIN sounding ON sounding.written = wanted.written
        LEFT JOIN name_words AS given_word ON given_word.word = named.first_given
        LEFT JOIN name_words AS family_word ON family_word.word = named.last_family
        """,
        {},
    )
