"""Text of addresses and postcodes brought to one form, as SQL expressions: small letters, plain marks, numbers written alike."""

from __future__ import annotations

_POSTCODE = "[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}"
_MARKS = (
    ("['’‘`´.]", ""),
    ("½", " and a half"),
    ("&", " and "),
    ("[,;\\n\\r]+", " , "),
    ("([0-9])([a-z]{3})", "\\1 \\2"),
    ("([0-9]) *(?:and +(?:a +)?half|1/2)( |$)", "\\1half\\2"),
    ("(^| , )([0-9]{2,3}) ?/ ?([1-9])( |$)", "\\1flat \\3 \\2\\4"),
    ("([0-9][a-z]?) ?(?:[-–—/]| to ) ?([0-9])", "\\1~\\2"),
    ("[^\\p{L}\\p{N}~,]+", " "),
    ("(^| )(flat|flt|fl|apartment|apt|unit|room|rm|no)([0-9])", "\\1\\2 \\3"),
    ("(^|[ ~])([0-9]+) ([a-h])( |$)", "\\1\\2\\3\\4"),
)
"""what is replaced by what, in this order: apostrophes, halves, breaks, `34Brick`, flats as `18/1`, ranges, hyphens, `flat2`,
`12 A`"""


def folded(text: str) -> str:
    """SQL for an address as words parted by single spaces; a break between lines or parts is a word `,` of its own."""
    sql = f"LOWER(STRIP_ACCENTS({text}))"
    for pattern, replacement in _MARKS:
        sql = f"REGEXP_REPLACE({sql}, '{_literal(pattern)}', '{replacement}', 'g')"
    return f"TRIM({sql})"


def without_postcode(text: str) -> str:
    """SQL for an address without the postcode that it ends in."""
    return f"REGEXP_REPLACE({text}, '(?i)[ ,]*(?:^|[ ,]){_POSTCODE}[ ,.]*$', '')"


def postcode_within(text: str) -> str:
    """SQL for the postcode that an address ends in; empty where it ends in none."""
    return f"REGEXP_EXTRACT(UPPER({text}), '(?:^|[ ,])({_POSTCODE})[ ,.]*$', 1)"


def folded_postcode(text: str) -> str:
    """SQL for a postcode without spaces and marks, in capitals; empty where there is none."""
    return f"REGEXP_REPLACE(UPPER(COALESCE({text}, '')), '[^0-9A-Z]', '', 'g')"


def _literal(pattern: str) -> str:
    return pattern.replace("'", "''")
