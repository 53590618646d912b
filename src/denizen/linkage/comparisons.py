"""What is compared of two records, in levels; and what is known of each level before any list is seen.

A level that neither record can speak to (a list without birth dates) is none, and says nothing. Levels are written from the
least alike to the most. The three numbers of a level are how often it is met among pairs of one person, of two people of
one household, and of two strangers that a key brought together: the start of the estimation, and its anchor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

IDENTIFIER = "identifier"
CLASSES = ("one person", "one household", "strangers")


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of likeness: its name, what a reviewer is told, and its share in each class to begin with."""

    name: str
    says: str
    prior: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared. `sql` gives the place of the level (or -1) from the two records, called a and b.

    Those of names give it from the columns of `linkage.likeness`, which are worked out before.
    """

    name: str
    says: str
    sql: str
    levels: tuple[Level, ...]
    firmness: tuple[float, float, float] = (0.3, 0.05, 0.05)
    """how firmly each class is held to what is known before: pseudo-counts, as a share of the pairs that it holds"""
    alike: tuple[int, ...] = ()
    """levels that come of how one thing was written, be it of one person or of one household: both have them in one proportion"""
    tells_who: bool = True
    """whether it is about the person, and not only about a home, a list or a half of mankind"""
    kind: str = ""
    """IDENTIFIER for a number of one person"""


NAME = Comparison(
    "name",
    "the name",
    """
    CASE WHEN given_level < 0 AND family_level < 0 THEN -1
         WHEN given_level < 0 THEN CASE WHEN family_level >= 2 THEN 4 ELSE 0 END
         WHEN family_level < 0 THEN CASE WHEN given_level >= 3 THEN 5 WHEN given_level = 1 THEN 1 ELSE 0 END
         WHEN given_level = 6 AND family_level = 4 THEN
              CASE WHEN chance_of_name < 0.05 THEN 17 WHEN chance_of_name < 0.3 THEN 16 WHEN chance_of_name < 1.5 THEN 15
                   WHEN chance_of_name < 6 THEN 14 ELSE 13 END
         WHEN given_level = 5 THEN 12
         WHEN given_level = 6 AND family_level >= 2 THEN 11
         WHEN given_level = 4 AND family_level = 4 THEN 10
         WHEN given_level = 3 AND family_level = 4 THEN 9
         WHEN given_level >= 3 AND family_level >= 2 THEN 8
         WHEN given_level = 6 THEN 7
         WHEN given_level >= 3 THEN 6
         WHEN given_level = 1 AND family_level = 4 THEN 3
         WHEN family_level >= 2 THEN 2
         WHEN given_level = 1 THEN 1
         ELSE 0 END""",
    (
        Level("other", "the names have nothing in common", (0.001, 0.5, 0.30)),
        Level("initial", "only the initial of the forename agrees", (0.001, 0.03, 0.05)),
        Level("family", "the family name agrees and the forename does not", (0.002, 0.36, 0.15)),
        Level("family and initial", "the family name agrees, and the initial of another forename", (0.005, 0.03, 0.10)),
        Level("family alone", "the family name agrees, and a forename is not told", (0.020, 0.015, 0.008)),
        Level("given alone", "the forename agrees, and a family name is not told", (0.020, 0.0005, 0.008)),
        Level("like given", "a like forename, another family name", (0.005, 0.012, 0.05)),
        Level("given", "the forename agrees and the family name does not", (0.05, 0.008, 0.10)),
        Level("alike", "both names are alike", (0.02, 0.004, 0.03)),
        Level("family, like given", "the family name agrees, the forename is alike or an initial", (0.07, 0.012, 0.03)),
        Level("family, variant", "the family name agrees, the forename in another form or place", (0.03, 0.004, 0.02)),
        Level(
            "given, like family", "the forename agrees, the family name is alike or a part of it", (0.03, 0.003, 0.02)
        ),
        Level("swapped", "forename and family name changed places", (0.02, 0.0005, 0.01)),
        Level("same, very common", "the same name, which many have", (0.15, 0.0008, 0.09)),
        Level("same, common", "the same name, which several have", (0.15, 0.0008, 0.05)),
        Level("same", "the same name, which another may have", (0.15, 0.0008, 0.02)),
        Level("same, rare", "the same rare name", (0.15, 0.0008, 0.01)),
        Level("same, very rare", "the same very rare name", (0.16, 0.0008, 0.005)),
    ),
    firmness=(0.3, 2.0, 0.05),
)
FURTHER = Comparison(
    "further names",
    "second and later forenames",
    "further_level",
    (
        Level("other", "second forenames differ", (0.03, 0.80, 0.80)),
        Level("initial", "an initial of the second forename agrees", (0.05, 0.10, 0.10)),
        Level("same", "a second forename agrees", (0.92, 0.10, 0.10)),
    ),
)
BIRTH = Comparison(
    "birth date",
    "the date of birth",
    """
    CASE WHEN a.born IS NOT NULL AND b.born IS NOT NULL THEN
         CASE WHEN a.born = b.born THEN CASE WHEN MONTH(a.born) = 1 AND DAY(a.born) = 1 THEN 4 ELSE 5 END
              WHEN YEAR(a.born) = YEAR(b.born) AND (MONTH(a.born) = MONTH(b.born) OR DAY(a.born) = DAY(b.born)
                   OR (MONTH(a.born) = DAY(b.born) AND DAY(a.born) = MONTH(b.born))) THEN 3
              WHEN MONTH(a.born) = MONTH(b.born) AND DAY(a.born) = DAY(b.born)
                   THEN CASE WHEN ABS(YEAR(a.born) - YEAR(b.born)) IN (1, 10, 100) THEN 3 ELSE 2 END
              WHEN YEAR(a.born) = YEAR(b.born) THEN 2
              WHEN ((MONTH(a.born) = 1 AND DAY(a.born) = 1) OR (MONTH(b.born) = 1 AND DAY(b.born) = 1))
                   AND ABS(YEAR(a.born) - YEAR(b.born)) <= 1 THEN 1
              ELSE 0 END
         WHEN a.born_to IS NOT NULL AND b.born_to IS NOT NULL THEN
              CASE WHEN a.born_from <= b.born_to AND b.born_from <= a.born_to THEN 6 ELSE 0 END
         ELSE -1 END""",
    (
        Level("other", "the dates of birth differ", (0.010, 0.88, 0.78)),
        Level("near", "one date is the first of January, the year nearly the same", (0.010, 0.01, 0.02)),
        Level("part", "the year, or the day and month, agree", (0.012, 0.05, 0.08)),
        Level("nearly", "one part of the date differs, or day and month changed places", (0.040, 0.02, 0.05)),
        Level("same 1 January", "the same date, a first of January", (0.030, 0.005, 0.01)),
        Level("same", "the same date of birth", (0.890, 0.01, 0.03)),
        Level("could be", "the age or the year of birth fits", (0.008, 0.025, 0.03)),
    ),
    firmness=(0.8, 1.0, 0.05),
)
SEX = Comparison(
    "sex",
    "the sex",
    "CASE WHEN a.sex IS NULL OR b.sex IS NULL THEN -1 WHEN a.sex = b.sex THEN 1 ELSE 0 END",
    (Level("other", "the sex differs", (0.02, 0.5, 0.5)), Level("same", "the sex agrees", (0.98, 0.5, 0.5))),
    tells_who=False,
)
ADDRESS = Comparison(
    "address",
    "the address",
    """
    CASE WHEN a.place IS NOT NULL AND a.place = b.place THEN CASE WHEN a.people_at_place > 40 THEN 4 ELSE 5 END
         WHEN a.uprn IS NOT NULL AND a.uprn = b.uprn THEN 5
         WHEN a.street <> '' AND b.street <> '' AND a.number = b.number
              AND (a.flat = b.flat OR a.flat = '' OR b.flat = '')
              AND JARO_WINKLER_SIMILARITY(a.street, b.street) >= 0.88 THEN 4
         WHEN a.postcode = b.postcode THEN CASE WHEN a.place IS NULL OR b.place IS NULL THEN 3 ELSE 2 END
         WHEN a.street <> '' AND a.street = b.street THEN 1
         WHEN a.postcode IS NULL OR b.postcode IS NULL THEN -1
         ELSE 0 END""",
    (
        Level("elsewhere", "the addresses differ", (0.14, 0.001, 0.706)),
        Level("street", "the street agrees", (0.01, 0.004, 0.029)),
        Level("postcode", "the postcode agrees and the number does not", (0.035, 0.014, 0.216)),
        Level("postcode alone", "the postcode agrees, and more is not known", (0.09, 0.057, 0.02)),
        Level("like", "a like address, or one at which very many are listed", (0.045, 0.028, 0.01)),
        Level("same", "the same address", (0.68, 0.896, 0.019)),
    ),
    firmness=(0.3, 1.0, 0.05),
    alike=(4, 5),
    tells_who=False,
)
LIST = Comparison(
    "list",
    "whether both stand on one list",
    "CASE WHEN a.source <> b.source THEN 0 WHEN a.once_on IS NULL THEN 1 ELSE 2 END",
    (
        Level("two", "they stand on two lists", (0.96, 0.6, 0.7)),
        Level("one", "they stand on the same list", (0.04, 0.2, 0.15)),
        Level("once", "they stand on a list that has each person once", (0.0, 0.2, 0.15)),
    ),
    tells_who=False,
)
ALWAYS = (NAME, FURTHER, BIRTH, SEX, ADDRESS)


def of_a_child(number: int, source: str) -> Comparison:
    """Whether a list that tells no births can speak of a child: electoral registers hold none, registers of patients do. Learnt
    for each such list by itself, from the births that other lists tell of whom it names."""
    said = " ".join(
        f"WHEN {one}.no_births = {number} AND {other}.is_child IS NOT NULL THEN CASE WHEN {other}.is_child THEN 0 ELSE 1 END"
        for one, other in (("a", "b"), ("b", "a"))
    )
    return Comparison(
        f"child_{number}",
        f"whether the youngest stand on {spoken(source)}",
        f"CASE {said} ELSE -1 END",
        (
            Level("child", "the other record is of one of the youngest, 16 years at most", (0.02, 0.3, 0.25)),
            Level("no child", "the other record is of somebody older", (0.98, 0.7, 0.75)),
        ),
        tells_who=False,
    )


def spoken(column: str) -> str:
    """An identifier or a field of one's own, as it is spoken of."""
    return column.removeprefix("identifier_").removeprefix("extra_").replace("_", " ")


