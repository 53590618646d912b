"""What the columns of an unknown list seem to be: kinds, roles, labels, read off a sample of its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from denizen.contracts.odcs import OWN_BEGINNINGS, OWN_COLUMNS
from denizen.documents import WORDS_OF_SQL
from denizen.terms.areas import Geography, is_code_of

_LABELS = 25
_SHARED_BY = 3
"""a label is written down when at least so many rows have it: then it is a word of the list and not of one person"""

_ROLES: tuple[tuple[str, str], ...] = (
    (r"uprn", "uprn"),
    (r"post ?code", "postcode"),
    (r"sur ?name|last ?name|family ?name", "surname"),
    (r"fore ?name|first ?name|given ?name", "forename"),
    (
        r"(?!.*(ward|area|lsoa|msoa|place|street|road|course|school|site|venue|organisation|group|company|file|product))"
        r"(.* )?name",
        "full_name",
    ),
    (r"(date of birth|d\.?o\.?b\.?|birth ?date)", "birth_date"),
    (r"(year of birth|birth ?year)", "birth_year"),
    (r"age", "age"),
    (r"sex|gender", "sex"),
    (r"address.*", "address"),
    (r".*language.*", "language"),
    (r".*(nationality|citizenship).*", "nationality"),
    (r".*country of birth.*", "country_of_birth"),
    (r".*(ethnic|ethnicity).*", "ethnic_group"),
    (r".*(notes?|comments?|description|details|summary)", "free_text"),
)
_PERSONAL = (
    "surname",
    "forename",
    "full_name",
    "birth_date",
    "birth_year",
    "age",
    "sex",
    "address",
    "uprn",
    "postcode",
)
_SPECIAL = ("ethnic_group",)
NEVER = r".*(phone|mobile|e-?mail|national insurance|nino|ni no|ni number|bank|sort code|account n).*"
LISTS = {
    "language": "languages",
    "nationality": "nationalities",
    "country_of_birth": "countries",
    "ethnic_group": "ethnic_groups",
}
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}", re.IGNORECASE)
_DATES = (
    ("%Y-%m-%d", r"\d{4}-\d\d-\d\d"),
    ("%d/%m/%Y", r"\d\d/\d\d/\d{4}"),
    ("%d-%m-%Y", r"\d\d-\d\d-\d{4}"),
    ("%d.%m.%Y", r"\d\d\.\d\d\.\d{4}"),
)


@dataclass(slots=True)
class Guess:
    """What one column seems to be."""

    header: str
    name: str
    kind: str = "string"
    role: str = ""
    formats: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    area: Geography | None = None
    is_filled: bool = False
    """in every row of the sample"""

    @property
    def classification(self) -> str:
        return "special" if self.role in _SPECIAL else "personal" if self.role in _PERSONAL else "public"


def guess(header: str, cells: Sequence[str], place: int) -> Guess:
    filled = [cell.strip() for cell in cells if cell.strip()]
    found = Guess(header, _name(header, place), is_filled=len(filled) == len(cells) and bool(cells))
    words = re.sub(r"[_-]+", " ", header.strip().casefold())
    found.role = next((role for pattern, role in _ROLES if re.fullmatch(pattern, words)), "")
    _guess_kind(found, filled)
    if found.role == "free_text":
        found.kind = "free_text"
    is_a_word = found.kind == "string" and found.role in ("", "sex") and found.area is None
    labels = Counter(filled)
    if is_a_word and filled and len(labels) <= _LABELS and min(labels.values()) >= _SHARED_BY:
        found.labels = {label: _code(label) for label in sorted(labels)}
    return found


def _guess_kind(found: Guess, filled: Sequence[str]) -> None:
    if not filled:
        return
    found.area = next(
        (g for g in Geography if g is not Geography.CUSTOM and all(is_code_of(g, cell) for cell in filled)), None
    )
    if found.area or found.role in ("surname", "forename", "full_name", "address", *LISTS):
        return
    if found.role == "uprn":
        found.kind = "uprn"
    elif all(_POSTCODE.fullmatch(cell) for cell in filled):
        found.kind, found.role = "postcode", "postcode"
    elif formats := tuple(
        form for form, pattern in _DATES if any(re.fullmatch(pattern + r".*", cell) for cell in filled)
    ):
        if all(re.match(r"\d{1,4}[-/.]\d\d[-/.]\d\d", cell) for cell in filled):
            found.kind, found.formats = "date", tuple(form for form in formats if form != "%Y-%m-%d")
    elif all(re.fullmatch(r"\d{4}-\d\d", cell) for cell in filled):
        found.kind = "month"
    elif all(re.fullmatch(r"-?[\d,]+", cell) for cell in filled) and not all(cell.startswith("0") for cell in filled):
        found.kind = "integer"
    elif all(re.fullmatch(r"-?[\d,]*\.?\d+", cell) for cell in filled):
        found.kind = "number"
    if found.role in ("birth_date", "birth_year", "age") and found.kind not in ("date", "integer"):
        found.role = ""


def _name(header: str, place: int) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", header.casefold()).strip("_")
    name = name if name[:1].isalpha() else f"column_{name or place + 1}"
    own = name in WORDS_OF_SQL or name in OWN_COLUMNS or name.startswith(OWN_BEGINNINGS)
    return f"its_{name}" if own else name


def _code(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_") or "other"


def tell_apart(columns: Sequence[Guess]) -> None:
    seen: Counter[str] = Counter()
    for column in columns:
        seen[column.name] += 1
        if seen[column.name] > 1:
            column.name = f"{column.name}_{seen[column.name]}"
