"""Grounds, powers and bars of the law as dated data (law/*.yaml), read once into types."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from typing import Literal, TypeVar

from pydantic import Field

from denizen.documents import Document, parse_document

Nation = Literal["england", "wales"]
BOTH: tuple[Nation, ...] = ("england", "wales")
Group = Literal["article_6", "article_9", "schedule_1", "article_10", "statistics", "gateway", "power"]
Need = Literal["power", "legal_note", "opt_out"]


class Basis(Document):
    """One ground or power: what it is, who may rest on it, and for what."""

    id: str
    group: Group = "power"
    label: str
    """as it stands in a sentence"""
    meaning: str
    source: str
    dated: date
    """day from which it holds"""
    same_as: str = ""
    nations: tuple[Nation, ...] = BOTH
    refused_to: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    """kinds of body that have the power; none named: any"""
    only_to: tuple[str, ...] = ()
    """kinds of body that may receive under it"""
    carries: tuple[str, ...] = ()
    carries_not: tuple[str, ...] = ()
    stands_with: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    policy_document: bool = False


class Bar(Document):
    """What the law says of one list, whatever an agreement says."""

    id: str
    source: str
    nations: tuple[Nation, ...] = BOTH
    from_: date = Field(alias="from")
    binds: Literal["personal", "any"]
    purposes: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    stays: bool = False
    refused: bool = False
    needs: tuple[Need, ...] = ()
    powers: tuple[str, ...] = ()
    cite: str
    may: str
    may_not: str
    mend: str


class _Bases(Document):
    version: str
    bases: tuple[Basis, ...]


class _Powers(Document):
    version: str
    powers: tuple[Basis, ...]
    bars: tuple[Bar, ...]


class Law(Document):
    """All grounds and powers by id, and the bars by list."""

    version: str
    bases: dict[str, Basis]
    bars: tuple[Bar, ...]

    def of_group(self, *groups: Group) -> tuple[Basis, ...]:
        return tuple(basis for basis in self.bases.values() if basis.group in groups)


@cache
def load_law() -> Law:
    """The law as it stands in the package's data.

    Raises:  BadDocument, with line and key.
    """
    grounds, powers = _read("lawful_bases.yaml", _Bases), _read("powers.yaml", _Powers)
    return Law(
        version=grounds.version,
        bases={basis.id: basis for basis in (*grounds.bases, *powers.powers)},
        bars=powers.bars,
    )


Model = TypeVar("Model", bound=Document)


def _read(name: str, model: type[Model]) -> Model:
    text = (resources.files("denizen.agreements") / "law" / name).read_text("utf-8")
    return parse_document(text, f"law/{name}", model)
