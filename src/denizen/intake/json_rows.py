"""From JSON to rows of text: one object a row, its members by dotted path, as `recipientOrganization.0.postalCode`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from denizen.errors import UnreadableFile
from denizen.intake.csv_rows import Row

_ASK = "ask the supplier for the export in the form that the contract names"
_DEEPEST = 8


def rows_of_json(content: bytes, name: str, path: str) -> list[Row]:
    """A row of headers (every path that any object has, in the order met), then a row for each object, numbered from 1.

    Args:    the file; its name; the dotted path to the list of objects ('' for a list at the top, or an object a line).
    Raises:  UnreadableFile: not JSON, or without the list.
    """
    objects = [_flat(item) for item in _objects(content, name, path)]
    headers = list(dict.fromkeys(key for found in objects for key in found))
    rows = [Row(0, headers)]
    return rows + [Row(number, [found.get(key, "") for key in headers]) for number, found in enumerate(objects, 1)]


def _objects(content: bytes, name: str, path: str) -> list[Any]:
    document = _parsed(content, name, path)
    for step in filter(None, path.split(".")):
        document = document.get(step) if isinstance(document, dict) else None
    if isinstance(document, dict):
        document = [document]
    if not isinstance(document, list):
        raise UnreadableFile(f"This JSON has no list `{path or 'at the top'}`.", where=name, mend=_ASK)
    if not document:
        raise UnreadableFile("The list in this JSON is empty.", where=name, mend="ask the supplier to send it again")
    return document


def _parsed(content: bytes, name: str, path: str) -> Any:
    try:
        text = content.decode("utf-8-sig")
        try:
            return json.loads(text)
        except ValueError:
            if path:
                raise
            return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableFile("This is not JSON, or it was cut short.", where=name, mend=_ASK) from None


def _flat(item: Any) -> dict[str, str]:
    return dict(_leaves(item, "", 0)) if isinstance(item, dict) else {}


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every leaf with its path. A list of plain values is one cell, its parts parted by semicolons."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{number}", depth + 1)
    elif isinstance(value, list):
        yield path, "; ".join(_text(inner) for inner in value)
    else:
        yield path, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
