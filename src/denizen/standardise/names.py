"""Names as words without order, beside their parts: the steps from a list's columns to the tables `names` and `name_words`.

Each distinct text of a column is parsed once, each distinct name is put together once, and each distinct word is looked up
once; records only point to them.
Names, cultures and sexes told by names stay in memory: neither table is to be kept.
"""

from __future__ import annotations

from functools import partial

from denizen.shapes import NAME_WORDS, NAMES, Statement, Worked
from denizen.standardise.names_order import HELD, plan_names
from denizen.standardise.names_words import Codes, read_words, word_facts

MOST_WORDS = 10
"""Written words of one text (titles and particles with them) that are looked at; nobody's name on a list has more."""
_PARTING = '-.;:&+/\\_()[]{}"“”„«»<>|*=?!‐‑‒–—'
_SILENT = "'’‘`´ʻʼ′"
_NONE = "CAST([] AS VARCHAR[])"
WRITTEN = f"CAST(HASH({', '.join(HELD)}) >> 1 AS BIGINT)"
"""SQL for the number of a name as a record writes it: the same for all who write it so"""


def steps(listed: str) -> list[Statement | Worked]:
    """The steps, in their order, that make `names` (one row a name) and `name_words` (one row a word) from a list.

    Args:  the table of records, with any of name, surname, forename, middle and title (absent ones as NULL).
    """
    codes = Codes()
    return [
        written(listed),
        texts(),
        split(),
        Worked(
            "name_readings",
            "SELECT DISTINCT token FROM (SELECT UNNEST(tokens) AS token FROM name_split) AS written ORDER BY token",
            partial(read_words, codes=codes),
            {"token": "VARCHAR", "code": "VARCHAR", "parts": "VARCHAR[]"},
        ),
        *signed(),
        Worked(
            "name_plans",
            "SELECT signature FROM name_signed_short UNION SELECT signature FROM name_signed_long ORDER BY signature",
            partial(plan_names, readings=codes.readings),
            {
                "signature": "VARCHAR",
                "marks": "VARCHAR",
                "sex": "VARCHAR",
                "culture": "VARCHAR",
                "is_syllabic": "BOOLEAN",
                "is_before_syllables": "BOOLEAN",
            },
        ),
        parsed(),
        names(),
        counted(),
        Worked(
            "name_facts",
            "SELECT word FROM name_counts ORDER BY word",
            word_facts,
            {"word": "VARCHAR", "variants": "VARCHAR[]", "sound": "VARCHAR", "says_little": "BOOLEAN"},
        ),
        name_words(),
    ]


def written(listed: str) -> Statement:
    """Each distinct name as it is written, in its columns, and how many records write it so."""
    columns = ", ".join(f"MIN({column}) AS {column}" for column in HELD)
    sql = f"SELECT {WRITTEN} AS written, {columns}, COUNT(*) AS records FROM {listed} GROUP BY {WRITTEN}"
    return Statement("name_written", sql, {})


def texts() -> Statement:
    """The distinct texts of each column. A name in parts is taken in parts, even where it is there as a whole too."""
    whole = "WHERE name IS NOT NULL AND surname IS NULL AND forename IS NULL"
    columns = [
        f"SELECT '{column}' AS held, {column} AS text FROM name_written "
        f"{whole if column == 'name' else f'WHERE {column} IS NOT NULL'} GROUP BY {column}"
        for column in HELD
    ]
    return Statement("name_texts", " UNION ALL ".join(columns), {})


