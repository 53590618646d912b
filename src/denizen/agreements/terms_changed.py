"""Every field of a code or an agreement that a new version fills in otherwise, with its old and its new value in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from denizen.agreements.agreement import Agreement
from denizen.agreements.cases import Grains
from denizen.agreements.code import Code

TOLD_ELSEWHERE = ("rules",)
"""fields that are told by clause and by case"""
KEYS = ("id", "item", "party", "name", "url")
"""fields that tell one line of a list from another, in the order in which they are tried"""
NOTHING = "nothing"

Pair = tuple[Code | Agreement | None, Code | Agreement | None]
"""the same text in the old and in the new version; None where it is in one of them only"""


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term that changed: `retention days`, `release, minimum cell`, `parties, invented_homes`."""

    document: str
    term: str
    was: str
    becomes: str

    @property
    def sentence(self) -> str:
        return f"{self.document}, {self.term}: from {self.was} to {self.becomes}"


def paired(old: Mapping[str, Code | Agreement], new: Mapping[str, Code | Agreement]) -> list[tuple[str, str]]:
    """Files that hold the same text: by its id, by what it supersedes, or because one is left on either side.

    A text that is in one version only has an empty name in the other.
    """
    left, right, pairs = dict(old), dict(new), []
    for same in (_has_its_id, _supersedes, lambda *_: len(left) == len(right) == 1):
        for file, paper in list(left.items()):
            other = next((name for name, one in right.items() if same(paper, one)), None)
            if other is not None:
                pairs.append((file, other))
                del left[file], right[other]
    return [*pairs, *((file, "") for file in left), *(("", file) for file in right)]


def _has_its_id(old: Code | Agreement, new: Code | Agreement) -> bool:
    return old.id == new.id


def _supersedes(old: Code | Agreement, new: Code | Agreement) -> bool:
    return bool(new.supersedes) and new.supersedes == old.id


def terms_changed(pairs: Sequence[Pair]) -> tuple[TermChange, ...]:
    """What changed in each text, field by field, besides its rules."""
    found = []
    for old, new in pairs:
        text = new or old
        if text is None:
            continue
        if old is None or new is None:
            was, becomes = (NOTHING, text.title) if old is None else (text.title, NOTHING)
            found.append(TermChange(text.id, "the whole text", was, becomes))
            continue
        found += [TermChange(new.id, ", ".join(path), was, becomes) for path, was, becomes in _fields(old, new, ())]
    return tuple(found)


Path = tuple[str, ...]


def _fields(old: BaseModel, new: BaseModel, path: Path) -> Iterator[tuple[Path, str, str]]:
    for name in dict.fromkeys((*type(old).model_fields, *type(new).model_fields)):
        if path or name not in TOLD_ELSEWHERE:
            yield from _changed(getattr(old, name, None), getattr(new, name, None), (*path, _plainly(name)))


def _changed(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, str, str]]:
    if old == new:
        return
    if isinstance(old, BaseModel) and type(old) is type(new) and not isinstance(old, Grains):
        yield from _fields(old, new, path)
    elif isinstance(old, Mapping | tuple) and isinstance(new, Mapping | tuple) and _is_of_groups((old, new)):
        then, now = _by_key(old), _by_key(new)
        for key in dict.fromkeys((*then, *now)):
            yield from _changed(then.get(key), now.get(key), (*path, key))
        if list(then) != list(now) and set(then) == set(now):
            yield path, f"the order {'; '.join(then)}", "; ".join(now)
    else:
        yield path, _in_words(old), _in_words(new)


def _is_of_groups(values: Sequence[Any]) -> bool:
    """Whether any is a table by key, or a list of which each line has fields."""
    return any(isinstance(one, Mapping) or (one and isinstance(one[0], BaseModel)) for one in values)


def _by_key(value: Mapping[Any, Any] | tuple[Any, ...]) -> dict[str, Any]:
    """The lines of a list or table by what names them; a second of one name has its number."""
    if isinstance(value, Mapping):
        return {str(key): one for key, one in value.items()}
    found: dict[str, Any] = {}
    for number, one in enumerate(value, start=1):
        name = next((str(said) for key in KEYS if (said := getattr(one, key, None))), str(number))
        found[name if name not in found else f"{name} ({number})"] = one
    return found


def _in_words(value: Any) -> str:
    if value in (None, "", ()):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Grains):
        return " to ".join(filter(None, dict.fromkeys((value.finest, value.coarsest))))
    if isinstance(value, BaseModel):
        said = ((name, getattr(value, name), field.default) for name, field in type(value).model_fields.items())
        return ", ".join(f"{_plainly(name)} {_in_words(one)}" for name, one, default in said if one != default)
    if isinstance(value, tuple):
        return "; ".join(map(_in_words, value))
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value.value if isinstance(value, Enum) else value)


def _plainly(name: str) -> str:
    return name.strip("_").replace("_", " ")
