"""What the law says of single lists: who may have them, what for, what has to be named. The bars are data (law/powers.yaml)."""

from __future__ import annotations

from collections.abc import Iterator

from denizen.agreements.law_data import Bar
from denizen.agreements.lawful_use import Court, Reason, Use, a_body, in_words


def list_is_not_barred(use: Use, court: Court) -> Iterator[Reason]:
    """What the law of this list says against a use, whatever grounds are named."""
    for bar in court.law.bars:
        binds = bar.binds == "any" or use.is_personal
        if bar.source == use.source and use.nation in bar.nations and bar.from_ <= use.day and binds:
            yield from _against_a_bar(bar, use, court)


def _against_a_bar(bar: Bar, use: Use, court: Court) -> Iterator[Reason]:
    listed = in_words(use.source)
    if bar.refused:
        yield _barred(bar, f"The law leaves no use of {listed} open here: it may not {bar.may_not}.")
        return
    if bar.purposes and not any(court.is_purpose(use.purpose, purpose) for purpose in bar.purposes):
        yield _barred(
            bar, f"The law does not let {listed} serve {in_words(use.purpose)}: {bar.may}. It may not {bar.may_not}."
        )
    if bar.stays and use.leaves:
        yield _barred(bar, f"It goes no further than the body that holds {listed}: {bar.may}.")
    elif bar.recipients and not court.is_any_body(use.receiver, bar.recipients):
        yield _barred(bar, f"{a_body(use.receiver)} may not have {listed}: {bar.may}.")
    yield from (_barred(bar, sentence) for sentence in _needed_and_not_named(bar, use, court))


def _needed_and_not_named(bar: Bar, use: Use, court: Court) -> Iterator[str]:
    listed = in_words(use.source)
    has_power = bool(use.named & set(bar.powers)) if bar.powers else bool(use.power or court.named(use, "power"))
    if "power" in bar.needs and not has_power:
        yield f"For {listed} a power has to be named that the law gives for it: {bar.may}."
    if "legal_note" in bar.needs and not use.legal_note:
        yield f"For {listed} a legal note is needed: {bar.may}."
    if "opt_out" in bar.needs and use.opt_outs not in ("national_data_opt_out", "exempt"):
        yield f"For {listed} in England it has to be said how opt-outs were applied: {bar.may}."


def _barred(bar: Bar, what: str) -> Reason:
    return Reason(what, bar.cite, bar.mend)
