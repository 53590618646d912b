"""The last stage: entries that share something with an address are weighed, and the best one stands if it is well ahead.

Bits are judged, not trained: a number that agrees is worth several words, a number or flat that differs rules an entry out,
and what only one side tells counts against it. Words weigh by how few entries have them.
"""

from __future__ import annotations

from denizen.shapes import Statement

LEAST_BITS, LEAST_MARGIN = 9.0, 1.5
"""what the best entry has to reach, and how far it has to be ahead of the next UPRN"""
HEARD = 0.5
"""how much of a word's weight remains where it is no more than like another"""
MOST_ENTRIES = 100
"""how many entries an address is compared with by its rarest keys, and how many may share a key of it"""


def scored_statements(entries: str) -> list[Statement]:
    """Statements that weigh what is still unmatched.

    Reads:  `unmatched`, `waiting_words`, `entry_words`, `likely_words`, both `parts`; the register's entries.
    Makes:  `matched_by_score`: address, uprn, reason, weight.
    """
    return [_entry_keys(), _waiting_keys(), _compared(), _heard_words(), _weighed_words(), _best(entries)]


def _entry_keys() -> Statement:
    """What entries are looked up by: postcode with a number, postcode with a word, number with a word; or the pool."""
    return Statement(
        "entry_keys",
        f"""
        WITH keys AS ({_keys("register_parts", "entry_words", "word")}),
        shared AS (
            SELECT pool, key, COUNT(*) AS entries FROM keys GROUP BY pool, key HAVING COUNT(*) <= $most
        )
        SELECT keys.address, keys.pool, keys.key, shared.entries
        FROM keys JOIN shared ON shared.pool = keys.pool AND shared.key = keys.key
        """,
        {"most": MOST_ENTRIES},
    )


def _waiting_keys() -> Statement:
    """The rarest keys of each address, as many as lead to few enough entries: one address never costs more than another."""
    return Statement(
        "waiting_keys",
        f"""
        WITH meant AS (
            SELECT waiting_words.address, likely_words.means AS word, waiting_words.is_own
            FROM waiting_words JOIN likely_words ON likely_words.word = waiting_words.word
        ),
        waiting AS (
            SELECT parts.* FROM listed_parts AS parts JOIN unmatched ON unmatched.address = parts.address
        ),
        keys AS ({_keys("waiting", "meant", "word")}),
        sizes AS (SELECT DISTINCT pool, key, entries FROM entry_keys),
        counted AS (
            SELECT keys.address, keys.pool, keys.key,
                   SUM(sizes.entries) OVER (PARTITION BY keys.address ORDER BY sizes.entries, keys.key) AS entries
            FROM keys JOIN sizes ON sizes.pool = keys.pool AND sizes.key = keys.key
        )
        SELECT address, pool, key FROM counted WHERE entries <= $most
        """,
        {"most": MOST_ENTRIES},
    )


def _keys(parts: str, words: str, word: str) -> str:
    digits = "REGEXP_EXTRACT({}, '[0-9]+', 0)"
    number, flat = digits.format("number"), digits.format("flat")
    numbers = f"""
        SELECT address, pool, postcode, {number} AS digits FROM {parts}
        UNION SELECT address, pool, postcode, {flat} FROM {parts} WHERE number = ''
        UNION SELECT address, pool, postcode, REGEXP_EXTRACT(number, '~([0-9]+)', 1) FROM {parts}
    """
    return f"""
        SELECT address, pool, CONCAT(postcode, '/', digits) AS key FROM ({numbers}) AS numbers
        WHERE postcode <> '' AND digits <> ''
        UNION
        SELECT parts.address, pool, CONCAT(postcode, '/', {word}) FROM {parts} AS parts
        JOIN {words} AS words ON words.address = parts.address WHERE postcode <> '' AND is_own = 1
        UNION
        SELECT numbers.address, pool, CONCAT({word}, '/', digits) FROM ({numbers}) AS numbers
        JOIN {words} AS words ON words.address = numbers.address WHERE digits <> '' AND is_own = 1
        UNION
        SELECT address, pool, 'of its own' FROM {parts} WHERE pool <> ''
    """


_ORDINAL = "CAST(ASCII({0}) - 96 AS VARCHAR)"
_LETTER = "REGEXP_MATCHES({0}, '^[a-z]$')"

NUMBER_BITS = """
    CASE WHEN listed.number = register.number THEN CASE WHEN listed.number = '' THEN 0.0 ELSE 6.0 END
         WHEN register.number = '' AND listed.flat = '' AND listed.number = register.flat THEN 5.0
         WHEN listed.number = register.with_letter AND listed.flat = '' THEN 5.0
         WHEN register.number = listed.with_letter AND register.flat = '' THEN 5.0
         WHEN listed.number = '' THEN -4.0
         WHEN register.number = '' THEN -8.0
         WHEN register.is_range AND register.low <= listed.low AND listed.low <= register.high
              AND NOT listed.has_suffix THEN 3.0
         WHEN listed.is_range AND listed.low <= register.low AND register.low <= listed.high
              AND NOT register.has_suffix THEN 2.0 END
"""
"""SQL: what the numbers of two addresses say; NULL where they differ. 2A is not 2; 92 lies in 92-92A."""

