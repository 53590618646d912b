"""Groups as an umbrella body lists its members, and as a council's directory of services gives them."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np

from denizen.synthetic.chance import happens
from denizen.synthetic.extracts.bodies import Bodies, listed_at
from denizen.synthetic.extracts.scene import Drawn, Scene, as_day, month_ends, spelt
from denizen.synthetic.extracts.workbook import Cell

MEMBERS = (
    "Membership Number", "Name of group", "Theme", "Member status", "Publish address?", "Group Postcode",
    "Registered Charity Number", "Last Reviewed", "Languages spoken", "Secretary",
)  # fmt: skip
THEMES = {
    "community_group": "Community association", "charity": "Health and wellbeing", "faith": "Faith group",
    "advice": "Information and advice", "sports": "Sports club", "welfare": "Refugee community",
}  # fmt: skip


def draw_community_groups(scene: Scene, bodies: Bodies) -> Drawn:
    """The members' list now and a year ago as workbooks, and the directory of services now."""
    drawn, months = Drawn(), scene.town.calendar.months
    for month in (months - 12, months):
        day = str(month_ends(scene.town, np.array([month]))[0])
        rows = _members(scene, bodies, month, day)
        if rows:
            written = [MEMBERS, *rows]
            drawn.deliveries.append(
                scene.desk.workbook("community_groups.membership_list", written, part=day, snapshot=day)
            )
    records = _services(scene, bodies)
    drawn.deliveries.append(
        scene.desk.json("community_groups.open_referral_services", records, "contents", snapshot=scene.last_day)
    )
    return drawn


def _members(scene: Scene, bodies: Bodies, month: int, day: str) -> list[list[Cell]]:
    groups, dice = scene.happenings.organisations, scene.dice(f"members {day}")
    listed = listed_at(scene, month, scene.settings.organisations.on_a_list, "members")
    size = len(listed)
    public, undated = happens(dice, 0.6, size), happens(dice, 0.1, size)
    ago = dice.exponential(500, size).astype("timedelta64[D]")
    tongues = _tongues(scene)
    rows: list[list[Cell]] = []
    for i in np.flatnonzero(listed).tolist():
        lapsed = month >= groups.to_month[i] and i % 2 == 0
        rows.append([
            f"M{1000 + i}", str(bodies.name[i]), THEMES[groups.kind.words[groups.kind.codes[i]]],
            "Lapsed" if lapsed else "Full member", "Yes" if public[i] else "No", str(bodies.postcode[i]),
            str(bodies.charity_number[i]), None if undated[i] else as_day(np.datetime64(day) - ago[i]), tongues[i], "A. Sentinel",
        ])  # fmt: skip
    return rows


def _tongues(scene: Scene) -> list[str]:
    """The languages that a group says it speaks: English, and that of its members."""
    codes = [str(code) for code in scene.happenings.organisations.language]
    words = spelt("languages", codes, scene.dice("tongues of groups"))
    return [word if code == "en" else f"English; {word}" for code, word in zip(codes, words, strict=True)]


def _services(scene: Scene, bodies: Bodies) -> list[dict[str, Any]]:
    """The directory as its interface gives it: services with an organisation, a place and languages; contacts too."""
    groups, dice = scene.happenings.organisations, scene.dice("services")
    listed = listed_at(scene, scene.town.calendar.months, scene.settings.organisations.on_the_directory, "services")
    words = spelt("languages", [str(code) for code in groups.language], dice)
    assured, shut = happens(dice, 0.7, len(listed)), happens(dice, 0.06, len(listed))
    records = []
    for i in np.flatnonzero(listed).tolist():
        spoken = [] if groups.language[i] == "en" else [{"name": words[i]}]
        place = {"location": {"addresses": [{"postal_code": str(bodies.postcode[i]), "city": scene.town.place.name}]}}
        records.append({
            "id": str(uuid.UUID(int=int.from_bytes(dice.bytes(16), "big"), version=4)), "name": str(bodies.name[i]),
            "status": "temporarily closed" if shut[i] else "active", "assured_date": "2025-03-01" if assured[i] else None,
            "organization": {"name": str(bodies.name[i]), "email": "office@sentinel.example"},
            "service_at_locations": [place], "languages": spoken, "contacts": [{"name": "Amina Sentinel"}],
        })  # fmt: skip
    return records
