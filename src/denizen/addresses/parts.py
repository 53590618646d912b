"""Addresses to parts: flat, building, number, street, place. Words and their kinds decide, in one pass over all addresses.

Each stage reads the one before it: `texts` -> `vocabulary` -> `words` -> `parts`. The same statements read the addresses of
lists and those of a register, so that both are taken apart alike.
"""

from __future__ import annotations

from denizen.addresses.folding import folded, folded_postcode, postcode_within, without_postcode
from denizen.addresses.terms import TERMS
from denizen.shapes import Statement

SEGMENTS = ("flat", "building", "street", "locality", "town")
"""how a register's columns are set down as one text, with a break between each and the next"""


def parts_of(source: str, prefix: str) -> list[Statement]:
    """Statements that take the addresses of a table apart.

    Reads:   `source`: address BIGINT (its number), pool VARCHAR (whose candidates it is among; '' for everyone's),
             written VARCHAR, postcode VARCHAR, is_parted BOOLEAN (`written` holds SEGMENTS).
    Makes:   `{prefix}_texts`, `{prefix}_vocabulary`, `{prefix}_words` (address, position, segment, word, kind, role,
             mark), `{prefix}_split` (where its street starts and ends) and `{prefix}_parts` (address, pool, postcode,
             flat, floors, number, and for building, street, locality, town and place the sum of the marks of its words:
             same words, same sum, in whatever order).
    """
    return [_texts(source, prefix), _vocabulary(prefix), _words(prefix), _split(prefix), _parts(prefix)]


def _texts(source: str, prefix: str) -> Statement:
    """One row per address: its words in one text, and its postcode, from its own column or its end."""
    return Statement(
        f"{prefix}_texts",
        f"""
        SELECT address, pool, is_parted, COALESCE(NULLIF(own, ''), {folded_postcode("within")}) AS postcode,
               {folded("said")} AS said
        FROM (
            SELECT address, pool, is_parted, {folded_postcode("postcode")} AS own, {postcode_within("written")} AS within,
                   {without_postcode("written")} AS said
            FROM {source}
        ) AS written
        """,
        {},
    )


def _vocabulary(prefix: str) -> Statement:
    """One row per distinct word: what it means, its kind, and a mark. Sums of marks tell bags of words apart."""
    return Statement(
        f"{prefix}_vocabulary",
        f"""
        WITH distinct_words AS (
            SELECT word, COUNT(*) AS uses
            FROM {prefix}_texts AS texts CROSS JOIN UNNEST(STRING_SPLIT(texts.said, ' ')) AS said (word)
            WHERE word <> '' GROUP BY word
        ),
        told AS (
            SELECT distinct_words.word AS written, uses,
                   COALESCE(terms.means,
                            CASE WHEN REGEXP_MATCHES(distinct_words.word, '^0+[0-9]')
                                 THEN REGEXP_REPLACE(distinct_words.word, '^0+', '') END,
                            distinct_words.word) AS word,
                   COALESCE(terms.kind,
                            CASE WHEN distinct_words.word = ',' THEN 'break'
                                 WHEN REGEXP_MATCHES(distinct_words.word, '^[0-9]+(half|[a-z])?(~[0-9]+[a-z]?)*$')
                                   OR REGEXP_MATCHES(distinct_words.word, '^[a-z][0-9]+$') THEN 'number'
                                 WHEN REGEXP_MATCHES(distinct_words.word, '^[a-z]$') THEN 'letter'
                                 ELSE 'word' END) AS kind
            FROM distinct_words LEFT JOIN {TERMS} AS terms ON terms.word = distinct_words.word
        )
        SELECT written, word, kind, uses, HASH(word) % 1099511627776 AS mark FROM told
        """,
        {},
    )


def _words(prefix: str) -> Statement:
    """One row per word of an address, with the role that its neighbours give it."""
    return Statement(
        f"{prefix}_words",
        f"""
        WITH written AS (
            SELECT texts.address, said.position, said.word
            FROM {prefix}_texts AS texts
            CROSS JOIN UNNEST(STRING_SPLIT(texts.said, ' ')) WITH ORDINALITY AS said (word, position)
        ),
        placed AS (
            SELECT written.address, written.position, vocabulary.word, vocabulary.kind, vocabulary.mark
            FROM written JOIN {prefix}_vocabulary AS vocabulary ON vocabulary.written = written.word
        ),
        beside AS (
            SELECT *, LAG(kind) OVER along AS before, LAG(kind, 2) OVER along AS before_that,
                   LEAD(kind) OVER along AS after, LEAD(kind, 2) OVER along AS after_that,
                   1 + SUM(CASE WHEN kind = 'break' THEN 1 ELSE 0 END) OVER along AS segment
            FROM placed
            WINDOW along AS (PARTITION BY address ORDER BY position)
        )
        SELECT address, position, segment, word, kind, before, after, mark,
               CASE
                   WHEN kind = 'sure_floor' THEN 'floor'
                   WHEN kind = 'floor' AND (after IN ('storey', 'unit', 'floor', 'sure_floor')
                        OR (after = 'joiner' AND after_that = 'floor')
                        OR (before = 'unit' AND COALESCE(after, '') <> 'type')) THEN 'floor'
                   WHEN kind IN ('number', 'letter') AND before IN ('unit', 'annexe')
                        AND COALESCE(before_that, '') NOT IN ('floor', 'sure_floor', 'storey') THEN 'flat'
                   WHEN kind = 'letter' AND after = 'number' THEN 'flat'
                   WHEN kind = 'annexe' AND COALESCE(after, '') NOT IN ('number', 'letter', 'type') THEN 'annexe'
                   WHEN kind = 'number' THEN 'number'
                   WHEN kind IN ('unit', 'annexe', 'storey', 'stop', 'joiner', 'break') THEN 'aside'
                   ELSE 'word'
               END AS role
        FROM beside
        """,
        {},
    )


