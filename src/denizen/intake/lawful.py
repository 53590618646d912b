"""What the law lets nobody do with a list, even where an agreement allows it: the limits of its contract, enforced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from denizen.agreements import Permit
from denizen.contracts import Contract, Layout, Limit
from denizen.errors import NotPermitted

HeldBy = Literal["council", "health_body", "police", "housing_association", "charity", "employer", "partnership"]
"""what kind of body runs denizen and so holds the lists"""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and by whom a list is received, which is what the law asks: nation, kind of body, day."""

    nation: str
    held_by: HeldBy
    day: date


_GROUNDS = {
    "named_power": ("a statutory power", "`power`: the act and section that the data controller shares under"),
    "legal_note": ("a legal note", "`legal_note`: the reference of counsel's note on this use"),
    "dpia": ("a data protection impact assessment", "`dpia`: its reference"),
    "privacy_notice": ("a published privacy notice", "`privacy_notice`: where the people on the list can read it"),
}
"""ground -> what a person calls it, and the key of the agreement that names it"""

_PEOPLE_TIERS = ("T2", "T3")


def check_is_lawful(contract: Contract, layout: Layout, permit: Permit, setting: Setting) -> None:
    """Ask the limits that bind the layout in this nation on this day.

    Raises:  NotPermitted, naming the law and what would have to change.
    """
    binding = [limit for limit in contract.limits if limit.binds(setting.nation, setting.day, layout.name, layout.tier)]
    for limit in binding:
        _check_limit(limit, layout, permit, setting)
    needed = [ground for limit in binding for ground in limit.requires]
    if layout.tier in _PEOPLE_TIERS:
        needed += ["dpia", "privacy_notice"]
    _check_grounds(list(dict.fromkeys(needed)), binding, layout, permit)


def _check_limit(limit: Limit, layout: Layout, permit: Permit, setting: Setting) -> None:
    if limit.purposes and permit.purpose.value not in limit.purposes:
        allowed = " or ".join(purpose.replace("_", " ") for purpose in limit.purposes)
        raise NotPermitted(
            f"The law does not let {layout.id} be used for {permit.purpose.value.replace('_', ' ')}, whatever the "
            f"agreement says; it allows {allowed}. {limit.power}",
            where=limit.cite,
            mend="use counts (tier T0) where the law allows them, or leave this list out",
        )
    if limit.recipients and setting.held_by not in limit.recipients:
        allowed = " or ".join(_body(body) for body in limit.recipients)
        raise NotPermitted(
            f"The law lets {layout.id} be held by {allowed}, not by {_body(setting.held_by)}. {limit.power}",
            where=limit.cite,
            mend="let the body that may hold it run this part and supply counts (tier T0), or correct `held_by` in denizen.yaml",
        )


def _body(held_by: str) -> str:
    """A kind of body as it stands in a sentence."""
    named = {"police": "a police force", "employer": "an employer"}
    return named.get(held_by, f"a {held_by.replace('_', ' ')}")


def _check_grounds(needed: Sequence[str], binding: Sequence[Limit], layout: Layout, permit: Permit) -> None:
    missing = [ground for ground in needed if not getattr(permit.grounds, ground)]
    if not missing:
        return
    words = " and ".join(_GROUNDS[ground][0] for ground in missing)
    cites = "; ".join(limit.cite for limit in binding if set(missing) & set(limit.requires))
    of = f" of tier {layout.tier}" if layout.tier else ""
    raise NotPermitted(
        f"{permit.agreement} does not name {words}, without which {layout.id}{of} may not be read.",
        where=f"agreement {permit.agreement}" + (f"; {cites}" if cites else ""),
        mend="write into the agreement " + " and ".join(_GROUNDS[ground][1] for ground in missing),
    )
