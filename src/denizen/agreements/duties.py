"""Duties that bind one case: those that cannot all be done, and those that two codes set differently.

Duties are intervals on a line, and intervals that meet two by two meet all together (Helly's theorem in one dimension). To
look at pairs is therefore enough: where every pair can be done, all can.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from denizen.agreements.agreement_terms import TERMS
from denizen.agreements.boxes import Box
from denizen.agreements.cases_told import concrete, named, use_in_words
from denizen.agreements.clashes import Clashes, Family, Mask, clashes, families, shared_part, touched
from denizen.agreements.findings import Finding, Kind, Severity
from denizen.agreements.instruments import Rulebook, Spoken
from denizen.agreements.numbering import Interval
from denizen.agreements.overlaps import Rows
from denizen.agreements.rules import MOST
from denizen.agreements.vocabulary import Vocabulary

NAMED = 50
"""pairs of rules that one finding names; it says how many more there are"""
IN_WORDS = {
    "retain_days": ("keep", "days"),
    "minimum_cell": ("show no count below", "people"),
    "round_to": ("round to", ""),
    "notify_days": ("give notice", "days"),
    "review_days": ("review within", "days"),
    "smallest_grain": ("show nothing finer than", ""),
    "pseudonymise": ("pseudonymise", ""),
    "train_days": ("train again after", "days"),
}


def duty_faults(book: Rulebook) -> tuple[list[Finding], int]:
    """Impossible duties and confusing overlaps; and how many pairs of duties of one kind bind one case."""
    found = _impossible_alone(book)
    pairs = 0
    dutiful = [one for one in book.spoken if one.placed.duty is not None]
    for what in sorted({one.rule.duty.what for one in dutiful if one.rule.duty}):
        told, bound = _of_kind([one for one in dutiful if one.rule.duty and one.rule.duty.what == what], book)
        found += told
        pairs += bound
    return found, pairs


def _of_kind(spoken: Sequence[Spoken], book: Rulebook) -> tuple[list[Finding], int]:
    least = np.array([one.placed.duty[0] for one in spoken if one.placed.duty])
    most = np.array([one.placed.duty[1] for one in spoken if one.placed.duty])
    number = {one.instrument.id: place for place, one in enumerate(spoken)}
    whose = np.array([number[one.instrument.id] for one in spoken])
    possible = least <= most
    bound = clashes(spoken, spoken, lambda a, _: np.ones(len(a), dtype=bool), once=True)
    apart = (np.maximum(least[bound.a], least[bound.b]) > np.minimum(most[bound.a], most[bound.b])) & (
        possible[bound.a] & possible[bound.b]
    )
    differ = (least[bound.a] != least[bound.b]) | (most[bound.a] != most[bound.b])
    confusing = differ & ~apart & possible[bound.a] & possible[bound.b] & _are_set_differently(bound, whose)
    told = []
    permitted = [box for one in book.of_kind("permit") for box in one.placed.boxes]
    told_of: tuple[tuple[Kind, Mask], ...] = (("impossible-duty", apart), ("confusing-overlap", confusing))
    for kind, mask in told_of:
        some = bound.only(mask)
        touches = touched(some, book.flows)
        told += [
            _told(kind, some, one, permitted, book.vocabulary)
            for one in families(_keys(some, whose), touches, book.flows)
        ]
    return told, len(bound)


def _are_set_differently(found: Clashes, whose: Rows) -> Mask:
    """Which pairs leave a reader in doubt: two texts; a field of an agreement that asks for less than a rule does; two fields
    of one agreement, unless the narrower asks for more.

    An agreement that is stricter than a code is what agreements are for; and the fields of two agreements speak of what was
    sent under the one and under the other.
    """
    doubtful = np.asarray(whose[found.a] != whose[found.b], dtype=bool)
    terms = [np.array([one.is_term for one in side.spoken], dtype=bool) for side in (found.left, found.right)]
    for row in np.flatnonzero(terms[0][found.a] | terms[1][found.b]).tolist():
        first, second = found.pair(row)
        if first.is_term and second.is_term:
            doubtful[row] = not doubtful[row] and not (_refines(first, second) or _refines(second, first))
        else:
            term, rule = (first, second) if first.is_term else (second, first)
            doubtful[row] = _asks_less(term, rule)
    return doubtful


def _asks_less(term: Spoken, rule: Spoken) -> bool:
    """Whether an end that a field sets lies beyond the one that a rule sets."""
    (least, most), (lowest, highest) = term.placed.duty or (0, MOST), rule.placed.duty or (0, MOST)
    return highest < most != MOST or lowest > least > 0


def _refines(narrow: Spoken, wide: Spoken) -> bool:
    """Whether a field of some items asks for more than one of all items does."""
    whole, part = wide.placed.boxes, narrow.placed.boxes
    is_narrower = part != whole and all(any(one.contains(box) for one in whole) for box in part)
    return is_narrower and not _asks_less(narrow, wide)


def _keys(found: Clashes, whose: Rows) -> Rows:
    """Alike: duties of one kind, of the same two instruments."""
    return whose[found.a] * (len(whose) + 1) + whose[found.b]


def _told(kind: Kind, found: Clashes, family: Family, permitted: Sequence[Box], vocabulary: Vocabulary) -> Finding:
    first, second = found.pair(family.shown)
    likely = [*(box for flow in family.flows for box in flow.boxes), *permitted]
    witness = named(concrete(shared_part(found, family.shown, likely), vocabulary), vocabulary)
    shown = [first, second]
    pairs = [one for row in family.rows[:NAMED].tolist() for one in found.pair(row)]
    alike = [
        one
        for one in {(one.instrument.id, one.rule.id): one for one in pairs}.values()
        if all(one is not other for other in shown)
    ]
    use = f"To {use_in_words(witness, vocabulary)}: "
    wants = [f"{cited(one)}, asks to {duty_in_words(one, vocabulary)}" for one in shown]
    more = f" There are {len(family.rows) - 1} more such pairs." if len(family.rows) > 1 else ""
    is_impossible = kind == "impossible-duty"
    end = "; nobody can do both." if is_impossible else f"; {_strictest(shown, vocabulary)}."
    return Finding(
        kind=kind,
        codes=tuple(one.instrument.id for one in (*shown, *alike)),
        clauses=tuple(one.clause for one in (*shown, *alike)),
        witness=witness,
        sentence=f"{use}{wants[0]}, and {wants[1]}{end}{more}",
        severity=_severity(is_impossible, bool(family.flows)),
        repair=_repair(is_impossible, first, second, vocabulary),
        flows=tuple(flow.flow.id for flow in family.flows),
        alike=len(family.rows),
    )


def _severity(is_impossible: bool, is_touched: bool) -> Severity:
    if is_impossible:
        return "blocks" if is_touched else "warns"
    return "warns" if is_touched else "notes"


def duty_in_words(one: Spoken, vocabulary: Vocabulary) -> str:
    """`keep at least 365 days`, `delete within 180 days`."""
    duty, interval = one.rule.duty, one.placed.duty
    if duty is None or interval is None:
        return "do nothing"
    return interval_of_duty(duty.what, interval, vocabulary)


def interval_of_duty(what: str, interval: Interval, vocabulary: Vocabulary) -> str:
    """A duty of a kind with its interval, as what somebody has to do."""
    if what == "pseudonymise":
        return "put pseudonyms in place of identifiers"
    least, most = interval
    if what == "smallest_grain":
        grains = [vocabulary.label("grain", vocabulary.grains.term_at(end)) for end in interval if 0 < end < MOST]
        return f"show nothing {'finer' if least else 'coarser'} than {grains[0] if grains else 'anything'}"
    if what == "retain_days" and most != MOST:
        return f"delete within {most} days" + (f" and keep at least {least} days" if least else "")
    verb, unit = IN_WORDS[what]
    amount = f"at least {least}" if most == MOST else f"at most {most}" if not least else f"{least} to {most}"
    if what == "minimum_cell" and most == MOST:
        amount = str(least)
    return f"{verb} {amount} {unit}".rstrip()


def _strictest(shown: Sequence[Spoken], vocabulary: Vocabulary) -> str:
    least = max(one.placed.duty[0] for one in shown if one.placed.duty)
    most = min(one.placed.duty[1] for one in shown if one.placed.duty)
    what = shown[0].rule.duty.what if shown[0].rule.duty else ""
    return f"the strictest holds: {interval_of_duty(what, (least, most), vocabulary)}"


def _repair(is_impossible: bool, first: Spoken, second: Spoken, vocabulary: Vocabulary) -> str:
    what = first.rule.duty.what if first.rule.duty else ""
    if not is_impossible and first.placed.duty and second.placed.duty:
        both = (max(first.placed.duty[0], second.placed.duty[0]), min(first.placed.duty[1], second.placed.duty[1]))
        loose = first if first.placed.duty != both else second
        return _written_as(loose, both, vocabulary)
    late, early = (
        (first, second)
        if first.placed.duty and second.placed.duty and first.placed.duty[0] > second.placed.duty[1]
        else (second, first)
    )
    least = late.placed.duty[0] if late.placed.duty else 0
    most = early.placed.duty[1] if early.placed.duty else MOST
    lower = f"{_place(late)} lower {_value(late, 'at_least')} to {_end(what, most, vocabulary)}"
    higher = f"{_place(early)} raise {_value(early, 'at_most')} to {_end(what, least, vocabulary)}"
    if what == "retain_days":
        return f"agree on one, the shorter first (nothing is kept longer than it is needed): {lower}; or {higher}"
    return f"agree on one: {higher}; or {lower}"


def cited(one: Spoken) -> str:
    """A rule by its clause, a field of an agreement by its name."""
    return f"{one.instrument.name}, {f'field `{one.clause}`' if one.is_term else f'clause {one.clause}'}"


def _written_as(one: Spoken, both: Interval, vocabulary: Vocabulary) -> str:
    what = one.rule.duty.what if one.rule.duty else ""
    if one.is_term:
        end = both[0] if both[0] else both[1]
        return (
            f"in {one.instrument.file}, `{one.clause}`, write `{TERMS[one.clause].format(_end(what, end, vocabulary))}`"
        )
    return f"in {one.instrument.file}, rule {one.rule.id}, write the duty as `{{what: {what}, {_ends(what, both, vocabulary)}}}`"


def _place(one: Spoken) -> str:
    return f"in {one.instrument.file}," + ("" if one.is_term else f" rule {one.rule.id},")


def _value(one: Spoken, end: str) -> str:
    return f"`{one.clause}`" if one.is_term else f"`{end}`"


def _ends(what: str, interval: Interval, vocabulary: Vocabulary) -> str:
    least, most = interval
    ends = [
        f"at_least: {_end(what, least, vocabulary)}" if least else "",
        f"at_most: {_end(what, most, vocabulary)}" if most != MOST else "",
    ]
    return ", ".join(filter(None, ends))


def _end(what: str, end: int, vocabulary: Vocabulary) -> str:
    return vocabulary.grains.term_at(end) if what == "smallest_grain" else str(end)


def _impossible_alone(book: Rulebook) -> list[Finding]:
    """Rules whose own duty asks for more than it allows: keep at least 365 days, delete within 180."""
    found = []
    for one in book.spoken:
        duty = one.placed.duty
        if duty is None or duty[0] <= duty[1] or not one.placed.boxes:
            continue
        witness = named(concrete(one.placed.boxes[0], book.vocabulary), book.vocabulary)
        flows = tuple(flow.flow.id for flow in book.flows if _meets(one, flow.boxes))
        found.append(
            Finding(
                kind="impossible-duty",
                codes=(one.instrument.id,),
                clauses=(one.clause,),
                witness=witness,
                sentence=f"To {use_in_words(witness, book.vocabulary)}: {cited(one)},"
                f" asks for at least {duty[0]} and at most {duty[1]}; nobody can.",
                severity=_severity(True, bool(flows)),
                repair=f"in {one.instrument.file}, rule {one.rule.id}, write `at_least` no higher than `at_most`",
                flows=flows,
            )
        )
    return found


def _meets(one: Spoken, boxes: Sequence[Box]) -> bool:
    return any(box.meets(other) for box in boxes for other in one.placed.boxes)
