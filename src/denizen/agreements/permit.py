"""The permit: proof that an agreement allows these columns of this list, for this purpose, on this day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from denizen.agreements.agreement import NO_GROUNDS, Agreement, Grounds
from denizen.agreements.decisions import RulesOfUse
from denizen.agreements.load import ALLOWED, Load, Ruling, ruling_on
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
    without: frozenset[str] = frozenset()
    """columns that a rule keeps out all the same"""
    ruling: Ruling = ALLOWED
    """what the rules of codes and agreements said, where there are any"""

    def allows(self, column: str) -> bool:
        return column not in self.without and ("*" in self.columns or column in self.columns)


def permit(
    agreements: Sequence[Agreement],
    source: str,
    layout: str,
    purpose: Purpose,
    day: date,
    *,
    named: str = "",
    rules: RulesOfUse | None = None,
    load: Load | None = None,
) -> Permit:
    """Ask the agreements whether one layout of a source may be read; then every rule in force what of it, and for what.

    Args:    every agreement of the area; what to read; why; on which day; the agreement that denizen.yaml names, if any; the
             rules in force, where there are any, and what the delivery would bring.
    Raises:  NotPermitted, saying which agreement came nearest and what to renew, or which clause forbids it.
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
            granted = Permit(
                agreement.id, source, layout, purpose, day, frozenset(agreement.columns), agreement.grounds()
            )
            if rules is None or load is None or agreement.kind == "open_licence":
                return granted
            return _narrowed(granted, ruling_on(load, rules, agreement, source, purpose, day, asked=asked))
    nearest = max(candidates, key=lambda a: (a.is_in_force(day), a.ends_on or date.max))
    raise NotPermitted(
        f"{nearest.id} with {nearest.controller} {_why_not(nearest, purpose, day)}",
        where=f"agreements/, {nearest.id}: {nearest.in_force_from} to {nearest.ends_on or 'no end date'}",
        mend=f"{_what_helps(nearest, day)} {_whom_to_ask(nearest)}, or leave this extract out",
    )


def _narrowed(granted: Permit, ruling: Ruling) -> Permit:
    """The same permit without the columns that a rule keeps out, and no longer than any text lets a delivery be kept."""
    days = [said for said in (granted.grounds.retention_days, ruling.retain_days) if said]
    return replace(
        granted,
        without=frozenset(column for column, _ in ruling.without),
        grounds=replace(granted.grounds, retention_days=min(days) if days else None),
        ruling=ruling,
    )


def _what_helps(agreement: Agreement, day: date) -> str:
    """What is to be done about an agreement that does not let a list be read, up to the name of whom to ask."""
    if agreement.status in ("draft", "assured", "signed"):
        return "have the agreement signed and put in force with"
    if agreement.is_in_force(day):
        return "have the purpose written into the agreement with"
    return "renew the agreement with"


def _whom_to_ask(agreement: Agreement) -> str:
    """Posts of the parties that answer for the data; where none is named, the data controller."""
    posts = [f"{party.contact_post} ({party.name})" for party in agreement.parties if party.contact_post]
    return "; ".join(posts) or f"the data controller, {agreement.controller}"


def _why_not(agreement: Agreement, purpose: Purpose, day: date) -> str:
    if agreement.status != "in_force":
        return f"is {agreement.status.replace('_', ' ')}, not in force."
    if not agreement.is_in_force(day):
        return f"is not in force on {day}."
    if purpose not in agreement.purposes:
        return f"does not allow the purpose {purpose.value.replace('_', ' ')}."
    return ""
