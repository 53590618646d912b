"""What a code or an agreement still lacks before it can be in force, by the list in law/required.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import Code
from denizen.documents import Document, parse_document

Condition = Literal["personal", "special", "criminal", "people", "statistics"]


class Required(Document):
    """One field that has to be filled in: for which kinds, with which data, why, and who asks for it."""

    field: str
    kinds: str | tuple[str, ...]
    when: Condition | None = None
    why: str
    source: str


class _File(Document):
    version: str
    kinds: Mapping[str, tuple[str, ...]]
    fields: tuple[Required, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """One field that is empty. `field` is its path in the file, with the id of the party or flow that lacks it."""

    field: str
    why: str
    source: str

    @property
    def sentence(self) -> str:
        return f"`{self.field}` is not filled in: {self.why} ({self.source})."


def missing(document: Code | Agreement) -> tuple[Missing, ...]:
    """Every field that has to be filled in before the document can be in force, and is not; in the file's order.

    An open licence lacks nothing: what it has to say is asked for when it is read.
    """
    holds = conditions(document)
    return tuple(
        Missing(path, line.why, line.source)
        for line in required(document.kind)
        if line.when is None or line.when in holds
        for path in _empty(document, line.field.split("."))
    )


@cache
def required(kind: str) -> tuple[Required, ...]:
    """What a kind of document has to say to be in force."""
    file = _file()
    return tuple(line for line in file.fields if kind in _kinds(line, file.kinds))


def conditions(document: Code | Agreement) -> frozenset[Condition]:
    """Which kinds of data a document is about, as far as its items and flows tell."""
    if isinstance(document, Code):
        return frozenset()
    categories = {item.category for item in document.items}
    grains = {flow.grain.finest for flow in document.flows}
    found: dict[Condition, bool] = {
        "personal": bool(categories - {"non_personal"}) or not categories,
        "special": bool(categories & {"special", "confidential_health"}),
        "criminal": "criminal" in categories,
        "people": bool(grains & {"person", "household"}),
        "statistics": "population_statistics" in {purpose.value for purpose in document.purposes}
        and bool(categories - {"non_personal"}),
    }
    return frozenset(condition for condition, holds in found.items() if holds)


@cache
def _file() -> _File:
    text = (resources.files("denizen.agreements") / "law" / "required.yaml").read_text("utf-8")
    return parse_document(text, "law/required.yaml", _File)


def _kinds(line: Required, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return named[line.kinds] if isinstance(line.kinds, str) else line.kinds


def _empty(value: Any, path: Sequence[str], so_far: str = "") -> Iterator[str]:
    """The paths, as a person would write them, at which nothing stands."""
    head, *rest = path
    name = head.removesuffix("[]")
    inner: Any = value.get(int(name)) if isinstance(value, Mapping) else getattr(value, name)
    here = f"{so_far}.{name}" if so_far else name
    if head.endswith("[]"):
        for one in inner:
            yield from _empty(one, rest, f"{here}[{one.id}]")
    elif rest and inner is not None:
        yield from _empty(inner, rest, here)
    elif inner is None or inner == "" or (isinstance(inner, (tuple, Mapping)) and not inner):
        yield here
