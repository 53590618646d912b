"""The permit: proof that an agreement allows these columns of this list, for this purpose, on this day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from denizen.agreements.agreement import NO_GROUNDS, Agreement, Grounds
from denizen.agreements.purposes import Purpose
from denizen.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Permit:
    """Proof that an agreement allows these columns for this purpose. Only `permit` makes one."""

    agreement: str
    source: str
    layout: str
    purpose: Purpose
    day: date
    columns: frozenset[str]
    """Column names of the contract; `*` stands for all."""
    grounds: Grounds = NO_GROUNDS

    def allows(self, column: str) -> bool:
        return "*" in self.columns or column in self.columns


def permit(
    agreements: Sequence[Agreement], source: str, layout: str, purpose: Purpose, day: date, *, named: str = ""
) -> Permit:
    """Ask the agreements whether one layout of a source may be read.

    Args:    every agreement of the area; what to read; why; on which day; the agreement that denizen.yaml names, if any.
    Raises:  NotPermitted, saying which agreement came nearest and what to renew.
    """
    asked = f"{source}.{layout}"
    if named and not any(agreement.id == named for agreement in agreements):
        raise NotPermitted(
            f"There is no agreement {named}, which denizen.yaml names for {asked}.",
            where="agreements/",
            mend=f"put the agreement's file there, or name one of: {', '.join(sorted(a.id for a in agreements)) or 'none'}",
        )
    candidates = [a for a in agreements if a.covers(source, layout) and named in ("", a.id)]
    if not candidates:
        raise NotPermitted(
            f"No agreement covers {asked}" + (f"; {named} does not." if named else "."),
            where="agreements/",
            mend="add the agreement or open licence under which it was supplied, or leave this extract out",
        )
    for agreement in candidates:
        if not _why_not(agreement, purpose, day):
            return Permit(agreement.id, source, layout, purpose, day, frozenset(agreement.columns), agreement.grounds())
    nearest = max(candidates, key=lambda a: (a.is_in_force(day), a.ends_on or date.max))
    raise NotPermitted(
        f"{nearest.id} with {nearest.controller} {_why_not(nearest, purpose, day)}",
        where=f"agreements/, {nearest.id}: {nearest.in_force_from} to {nearest.ends_on or 'no end date'}",
        mend="renew the agreement with the data controller, or leave this extract out",
    )


def _why_not(agreement: Agreement, purpose: Purpose, day: date) -> str:
    if agreement.status != "in_force":
        return f"is {agreement.status.replace('_', ' ')}, not in force."
    if not agreement.is_in_force(day):
        return f"is not in force on {day}."
    if purpose not in agreement.purposes:
        return f"does not allow the purpose {purpose.value.replace('_', ' ')}."
    return ""
