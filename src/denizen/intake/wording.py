"""What a header says, whatever short forms, plurals and order of words the exporting system wrote it with."""

from __future__ import annotations

import re

Sense = tuple[str, ...]
"""the words of a header that carry its meaning, each in one form, in alphabetical order"""

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OR_SEVERAL = re.compile(r"\(s\)|'")
_WORDS = re.compile(r"[^\W\d_]+|\d+|[%+]")
_SHORT = {
    **dict.fromkeys(("no", "num", "nbr", "nr", "ref", "refno", "reference", "id", "identifier"), "number"),
    **dict.fromkeys(("dt", "dte"), "date"),
    **dict.fromkeys(("from", "commencement", "commence", "commenced", "started"), "start"),
    **dict.fromkeys(("to", "ended"), "end"),
    **dict.fromkeys(("addr", "adr", "add"), "address"),
    **dict.fromkeys(("%", "pct", "perc", "percentage"), "percent"),
    **dict.fromkeys(("ind", "indicator"), "flag"),
    **dict.fromkeys(("pcode", "zip"), "postcode"),
    **dict.fromkeys(("desc", "descr"), "description"),
    "grp": "group",
    "auth": "authority",
    "cat": "category",
    **dict.fromkeys(("org", "organization"), "organisation"),
    **dict.fromkeys(("corr", "corres"), "correspondence"),
    "prop": "property",
    "disc": "discount",
    "exempt": "exemption",
    **dict.fromkeys(("liab", "liable"), "liability"),
    **dict.fromkeys(("ten", "tcy"), "tenancy"),
    "cd": "code",
    "occ": "occupation",
    "regd": "registered",
}
"""short forms and other words that systems write for the same thing"""
_TOGETHER = (
    (re.compile(r"\bd ?o ?b\b|\bdate (of )?birth\b|\bbirth date\b"), "birthdate"),
    (re.compile(r"\b(post|postal|zip) codes?\b"), "postcode"),
    (re.compile(r"\b(first|given|fore) ?names?\b"), "forename"),
    (re.compile(r"\b(last|family|sur) ?names?\b"), "surname"),
    (re.compile(r"\b(number|no|num|count|total) of\b|^(number|no|num)(?= \w+(s|ren)\b)"), "count"),
    (re.compile(r"\by n\b|\byes no\b"), ""),
    (re.compile(r"\baddress line\b|\baddr line\b"), "address"),
)
_VAGUE = frozenset({"number", "count", "date", "code", "start", "end", "flag", "address", "description"})
_EMPTY = frozenset({"of", "the", "for", "in", "on", "at", "by", "is"})


def sense(header: str) -> Sense:
    """The words of a header in one form: `Prop Addr Line 1` and `PropertyAddress1` have the same.

    "Number of pupils" is a count and "Pupil number" an identifier: they stay apart. Empty for a header that could
    mean anything, as `No` or `Date`.
    """
    text = " ".join(_WORDS.findall(_HUMP.sub(" ", _OR_SEVERAL.sub("", header)))).casefold()
    for pattern, word in _TOGETHER:
        text = pattern.sub(word, text)
    words = sorted({_one_form(word) for word in text.split() if word not in _EMPTY})
    return () if len(words) == 1 and words[0] in _VAGUE else tuple(words)


def _one_form(word: str) -> str:
    word = _SHORT.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
