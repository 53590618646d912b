"""Spellings, short forms and transliterations of one name share a variant or sound alike; other names do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.pipeline.naming import name_people
from denizen.standardise.names_letters import latin
from denizen.standardise.names_sound import sounds
from denizen.standardise.names_tables import read_table
from denizen.standardise.names_words import word_facts
from denizen.store import Store
from drawing import rows_of


def facts(*words: str) -> dict[str, tuple[set[str], str]]:
    """Each word's variants and sound."""
    found = word_facts(words)
    return {
        str(word): (set(variants), str(sound))
        for word, variants, sound in zip(found["word"], found["variants"], found["sound"], strict=True)
    }


def share_a_variant(one: str, other: str) -> bool:
    known = facts(one, other)
    return bool(known[one][0] & known[other][0])


def meet(one: str, other: str) -> bool:
    known = facts(one, other)
    return share_a_variant(one, other) or known[one][1] == known[other][1]


ONE_NAME = """
    name        | also written
    ------------+----------------------------------------------------------------------------------------------
    mohammed    | muhammad mohamed mohammad muhammed mohamad maxamed mohd md mamadou magomed muhammadu mahamed
    hussain     | hussein husain hossain hosein huseyin xuseen
    ahmed       | ahmad ahmet axmed amadou
    yusuf       | yousef youssef yousaf iusuf
    fatima      | fatimah fatma fadumo fatoumata fatemeh
    aisha       | ayesha ayse caasha aishatu
    khadija     | khadijah hatice khadiija
    zainab      | zaynab zeynep saynab
    chowdhury   | choudhury chaudhry chaudhary chowdhry
    abdi        | cabdi
    oleksandr   | alexander aleksandr alexandru alejandro
    volodymyr   | vladimir uladzimir
    serhii      | sergei sergey serhiy
    kateryna    | catherine katarzyna ekaterina
    yuliia      | julia yulia iuliia
    krzysztof   | christopher
    piotr       | peter petro petru pyotr
    ivan        | john jan ion
    shevchenko  | chevchenko szewczenko
    ivanova     | ivanov
    kowalska    | kowalski
    kovalskyi   | kowalski kovalsky
    novakova    | novak nowak
    kazlauskiene | kazlauskas kazlauskaite
    papadopoulou | papadopoulos
    nguyen      | nguyên ngyuen nguen
    wang        | wong
    zhang       | chang cheung
    chen        | chan tan
    liu         | lau
    lee         | li leigh rhee
    choi        | choe cai
    fernandez   | fernandes hernandez
    vasquez     | vazquez
    goncalves   | gonzalez
    stephen     | steven steve stefan
    john        | jack johnny jon
    elizabeth   | liz betty beth eliza elisabeth
    margaret    | maggie peggy megan rita
    william     | bill liam gwilym will
    robert      | bob rob
    catherine   | kate katie kathryn katherine cathy
    alexander   | alex sandy sasha
    alexandra   | alex sandra sasha
    david       | dai dafydd dave
    siân        | jane
    smith       | smyth smythe
    clark       | clarke
    thompson    | thomson
    mcdonald    | macdonald
    mcsweeney   | macsweeney
    oneill      | neill
    reilly      | oreilly riley
    davies      | davis
    diallo      | jallow
    kwasi       | akwasi
    singh       | sing
    kaur        | kour
    balwinder   | balvinder bal
    lakshmi     | laxmi
    banerjee    | bandyopadhyay
    szabo       | szabó
    muller      | mueller müller
"""


@pytest.mark.parametrize(
    ("one", "other"), [(row["name"], word) for row in rows_of(ONE_NAME) for word in str(row["also written"]).split()]
)
def test_spellings_of_one_name_meet(one, other):
    assert meet(latin(one), latin(other)), (facts(latin(one)), facts(latin(other)))


