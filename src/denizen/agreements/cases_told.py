"""Boxes back into words: one concrete case as a sentence, a whole box, and the case that a rule would write."""

from __future__ import annotations

from collections.abc import Mapping

from denizen.agreements.boxes import Box, Point
from denizen.agreements.numbering import Interval, Tree, listed
from denizen.agreements.vocabulary import DIMENSIONS, TREES, Vocabulary

Written = dict[str, object]
"""a case as its YAML holds it"""


def concrete(box: Box, vocabulary: Vocabulary) -> Point:
    """One case of the box, as concrete as it has: the first lowest term, preferring bodies that are there and terms that may be
    asked for; of people and places the term that is named; the finest grain; the first day."""
    return tuple(
        _lowest(vocabulary.tree(dimension), interval, vocabulary)
        if dimension in TREES and dimension not in ("subjects", "area")
        else interval[0]
        for dimension, interval in zip(DIMENSIONS, box.intervals, strict=True)
    )


def _lowest(tree: Tree, interval: Interval, vocabulary: Vocabulary) -> int:
    if tree.dimension == "recipient":
        there = (tree.spans[name][0] for name in vocabulary.parties)
        if within := [point for point in there if interval[0] <= point <= interval[1]]:
            return min(within)
    lowest: int | None = None
    for point in range(interval[0], interval[1] + 1):
        name = tree.ids[point]
        if tree.spans[name] == (point, point):
            if vocabulary.is_askable(tree.dimension, name):
                return point
            lowest = point if lowest is None else lowest
    return interval[0] if lowest is None else lowest


def named(point: Point, vocabulary: Vocabulary) -> dict[str, str]:
    """A case by dimension and term."""
    return {
        dimension: vocabulary[dimension].term_at(number) for dimension, number in zip(DIMENSIONS, point, strict=True)
    }


def use_in_words(witness: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """One concrete use, as the end of `it is allowed to ...`. The day is told by who needs it."""
    said = {dimension: vocabulary.label(dimension, witness[dimension]) for dimension in DIMENSIONS[:-1]}
    words = f"{said['action']} {said['item']} about {said['subjects']}, from {said['source']}"
    if witness["action"] in _outwards(vocabulary):
        words += f", to {said['recipient']}"
    else:
        words += f", as {said['recipient']}"
    words += f", at {said['grain']}, for {said['purpose']}"
    return words + (f", in {said['area']}" if witness["area"] != vocabulary.tree("area").ids[0] else "")


def _outwards(vocabulary: Vocabulary) -> set[str]:
    tree = vocabulary.tree("action")
    if "disclose" not in tree:
        return set(tree.ids)
    low, high = tree.interval("disclose")
    return set(tree.ids[low : high + 1])


def box_in_words(box: Box, vocabulary: Vocabulary) -> str:
    """What a box holds, as the end of `it forbids ...`; what it does not narrow is left out."""
    said = {
        dimension: interval_in_words(dimension, interval, vocabulary)
        for dimension, interval, whole in zip(DIMENSIONS, box.intervals, vocabulary.whole, strict=True)
        if interval != whole
    }
    parts = [_what(said.get("action", ""), said.get("item", ""))]
    before = {**_BEFORE, "recipient": _to_or_by(box, vocabulary)}
    parts += [f"{word} {said[dimension]}".strip() for dimension, word in before.items() if dimension in said]
    return " ".join(parts)


def _to_or_by(box: Box, vocabulary: Vocabulary) -> str:
    """The recipient is to whom something goes out; of a use inside a body, the body."""
    low, high = box.intervals[DIMENSIONS.index("action")]
    outwards = {vocabulary.tree("action").ids[point] in _outwards(vocabulary) for point in range(low, high + 1)}
    return "by or to" if len(outwards) > 1 else "to" if outwards == {True} else "by"


_BEFORE = {
    "subjects": "about",
    "source": "from",
    "recipient": "",
    "grain": "at",
    "purpose": "for",
    "area": "in",
    "period": "",
}


def _what(action: str, item: str) -> str:
    if action:
        return f"to {action} {item or 'anything'}"
    return f"any use of {item}" if item else "anything"


def interval_in_words(dimension: str, interval: Interval, vocabulary: Vocabulary) -> str:
    """An interval as a person reads it: `tenancy data`, `personal data other than health`, `person level to LSOA`."""
    low, high = interval
    if dimension == "period":
        first, last = (vocabulary[dimension].term_at(point) for point in interval)
        if high == vocabulary.whole[-1][1]:
            return f"from {first} on"
        return f"on {first}" if low == high else f"from {first} to {last}"
    if dimension == "grain":
        first, last = (vocabulary.label("grain", vocabulary.grains.term_at(point)) for point in interval)
        return first if low == high else f"{first} to {last}"
    return listed(_parts(vocabulary.tree(dimension), interval, vocabulary))


def _parts(tree: Tree, interval: Interval, vocabulary: Vocabulary) -> list[str]:
    """Whole terms by their label; a term that lies in the interval only in part, with what is left out of it."""
    parts, point, last = [], interval[0], interval[1]
    while point <= last:
        name = tree.ids[point]
        end = tree.spans[name][1]
        label = vocabulary.label(tree.dimension, name)
        if end <= last:
            parts.append(label)
            point = end + 1
            continue
        out = [vocabulary.label(tree.dimension, one) for one in tree.whole_terms((last + 1, end))]
        parts.append(f"{label} other than {listed(out)}")
        break
    return parts


def written(box: Box, vocabulary: Vocabulary) -> Written | None:
    """The case that holds exactly this box, as YAML writes it; None where terms cannot say it."""
    case: Written = {}
    for dimension, interval, whole in zip(DIMENSIONS, box.intervals, vocabulary.whole, strict=True):
        if interval == whole:
            continue
        if dimension in TREES:
            tree = vocabulary.tree(dimension)
            if not tree.is_named(interval):
                return None
            terms = tree.whole_terms(interval)
            case[dimension] = terms[0] if len(terms) == 1 else list(terms)
        else:
            first, last = (vocabulary[dimension].term_at(point) for point in interval)
            case[dimension] = (
                first
                if first == last and dimension == "grain"
                else {
                    **({"from": first} if interval[0] != whole[0] else {}),
                    **({"to": last} if interval[1] != whole[1] else {}),
                }
            )
    return case


def in_yaml(case: Written) -> str:
    """A case on one line, as YAML's flow style writes it."""
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in case.items()) + "}"


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {one}" for key, one in value.items()) + "}"
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else str(value)
