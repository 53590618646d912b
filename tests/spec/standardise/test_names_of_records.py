"""A record's name is put together from its columns; with it go a hint at sex and a broad culture, where words say so."""

from __future__ import annotations

from denizen.pipeline.naming import name_people
from denizen.standardise.names_lexicon import LONGEST, lexicon
from denizen.store import Store
from drawing import put, rows_of


def said(cell) -> list[str]:
    return str(cell).split() if cell is not None else []


def test_a_text_without_a_name_gives_a_record_without_words(parsed):
    drawn = """
        name
        ----
        Mr & Mrs
        ,
        ...
        -
        1234
        .
    """
    for row in parsed(drawn):
        assert (row["given"], row["family"], row["words"], row["initials"]) == ([], [], [], [])
        assert row["sex_hint"] is None


def test_names_in_columns_come_together(parsed):
    drawn = """
        title | forename  | middle | surname      | given         | family | initials | words
        ------+-----------+--------+--------------+---------------+--------+----------+-------------------
        MR    | SEAN      | P      | O'NEILL      | sean          | oneill | p        | oneill sean
        .     | Ben       | .      | De Souza     | ben           | souza  | .        | ben souza
        .     | Jan       | .      | Van der Berg | jan           | berg   | .        | berg jan
        .     | Xiao      | Ming   | Wang         | xiaoming      | wang   | .        | wang xiaoming
        .     | Xiao Ming | .      | Wang         | xiaoming      | wang   | .        | wang xiaoming
        .     | Yuen Ting | .      | Lee          | yuenting      | lee    | .        | lee yuenting
        .     | Minh      | Anh    | Tran         | minh anh      | tran   | .        | anh minh tran
        .     | Van An    | .      | Le           | van an        | le     | .        | an le van
        .     | Alex      | .      | Mc Donald    | alex          | mcdonald | .      | alex mcdonald
        .     | .         | .      | Kaur         | .             | kaur   | .        | kaur
        .     | .         | .      | SMITH, JOHN  | john          | smith  | .        | john smith
        .     | Mary Jane | A      | Lord         | mary jane     | lord   | a        | jane lord mary
        .     | J         | Paul   | Smith        | paul          | smith  | j        | paul smith
        .     | Mohamed   | .      | Mohamed      | mohamed       | mohamed | .       | mohamed
        .     | .         | .      | .            | .             | .      | .        | .
    """
    for row, found in zip(rows_of(drawn), parsed(drawn), strict=True):
        assert {key: found[key] for key in ("given", "family", "initials", "words")} == {
            key: said(row[key]) for key in ("given", "family", "initials", "words")
        }


def test_a_sex_is_hinted_at_by_title_else_by_what_the_words_say(parsed):
    drawn = """
        name                  | title | says
        ----------------------+-------+-----
        Mrs Alex Smith        | .     | f
        Alex Smith            | Mr    | m
        Dr Alex Smith         | .     | .
        Harpreet Kaur         | .     | f
        Harpreet Singh        | .     | m
        Harpreet Gill         | .     | .
        Mrs Harpreet Singh    | .     | f
        Anna Sergeevna Ivanova | .    | f
        Zdenka Nováková       | .     | f
        John Smith            | .     | m
        Mary Jones            | .     | f
        Sam Jones             | .     | .
        Aminah binti Omar     | .     | f
        Nguyen Thi Lan        | .     | f
    """
    assert [row["sex_hint"] for row in parsed(drawn)] == [row["says"] for row in rows_of(drawn)]


def test_a_culture_is_told_in_broad_groups_and_only_where_words_of_the_name_say_so(parsed):
    drawn = """
        name                   | culture
        -----------------------+--------------------
        Angharad Jones         | british
        Katarzyna Lewandowska  | east_european
        Dumitru Eminescu       | east_european
        Maria Garcia Lopez     | iberian
        Nagy Istvan            | hungarian
        Giorgos Papadopoulos   | greek
        Mehmet Yilmaz          | turkish_kurdish
        Abdirahman Warsame     | somali
        Mohammed Ali           | muslim
        Mohammed Chowdhury     | south_asian_muslim
        Ziad Haddad            | arabic
        Zahra Hosseini         | persian_afghan
        Priya Sharma           | hindu_sikh
        Kwame Mensah           | african
        Wang Xiaoming          | chinese
        Nguyen Van An          | vietnamese
        Kim Minjun             | korean
        Anke Schneider         | west_european
        Qwrtz Xxplk            | .
    """
    assert [row["culture"] for row in parsed(drawn)] == [row["culture"] for row in rows_of(drawn)]


def test_a_name_is_parsed_alike_however_often_and_in_whatever_company_it_is_listed(parsed):
    first = parsed("name\n----\nSMITH, John\nNguyen Van An\nSMITH, John")
    assert first[0] == first[2]
    assert parsed("name\n----\nNguyen Van An\nMaria Garcia Lopez")[0] == first[1]


def test_a_name_of_very_many_words_is_read_in_its_first_ten(parsed):
    long = " ".join(["mary"] * 9 + ["jones"] * 5000)
    (row,) = parsed(f"name\n----\n{long}")
    assert row["words"] == ["jones", "mary"]
    assert len(row["given"]) + len(row["family"]) == 10


def test_a_word_without_end_and_marks_that_are_no_letters_are_read_in_bounded_time(parsed):
    long, odd = parsed(f"surname\n-------\n{'x' * 1_000_000}\n\U0001f600 \u202e\ud7ff <b>Jones</b>")
    assert long["words"] == ["x" * 1_000_000]
    assert odd["words"] == ["jones"]


def test_no_ending_in_the_tables_is_longer_than_what_is_looked_through():
    known = lexicon()
    assert max(map(len, (*known.endings, *known.starts))) <= LONGEST


def test_an_empty_list_has_no_names(tmp_path):
    with Store.open(tmp_path) as store:
        put(store, "listed", "record | name | surname | forename | middle | title", record="BIGINT")
        name_people(store)
        assert store.rows("SELECT * FROM names") == []
        assert store.rows("SELECT * FROM name_words") == []
        assert not [table for table in store.tables() if table.startswith("name_") and table != "name_words"]
