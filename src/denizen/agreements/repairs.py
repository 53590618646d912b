"""The smallest change that mends a fault, as a line that can be written into the file that it names."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.agreements.boxes import Box
from denizen.agreements.cases_told import Written, in_yaml, written
from denizen.agreements.instruments import Instrument, PlacedFlow, Spoken
from denizen.agreements.numbering import Interval
from denizen.agreements.rules import PERIOD
from denizen.agreements.vocabulary import DIMENSIONS, Vocabulary


def exception_for(inner: Spoken, outer: Spoken) -> Written | None:
    """The exception that takes the outer rule's cases out of the inner one, naming only what the inner rule leaves open.

    None where the outer rule holds all of the inner one, so that nothing would be left of it.
    """
    case: Written = {}
    for place, dimension in enumerate(DIMENSIONS[:PERIOD]):
        forbidden = {box.intervals[place] for box in outer.placed.when}
        if all(any(_within(box.intervals[place], one) for one in forbidden) for box in inner.placed.when):
            continue
        said = outer.rule.when.model_dump(by_alias=True, exclude_none=True, mode="json").get(dimension)
        case[dimension] = said[0] if isinstance(said, list) and len(said) == 1 else _short(said)
    return case or None


def _short(said: object) -> object:
    if isinstance(said, dict):
        ends = {key: end for key, end in said.items() if end}
        return ends["from"] if len(ends) == 2 and ends["from"] == ends["to"] else ends
    return said


def to_carve_out(permit: Spoken, prohibition: Spoken, vocabulary: Vocabulary) -> str:
    """How to take out of a permit what is forbidden; where that is all of it, how to let the prohibition make room."""
    case = exception_for(permit, prohibition)
    if case is None:
        room = permit.rule.when.model_dump(by_alias=True, exclude_none=True, mode="json")
        kept = {
            key: value[0] if isinstance(value, list) and len(value) == 1 else _short(value)
            for key, value in room.items()
        }
        return (
            f"take rule {permit.rule.id} out of {permit.instrument.file}, or add to rule {prohibition.rule.id} in"
            f" {prohibition.instrument.file}: `unless: [{in_yaml(kept)}]`"
        )
    if list(case) == ["grain"] and (narrowed := _narrowed(permit, prohibition, vocabulary)):
        return f"in {permit.instrument.file}, rule {permit.rule.id}, write `grain: {in_yaml(narrowed)}`"
    return f"in {permit.instrument.file}, add to rule {permit.rule.id}: `unless: [{in_yaml(case)}]`"


def _narrowed(permit: Spoken, prohibition: Spoken, vocabulary: Vocabulary) -> Written | None:
    """The grains of the permit that the prohibition leaves, where they are one range."""
    place = DIMENSIONS.index("grain")
    low, high = _hull(permit.placed.when).intervals[place]
    first, last = _hull(prohibition.placed.when).intervals[place]
    left = [(low, min(high, first - 1)), (max(low, last + 1), high)]
    kept = [ends for ends in left if ends[0] <= ends[1]]
    if len(kept) != 1:
        return None
    return {"from": vocabulary.grains.term_at(kept[0][0]), "to": vocabulary.grains.term_at(kept[0][1])}


def to_lift(prohibition: Spoken, flow: PlacedFlow, box: Box, vocabulary: Vocabulary) -> str:
    """How to let a prohibition make room for a declared flow."""
    return (
        f"take it out of the flow {flow.flow.id} in {flow.instrument.file}, or add to rule {prohibition.rule.id} in"
        f" {prohibition.instrument.file}: `unless: [{in_yaml(_case_of(box, vocabulary))}]`"
    )


def to_permit(flow: PlacedFlow, silent: Sequence[Box], code: Instrument | None, vocabulary: Vocabulary) -> str:
    """How to let a code speak of all that is silent of a flow: whole rules, as they can stand below `rules`."""
    cases = _cases_of(silent, vocabulary)
    first, last = _free_clause(code)
    names = _free_names(flow.flow.id, len(cases), code)
    rules = [
        f"`- {{id: {name}, clause: '{first}.{last + place}', kind: permit, when: {in_yaml(case)}}}`"
        for place, (name, case) in enumerate(zip(names, cases, strict=True))
    ]
    where = code.file if code else "the code of the party that sends"
    stopped = " (and bring it into force: it is suspended or ended)" if code and not code.speaks else ""
    return (
        f"add to `rules` in {where}{stopped} {' and '.join(rules)}, or narrow the flow"
        f" {flow.flow.id} in {flow.instrument.file}"
    )


def _cases_of(boxes: Sequence[Box], vocabulary: Vocabulary) -> list[Written]:
    """The boxes as cases; those that differ in their item alone are one case of several items."""
    cases: list[Written] = []
    for box in boxes:
        case = _case_of(box, vocabulary)
        rest = {key: value for key, value in case.items() if key != "item"}
        same = next((one for one in cases if {key: one[key] for key in one if key != "item"} == rest), None)
        if same is None:
            cases.append(case)
        elif "item" in same:
            items = list(dict.fromkeys([*_several(same["item"]), *_several(case.get("item", []))]))
            same["item"] = items if len(items) > 1 else items[0]
    return cases


def _several(said: object) -> list[object]:
    return list(said) if isinstance(said, list) else [said]


def _free_clause(code: Instrument | None) -> tuple[int, int]:
    """The number after the last clause of a code."""
    clauses = [one.clause.split(".") for one in code.rules] if code else []
    numbers = [tuple(map(int, parts)) for parts in clauses if all(part.isdecimal() for part in parts)]
    last = max(numbers, default=(1,))
    return last[0], (last[1] if len(last) > 1 else 0) + 1


def _free_names(name: str, count: int, code: Instrument | None) -> list[str]:
    """Ids that no rule of the code has yet."""
    taken = {one.id for one in code.rules} if code else set()
    free = (
        one for one in (name, *(f"{name}_{number}" for number in range(2, count + len(taken) + 3))) if one not in taken
    )
    return [next(free) for _ in range(count)]


def _case_of(box: Box, vocabulary: Vocabulary) -> Written:
    """The nearest case that terms can say: the box itself, or what covers it where no terms say it exactly."""
    timeless = box.with_interval(PERIOD, vocabulary.whole[PERIOD])
    case = written(timeless, vocabulary)
    if case is None:
        for place, dimension in enumerate(DIMENSIONS):
            if dimension not in ("grain", "period"):
                tree = vocabulary.tree(dimension)
                if not tree.is_named(timeless.intervals[place]):
                    timeless = timeless.with_interval(place, tree.spans[tree.covering(timeless.intervals[place])])
        case = written(timeless, vocabulary)
    return case or {}


def _hull(boxes: Sequence[Box]) -> Box:
    return Box(
        tuple(min(numbers) for numbers in zip(*(box.low for box in boxes), strict=True)),
        tuple(max(numbers) for numbers in zip(*(box.high for box in boxes), strict=True)),
    )


def _within(inner: Interval, outer: Interval) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
