"""What a cell becomes as it enters: a label its code, an identifier a keyed pseudonym, free text a screened one.

What stood in the file stays outside: the column of raw text beside it says only whether the cell was filled.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256

from denizen.contracts import SHORTENED, Field, is_shortened
from denizen.documents import folded
from denizen.intake.screening import screened
from denizen.terms.receipts import in_words

FILLED = "filled"
"""what stands for a cell whose own text does not enter"""

_PARTS = re.compile(r"[;/,|\n]+")
_A_WORD = re.compile(r"[^\W\d_]{3}")
_NUMBERED = re.compile(r"^\s*[0-9]{1,3}\s*[.):-]\s*")
"""a label with its number in the system's own list before it, as `16. Any other ethnic group`"""
_FIRST_ROWS = 10


@dataclass(slots=True)
class Entered:
    """One column as it entered: its values, beside them whether each cell was filled, and what is to be told of it."""

    values: list[str | None]
    filled: list[str | None]
    unlisted: list[int] = field(default_factory=list)
    """row numbers whose label is in no list, and was given the code for that"""
    screened: int = 0
    """cells of free text in which something was covered"""


def is_entered(column: Field) -> bool:
    """Whether the column's cells become something else on the way in."""
    return bool(column.codes) or column.type in ("identifier", "free_text")


def enter(column: Field, cells: Sequence[str | None], numbers: Sequence[int], key: bytes) -> Entered:
    """The cells of one column as they may be stored.

    Args:  the column; its cells; their row numbers; the key of pseudonyms (empty where no column is an identifier).
    """
    if column.codes:
        return _coded(column, cells, numbers)
    if column.type == "identifier":
        reads = cache(lambda cell: pseudonym(cell, key) if _is_sound(cell, column.checked) else None)
        filled = [SHORTENED if cell and is_shortened(cell) else FILLED if cell else None for cell in cells]
        return Entered([reads(cell) if cell else None for cell in cells], filled)
    texts = [screened(cell) if cell else None for cell in cells]
    changed = sum(1 for text, cell in zip(texts, cells, strict=True) if text != cell)
    return Entered(texts, _filled(cells), screened=changed)


def pseudonym(identifier: str, key: bytes) -> str:
    """The same for the same identifier under the same key, whatever spaces it is written with; nothing leads back.

    HMAC-SHA-256 (FIPS 198-1), the first 128 bits in hexadecimal.
    """
    return hmac.new(key, folded(identifier).encode(), sha256).hexdigest()[:32]


def is_nhs_number(text: str) -> bool:
    """Ten digits, the last of which fits the others by modulus 11.

    Source:  NHS Data Dictionary, NHS NUMBER.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9])


def _is_sound(cell: str, checked: str) -> bool:
    if is_shortened(cell):
        return False
    return is_nhs_number(cell) if checked == "nhs_number" else bool(folded(cell))


def _filled(cells: Sequence[str | None]) -> list[str | None]:
    return [FILLED if cell else None for cell in cells]


def _coded(column: Field, cells: Sequence[str | None], numbers: Sequence[int]) -> Entered:
    """Labels to common codes. Case and outer spaces do not count; nor do accents and marks, where words stay apart."""
    folds: Callable[[str], str] = folded if column.is_folded else _plain
    codes = {folds(label): code for label, code in column.codes.items()}
    loosely = {} if column.is_folded else _words_apart(column.codes)
    found: dict[str, str | None] = {}
    unlisted: set[str] = set()

    def code_of(cell: str) -> str | None:
        whole = codes.get(folds(cell)) or loosely.get(_bare(cell)) or _unnumbered(cell)
        if whole is not None or not column.split:
            return whole if whole is not None else _stray(cell)
        parts = [part.strip() for part in _PARTS.split(cell.replace(column.split, ";")) if part.strip()]
        several = [codes.get(folds(part)) or loosely.get(_bare(part)) or _stray(cell) for part in parts]
        return ";".join(dict.fromkeys(code for code in several if code)) if parts and None not in several else None

    def _unnumbered(cell: str) -> str | None:
        label = _NUMBERED.sub("", cell)
        return (codes.get(folds(label)) or loosely.get(_bare(label))) if _A_WORD.search(label) else None

    def _stray(cell: str) -> str | None:
        unlisted.add(cell)
        return column.unlisted or None

    for cell in {cell for cell in cells if cell}:
        found[cell] = code_of(cell)
    strays = [n for n, cell in zip(numbers, cells, strict=True) if cell in unlisted] if column.unlisted else []
    return Entered([found[cell] if cell else None for cell in cells], _filled(cells), strays)


def _words_apart(codes: Mapping[str, str]) -> dict[str, str]:
    """Labels with a word in them, bare -> code; not those that two codes share, nor `A` and `A-`, which are no words."""
    found: dict[str, set[str]] = {}
    for label, code in codes.items():
        if _A_WORD.search(label):
            found.setdefault(_bare(label), set()).add(code)
    return {label: next(iter(several)) for label, several in found.items() if len(several) == 1}


def _bare(label: str) -> str:
    """Its letters and digits, and the marks that change what a number says: `Aged 65` is not `Aged 65+`."""
    return folded(label) + "".join(mark for mark in label if mark in "+<>%")


def _plain(label: str) -> str:
    return label.casefold().strip()


def told(column: Field, entered: Entered) -> list[str]:
    """Sentences for the receipt: labels in no list, text that was covered."""
    notes = []
    if entered.unlisted:
        rows = ", ".join(f"{row:,}" for row in entered.unlisted[:_FIRST_ROWS])
        more = " and more" if len(entered.unlisted) > _FIRST_ROWS else ""
        label = next((label for label, code in column.codes.items() if code == column.unlisted), column.unlisted)
        holds = "holds" if len(entered.unlisted) == 1 else "hold"
        notes.append(
            f"{in_words(len(entered.unlisted), 'cell')} of `{column.header}` {holds} a label that is in no list: read as "
            f"`{label}` (rows {rows}{more})."
        )
    if entered.screened:
        notes.append(
            f"In {in_words(entered.screened, 'cell')} of `{column.header}` names, telephone numbers, e-mail addresses or "
            "addresses were covered before the text was stored."
        )
    return notes