def exact(column: str, says: str) -> Comparison:
    """A field of one's own, alike or not."""
    return Comparison(
        column,
        says,
        f"CASE WHEN a.{column} IS NULL OR b.{column} IS NULL THEN -1 WHEN a.{column} = b.{column} THEN 1 ELSE 0 END",
        (Level("other", f"{says} differs", (0.2, 0.75, 0.9)), Level("same", f"{says} agrees", (0.8, 0.25, 0.1))),
    )


def identifier(column: str, says: str) -> Comparison:
    """A number of one person, or a key made of one; a digit or two can be wrong."""
    return Comparison(
        column,
        says,
        f"""
    CASE WHEN a.{column} IS NULL OR b.{column} IS NULL THEN -1 WHEN a.{column} = b.{column} THEN 2
         WHEN LENGTH(a.{column}) = LENGTH(b.{column}) AND LEVENSHTEIN(a.{column}, b.{column}) <= 2 THEN 1 ELSE 0 END""",
        (
            Level("other", f"{says} differs", (0.005, 0.995, 0.99)),
            Level("nearly", f"{says} differs in a digit or two", (0.06, 0.002, 0.006)),
            Level("same", f"{says} agrees", (0.92, 0.003, 0.004)),
        ),
        firmness=(0.3, 1.0, 1.0),
        kind=IDENTIFIER,
    )


def code_of(comparisons: Sequence[Comparison], places: Sequence[int]) -> str:
    """SQL for one whole number that holds the level of the comparisons at some places, `level_<place>` being its column.

    Numbers of different places add up to the number of all of them.
    """
    terms, base = [], 1
    for place, comparison in enumerate(comparisons):
        if place in places:
            terms.append(f"CAST(level_{place} + 1 AS BIGINT) * {base}")
        base *= len(comparison.levels) + 1
    return " + ".join(terms)
