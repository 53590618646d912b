"""Addresses of lists: each distinct one once, and what was found of it back to every record."""

from __future__ import annotations

from denizen.addresses.folding import folded_postcode
from denizen.addresses.parts import PART, parts_of
from denizen.shapes import ADDRESSED, Statement


def listed_statements(listed: str, *, pooled: bool = False) -> list[Statement]:
    """Statements that take the addresses of lists apart, each distinct one once: it is named by its first record.

    Args:   a table in the shape LISTED (record, record_id, address, postcode); whether each record has candidates of its own.
    Makes:  `listed_at` (record, address) and, for the addresses, what `parts_of` makes under `listed`.
    """
    pool = "record_id" if pooled else "''"
    return [
        Statement(
            "listed_at",
            f"""
            SELECT record, MIN(record) OVER (PARTITION BY address, postcode, {pool}) AS address
            FROM {listed} WHERE address IS NOT NULL
            """,
            {},
        ),
        Statement(
            "listed_addresses",
            f"""
            SELECT listed.record AS address, {pool} AS pool, listed.address AS written, listed.postcode, FALSE AS is_parted
            FROM {listed} AS listed JOIN listed_at ON listed_at.record = listed.record AND listed_at.address = listed.record
            """,
            {},
        ),
        *parts_of("listed_addresses", "listed"),
    ]


def street_statements() -> list[Statement]:
    """Statements that write out streets and buildings: `street_names` and `building_names`, by the sum of their words.

    Each distinct one is written once, as the first address has it.
    """
    return [_names("street"), _names("building")]


def _names(part: str) -> Statement:
    return Statement(
        f"{part}_names",
        f"""
        WITH first_with AS (
            SELECT {part} AS marks, MIN(address) AS address FROM listed_parts WHERE {part} <> 0 GROUP BY {part}
        )
        SELECT first_with.marks, ARRAY_TO_STRING(LIST(words.word ORDER BY words.position), ' ') AS said
        FROM first_with
        JOIN listed_words AS words ON words.address = first_with.address
        JOIN listed_split AS split ON split.address = words.address
        JOIN listed_texts AS texts ON texts.address = words.address
        WHERE words.role = 'word' AND {PART} = '{part}'
        GROUP BY first_with.marks
        """,
        {},
    )


def addressed(listed: str, entries: str = "") -> Statement:
    """The table `addressed`, in the shape ADDRESSED: every record, with its parts, and its UPRN where one was found.

    Args:  LISTED; the entries of the register, where there is one.

    A UPRN that the list itself gives stands (`given`) where the register has it, or where there is no register.
    """
    if entries:
        matched = """
            SELECT address, uprn, reason, weight FROM matched_within
            UNION ALL SELECT address, uprn, reason, weight FROM matched_beyond
            UNION ALL SELECT address, uprn, reason, weight FROM matched_by_score
        """
        given = f"SELECT DISTINCT uprn, {_BARE} AS bare FROM {entries}"
    else:
        matched = (
            "SELECT address, CAST(NULL AS VARCHAR) AS uprn, '' AS reason, 0.0 AS weight FROM listed_parts WHERE FALSE"
        )
        given = f"SELECT {_BARE} AS uprn, {_BARE} AS bare FROM {listed} WHERE uprn IS NOT NULL GROUP BY {_BARE}"
    return Statement(
        "addressed",
        f"""
        WITH matched AS ({matched}),
        given AS ({given}),
        codes AS (
            SELECT postcode AS written, {folded_postcode("postcode")} AS folded
            FROM (SELECT DISTINCT postcode FROM {listed} WHERE postcode IS NOT NULL) AS written
        ),
        found AS (
            SELECT listed.record, parts.flat, parts.number, building_names.said AS building, street_names.said AS street,
                   COALESCE(parts.postcode, codes.folded, '') AS postcode,
                   parts.building AS building_marks, parts.street AS street_marks,
                   COALESCE(given.uprn, matched.uprn) AS uprn,
                   CASE WHEN given.uprn IS NOT NULL THEN 'given' ELSE matched.reason END AS reason,
                   CASE WHEN given.uprn IS NOT NULL THEN $given ELSE matched.weight END AS weight
            FROM {listed} AS listed
            LEFT JOIN listed_at ON listed_at.record = listed.record
            LEFT JOIN listed_parts AS parts ON parts.address = listed_at.address
            LEFT JOIN building_names ON building_names.marks = parts.building
            LEFT JOIN street_names ON street_names.marks = parts.street
            LEFT JOIN matched ON matched.address = listed_at.address
            LEFT JOIN codes ON codes.written = listed.postcode
            LEFT JOIN given ON given.bare = {_BARE.replace("uprn", "listed.uprn")}
        )
        SELECT record, NULLIF(flat, '') AS flat, NULLIF(number, '') AS number, building, street,
               NULLIF(postcode, '') AS postcode, uprn, reason, weight,
               CASE WHEN uprn IS NOT NULL AND COALESCE(reason, '') <> 'parent' THEN uprn
                    WHEN uprn IS NOT NULL THEN CONCAT(uprn, '/', flat)
                    WHEN postcode <> '' AND (number <> '' OR flat <> '')
                         THEN CONCAT(postcode, '/', number, '/', flat)
                    WHEN postcode <> '' AND building_marks <> 0
                         THEN CONCAT(postcode, '/', CAST(building_marks + street_marks AS VARCHAR)) END AS place
        FROM found
        """,
        {"given": GIVEN_BITS},
        ADDRESSED,
    )


_BARE = "REGEXP_REPLACE(uprn, '^0+', '')"
"""SQL for a UPRN without the noughts that some systems put before it"""
GIVEN_BITS = 14.0
"""weight of a UPRN that a list gives itself: as that of an exact match"""
