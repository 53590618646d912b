"""Lists of addresses: where each UPRN stands, and which addresses are never placed and never linked."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.contracts import Layout
from denizen.shapes import Statement

GAZETTEER, SUPPRESSED = "gazetteer", "suppressed_addresses"


def grid_points(layout: Layout, accepted: Sequence[str]) -> str:
    """SQL for the distinct UPRNs of a gazetteer with their place on the grid (metres), where it has one."""
    east, north = (
        next((field.name for field in layout.with_role(role)), "CAST(NULL AS DOUBLE)")
        for role in ("easting", "northing")
    )
    uprn = layout.with_role("uprn")[0].name
    rows = " UNION ALL ".join(f'SELECT * FROM "{table}"' for table in accepted)
    return f"""
        SELECT {uprn} AS uprn, MAX({east}) AS easting, MAX({north}) AS northing FROM ({rows}) AS rows
        WHERE {uprn} IS NOT NULL GROUP BY {uprn} ORDER BY uprn
    """


def gazetteer(layout: Layout, accepted: Sequence[str], points: str) -> Statement:
    """The table `gazetteer`: uprn and the base area that it stands in, by its point, else by its postcode.

    Args:  the layout; its accepted tables; the table of located points (uprn, area_code).
    """
    uprn = layout.with_role("uprn")[0].name
    postcode = next((field.name for field in layout.with_role("postcode")), "CAST(NULL AS VARCHAR)")
    rows = " UNION ALL ".join(f'SELECT {uprn} AS uprn, {postcode} AS postcode FROM "{table}"' for table in accepted)
    return Statement(
        GAZETTEER,
        f"""
        WITH listed AS (SELECT uprn, MAX(postcode) AS postcode FROM ({rows}) AS rows WHERE uprn IS NOT NULL GROUP BY uprn)
        SELECT listed.uprn, COALESCE(points.area_code, postcodes.area_code) AS area_code
        FROM listed
        LEFT JOIN {points} AS points ON points.uprn = listed.uprn
        LEFT JOIN postcodes ON postcodes.postcode = listed.postcode
        WHERE COALESCE(points.area_code, postcodes.area_code) IS NOT NULL
        ORDER BY listed.uprn
        """,
        {},
    )


def suppressed(accepted: Sequence[tuple[str, str, str]]) -> Statement:
    """The table `suppressed_addresses`: uprn and address_key.

    Args:  for each accepted table, its name and the SQL for its UPRN and for its address by letters and digits.
    """
    rows = " UNION ALL ".join(
        f'SELECT {uprn} AS uprn, {key} AS address_key FROM "{table}"' for table, uprn, key in accepted
    )
    return Statement(SUPPRESSED, f"SELECT DISTINCT uprn, address_key FROM ({rows}) AS rows ORDER BY ALL", {})
