"""The shared code lists: however a list spells a language, a country or a group, it comes to one code."""

from __future__ import annotations

import pytest

from denizen.contracts.codes import CodeListName, code_list
from denizen.documents import code, folded

LISTS: tuple[CodeListName, ...] = ("languages", "school_languages", "countries", "nationalities", "ethnic_groups")


def read(name: CodeListName, spelling: str) -> str | None:
    return code_list(name).by_spelling().get(folded(spelling))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_what_its_codes_are_and_where_they_come_from(name: CodeListName) -> None:
    codes = code_list(name)
    assert codes.standard and codes.source
    for each, spellings in codes.codes.items():
        assert code(each) == each
        assert spellings
        assert all(folded(spelling) for spelling in spellings)


@pytest.mark.parametrize(
    ("spelling", "language"),
    [
        ("BSL", "bfi"),
        ("Welsh / Cymraeg", "cym"),
        ("romanian/moldovan", "ron"),
        ("Kurdish - Sorani", "ckb"),
        ("SORANI", "ckb"),
        ("Kurdish", "kur"),
        ("Pushto", "pus"),
        ("Cantonese", "yue"),
        ("Chinese (Mandarin)", "cmn"),
        ("Chinese", "zho"),
        ("Farsi/Dari", "fas"),
        ("Dari", "prs"),
        ("Sylheti", "syl"),
        ("Sudanese Arabic", "ara"),
        ("Not known", "und"),
        ("Other", "mis"),
    ],
)
def test_languages_are_read_as_bookings_write_them(spelling: str, language: str) -> None:
    assert read("languages", spelling) == language


def test_a_sign_language_is_not_a_spoken_one_and_not_known_is_not_another() -> None:
    assert read("languages", "Sign language") == "sgn"
    assert read("languages", "Elvish") is None


def test_the_letters_of_the_school_census_win_over_those_of_iso() -> None:
    assert (read("school_languages", "KIR"), read("languages", "kir")) == ("run", "kir")
    assert (read("school_languages", "PRS"), read("languages", "prs")) == ("fas", "prs")


@pytest.mark.parametrize(
    ("spelling", "country"),
    [
        ("Ivory Coast", "civ"),
        ("Cote d'Ivoire", "civ"),
        ("Türkiye", "tur"),
        ("Eire", "irl"),
        ("Wales", "gbr"),
        ("Burma", "mmr"),
        ("Former USSR", "suhh"),
        ("Kosovo", "xkx"),
        ("Zaire", "cod"),
        ("Congo", "cog"),
    ],
)
def test_countries_are_read_by_old_and_new_names(spelling: str, country: str) -> None:
    assert read("countries", spelling) == country


def test_a_nationality_is_read_from_citizen_or_country() -> None:
    assert {read("nationalities", spelling) for spelling in ("Pole", "Polish", "Poland", "POL")} == {"pol"}
    assert read("nationalities", "Niger") != read("nationalities", "Nigeria")
    assert read("nationalities", "BN(O)") == "gbn"


def test_what_could_be_two_countries_is_neither() -> None:
    assert read("nationalities", "Congolese") == "cod_or_cog"
    assert read("nationalities", "Dominican") == "dma_or_dom"


@pytest.mark.parametrize(
    ("spelling", "group"),
    [
        ("Welsh, English, Scottish, Northern Irish or British", "white_british"),
        ("White: English/Welsh/Scottish/Northern Irish/British", "white_british"),
        ("A", "white_british"),
        ("W1", "white_british"),
        ("Roma", "white_roma"),
        ("Gypsy/Roma", "white_gypsy_roma"),
        ("Asian, Asian Welsh or Asian British: Chinese", "asian_chinese"),
        ("R", "asian_chinese"),
        ("N", "black_african"),
        ("Arab", "arab"),
        ("Asian", "asian"),
    ],
)
def test_ethnic_groups_of_three_censuses_come_to_those_of_the_last(spelling: str, group: str) -> None:
    assert read("ethnic_groups", spelling) == group


def test_who_was_not_asked_and_who_would_not_say_are_two_things() -> None:
    assert read("ethnic_groups", "Z") == "not_stated"
    assert read("ethnic_groups", "Prefer not to say") == "prefer_not_to_say"
