"""Areas of another kind or year than those of the four-square town, made known to a desk."""

from __future__ import annotations

from collections.abc import Sequence

from source_desk import SourceDesk

COLUMNS = ("area_code", "geography", "vintage")


def make_known(desk: SourceDesk, geography: str, vintage: str, codes: Sequence[str]) -> None:
    """Let the desk take lists about these areas, beside those that it knows."""
    known = desk.store.rows("SELECT area_code, geography, vintage FROM known_areas")
    known = [*known, *((code, geography, vintage) for code in codes)]
    values = {column: [row[place] for row in known] for place, column in enumerate(COLUMNS)}
    desk.store.take("known_areas", values, dict.fromkeys(COLUMNS, "VARCHAR"))