FLAT_BITS = f"""
    CASE WHEN listed.flat = register.flat THEN CASE WHEN listed.flat = '' THEN 1.0 ELSE 4.0 END
         WHEN listed.flat = '' AND register.number = '' AND listed.number = register.flat THEN 0.0
         WHEN listed.flat = '' AND listed.number = register.with_letter THEN 0.0
         WHEN register.flat = '' AND register.number = listed.with_letter THEN 0.0
         WHEN register.flat = '' THEN -4.0
         WHEN listed.flat = '' THEN CASE WHEN register.flat = 'flat' THEN -1.0 ELSE -5.0 END
         WHEN register.flat = 'flat' OR listed.flat = 'flat' THEN -3.0
         WHEN listed.floors <> '' AND register.floors <> '' THEN
              CASE WHEN listed.floors = register.floors THEN 3.0
                   WHEN ARRAY_LENGTH(LIST_FILTER(STRING_SPLIT(listed.floors, '+'),
                        lambda floor: LIST_CONTAINS(STRING_SPLIT(register.floors, '+'), floor))) > 0 THEN 2.0
                   WHEN listed.floors = 'top' AND register.floors NOT IN ('ground', 'basement')
                        THEN CASE WHEN register.floors LIKE '%+%' THEN 0.0 ELSE 2.0 END END
         WHEN {_LETTER.format("listed.flat")} AND register.flat = {_ORDINAL.format("listed.flat")} THEN 1.0
         WHEN {_LETTER.format("register.flat")} AND listed.flat = {_ORDINAL.format("register.flat")} THEN 1.0 END
"""
"""SQL: what the flats of two addresses say; NULL where they differ. Flat B may be Flat 2; one of two floors, a flat on both."""

POSTCODE_BITS = """
    CASE WHEN listed.postcode = '' OR register.postcode = '' THEN 0.0
         WHEN listed.postcode = register.postcode THEN 6.0
         WHEN LEVENSHTEIN(listed.postcode, register.postcode) <= 2 THEN 3.0 ELSE -2.0 END
"""


def _compared() -> Statement:
    """Pairs of an address and an entry that share a key and that nothing rules out, with the bits of number, flat and postcode.

    What rules out: another number, another flat, a district that the register does not have.
    """
    numbered = """
        SELECT address, pool, postcode, flat, floors, number, REGEXP_MATCHES(number, '^[0-9]+[a-z]') AS has_suffix,
               TRY_CAST(REGEXP_EXTRACT(number, '^([0-9]+)', 1) AS BIGINT) AS low,
               COALESCE(TRY_CAST(REGEXP_EXTRACT(number, '~([0-9]+)[a-z]?$', 1) AS BIGINT),
                        TRY_CAST(REGEXP_EXTRACT(number, '^([0-9]+)', 1) AS BIGINT)) AS high,
               number LIKE '%~%' AS is_range,
               CASE WHEN REGEXP_MATCHES(number, '^[0-9]+$') AND REGEXP_MATCHES(flat, '^[a-z]$')
                    THEN CONCAT(number, flat) ELSE 'none' END AS with_letter
    """
    return Statement(
        "compared",
        f"""
        WITH pairs AS (
            SELECT DISTINCT waiting_keys.address, entry_keys.address AS entry
            FROM waiting_keys JOIN entry_keys ON entry_keys.key = waiting_keys.key AND entry_keys.pool = waiting_keys.pool
        ),
        listed_numbers AS ({numbered} FROM listed_parts),
        register_numbers AS ({numbered} FROM register_parts),
        said AS (
            SELECT pairs.address, pairs.entry, {NUMBER_BITS} AS number_bits, {FLAT_BITS} AS flat_bits,
                   {POSTCODE_BITS} AS postcode_bits,
                   register.flat = '' AND listed.flat <> '' AND register.number <> listed.with_letter AS is_whole
            FROM pairs
            JOIN listed_numbers AS listed ON listed.address = pairs.address
            JOIN register_numbers AS register ON register.address = pairs.entry
            LEFT JOIN register_outward AS known
              ON known.outward = SUBSTR(listed.postcode, 1, GREATEST(LENGTH(listed.postcode) - 3, 0))
            WHERE listed.pool <> '' OR listed.postcode = '' OR known.outward IS NOT NULL
               OR LEVENSHTEIN(listed.postcode, register.postcode) <= 2
        )
        SELECT address, entry, is_whole, postcode_bits, number_bits + flat_bits + postcode_bits AS bits FROM said
        WHERE number_bits IS NOT NULL AND flat_bits IS NOT NULL
        """,
        {},
    )


