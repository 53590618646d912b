"""Code lists that many sources share: languages, countries, nationalities, ethnic groups, each with its spellings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from denizen.documents import Code, Document, folded, parse_document
from denizen.errors import BadDocument

CodeListName = Literal["languages", "school_languages", "countries", "nationalities", "ethnic_groups"]


class CodeList(Document):
    """One list: the standard that its codes are of, where the facts come from, and the spellings of each code."""

    title: str
    standard: str
    source: str
    codes: Mapping[Code, tuple[str, ...]]
    """code -> the English label, then other spellings"""

    @property
    def labels(self) -> dict[str, str]:
        """Code -> its English label."""
        return {code: spellings[0] for code, spellings in self.codes.items()}

    def by_spelling(self) -> dict[str, str]:
        """Every spelling, and every code itself, by letters and digits alone -> code.

        Where a list uses the letters of another list's code for something else, its own spelling counts.
        """
        own = {folded(spelling): code for code, spellings in self.codes.items() for spelling in spellings}
        return {folded(code): code for code in self.codes} | own


@cache
def code_list(name: CodeListName) -> CodeList:
    """One of the shared lists.

    Raises:  BadDocument, when one spelling stands under two codes.
    """
    file = f"codes/{name}.yaml"
    text = resources.files("denizen.contracts").joinpath(file).read_text("utf-8")
    found = parse_document(text, f"contracts/{file}", CodeList)
    seen: dict[str, str] = {}
    for code, spellings in found.codes.items():
        for spelling in spellings:
            other = seen.setdefault(folded(spelling), code)
            if other != code:
                raise BadDocument(
                    f"`{spelling}` stands under both `{other}` and `{code}`.",
                    where=f"contracts/{file}",
                    mend="keep it under one of them",
                )
    return found


@cache
def spellings_of(name: CodeListName) -> Mapping[str, str]:
    """Every spelling of one of the shared lists, folded -> code."""
    return code_list(name).by_spelling()
