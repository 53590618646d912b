"""A draft as YAML: guidance beside each field, defaults marked, and a marked place for whatever is still to be filled in."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import SECTIONS, Code
from denizen.agreements.drafting import Draft, Marked
from denizen.agreements.missing import Missing, missing

WIDTH = 110


def text_of(draft: Draft) -> tuple[str, tuple[Missing, ...]]:
    """The file, and what is to be filled in before it can be in force."""
    model = Code if draft["kind"] == "code" else Agreement
    lacking = missing(model.model_validate(plain(draft)))
    for one in lacking:
        _mark(draft, model, one)
    head = [
        "# A draft. Lines that say `default` were not asked about: look at each, and take the words out when they fit.",
        "# Lines that say `TO FILL IN` are needed before it can be in force. `denizen agreements check` lists what is left.",
    ]
    return "\n".join([*head, *_written(draft, model, 0), ""]), lacking


def plain(value: Any) -> Any:
    """A draft without its marks, as the reader of files takes it."""
    if isinstance(value, Marked):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def _mark(draft: Draft, model: type[BaseModel], lacking: Missing) -> None:
    """Put an empty place, with the reason, where something is missing."""
    at: Any = draft
    *path, last = re.findall(r"[^.\[\]]+(?:\[[^\]]+\])?", lacking.field)
    kind: Any = model
    for step in path:
        name, _, which = step.rstrip("]").partition("[")
        key: Any = int(name) if name.isdigit() else name
        kind = _model_in(kind.model_fields[name].annotation) if not name.isdigit() else kind
        at = at.setdefault(key, [] if which else {})
        at = next(one for one in at if one["id"] == which) if which else at
    needed = f"Needed: {lacking.why} ({lacking.source})."
    at[int(last) if last.isdigit() else last] = Marked(_nothing(kind, last), "TO FILL IN", needed)


def _nothing(model: type[BaseModel], key: str) -> Any:
    """What stands for nothing in a field: an empty text, an empty list, or null."""
    if key.isdigit():
        return {"prose": ""}
    value = model.model_fields[key].get_default(call_default_factory=True)
    return [] if value == () else value if value in ("", None) else ""


def _written(values: Mapping[Any, Any], model: Any, depth: int, *, guided: bool = True) -> Iterator[str]:
    pad = "  " * depth
    fields = _by_alias(model)
    for key, said in values.items():
        field = fields.get(str(key))
        value, mark, needed = (said.value, said.mark, said.why) if isinstance(said, Marked) else (said, "", "")
        if isinstance(value, Mapping) and not value:
            continue
        if depth == 0:
            yield ""
        guidance = SECTIONS[key] if isinstance(key, int) else (field.description or "") if field and guided else ""
        for sentence in (guidance, needed):
            yield from (f"{pad}# {line}" for line in textwrap.wrap(" ".join(sentence.split()), WIDTH - len(pad)))
        inner = _model_in(field.annotation) if field else (model if isinstance(key, int) else None)
        yield from _entry(key, value, mark, inner, depth, guided)


def _entry(key: Any, value: Any, mark: str, model: Any, depth: int, guided: bool) -> Iterator[str]:
    """One key with its value: on its line where it is short, else below it."""
    pad, note = "  " * depth, f"  # {mark}" if mark else ""
    if isinstance(value, Mapping) and not _is_short(value):
        yield f"{pad}{key}:{note}"
        yield from _written(value, model, depth + 1, guided=guided)
    elif isinstance(value, list) and value and not _is_short(value):
        yield f"{pad}{key}:{note}"
        for place, one in enumerate(value):
            yield from _element(one, model, depth + 1, guided=guided and place == 0)
    elif isinstance(value, str) and len(f"{pad}{key}: {_flow(value)}{note}") > WIDTH:
        yield f"{pad}{key}: >-{note}"
        yield from textwrap.wrap(value, WIDTH, initial_indent=f"{pad}  ", subsequent_indent=f"{pad}  ")
    else:
        yield f"{pad}{key}: {_flow(value)}{note}"


def _element(value: Any, model: Any, depth: int, *, guided: bool) -> Iterator[str]:
    """One element of a list; guidance stands at the first alone."""
    pad = "  " * depth
    if not isinstance(value, Mapping):
        yield f"{pad}- {_flow(value)}"
        return
    lines = list(_written(value, model, depth + 1, guided=guided))
    first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (f"{pad}{line.lstrip()}" for line in lines[:first])
    yield f"{pad}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def _is_short(value: Any) -> bool:
    """Whether it can stand on one line: nothing marked in it, and few words."""
    return not _has_marks(value) and not _has_maps(value) and len(_flow(value)) < WIDTH - 20


def _has_marks(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_marks(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_has_marks(inner) for inner in value)
    return isinstance(value, Marked)


def _has_maps(value: Any) -> bool:
    """Whether a list holds mappings, or a mapping another mapping with several keys."""
    inner: Sequence[Any] = (
        list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    )
    return any(isinstance(one, Mapping) for one in inner)


def _flow(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10**6, allow_unicode=True, sort_keys=False)
    return text.strip().removesuffix("...").strip()


def _by_alias(model: Any) -> Mapping[str, Any]:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> Any:
    """The document that a field holds, alone, in a tuple or by key; None where it holds none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