def split() -> Statement:
    """Each text as its written words in their order, a comma among them as a word of its own.

    A whole name keeps its capitals, which may say which word is the family name. Marks part words and apostrophes join
    them; Mac goes to the word that follows it; each Chinese character, each Korean syllable is a word.
    """
    return Statement(
        "name_split",
        """
        WITH cased AS (
            SELECT held, text, CASE WHEN held = 'name' THEN text ELSE LOWER(text) END AS written FROM name_texts
        ),
        looked_at AS (
            SELECT held, text, written, REGEXP_MATCHES(written, '^[A-Za-z]+( [A-Za-z]+)*$') AS is_plain,
                BIT_LENGTH(written) <> 8 * LENGTH(written) AS is_beyond_ascii
            FROM cased
        ),
        apart AS (
            SELECT held, text, is_plain,
                CASE WHEN is_beyond_ascii
                    THEN REGEXP_REPLACE(
                        REGEXP_REPLACE(written, '([\\x{3400}-\\x{9FFF}\\x{AC00}-\\x{D7A3}])', ' \\1 ', 'g'),
                        '[、，،]', ',', 'g'
                    )
                    ELSE written END AS written
            FROM looked_at
        ),
        spaced AS (
            SELECT held, text,
                CASE WHEN is_plain THEN written
                    ELSE TRIM(
                        REGEXP_REPLACE(TRANSLATE(REPLACE(written, ',', ' , '), $marks, $spaces), ' +', ' ', 'g')
                    ) END AS written
            FROM apart
        ),
        joined AS (
            SELECT held, text,
                CASE
                    WHEN NOT CONTAINS(LOWER(written), 'c ') THEN written
                    WHEN held = 'surname'
                    THEN REGEXP_REPLACE(written, '(^| )(ma?c) ([^ ,])', '\\1\\2\\3', 'g')
                    ELSE REGEXP_REPLACE(written, '( )([Mm][Aa]?[Cc]) ([^ ,])', '\\1\\2\\3', 'g')
                END AS written
            FROM spaced
        )
        SELECT held, text, STRING_SPLIT(written, ' ') AS tokens FROM joined
        """,
        {"marks": _PARTING + "\t\r\n\u00a0" + _SILENT, "spaces": " " * (len(_PARTING) + 4)},
    )


def signed() -> list[Statement]:
    """Each text with the readings of its words, as one signature, and the words that each written word holds.

    Texts of one written word, which most are, stand in a table of their own: it has one column of words instead of ten.
    """
    letters = " ".join(f"WHEN '{held}' THEN '{letter}'" for held, letter in HELD.items())

    def of(places: range, condition: str) -> str:
        return f"""
        SELECT split.held, split.text,
            CONCAT(CASE split.held {letters} END, {", ".join(f"COALESCE(w{at}.code, '')" for at in places)}) AS signature,
            {", ".join(f"COALESCE(w{at}.parts, {_NONE}) AS parts_{at}" for at in places)}
        FROM name_split AS split
        {" ".join(f"LEFT JOIN name_readings AS w{at} ON w{at}.token = split.tokens[{at}]" for at in places)}
        WHERE {condition}"""

    return [
        Statement("name_signed_short", of(range(1, 2), "LEN(split.tokens) < 2"), {}),
        Statement("name_signed_long", of(range(1, MOST_WORDS + 1), "LEN(split.tokens) >= 2"), {}),
    ]


def parsed() -> Statement:
    """Each text in its parts: given names, family names, initials; and what it says of sex and culture."""

    def marked(mark: str, places: range) -> str:
        chosen = (
            f"CASE WHEN SUBSTRING(plan.marks, {at}, 1) = '{mark}' THEN text.parts_{at} ELSE {_NONE} END"
            for at in places
        )
        return f"FLATTEN([{', '.join(chosen)}])" if len(places) > 1 else next(chosen)

    def of(places: range, table: str) -> str:
        parts = ", ".join(
            f"{marked(mark, places)} AS {name}" for mark, name in (("g", "given"), ("f", "family"), ("i", "initials"))
        )
        return (
            f"SELECT text.held, text.text, {parts}, plan.sex, plan.culture, plan.is_syllabic, plan.is_before_syllables "
            f"FROM {table} AS text JOIN name_plans AS plan ON plan.signature = text.signature"
        )

    long = of(range(1, MOST_WORDS + 1), "name_signed_long")
    return Statement("name_parsed", f"{of(range(1, 2), 'name_signed_short')} UNION ALL {long}", {})


