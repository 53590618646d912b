"""Free text, screened before it is stored: what may be a name, a telephone number, an e-mail or an address is covered.

Rather too much than too little: a word that starts with a capital inside a sentence is taken for a name, unless it is
one of a few hundred that are not (months, languages, nationalities, public bodies). Nobody should rely on it alone: text
is for coding, is kept for as short as the contract says, and never reaches the book.
"""

from __future__ import annotations

import re
from functools import cache

from denizen.contracts import code_list
from denizen.documents import folded

NAME, PHONE, EMAIL, ADDRESS, NUMBER = "[name]", "[phone]", "[e-mail]", "[address]", "[number]"

_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|(?:https?://|www\.)\S+|(?<!\w)@\w+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_STREETS = (
    "road|rd|street|st|avenue|ave|lane|ln|close|drive|dr|court|ct|crescent|terrace|place|gardens|grove|way|square|mews|"
    "walk|hill|row|house|flats|heol|ffordd|stryd|rhodfa|clos|lôn|lon|maes|rhes"
)
_ADDRESS = re.compile(
    r"\b\d+[a-z]?\s+(?:heol|ffordd|stryd|rhodfa|clos|lôn|maes)\s+[\w'’-]+"
    r"|\b(?:flat|apartment|apt|unit|room|fflat)\s+\w+\b"
    rf"|\b\d+[a-z]?\s*,?\s+(?:[\w'’-]+\s+){{0,3}}?(?:{_STREETS})\b"
    r"|\b(?:no\.?|number|rhif)\s*\d+[a-z]?\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().-]*\d){6,14}(?!\w)")
_LETTERS_AND_DIGITS = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{5,}\b|\b\d{5,}\b")
_TITLES = "mr|mrs|ms|miss|mx|dr|prof|rev|fr|sir|lady|imam|rabbi|cllr|pc|pcso|sgt|auntie|uncle"
_MORE = r"(?:\s+[A-ZÀ-Þ][\w'’-]*)*"
_TITLED = re.compile(rf"\b(?i:{_TITLES})\.?\s+[^\W\d_][\w'’-]*{_MORE}")
_CALLED = re.compile(r"\b((?i:named?|called|surname|forename|known as|name is|enw)\s+)([^\W\d_][\w'’-]*" + _MORE + ")")
_CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;\n•])\s*$")

_NOT_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas easter eid ramadan diwali hanukkah halloween i i'm i've i'll mr mrs ms
    council police nhs gp hospital school college university library mosque church temple gurdwara synagogue chapel
    community centre center team officer staff ward estate park station market town city county borough north south
    east west england wales scotland ireland britain uk eu english welsh british irish scottish european asian african
    arab black white roma gypsy traveller muslim muslims christian christians jewish sikh sikhs hindu hindus buddhist
    catholic protestant polish romanian bulgarian lithuanian slovak hungarian portuguese ukrainian russian kurdish
    pcso pc cctv asb hmo dwp esol esa pip universal credit home office job centre jobcentre plus red cross
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def screened(text: str) -> str:
    """The text with what may lead to a person covered."""
    text = _EMAIL.sub(EMAIL, text)
    text = _POSTCODE.sub(ADDRESS, text)
    text = _ADDRESS.sub(ADDRESS, text)
    text = _PHONE.sub(PHONE, text)
    text = _LETTERS_AND_DIGITS.sub(NUMBER, text)
    text = _TITLED.sub(NAME, text)
    text = _CALLED.sub(lambda found: f"{found[1]}{NAME}", text)
    return _without_capitals(text)


def _without_capitals(text: str) -> str:
    """Words that start with a capital, covered where they do not only open a sentence.

    A capital at the start of a sentence stays when the next word is small and the word is no name by itself; two
    capitals in a row are a name there too. Text all in capitals is covered but for words that are known.
    """
    shouted = text.isupper()
    pieces: list[str] = []
    at = 0
    words = list(_CAPITAL.finditer(text))
    for number, word in enumerate(words):
        pieces.append(text[at : word.start()])
        at = word.end()
        pieces.append(NAME if _may_be_name(text, words, number, shouted=shouted) else word[0])
    return re.sub(rf"{re.escape(NAME)}(?:[\s-]+{re.escape(NAME)})+", NAME, "".join([*pieces, text[at:]]))


def _may_be_name(text: str, words: list[re.Match[str]], number: int, *, shouted: bool) -> bool:
    word = words[number]
    if not word[0][0].isupper() or _is_covered(text, word) or _is_known(word[0]):
        return False
    if shouted:
        return True
    opens = bool(_SENTENCE_ENDS.search(text[: word.start()]))
    following = words[number + 1] if number + 1 < len(words) else None
    goes_on = following is not None and text[word.end() : following.start()].strip(" ") == ""
    if opens and not (goes_on and following and following[0][0].isupper() and not _is_known(following[0])):
        return not (_is_common(word[0]))
    return True


def _is_covered(text: str, word: re.Match[str]) -> bool:
    return text[word.start() - 1 : word.start()] == "[" and text[word.end() : word.end() + 1] == "]"


def _is_known(word: str) -> bool:
    return folded(word.removesuffix("'s").removesuffix("’s")) in _known_words()


def _is_common(word: str) -> bool:
    """Words that open sentences in notes of staff, and are nobody's name."""
    return folded(word) in _OPENERS


_OPENERS = frozenset(
    """
    a an the this that these those there here it its he she they we you his her their our my your some many several most
    more few no none one two three four five six seven eight nine ten new old young people person residents resident
    family families children child men women man woman boy girl group groups staff parents mother father neighbour
    neighbours tenant tenants pupils teacher shop shops local at in on of for from to by with without after before
    since during while when where who what why how if as and but or so because although however also then now today
    yesterday tomorrow last next first second third during was were is are be been has have had do does did can could
    will would should may might must not yes reports report complaints complaint rumours rumour tension need needs
    interpreter interpreters language languages leaflets graffiti windows bins rubbish noise litter fight shouting
    tension tensions people's residents' concerns concern incident incidents rise increase growing reported
    customers customer clients client callers caller visitors visitor patients patient adults adult kids youths youth
    lots lot another other others each every both all any someone somebody nobody everyone everybody something nothing
    says said told tells asked asks saw seen heard hears spoke speaks met came went got gets gave given seems seemed
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@cache
def _known_words() -> frozenset[str]:
    """Words with a capital that are no person's: days, bodies, and every language, country and nationality."""
    listed = {
        folded(word)
        for name in ("languages", "countries", "nationalities")
        for spellings in code_list(name).codes.values()
        for spelling in spellings
        for word in re.split(r"[\s/(),-]+", spelling)
        if word[:1].isupper() and len(word) > 3
    }
    return _NOT_NAMES | listed
