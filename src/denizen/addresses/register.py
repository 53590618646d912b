"""An address register made ready: its entries taken apart, and every way in which one of them may rightly be written.

All entries of a UPRN count alike (other languages, former names, alternatives): each is a way to find it, and exact.
"""

from __future__ import annotations

from denizen.addresses.parts import parts_of
from denizen.shapes import Statement

_NUMBER = "^([0-9]+[A-Za-z]?|[A-Za-z])$"
_PARTS = ("sub_building", "building_name", "building_number", "street", "locality", "town")


def register_statements(entries: str) -> list[Statement]:
    """Statements that make a register ready.

    Reads:  `entries`, in the shape REGISTER_ENTRIES; `address_terms`.
    Makes:  `register_texts`, `register_words`, `register_split`, `register_parts`, `register_holders` (UPRNs of buildings
            that hold homes of their own), `register_ways`.
    """
    return [_set_down(entries), *parts_of("register_addresses", "register"), _holders(entries), _ways(entries)]


def _set_down(entries: str) -> Statement:
    """Each entry as one text: its columns with breaks between, or the one address that it has."""
    plain = {part: f"REGEXP_REPLACE(COALESCE({part}, ''), '[,;\\n\\r]', ' ', 'g')" for part in _PARTS}
    flat = (
        f"CASE WHEN REGEXP_MATCHES(TRIM(sub_building), '{_NUMBER}') THEN 'flat ' ELSE '' END, {plain['sub_building']}"
    )
    return Statement(
        "register_addresses",
        f"""
        SELECT entry AS address, COALESCE(pool, '') AS pool, postcode,
               COALESCE(address, CONCAT({flat}, ', ', {plain["building_name"]}, ', ', {plain["building_number"]}, ' ',
                                        {plain["street"]}, ', ', {plain["locality"]}, ', ', {plain["town"]})) AS written,
               address IS NULL AS is_parted
        FROM {entries}
        """,
        {},
    )


def _holders(entries: str) -> Statement:
    """UPRNs whose address is that of others but for a flat: buildings, and houses with a part let by itself."""
    return Statement(
        "register_holders",
        f"""
        SELECT DISTINCT entries.uprn
        FROM register_parts AS whole
        JOIN register_parts AS part ON part.pool = whole.pool AND part.number = whole.number
             AND part.building = whole.building AND part.street = whole.street
        JOIN {entries} AS entries ON entries.entry = whole.address
        WHERE whole.flat = '' AND part.flat <> ''
        """,
        {},
    )


def _ways(entries: str) -> Statement:
    """Ways to write each UPRN: uprn, pool, postcode, flat, number, bag (sum of the marks of its words), distance.

    The place may be left out or told in part; a building's name may be left out where there is a number. Numbers change
    roles where no words tell them apart: 4 Sycamore Court is Flat 4, 12A is Flat A of 12. `distance` is 0 for the entry of
    a home itself, 1 for such ways, 10 and more for entries that are not preferred: the nearest wins.
    """
    return Statement(
        "register_ways",
        f"""
        WITH entries AS (
            SELECT entries.uprn, entries.preference, parts.*
            FROM register_parts AS parts JOIN {entries} AS entries ON entries.entry = parts.address
        ),
        numbered AS (
            SELECT *, flat AS way_flat, number AS way_number, 0 AS changed FROM entries
            UNION ALL SELECT *, '', flat, 1 FROM entries WHERE number = '' AND REGEXP_MATCHES(flat, '^[0-9]')
            UNION ALL SELECT *, '', CONCAT(number, flat), 1 FROM entries
                WHERE REGEXP_MATCHES(number, '^[0-9]+$') AND REGEXP_MATCHES(flat, '^[a-z]$')
            UNION ALL SELECT *, REGEXP_EXTRACT(number, '([a-z])$', 1), REGEXP_EXTRACT(number, '^([0-9]+)', 1), 1 FROM entries
                WHERE flat = '' AND REGEXP_MATCHES(number, '^[0-9]+[a-z]$')
            UNION ALL SELECT *, floors, number, 1 FROM entries WHERE floors NOT IN ('', flat)
        ),
        told (building_told, locality_told, town_told) AS (
            VALUES (1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1), (0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)
        )
        SELECT uprn, pool, postcode, way_flat AS flat, way_number AS number,
               building_told * building + street + locality_told * locality + town_told * (town + place) AS bag,
               MIN(10 * preference + CASE WHEN changed > 0 OR (building_told = 0 AND building <> 0) THEN 1 ELSE 0 END) AS distance
        FROM numbered CROSS JOIN told
        WHERE (building_told = 1 OR (building <> 0 AND way_number <> '' AND number <> ''))
          AND (way_number <> '' OR building <> 0 OR way_flat <> '')
          AND (locality_told = 0 OR locality <> 0) AND (town_told = 0 OR town + place <> 0)
        GROUP BY uprn, pool, postcode, way_flat, way_number,
                 building_told * building + street + locality_told * locality + town_told * (town + place)
        """,
        {},
    )
