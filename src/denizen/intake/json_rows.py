"""From JSON to rows of text: one object a row, its members by dotted path, as `recipientOrganization.0.postalCode`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from denizen.errors import UnreadableFile
from denizen.intake.csv_rows import NO_OBJECT, NUL, UNDECODABLE, Row
from denizen.intake.decode import Limits

_ASK = "ask the supplier for the export in the form that the contract names"
_DEEPEST = 8


def rows_of_json(content: bytes, name: str, path: str, limits: Limits) -> list[Row]:
    """A row of headers (every path that any object has, in the order met), then a row for each object, numbered from 1.

    Args:    the file; its name; the dotted path to the list of objects ('' for a list at the top, or an object a line);
             the limits.
    Raises:  UnreadableFile: not JSON, without the list, or with more members than the limits.
    """
    items = _objects(content, name, path)
    objects = [_flat(item) for item in items]
    headers = list(dict.fromkeys(key for found in objects for key in found))
    if len(headers) * len(objects) > limits.cells_in_sheet:
        raise UnreadableFile(
            f"The {len(objects):,} objects of this JSON have {len(headers):,} different members.", where=name, mend=_ASK
        )
    rows = [Row(0, [_sound(key) for key in headers])]
    return rows + [
        Row(number, cells, _broken(item, cells))
        for number, (item, found) in enumerate(zip(items, objects, strict=True), 1)
        for cells in [[found.get(key, "") for key in headers]]
    ]


def _broken(item: Any, cells: Sequence[str]) -> str:
    """The line rule that an object breaks. Escapes can write what no text holds: halves of characters, and NUL."""
    if not isinstance(item, dict):
        return NO_OBJECT
    text = "".join(cells)
    if "\x00" in text:
        return NUL
    return "" if _sound(text) == text and "\ufffd" not in text else UNDECODABLE


def _sound(text: str) -> str:
    """The text, with U+FFFD for halves of characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if not text.isascii() else text


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