def _heard_words() -> Statement:
    """`likely_words`, and words further apart that stand in two addresses which share their number: as heard, not read.

    Only a word that the register does not have is looked for so.
    """
    return Statement(
        "heard_words",
        """
        WITH unknown AS (
            SELECT waiting_words.address, waiting_words.word FROM waiting_words
            LEFT JOIN likely_words ON likely_words.word = waiting_words.word
            WHERE likely_words.word IS NULL AND LENGTH(waiting_words.word) >= 4
        ),
        pairs AS (
            SELECT DISTINCT unknown.word, entry_words.word AS means
            FROM unknown
            JOIN compared ON compared.address = unknown.address
            JOIN entry_words ON entry_words.address = compared.entry AND entry_words.is_own = 1
            WHERE compared.bits >= $agreeing
        )
        SELECT word, means, likeness FROM likely_words
        UNION ALL
        SELECT word, means, $heard FROM pairs
        WHERE ABS(LENGTH(word) - LENGTH(means)) <= 2 AND LEVENSHTEIN(word, means) <= 0.4 * LENGTH(word)
        """,
        {"agreeing": 7.0, "heard": HEARD},
    )


def _weighed_words() -> Statement:
    """The bits of the words that two addresses share, less those that only one of them has."""
    return Statement(
        "weighed_words",
        """
        WITH met AS (
            SELECT compared.address, compared.entry, waiting_words.word, entry_words.word AS means, likely_words.likeness,
                   waiting_words.bits AS waiting_bits, waiting_words.is_own AS waiting_own,
                   entry_words.bits AS entry_bits, entry_words.is_own AS entry_own
            FROM compared
            JOIN waiting_words ON waiting_words.address = compared.address
            JOIN heard_words AS likely_words ON likely_words.word = waiting_words.word
            JOIN entry_words ON entry_words.address = compared.entry AND entry_words.word = likely_words.means
        ),
        of_entry AS (
            SELECT address, entry, SUM(bits) AS bits, SUM(own_bits) AS own_bits
            FROM (
                SELECT address, entry, means, MAX(likeness * entry_bits) AS bits, MAX(entry_own * entry_bits) AS own_bits
                FROM met GROUP BY address, entry, means
            ) AS means GROUP BY address, entry
        ),
        of_waiting AS (
            SELECT address, entry, SUM(bits) AS bits
            FROM (SELECT address, entry, word, MAX(waiting_bits) AS bits FROM met GROUP BY address, entry, word) AS words
            GROUP BY address, entry
        ),
        entry_sums AS (SELECT address, SUM(is_own * bits) AS bits FROM entry_words GROUP BY address),
        waiting_sums AS (SELECT address, SUM(bits) AS bits FROM waiting_words GROUP BY address)
        SELECT of_entry.address, of_entry.entry,
               of_entry.bits - (entry_sums.bits - of_entry.own_bits) - $extra * (waiting_sums.bits - of_waiting.bits) AS bits
        FROM of_entry
        JOIN of_waiting ON of_waiting.address = of_entry.address AND of_waiting.entry = of_entry.entry
        JOIN entry_sums ON entry_sums.address = of_entry.entry
        JOIN waiting_sums ON waiting_sums.address = of_entry.address
        """,
        {"extra": 0.35},
    )


def _best(entries: str) -> Statement:
    """The best UPRN of each address where it is good enough and well ahead; its weight is by how much, to the top of it."""
    return Statement(
        "matched_by_score",
        f"""
        WITH scores AS (
            SELECT compared.address, entries.uprn, MAX(compared.bits + words.bits - $unlikely * entries.preference) AS bits,
                   MIN(CASE WHEN compared.is_whole THEN 1 ELSE 0 END) AS is_whole, MAX(compared.postcode_bits) AS postcode_bits
            FROM compared
            JOIN weighed_words AS words ON words.address = compared.address AND words.entry = compared.entry
            JOIN {entries} AS entries ON entries.entry = compared.entry
            GROUP BY compared.address, entries.uprn
        ),
        ranked AS (
            SELECT scores.*, ROW_NUMBER() OVER (PARTITION BY address ORDER BY bits DESC, uprn) AS place,
                   LEAD(bits) OVER (PARTITION BY address ORDER BY bits DESC, uprn) AS next_bits
            FROM scores
        )
        SELECT ranked.address, ranked.uprn,
               CASE WHEN is_whole = 1 OR holders.uprn IS NOT NULL AND parts.flat = '' THEN 'parent' ELSE 'scored' END AS reason,
               LEAST(bits - $least, bits - COALESCE(next_bits, bits - $least)) AS weight
        FROM ranked
        JOIN listed_parts AS parts ON parts.address = ranked.address
        LEFT JOIN register_holders AS holders ON holders.uprn = ranked.uprn
        WHERE ranked.place = 1 AND bits >= $least AND bits - COALESCE(next_bits, bits - $margin) >= $margin
        """,
        {"least": LEAST_BITS, "margin": LEAST_MARGIN, "unlikely": 2.0},
    )
