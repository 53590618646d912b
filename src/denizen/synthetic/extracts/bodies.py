"""The groups, charities and bodies of faith of the town, with the names and addresses that every list of them shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from denizen.synthetic.chance import Dice, happens
from denizen.synthetic.extracts.scene import Scene, invented_names, spellings
from denizen.synthetic.files import write_table
from denizen.synthetic.town import Flags, Texts

ENDINGS = {
    "community_group": ("Residents Association", "Lunch Club", "Gardeners", "Community Association", "Choir", "Carers"),
    "charity": ("Trust", "Relief Fund", "Youth Trust", "Hospice Friends", "Almshouses"),
    "advice": ("Advice Centre", "Rights Project"),
    "sports": ("Football Club", "Cricket Club", "Bowls Club", "Runners", "Boxing Gym"),
    "welfare": ("Food Bank", "Refugee Welcome", "Night Shelter"),
}
FAITHS = {
    "ar": ("Islamic Centre", "Muslim"), "ur": ("Mosque", "Muslim"), "bn": ("Mosque", "Sunni"), "so": ("Mosque", "Muslim"),
    "tr": ("Mosque", "Muslim"), "fa": ("Fellowship", "Evangelical"), "pa": ("Gurdwara", "Sikh"),
    "gu": ("Mandir", "Hindu temple"), "pl": ("Church of St Casimir", "Roman Catholic"),
    "ro": ("Church of St Andrew", "Orthodox"), "ti": ("Church of St Mary", "Orthodox"),
    "uk": ("Church of St Volodymyr", "Orthodox"), "ml": ("Church of St Thomas", "Catholic"),
    "yo": ("Redeemed Assembly", "Pentecostal"), "ak": ("Prayer House", "Pentecostal"), "sn": ("Tabernacle", "Pentecostal"),
    "zh": ("Chinese Church", "Evangelical"), "yue": ("Chinese Church", "Evangelical"), "vi": ("Pagoda", "Buddhist"),
    "sk": ("Roma Fellowship", "Pentecostal"),
}  # fmt: skip
"""language of the home -> what a body of faith in it is called, and how it writes its faith (assumed)"""
ENGLISH_FAITHS = (
    ("Parish Church", "Church of England"),
    ("Methodist Church", "Methodist"),
    ("Baptist Chapel", "Baptist"),
)


@dataclass(frozen=True)
class Bodies:
    """One row per organisation of the town, as in `Happenings.organisations`; what lists add to it."""

    name: Texts
    faith: Texts
    postcode: Texts
    registered: Flags
    charity_number: Texts


def bodies_of(scene: Scene) -> Bodies:
    """Names (invented), postcodes and charity numbers; the same for every list that asks."""
    groups, dice = scene.happenings.organisations, scene.dice("bodies")
    kinds, size = groups.kind.text(), len(groups.lsoa)
    name, faith = np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    for kind, endings in ENDINGS.items():
        rows = np.flatnonzero(kinds == kind)
        name[rows] = invented_names(len(rows), endings, dice)
    for n, row in enumerate(np.flatnonzero(kinds == "faith").tolist()):
        ending, faith[row] = _faith(str(groups.language[row]), dice)
        name[row] = f"{spellings()['invented'][n % len(spellings()['invented'])]} {ending}"
    of_sort = np.isin(kinds, ("charity", "advice", "welfare")) | ((kinds == "faith") & happens(dice, 0.5, size))
    registered = of_sort & happens(dice, scene.settings.organisations.charity_is_registered, size)
    number = np.array([str(1_900_000 + 13 * i) if registered[i] else "" for i in range(size)], dtype=object)
    return Bodies(name, faith, scene.postcodes_in(groups.lsoa, "bodies"), registered, number)


def _faith(language: str, dice: Dice) -> tuple[str, str]:
    return FAITHS[language] if language in FAITHS else ENGLISH_FAITHS[int(dice.integers(len(ENGLISH_FAITHS)))]


def listed_at(scene: Scene, month: int, share: float, part: str) -> Flags:
    """Which organisations a list has in a month: those that it knows of, and some that ended and were never cleared."""
    groups, dice = scene.happenings.organisations, scene.dice(f"{part} lists")
    known = happens(dice, share, len(groups.lsoa))
    lingers = happens(dice, scene.settings.organisations.stays_after_end, len(groups.lsoa))
    began = groups.from_month <= month - 6  # assumed: half a year until a new group is on a list
    return np.asarray(known & began & ((month < groups.to_month) | lingers))


def write_bodies(bodies: Bodies, folder: Path) -> dict[str, int]:
    """Write the truth about what each organisation is called on lists."""
    columns = {
        "organisation_id": np.arange(len(bodies.name)), "name": bodies.name, "postcode": bodies.postcode,
        "is_registered_charity": bodies.registered, "charity_number": bodies.charity_number,
    }  # fmt: skip
    return {"organisation_names": write_table(folder / "organisation_names.csv.gz", columns)}
