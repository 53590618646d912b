"""The rules that are in force in an area folder on a day, and what a delivery would bring in their words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from denizen.agreements import Agreement, Load, RulesOfUse
from denizen.agreements.code import Code
from denizen.agreements.instruments import Instrument, Rulebook, rulebook
from denizen.agreements.items_of_columns import item_of
from denizen.agreements.papers import instrument_of, words_of
from denizen.agreements.states import FORBIDDING
from denizen.agreements.vocabulary import Term, load_vocabulary
from denizen.contracts import Contract, Field, Layout
from denizen.errors import BadDocument
from denizen.pipeline.folder import AreaFolder

_GRAIN_OF_TIER = {"T1": "dwelling", "T2": "person", "T3": "person"}
_SERVES_OTHERS = ("gazetteer", "suppressed")


def rules_in_force(area: AreaFolder, day: date) -> RulesOfUse | None:
    """Every rule of the area's codes and agreements that holds on a day; None where there is none, and no declared flow.

    Raises:  BadDocument, where denizen.yaml does not say which party runs denizen, or a prohibition names a term that is not
             in the vocabulary: what cannot be read cannot be kept.
    """
    codes = {area.files.get(code.id, code.id): code for code in area.codes if code.status in FORBIDDING}
    agreements = {area.files.get(one.id, one.id): one for one in area.agreements if one.is_in_force(day)}
    papers: dict[str, Code | Agreement] = {**codes, **agreements}
    if not codes and not any(one.rules or one.flows for one in agreements.values()):
        return None
    words, _ = words_of(papers, load_vocabulary())
    words = words.grown("area", [Term(id=area.file.area.code, label=area.file.area.name, parent=area.file.area.nation)])
    _check_party(area, words.tree("recipient").ids)
    book = rulebook(words, [_as_binding(paper, file) for file, paper in papers.items()], day)
    _check_prohibitions_are_read(book)
    lapsed = {file: code.ends_on for file, code in codes.items() if code.ends_on and code.ends_on < day}
    return RulesOfUse(book, {paper.id: area.hashes.get(paper.id, "") for paper in papers.values()}, lapsed)


def _as_binding(paper: Code | Agreement, file: str) -> Instrument:
    """What a text says today. While one is stopped, it lets nothing through, and goes on forbidding and obliging."""
    said = instrument_of(paper, file)
    if paper.status == "in_force":
        return said
    return replace(said, speaks=True, rules=tuple(rule for rule in said.rules if rule.kind != "permit"))


def _check_party(area: AreaFolder, known: tuple[str, ...]) -> None:
    if area.file.party not in known:
        raise BadDocument(
            "Codes or flows are here, and it is not said by which of their parties denizen is run.",
            where="denizen.yaml: party",
            mend="write `party:` with the id that it has in its code of practice, as `party: invented_council`",
        )


def _check_prohibitions_are_read(book: Rulebook) -> None:
    for one in book.unplaced:
        if one.rule is not None and one.rule.kind == "prohibit":
            words = ", ".join(f"`{term.word}`: {term.mend}" for term in one.words)
            raise BadDocument(
                f"{one.instrument.id}, clause {one.clause}, forbids something in words that are not known ({words}).",
                where=one.instrument.file,
                mend="write it with terms of the vocabulary: what cannot be read cannot be kept",
            )


def load_of(area: AreaFolder, contract: Contract, layout: Layout) -> Load:
    """What a delivery in a layout brings."""
    return Load(
        recipient=area.file.party,
        area=area.file.area.code,
        grain=_grain(layout),
        items=items_in(contract, layout),
        needed=frozenset(field.name for field in _telling(layout) if field.required),
        is_shown=layout.gives.shape not in _SERVES_OTHERS,
    )


def items_in(contract: Contract, layout: Layout) -> dict[str, str]:
    """The columns of a layout that tell of a person, each with the item that it is."""
    return {field.name: item_of(contract.source, field.name, _role(field, layout)) for field in _telling(layout)}


def _telling(layout: Layout) -> list[Field]:
    return [field for field in layout.read_fields if field.is_personal or field.is_special]


def _role(field: Field, layout: Layout) -> str:
    """What a column is in a record: as its contract says, else as what is made of it is."""
    made_of_it = (made.role for made in layout.fields if made.derived and re.search(rf"\b{field.name}\b", made.derived))
    return field.role or next(filter(None, made_of_it), "")


def _grain(layout: Layout) -> str:
    """What a row is of: by its tier, else a person where it tells of one, else the area that it counts."""
    if layout.tier in _GRAIN_OF_TIER:
        return _GRAIN_OF_TIER[layout.tier]
    if layout.is_of_people:
        return "person"
    grains = load_vocabulary().grains
    return layout.gives.geography.value if layout.gives.geography.value in grains else "lad"