NOT_ONE_NAME = """
    name       | never
    -----------+---------------------------------------------------
    mohammed   | mahmood ahmed hamid mehmet ahmad
    mahmood    | ahmed hamid mehmet
    ahmed      | hamid hamad mahmud
    hussain    | hassan
    ali        | alina alia adil
    jan        | jane
    jane       | jean june joan
    omar       | amir imran
    khalid     | khalil
    karim      | karima
    samir      | samira
    said       | saida
    maria      | mario marius
    paul       | paula
    joseph     | josephine
    alexander  | alexandra
    daniel     | daniela danielle
    michael    | michelle
    smith      | schmidt
    wang       | zhang chen
    chen       | zhang
    nguyen     | tran
    singh      | kaur
    begum      | bibi khatun
    martin     | martina
    andrew     | andrea
    brown      | bryan
    ivan       | igor
    olena      | olha
    amina      | amira
    fatima     | farida
"""


@pytest.mark.parametrize(
    ("one", "other"), [(row["name"], word) for row in rows_of(NOT_ONE_NAME) for word in str(row["never"]).split()]
)
def test_names_that_only_look_alike_do_not_meet(one, other):
    assert not meet(str(one), other), facts(str(one), other)


def test_names_of_one_sound_still_stand_for_different_words():
    for one, other in (("patel", "patil"), ("karim", "kareem"), ("rose", "rosa"), ("marin", "marine")):
        known = facts(one, other)
        assert known[one][1] == known[other][1]
        assert share_a_variant(one, other) == (one == "karim")


def test_a_short_form_stands_for_every_name_that_it_may_be_and_those_stay_apart():
    assert facts("alex")["alex"][0] >= {"alexander", "alexandra"}
    assert not share_a_variant("alexander", "alexandra")
    assert share_a_variant("pat", "patrick")
    assert share_a_variant("pat", "patricia")
    assert not share_a_variant("patrick", "patricia")


def test_a_word_that_no_table_knows_stands_for_itself():
    assert facts("qwrtzplk")["qwrtzplk"] == ({"qwrtzplk"}, "kvrsplk")


def test_a_spelling_that_no_table_lists_meets_its_name_by_sound():
    for one, other in (
        ("mohammedd", "mohammed"),
        ("hussaiyn", "hussain"),
        ("shevtshenko", "shevchenko"),
        ("smythes", "smiths"),
    ):
        known = facts(one, other)
        assert known[one][1] == known[other][1], known


def test_sounds_keep_the_order_and_number_of_words():
    words = ["smith", "", "smyth", "ßeta", "王", "a", "nguyen"]
    assert len(sounds(words)) == len(words)
    assert sounds([]) == []
    assert sounds(["smith"]) == sounds(["smyth"]) == [sounds(words)[0]]


def test_the_table_of_words_counts_records_and_marks_what_says_little(tmp_path: Path):
    with Store.open(tmp_path) as store:
        people = ["Harpreet Kaur", "Kaur, Manpreet", "Harpreet Gill", "Kaur Kaur"]
        columns = {"record": "BIGINT", **dict.fromkeys(("name", "surname", "forename", "middle", "title"), "VARCHAR")}
        values = {column: [None] * 4 for column in columns} | {"record": [0, 1, 2, 3], "name": people}
        store.take("listed", values, columns)
        name_people(store)
        found = store.rows("SELECT word, records, says_little FROM name_words ORDER BY word")
    assert found == [("gill", 1, False), ("harpreet", 2, False), ("kaur", 3, True), ("manpreet", 1, False)]


def test_every_row_of_every_table_says_where_it_can_be_checked():
    for subject in ("roles", "families", "short", "known", "apart", "endings", "letters", "syllables"):
        assert all(row["source"] for row in read_table(subject)), subject


def test_every_culture_that_a_table_names_has_a_custom():
    known = {row["culture"] for row in read_table("cultures")} | {""}
    for subject in ("families", "short", "known", "endings", "syllables"):
        assert {row["culture"] for row in read_table(subject)} <= known, subject