def names() -> Statement:
    """The table NAMES: each name, put together from its columns."""
    return Statement(
        "names",
        f"""
        WITH in_columns AS (
            SELECT name.written, name.records,
                CASE WHEN m.given IS NULL AND (s.given IS NULL OR s.given[1] IS NULL) THEN COALESCE(f.given, {_NONE})
                    ELSE {_together("f.given", "m.given", "s.given")} END AS given,
                COALESCE(s.family, {_NONE}) AS family,
                CASE WHEN m.initials IS NULL AND s.initials IS NULL THEN COALESCE(f.initials, {_NONE})
                    ELSE {_together("f.initials", "m.initials", "s.initials")} END AS initials,
                COALESCE(t.sex, f.sex, s.sex, m.sex) AS sex_hint,
                CASE WHEN s.culture IS NULL OR s.culture = 'muslim' THEN COALESCE(f.culture, s.culture, m.culture)
                    ELSE s.culture END AS culture,
                f.is_syllabic AND COALESCE(m.is_syllabic, TRUE) AND s.is_before_syllables AS is_syllabic
            FROM name_written AS name
            LEFT JOIN name_parsed AS s ON s.held = 'surname' AND s.text = name.surname
            LEFT JOIN name_parsed AS f ON f.held = 'forename' AND f.text = name.forename
            LEFT JOIN name_parsed AS m ON m.held = 'middle' AND m.text = name.middle
            LEFT JOIN name_parsed AS t ON t.held = 'title' AND t.text = name.title
            WHERE name.name IS NULL OR name.surname IS NOT NULL OR name.forename IS NOT NULL
        ),
        put_together AS (
            SELECT written, records, given, family, initials, sex_hint, culture, is_syllabic FROM in_columns
            UNION ALL
            SELECT name.written, name.records, w.given, w.family, w.initials, COALESCE(t.sex, w.sex) AS sex_hint, w.culture,
                w.is_syllabic AND w.is_before_syllables AS is_syllabic
            FROM name_written AS name
            JOIN name_parsed AS w ON w.held = 'name' AND w.text = name.name
            LEFT JOIN name_parsed AS t ON t.held = 'title' AND t.text = name.title
            WHERE name.surname IS NULL AND name.forename IS NULL
        ),
        syllables_joined AS (
            SELECT written, records, family, initials, sex_hint, culture,
                CASE WHEN is_syllabic AND given[2] IS NOT NULL AND given[3] IS NULL
                    THEN [CONCAT(given[1], given[2])] ELSE given END AS given
            FROM put_together
        )
        SELECT written, given, family,
            CASE
                WHEN given[2] IS NOT NULL OR family[2] IS NOT NULL THEN LIST_SORT(LIST_DISTINCT(LIST_CONCAT(given, family)))
                WHEN given[1] IS NULL THEN family
                WHEN family[1] IS NULL OR family[1] = given[1] THEN given
                WHEN given[1] < family[1] THEN [given[1], family[1]]
                ELSE [family[1], given[1]]
            END AS words,
            initials, sex_hint, culture, records
        FROM syllables_joined
        """,
        {},
        NAMES,
    )


def _together(*lists: str) -> str:
    """Several lists of words as one; NULL is an empty list."""
    return f"FLATTEN([{', '.join(f'COALESCE({one}, {_NONE})' for one in lists)}])"


def counted() -> Statement:
    """How many records hold each word."""
    return Statement(
        "name_counts",
        "SELECT word, CAST(SUM(records) AS BIGINT) AS records "
        "FROM (SELECT UNNEST(words) AS word, records FROM names) AS held GROUP BY word",
        {},
    )


def name_words() -> Statement:
    """The table NAME_WORDS."""
    return Statement(
        "name_words",
        """
        SELECT facts.word, facts.variants, facts.sound, counts.records, facts.says_little
        FROM name_facts AS facts JOIN name_counts AS counts ON counts.word = facts.word
        """,
        {},
        NAME_WORDS,
    )
