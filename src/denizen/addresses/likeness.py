"""What words weigh, and which words of the lists could stand for which words of the register: slips, words joined or parted."""

from __future__ import annotations

from denizen.addresses.terms import TERMS
from denizen.shapes import Statement

MOST_BITS = 10.0
"""what the rarest word weighs"""
LEAST_ENTRIES = 300
"""a smaller register, or a handful of candidates, says little of how rare a word is: it is taken for one of this size"""
TYPE_SHARE, PLACE_SHARE = 0.5, 0.3
"""how much of its weight a kind of street keeps, and a word of the place: both are often told otherwise, or not at all"""
SLIP = 0.8
"""how much of a word's weight remains where it is written with a slip"""

UNKNOWN_BITS = 6.0
"""what a word weighs that the register does not have: most are names of firms, and slips"""


def likeness_statements() -> list[Statement]:
    """Statements over the words of what is still unmatched.

    Reads:  `unmatched`, `listed_words`, `listed_split`, `listed_texts`, and the same of the register.
    Makes:  `waiting_words` and `entry_words` (address, word, bits, is_own: of building or street), `likely_words` (word,
            means, likeness).
    """
    return [
        _word_bits(),
        _weighed("entry_words", "register", "", 0.0),
        _weighed("waiting_words", "listed", "JOIN unmatched ON unmatched.address = words.address", UNKNOWN_BITS),
        _likely_words(),
    ]


def _word_bits() -> Statement:
    """Bits by which a word narrows the register down, one row per word of it."""
    return Statement(
        "word_bits",
        """
        WITH everything AS (SELECT GREATEST(COUNT(*), $least) AS entries FROM register_parts),
        held AS (
            SELECT word, COUNT(DISTINCT address) AS entries,
                   MIN(CASE WHEN kind IN ('type', 'heading') THEN $type_share ELSE 1.0 END) AS share
            FROM register_words WHERE role = 'word' GROUP BY word
        )
        SELECT held.word, held.share * LEAST($most, LOG2((everything.entries + 1.0) / held.entries) + 0.5) AS bits
        FROM held CROSS JOIN everything
        """,
        {"type_share": TYPE_SHARE, "most": MOST_BITS, "least": LEAST_ENTRIES},
    )


def _weighed(name: str, prefix: str, only: str, unknown: float) -> Statement:
    """The distinct words of each address with their weight; a word of the place keeps a part of it."""
    return Statement(
        name,
        f"""
        WITH shared AS (
            SELECT words.address, words.word,
                   CASE WHEN texts.is_parted AND words.segment >= 4
                          OR NOT texts.is_parted AND words.position > split.street_end THEN $place_share ELSE 1.0 END AS share
            FROM {prefix}_words AS words {only}
            JOIN {prefix}_split AS split ON split.address = words.address
            JOIN {prefix}_texts AS texts ON texts.address = words.address
            WHERE words.role = 'word'
        )
        SELECT shared.address, shared.word, MAX(shared.share * COALESCE(word_bits.bits, $unknown)) AS bits,
               MAX(CASE WHEN shared.share = 1.0 THEN 1 ELSE 0 END) AS is_own
        FROM shared LEFT JOIN word_bits ON word_bits.word = shared.word
        GROUP BY shared.address, shared.word
        """,
        {"place_share": PLACE_SHARE, "unknown": unknown},
    )


def _likely_words() -> Statement:
    """Pairs of a listed word and what it may mean in the register: itself, one slip away, joined or parted.

    Two words are a slip apart when they are the same without one letter each: a letter more, less, other, or two turned.
    """
    return Statement(
        "likely_words",
        f"""
        WITH waiting AS (SELECT DISTINCT word FROM waiting_words),
        known AS (
            SELECT word, word AS means FROM word_bits
            UNION SELECT terms.word, terms.means FROM {TERMS} AS terms JOIN word_bits ON word_bits.word = terms.means
        ),
        waiting_without AS ({_without_a_letter("(SELECT word, word AS means FROM waiting)")}),
        known_without AS ({_without_a_letter("known")}),
        pairs AS (
            SELECT waiting.word, waiting.word AS means, 1.0 AS likeness FROM waiting
            JOIN word_bits ON word_bits.word = waiting.word
            UNION ALL
            SELECT waiting_without.means, known_without.means, $slip
            FROM waiting_without JOIN known_without ON known_without.rest = waiting_without.rest
            UNION ALL
            SELECT waiting.word, parts.means, $slip FROM ({_joined("register", "entry_words")}) AS parts
            JOIN waiting ON waiting.word = parts.joined
            UNION ALL
            SELECT parts.means, parts.joined, $slip FROM ({_joined("listed", "waiting_words")}) AS parts
            JOIN word_bits ON word_bits.word = parts.joined
        )
        SELECT word, means, MAX(likeness) AS likeness FROM pairs GROUP BY word, means
        """,
        {"slip": SLIP},
    )


def _without_a_letter(words: str) -> str:
    """SQL for words with what they mean: whole, and without each of their letters, where three or more remain."""
    return f"""
        SELECT means, word AS rest FROM {words} AS words WHERE LENGTH(word) >= 3
        UNION
        SELECT means, CONCAT(SUBSTR(word, 1, place - 1), SUBSTR(word, place + 1)) AS rest
        FROM (
            SELECT word, means, UNNEST(GENERATE_SERIES(1, LENGTH(word))) AS place FROM {words} AS words WHERE LENGTH(word) >= 4
        ) AS places
    """


def _joined(prefix: str, among: str) -> str:
    """SQL for two words that stand together: `joined` as one, `means` each of the two."""
    return f"""
        SELECT DISTINCT pairs.joined, CASE WHEN sides.is_first THEN pairs.one ELSE pairs.other END AS means
        FROM (
            SELECT DISTINCT CONCAT(first.word, second.word) AS joined, first.word AS one, second.word AS other
            FROM {prefix}_words AS first
            JOIN {prefix}_words AS second ON second.address = first.address AND second.position = first.position + 1
            JOIN (SELECT DISTINCT address FROM {among}) AS among ON among.address = first.address
            WHERE first.role = 'word' AND second.role = 'word'
        ) AS pairs
        CROSS JOIN (VALUES (TRUE), (FALSE)) AS sides (is_first)
    """
