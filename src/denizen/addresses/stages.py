"""The sure stages of a match: the address is one way to write an entry, in its postcode; or anywhere, and one alone."""

from __future__ import annotations

from denizen.shapes import Statement

EXACT_BITS, WORDS_BITS, NEAR_BITS, ALONE_BITS = 14.0, 12.0, 11.0, 9.0
"""weights of matches that need no score: judged, of the order of the share that was wrong on invented towns (bench/addresses)"""


def sure_statements() -> list[Statement]:
    """Statements that match what is written as the register writes it.

    Reads:  `listed_parts`, `register_parts`, `register_ways`, `register_holders`.
    Makes:  `matched_within` and `matched_beyond`: address, uprn, reason, weight; `unmatched`: address.
    """
    return [_bags(), _within(), _alone(), _outward(), _beyond(), _unmatched()]


def _bags() -> Statement:
    """The words of each address, all of them and without its place."""
    return Statement(
        "listed_bags",
        """
        SELECT address, pool, postcode, flat, number, building + street + place AS bag FROM listed_parts
        WHERE building + street <> 0
        UNION ALL
        SELECT address, pool, postcode, flat, number, building + street FROM listed_parts
        WHERE place <> 0 AND building + street <> 0
        """,
        {},
    )


def _within() -> Statement:
    """The one UPRN that an address in its postcode is a way to write. The nearest ways must lead to one.

    An entry without a postcode of its own is behind those in the postcode, and before shops and former entries in it.
    """
    return Statement(
        "matched_within",
        """
        WITH told AS (
            SELECT address, pool, flat, number, bag, postcode, 0 AS further FROM listed_bags WHERE postcode <> ''
            UNION ALL SELECT address, pool, flat, number, bag, '', 5 FROM listed_bags WHERE postcode <> ''
        ),
        hits AS (
            SELECT told.address, told.flat, ways.uprn, ways.distance + told.further AS distance
            FROM told JOIN register_ways AS ways
              ON ways.postcode = told.postcode AND ways.bag = told.bag AND ways.number = told.number
             AND ways.flat = told.flat AND ways.pool = told.pool
        ),
        nearest AS (SELECT address, MIN(distance) AS distance FROM hits GROUP BY address),
        found AS (
            SELECT hits.address, MIN(hits.flat) AS flat, MIN(hits.uprn) AS uprn, MIN(hits.distance) AS distance
            FROM hits JOIN nearest ON nearest.address = hits.address AND hits.distance = nearest.distance
            GROUP BY hits.address HAVING MIN(hits.uprn) = MAX(hits.uprn)
        )
        SELECT found.address, found.uprn,
               CASE WHEN holders.uprn IS NOT NULL AND found.flat = '' THEN 'parent'
                    WHEN found.distance % 10 = 0 THEN 'exact'
                    WHEN found.distance % 10 >= 5 THEN 'near postcode' ELSE 'words' END AS reason,
               CASE WHEN found.distance % 10 = 0 THEN $exact ELSE $words END AS weight
        FROM found LEFT JOIN register_holders AS holders ON holders.uprn = found.uprn
        """,
        {"exact": EXACT_BITS, "words": WORDS_BITS},
    )


def _alone() -> Statement:
    """Ways that lead to one UPRN of the whole register, or one nearest: what is written so needs no postcode."""
    return Statement(
        "register_alone",
        """
        WITH nearest AS (
            SELECT pool, flat, number, bag, MIN(distance) AS distance FROM register_ways GROUP BY pool, flat, number, bag
        )
        SELECT ways.pool, ways.flat, ways.number, ways.bag, MIN(uprn) AS uprn, MIN(postcode) AS postcode
        FROM register_ways AS ways
        JOIN nearest ON nearest.bag = ways.bag AND nearest.number = ways.number AND nearest.flat = ways.flat
             AND nearest.pool = ways.pool AND nearest.distance = ways.distance
        GROUP BY ways.pool, ways.flat, ways.number, ways.bag HAVING MIN(uprn) = MAX(uprn)
        """,
        {},
    )


def _outward() -> Statement:
    """Outward codes of the register: an address beyond all of them is elsewhere, whatever its street is called."""
    return Statement(
        "register_outward",
        """
        SELECT DISTINCT SUBSTR(postcode, 1, LENGTH(postcode) - 3) AS outward FROM register_parts
        WHERE LENGTH(postcode) > 4
        """,
        {},
    )


def _beyond() -> Statement:
    """The one UPRN of the register that an address is a way to write, where its postcode is missing or another.

    The nearer its postcode, the surer; with the postcode of a district that the register does not have, none.
    """
    return Statement(
        "matched_beyond",
        """
        WITH waiting AS (
            SELECT bags.* FROM listed_bags AS bags
            LEFT JOIN matched_within AS matched ON matched.address = bags.address WHERE matched.address IS NULL
        ),
        hits AS (
            SELECT waiting.address, waiting.flat, alone.uprn,
                   LEVENSHTEIN(waiting.postcode, alone.postcode) <= 2 AS is_near
            FROM waiting
            JOIN register_alone AS alone ON alone.bag = waiting.bag AND alone.number = waiting.number
             AND alone.flat = waiting.flat AND alone.pool = waiting.pool
            LEFT JOIN register_outward AS known
              ON known.outward = SUBSTR(waiting.postcode, 1, GREATEST(LENGTH(waiting.postcode) - 3, 0))
            WHERE waiting.postcode = '' OR known.outward IS NOT NULL OR LEVENSHTEIN(waiting.postcode, alone.postcode) <= 2
        ),
        found AS (
            SELECT address, MIN(flat) AS flat, MIN(uprn) AS uprn, MAX(CASE WHEN is_near THEN 1 ELSE 0 END) AS near_enough
            FROM hits GROUP BY address HAVING MIN(uprn) = MAX(uprn)
        )
        SELECT found.address, found.uprn,
               CASE WHEN holders.uprn IS NOT NULL AND found.flat = '' THEN 'parent' ELSE 'near postcode' END AS reason,
               CASE WHEN near_enough = 1 THEN $near ELSE $alone END AS weight
        FROM found LEFT JOIN register_holders AS holders ON holders.uprn = found.uprn
        """,
        {"near": NEAR_BITS, "alone": ALONE_BITS},
    )


def _unmatched() -> Statement:
    return Statement(
        "unmatched",
        """
        SELECT parts.address FROM listed_parts AS parts
        LEFT JOIN matched_within AS within_postcode ON within_postcode.address = parts.address
        LEFT JOIN matched_beyond AS beyond ON beyond.address = parts.address
        WHERE within_postcode.address IS NULL AND beyond.address IS NULL AND parts.building + parts.street <> 0
        """,
        {},
    )
