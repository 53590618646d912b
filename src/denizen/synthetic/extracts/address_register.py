"""The local gazetteer as its custodian exports it, in the form of land and property identifiers and as AddressBase Plus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.ground import Ground
from denizen.synthetic.extracts.sheets import Book, Sheet, numbers_text, texts
from denizen.synthetic.extracts.written_dates import ISO, dates_text, day_within
from denizen.synthetic.town import Coded, Flags, Floats, Ints, Texts

CLASSES = {
    "detached": "RD02", "semi_detached": "RD03", "terraced": "RD04", "flat": "RD06", "conversion": "RD06",
    "shared_house": "RH01", "hall": "RD07", "care_home": "RI01", "refuge": "RD01",
}  # fmt: skip
"""classes of Ordnance Survey and GeoPlace, by kind of dwelling"""
NOT_HOMES = ("CR08", "CO01", "PP", "CL06")
ADOPTED, ALTERNATIVE, CANDIDATE, HISTORICAL = "1", "3", "6", "8"


@dataclass(frozen=True)
class _Rows:
    """One row per identifier: the dwelling that it is of (or near), and how it stands."""

    dwelling: Ints
    status: Texts
    class_code: Texts
    uprn: Texts
    is_home: Flags
    month: Ints
    lot: Floats


def draw_address_register(ground: Ground, book: Book) -> None:
    """LPI files of two years and AddressBase Plus of the last."""
    dice = ground.dice("address register")
    rows = _identifiers(ground, dice)
    for month in ground.named_months():
        book.add(_llpg(ground, rows, month, ground.dice("gazetteer lines")))
    book.add(_plus(ground, rows, ground.last, ground.dice("gazetteer lines")))


def _identifiers(ground: Ground, dice: Dice) -> _Rows:
    """Homes, shops and shells among them, and other identifiers of some: alternative, former, proposed."""
    said, homes = ground.settings.gazetteer, ground.town.dwellings
    size = len(homes.uprn)
    own = np.arange(size)
    others = np.flatnonzero(happens(dice, said.not_homes, size))
    parts = [(own, ADOPTED, True), (others, ADOPTED, False)]
    for status, share in ((ALTERNATIVE, said.alternative), (HISTORICAL, said.historical), (CANDIDATE, said.candidate)):
        parts.append((np.flatnonzero(happens(dice, share, size)), status, status != CANDIDATE))
    dwelling = np.concatenate([rows for rows, _, _ in parts])
    is_home = np.concatenate([np.full(len(rows), home) for rows, _, home in parts])
    kinds = np.array([CLASSES[word] for word in homes.kind.words], dtype=object)[homes.kind.codes[dwelling]]
    other = np.array(NOT_HOMES, dtype=object)[dice.integers(0, len(NOT_HOMES), len(dwelling))]
    free = homes.uprn.min() - 1 - np.arange(len(dwelling))
    lag = np.floor(dice.exponential(said.lag_months, len(dwelling))).astype(np.int64)
    return _Rows(
        dwelling,
        np.concatenate([np.full(len(rows), status, dtype=object) for rows, status, _ in parts]),
        np.where(is_home, kinds, other),
        numbers_text(np.where(is_home, homes.uprn[dwelling], free)),
        is_home,
        np.where(homes.first_month[dwelling] > 0, homes.first_month[dwelling] + lag, homes.first_month[dwelling]),
        dice.random(len(dwelling)),
    )


def _known(ground: Ground, rows: _Rows, month: int) -> Ints:
    """The rows that stand in the gazetteer at the end of a month, by street."""
    known = np.flatnonzero(rows.month <= month)
    return known[np.lexsort((rows.lot[known], ground.town.dwellings.usrn[rows.dwelling[known]]))]


def _objects(ground: Ground, rows: _Rows, at: Ints, dice: Dice) -> dict[str, Texts]:
    """Secondary and primary objects: a flat in words or by number, a name, a number with its letter."""
    homes, dwelling = ground.town.dwellings, rows.dwelling[at]
    flat, is_home = homes.flat[dwelling], rows.is_home[at]
    number_of_flat = np.array([text.rsplit(" ", 1)[-1] if text else "" for text in flat], dtype=object)
    by_number = happens(dice, 0.3, len(homes.flat))[dwelling]
    building = np.array([name.upper() for name in homes.building[dwelling]], dtype=object)
    number = numbers_text(np.where(is_home, homes.number[dwelling], homes.number[dwelling] + 1), 0)
    return {
        "SAO_TEXT": np.where(by_number | ~is_home, "", [text.upper() for text in flat]).astype(object),
        "SAO_START_NUMBER": np.where(by_number & is_home, number_of_flat, "").astype(object),
        "PAO_TEXT": building,
        "PAO_START_NUMBER": number,
        "PAO_START_SUFFIX": np.where(is_home, homes.suffix[dwelling], "").astype(object),
        "STREET": np.array([name.upper() for name in homes.street[dwelling]], dtype=object),
    }


def _points(ground: Ground, rows: _Rows, at: Ints) -> tuple[Texts, Texts, Texts]:
    """Eastings, northings and postcodes; a few rows have no postcode, and of them a few have no point."""
    said, homes, dwelling = ground.settings.gazetteer, ground.town.dwellings, rows.dwelling[at]
    nowhere, unposted = rows.lot[at] < said.nowhere, rows.lot[at] < said.no_postcode
    east, north = (np.where(nowhere, 0, axis[dwelling]).astype(np.int64) for axis in (homes.x, homes.y))
    return (
        numbers_text(east, 0),
        numbers_text(north, 0),
        np.where(unposted, "", homes.postcode[dwelling]).astype(object),
    )


def _state(ground: Ground, dwelling: Ints, month: int) -> Texts:
    gone = ground.town.dwellings.last_month[dwelling] <= month
    return np.where(gone, "4", "2").astype(object)


def _llpg(ground: Ground, rows: _Rows, month: int, dice: Dice) -> Sheet:
    homes, at = ground.town.dwellings, _known(ground, rows, month)
    dwelling, status = rows.dwelling[at], rows.status[at]
    east, north, postcode = _points(ground, rows, at)
    parts = _objects(ground, rows, at, dice)
    words = np.array([f"9998L{number:09d}" for number in at.tolist()], dtype=object)
    property_status = np.where(
        homes.last_month[dwelling] <= month, HISTORICAL, np.where(status == CANDIDATE, CANDIDATE, ADOPTED)
    )
    ended = dates_text(day_within(ground.town.calendar, np.minimum(rows.month[at], 0) + 1, rows.lot[at]), ISO)
    columns = {
        "UPRN": rows.uprn[at],
        "LPI_KEY": words,
        "LPI_LANGUAGE": texts(len(at), "ENG"),
        "LPI_STATUS": status,
        "LOGICAL_STATUS": property_status.astype(object),
        "BLPU_STATE": _state(ground, dwelling, month),
        "PARENT": numbers_text(np.where(rows.is_home[at], homes.parent_uprn[dwelling], 0), 0),
        "BLPU_CLASSIFICATION": rows.class_code[at],
        "EASTING": east,
        "NORTHING": north,
        **parts,
        "USRN": numbers_text(homes.usrn[dwelling]),
        "LOCALITY": homes.locality[dwelling],
        "TOWN": np.array([name.upper() for name in homes.town[dwelling]], dtype=object),
        "POSTCODE": postcode,
        "LPI_START_DATE": dates_text(day_within(ground.town.calendar, rows.month[at], rows.lot[at]), ISO),
        "LPI_END_DATE": np.where(status == HISTORICAL, ended, "").astype(object),
    }
    return Sheet("address_register", "llpg", "", ground.last_day(month), month, columns, also=("homes",))


def _plus(ground: Ground, rows: _Rows, month: int, dice: Dice) -> Sheet:
    """One row per property: adopted ones alone, with Royal Mail's number where post is brought."""
    homes, at = ground.town.dwellings, _known(ground, rows, month)
    at = at[(rows.status[at] == ADOPTED) & (homes.last_month[rows.dwelling[at]] > month)]
    dwelling = rows.dwelling[at]
    east, north, postcode = _points(ground, rows, at)
    parts = _objects(ground, rows, at, dice)
    columns = {
        "UPRN": rows.uprn[at],
        "UDPRN": numbers_text(np.where(postcode == "", 0, 50_000_000 + at), 0),
        "BLPU_STATE_CODE": _state(ground, dwelling, month),
        "PARENT_UPRN": numbers_text(np.where(rows.is_home[at], homes.parent_uprn[dwelling], 0), 0),
        "CLASSIFICATION_CODE": rows.class_code[at],
        "X_COORD": east,
        "Y_COORD": north,
        **{"STREET_DESCRIPTOR" if name == "STREET" else name: column for name, column in parts.items()},
        "TOWN_NAME": np.array([name.upper() for name in homes.town[dwelling]], dtype=object),
        "POSTCODE": postcode,
    }
    return Sheet("address_register", "addressbase_plus", "", ground.last_day(month), month, columns)


def draw_suppressed_addresses(ground: Ground, book: Book) -> None:
    """Refuges, foster homes and homes of people who seek asylum: by UPRN, and the few whose UPRN nobody noted, by address."""
    homes, dice = ground.town.dwellings, ground.dice("suppressed addresses")
    kept = np.flatnonzero(~_none(homes.confidential))
    written = happens(dice, ground.settings.gazetteer.late_to_suppress, len(kept))
    for month in ground.named_months():
        here, named = kept[~written], kept[written]
        day = ground.last_day(month)
        columns = {"Property UPRN": numbers_text(np.sort(homes.uprn[here]))}
        book.add(Sheet("suppressed_addresses", "by_uprn", "", day, month, columns))
        lines = ground.addresses.lines[0, 1, named]
        one = np.array([", ".join(filter(None, row)) for row in lines.tolist()], dtype=object)
        address = {"Full Address": one, "Post Code": homes.postcode[named]}
        book.add(Sheet("suppressed_addresses", "by_address", "", day, month, address))


def _none(column: Coded) -> Flags:
    return np.asarray(column.is_(""))
