"""Which words of a name are given names and which are family names, told from what each word can be.

Names of the same readings are parsed alike: this is done once per sequence of readings, not once per name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from denizen.standardise.names_lexicon import FATHER_WORD, HONORIFIC, NAME, PARTICLES, Reading
from denizen.standardise.names_tables import read_table
from denizen.standardise.names_words import CODE_LENGTH, Columns

HELD = {"title": "t", "forename": "g", "middle": "g", "surname": "f", "name": "w"}
"""Which column a text stood in -> the first letter of its signature: title, given names, family names, whole name."""
GIVEN, FAMILY, INITIAL, OUT = "g", "f", "i", "-"
_WORDS = (NAME, HONORIFIC, FATHER_WORD)
_SHARED = "muslim"


@dataclass(frozen=True, slots=True)
class Plan:
    """What each written word of a name is (one mark a word), and what the whole of it says of sex and culture."""

    marks: str
    sex: str
    culture: str
    is_syllabic: bool
    """every given word can be a syllable of a Chinese or Korean given name"""
    is_before_syllables: bool
    """a family name is one that such given names go with"""


def plan_names(signatures: Sequence[str], readings: Mapping[str, Reading]) -> Columns:
    """How names of each signature (a letter of HELD, then the code of each word) are parsed."""
    plans = [
        plan(text[0], [readings[text[at : at + CODE_LENGTH]] for at in range(1, len(text), CODE_LENGTH)])
        for text in signatures
    ]
    return {
        "signature": list(signatures),
        "marks": [found.marks for found in plans],
        "sex": [found.sex or None for found in plans],
        "culture": [found.culture or None for found in plans],
        "is_syllabic": [found.is_syllabic for found in plans],
        "is_before_syllables": [found.is_before_syllables for found in plans],
    }


def plan(held: str, read: Sequence[Reading]) -> Plan:
    """The parts of one name, from what its written words can be, in their order.

    Titles and suffixes go, wherever they stand; particles go where a name follows them. Then the first of these that
    applies settles which words are family names: the column; a comma; words in capitals among others; a patronymic; a
    family name that is listed as one and stands first; a particle; the order of the name's culture.
    """
    kept = [] if held == "t" else _kept(held, read)
    culture = _culture([read[at] for at in kept])
    family = _family(held, read, kept, culture)
    marks = [OUT] * len(read)
    for at in kept:
        marks[at] = INITIAL if read[at].role == "initial" else FAMILY if at in family else GIVEN
    given = [read[at] for at in kept if marks[at] == GIVEN]
    is_syllabic = bool(given) and all(reading.is_syllable for reading in given)
    is_before = any(read[at].family_of & _of_syllables() for at in family)
    return Plan("".join(marks), _sex(read, given, family), culture, is_syllabic, is_before)


@cache
def _of_syllables() -> frozenset[str]:
    """Cultures whose given names are syllables, written together or apart."""
    return frozenset(row["culture"] for row in read_table("syllables"))


def _kept(held: str, read: Sequence[Reading]) -> list[int]:
    """Places of the words and initials that belong to the name."""
    there = [at for at, reading in enumerate(read) if reading.role not in ("comma", "nothing", "link", "title")]
    if held == "g" and _roles(read[at] for at in there) <= {"stand-in"}:
        return []
    while len(there) > 2 and held == "w" and read[there[0]].role == "opening title" and _leads(read, there[0]):
        there = there[1:]
    while len(there) > 1 and held != "g" and read[there[-1]].role == "suffix":
        there = there[:-1]
    if not _custom(_culture([read[at] for at in there])).has_particles:
        return there
    return [at for place, at in enumerate(there) if not _is_particle(held, read, there, place)]


def _leads(read: Sequence[Reading], at: int) -> bool:
    """Whether a word leads to the next without a comma: in `King, John` the first is a family name and no title."""
    return read[at + 1].role != "comma"


def _is_particle(held: str, read: Sequence[Reading], there: Sequence[int], place: int) -> bool:
    """A particle that leads to another word; one that opens a given name is that name (Ben, Van, Le)."""
    at = there[place]
    if read[at].role not in PARTICLES or place == len(there) - 1:
        return False
    starts = place == 0 or read[at - 1].role == "comma"
    leads = held == "f" or "comma" in _roles(read[at:]) or read[at].is_capital
    return not starts or leads


def _family(held: str, read: Sequence[Reading], kept: Sequence[int], culture: str) -> set[int]:
    """Places of the family names."""
    words = [at for at in kept if read[at].role != "initial"]
    comma = next((at for at, reading in enumerate(read) if reading.role == "comma"), None)
    if comma is not None and held != "g" and words and words[0] < comma < kept[-1]:
        return {at for at in words if at < comma}
    if held == "f":
        return set(words)
    if held in "gt" or not words:
        return set()
    if len(words) == 1:
        return set() if _is_given_alone(read, kept, words[0]) else set(words)
    return (
        _by_capitals(read, words)
        or _by_patronymic(read, words)
        or _by_listing(read, words, culture)
        or (_by_particle(read, words) if _custom(culture).has_particles else set())
        or _by_culture(read, words, culture)
    )


def _is_given_alone(read: Sequence[Reading], kept: Sequence[int], word: int) -> bool:
    """John S, where J Smith and Smith J have their family name in full."""
    return (
        bool(read[word].given_of)
        and not read[word].family_of
        and kept[0] == word
        and "title" not in _roles(read[:word])
    )


def _roles(read: Iterable[Reading]) -> set[str]:
    return {reading.role for reading in read}


def _by_capitals(read: Sequence[Reading], words: Sequence[int]) -> set[int]:
    """Jean DUPONT, NGUYEN Van An: the words in capitals where others are not."""
    capitals = {at for at in words if read[at].is_capital}
    return capitals if len(capitals) < len(words) else set()


def _by_patronymic(read: Sequence[Reading], words: Sequence[int]) -> set[int]:
    """A Russian patronymic comes after the given name, so that the word left over is the family name."""
    fathers = [at for at in words if read[at].role == FATHER_WORD]
    if not fathers or len(words) < 3:
        return set()
    return {words[0]} if fathers[-1] == words[-1] else {at for at in words if at > fathers[-1]}


def _by_particle(read: Sequence[Reading], words: Sequence[int]) -> set[int]:
    """All that comes after `bin`, `van` or `dos`, where that is not the first word."""
    leading = [at for at in range(words[0] + 1, words[-1]) if read[at].role in ("particle", "patronymic")]
    return {at for at in words if at > leading[0]} if leading else set()


def _by_listing(read: Sequence[Reading], words: Sequence[int], culture: str) -> set[int]:
    """The first word, where it is listed as a family name and the last is not: Nguyen Van An, Kovacs Peter, Smith John."""
    first, last = read[words[0]], read[words[-1]]
    if _custom(culture).order == "family first where listed":
        return {words[0]} if culture in first.family_of and culture not in last.family_of else set()
    is_turned = first.family_of and not first.given_of and last.given_of and not last.family_of
    return {words[0]} if is_turned else set()


def _by_culture(read: Sequence[Reading], words: Sequence[int], culture: str) -> set[int]:
    """All but the first word where fathers' names follow it; the last two where two family names are usual; the last."""
    custom = _custom(culture)
    if custom.order == "given first":
        return set(words[1:])
    if custom.family_words == 2 and len(words) > 2:
        before = read[words[-2]]
        return set(words[-2:]) if culture in before.family_of and culture not in before.given_of else {words[-1]}
    return {words[-1]}