def _split(prefix: str) -> Statement:
    """One row per address: where its number stands, where its street starts and where it ends.

    The street runs from the number to the first word for a kind of street, or to a break; one that begins with such a word,
    as Welsh ones do, to the word that it heads. Without a number it ends at the last such word, and starts after a break, a
    building or another street.
    """
    return Statement(
        f"{prefix}_split",
        f"""
        WITH numbered AS (
            SELECT address, COALESCE(MAX(CASE WHEN role = 'number' THEN position END), 0) AS number_at,
                   MAX(position) AS last_position
            FROM {prefix}_words GROUP BY address
        ),
        looked_at AS (
            SELECT words.address, MIN(number_at) AS number_at, MIN(last_position) AS last_position,
                   MIN(CASE WHEN position > number_at AND number_at > 0 AND {_ENDS} THEN position END) AS first_type,
                   MAX(CASE WHEN number_at = 0 AND {_ENDS} THEN position END) AS last_type,
                   MIN(CASE WHEN position > number_at + 1 AND kind = 'break' THEN position END) AS first_break,
                   MIN(CASE WHEN position > number_at AND role = 'word' THEN position END) AS first_word,
                   MIN(CASE WHEN position > number_at AND role = 'word' AND before IN ('heading', 'stop') THEN position END)
                       AS headed_word,
                   MIN(CASE WHEN position > number_at AND kind = 'heading' THEN position END) AS heading
            FROM {prefix}_words AS words JOIN numbered ON numbered.address = words.address
            GROUP BY words.address
        ),
        ended AS (
            SELECT address, number_at,
                   CASE WHEN number_at = 0 THEN COALESCE(last_type, first_break, last_position)
                        WHEN heading = first_word THEN COALESCE(first_break, headed_word, first_word)
                        ELSE COALESCE(LEAST(first_type, first_break), first_word, number_at) END AS street_end
            FROM looked_at
        )
        SELECT words.address, MIN(number_at) AS number_at, MIN(street_end) AS street_end,
               COALESCE(MAX(CASE WHEN position < street_end - 1 AND (position <= number_at
                        OR number_at = 0 AND kind IN ('break', 'building', 'type')) THEN position END), 0) AS street_start
        FROM {prefix}_words AS words JOIN ended ON ended.address = words.address
        GROUP BY words.address
        """,
        {},
    )


_ENDS = """
    kind = 'type' AND role = 'word' AND COALESCE(after, '') <> 'type' AND COALESCE(before, 'break') NOT IN ('break', 'number')
"""
"""SQL: whether a word for a kind of street ends one. At the start it does not: St Albans Road."""

PART = """
    CASE WHEN texts.is_parted AND words.segment <= 5
         THEN CASE words.segment WHEN 3 THEN 'street' WHEN 4 THEN 'locality' WHEN 5 THEN 'town' ELSE 'building' END
         WHEN words.position > split.street_end THEN 'place'
         WHEN words.position > split.street_start THEN 'street'
         ELSE 'building' END
"""
"""SQL for the part of an address that a word stands in, of `words`, `split` and `texts`"""


def _parts(prefix: str) -> Statement:
    """One row per address: flat, floors, number, and the sums of marks of its words, part by part.

    A number or letter after a unit word is the flat's; so is the first of two numbers. Else the floors tell the flat, else
    the name of an annexe; `flat` alone stands for one without a number.
    """
    summed = "SUM(CASE WHEN role = 'word' AND part = '{0}' THEN mark ELSE 0 END) AS {0}"
    sums = ", ".join(summed.format(part) for part in _PARTS)
    return Statement(
        f"{prefix}_parts",
        f"""
        WITH floors AS (
            SELECT address, ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT word)), '+') AS floors
            FROM {prefix}_words WHERE role = 'floor' GROUP BY address
        ),
        parted AS (
            SELECT words.address, words.position, words.word, words.kind, words.role, words.mark, texts.pool,
                   texts.postcode, {PART} AS part
            FROM {prefix}_words AS words
            JOIN {prefix}_split AS split ON split.address = words.address
            JOIN {prefix}_texts AS texts ON texts.address = words.address
        ),
        gathered AS (
            SELECT address, MIN(pool) AS pool, MIN(postcode) AS postcode,
                   MIN_BY(word, CASE WHEN role = 'flat' THEN position END) AS flat_said,
                   MIN_BY(word, CASE WHEN role = 'number' THEN position END) AS first_number,
                   MAX_BY(word, CASE WHEN role = 'number' THEN position END) AS number,
                   SUM(CASE WHEN role = 'number' THEN 1 ELSE 0 END) AS numbers,
                   MIN(CASE WHEN role = 'annexe' THEN word END) AS annexe,
                   MAX(CASE WHEN kind = 'unit' THEN 'flat' END) AS unit,
                   {sums}
            FROM parted GROUP BY address
        )
        SELECT gathered.address, pool, postcode,
               COALESCE(flat_said, CASE WHEN numbers > 1 THEN first_number END, floors, annexe, unit, '') AS flat,
               COALESCE(floors, '') AS floors, COALESCE(number, '') AS number,
               {", ".join(f"CAST({part} AS BIGINT) AS {part}" for part in _PARTS)}
        FROM gathered LEFT JOIN floors ON floors.address = gathered.address
        """,
        {},
    )


_PARTS = ("building", "street", "locality", "town", "place")