@dataclass(frozen=True, slots=True)
class Custom:
    """How a culture writes names: their order, how many family names are usual, whether it has words like `van`."""

    order: str = "family last"
    family_words: int = 1
    has_particles: bool = True


def _custom(culture: str) -> Custom:
    return _customs().get(culture, Custom())


@cache
def _customs() -> dict[str, Custom]:
    return {
        row["culture"]: Custom(row["order"], int(row["family_words"]), row["particles"] == "yes")
        for row in read_table("cultures")
    }


def _culture(read: Sequence[Reading]) -> str:
    """The culture that most words speak for, a family name twice as much as a given name; '' where none does.

    Names that many cultures of Islam share speak half as much: beside one that is of a single culture they give way.
    """
    votes: dict[str, float] = defaultdict(float)
    for reading in read:
        for cultures, weight in ((reading.family_of, 2.0), (reading.given_of - reading.family_of, 1.0)):
            for culture in cultures:
                votes[culture] += weight / len(cultures) * (0.4 if culture == _SHARED else 1.0)
    places = {culture: place for place, culture in enumerate(_customs())}
    return min(votes, key=lambda culture: (-votes[culture], places[culture]), default="")


def _sex(read: Sequence[Reading], given: Sequence[Reading], family: Iterable[int]) -> str:
    """By title, else by honorifics and patronymics, else by the first given name, else by the ending of a family name.

    Titles of both sexes say nothing; nor does a man's name that stands as a family name.
    """
    titles = {reading.sex for reading in read if reading.role in ("title", "opening title") and reading.sex}
    if len(titles) > 1:
        return ""
    last = [read[at] for at in sorted(family)]
    said = [*titles]
    said += [reading.sex for reading in read if reading.role in (FATHER_WORD, "patronymic")]
    said += [reading.sex for reading in given if reading.role == HONORIFIC]
    said += [reading.sex for reading in given[:1]]
    said += [reading.sex for reading in last if reading.role == HONORIFIC or not reading.given_of]
    return next((sex for sex in said if sex), "")
