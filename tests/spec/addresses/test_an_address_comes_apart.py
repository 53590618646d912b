import pytest

from denizen.addresses import terms

WRITTEN = [
    ("14 High Street, Anytown", {"number": "14", "street": "high st"}),
    ("14 HIGH ST ANYTOWN", {"number": "14", "street": "high st"}),
    ("14, High Street, Anytown", {"number": "14", "street": "high st"}),
    ("14High Street", {"number": "14", "street": "high st"}),
    ("No. 14 High Str.", {"number": "14", "street": "high st"}),
    ("014 High Street", {"number": "14", "street": "high st"}),
    ("14a High Street", {"number": "14a", "street": "high st"}),
    ("14 A High Street", {"number": "14a", "street": "high st"}),
    ("14-16 High Street", {"number": "14~16", "street": "high st"}),
    ("14 to 16 High Street", {"number": "14~16", "street": "high st"}),
    ("144 & a half Piper Road", {"number": "144half", "street": "piper rd"}),
    ("Flat 2, 14 High Street", {"flat": "2", "number": "14", "street": "high st"}),
    ("Flat 2 14 High Street", {"flat": "2", "number": "14", "street": "high st"}),
    ("Flat2, 14 High Street", {"flat": "2", "number": "14", "street": "high st"}),
    ("14 Flat 12 High Street", {"flat": "12", "number": "14", "street": "high st"}),
    ("14 High Street, Apartment 12", {"flat": "12", "number": "14", "street": "high st"}),
    ("2, 14 High Street", {"flat": "2", "number": "14", "street": "high st"}),
    ("Flat B, 153 Wexford Road", {"flat": "b", "number": "153", "street": "wexford rd"}),
    ("B 153 Wexford Road", {"flat": "b", "number": "153", "street": "wexford rd"}),
    ("First Floor Flat, 21 Pepper Road", {"flat": "first", "number": "21", "street": "pepper rd"}),
    ("FIRST FLOOR FLAT 21 PEPPER ROAD", {"flat": "first", "number": "21", "street": "pepper rd"}),
    ("Flat 1st Floor 21 Pepper Road", {"flat": "first", "number": "21", "street": "pepper rd"}),
    ("Basement Flat 45 Baker Street", {"flat": "basement", "number": "45", "street": "baker st"}),
    ("Flat A First and Second Floors 21 Pepper Road", {"flat": "a", "number": "21", "street": "pepper rd"}),
    ("Second and Third Floors, 30 Edge Road", {"flat": "second+third", "number": "30", "street": "edge rd"}),
    ("21 First Avenue", {"number": "21", "street": "first ave"}),
    ("21 1st Avenue", {"number": "21", "street": "first ave"}),
    ("8 Garden Street", {"number": "8", "street": "garden st"}),
    ("The Annexe, 8 Church Gardens", {"flat": "annexe", "number": "8", "street": "church gdns"}),
    ("Flat, 74 High Street", {"flat": "flat", "number": "74", "street": "high st"}),
    ("Apt 10, Hawthorn Heights, Mill Lane", {"flat": "10", "building": "hawthorn hts", "street": "mill ln"}),
    ("Flat 4 Sycamore Court Archer Street Anytown", {"flat": "4", "building": "sycamore ct", "street": "archer st"}),
    ("Zebra House 25 Flat 45 Grange Road", {"flat": "45", "number": "25", "building": "zebra house", "street": "grange rd"}),
    ("Rose Cottage, Mill Lane, Anytown", {"building": "rose cottage", "street": "mill ln"}),
    ("3 St. Alban's Road", {"number": "3", "street": "st albans rd"}),
    ("3 Saint Albans Road", {"number": "3", "street": "st albans rd"}),
    ("29 Beauway, Anytown", {"number": "29", "street": "beauway"}),
    ("12 Heol y Bont, Trefan", {"number": "12", "street": "heol bont"}),
    ("12 HEOL Y BONT TREFAN", {"number": "12", "street": "heol bont"}),
    ("Fflat 2, 7 Stryd Fawr", {"flat": "2", "number": "7", "street": "stryd fawr"}),
    ("3 Lôn Tŷ Mawr, Trefan", {"number": "3", "street": "lon ty mawr"}),
    ("14 High Street, Anytown, ZT1 2AB", {"number": "14", "street": "high st", "postcode": "ZT12AB"}),
    ("14 HIGH STREET ANYTOWN ZT12AB", {"number": "14", "street": "high st", "postcode": "ZT12AB"}),
]  # fmt: skip


@pytest.fixture
def apart(parted):
    addresses = [text for text, _ in WRITTEN]
    return dict(zip(addresses, parted(addresses), strict=True))


def test_an_address_in_one_line_comes_apart_into_flat_number_building_street_and_postcode(apart):
    assert {text: apart[text] for text, _ in WRITTEN} == dict(WRITTEN)


def test_lines_and_commas_make_no_difference_where_words_tell_enough(parted):
    ways = [
        "Flat 2, 14 High Street, Anytown",
        "Flat 2 14 High Street Anytown",
        "flat 2\n14 high street\nanytown",
        "FLAT 2; 14 HIGH ST.; ANYTOWN",
    ]
    assert len({tuple(found.items()) for found in parted(ways)}) == 1


def test_flats_numbers_and_suffixes_are_never_taken_for_one_another(parted):
    apart = parted(
        [
            "2 High Street",
            "2A High Street",
            "Flat 2, 14 High Street",
            "14 Flat 12 High Street",
            "Flat 14, 2 High Street",
        ]
    )
    assert len({(found.get("flat"), found.get("number")) for found in apart}) == 5


def test_a_home_has_one_key_whatever_way_it_is_written(desk_store, parted):
    parted(["Flat 2, 14 High Street, ZT1 2AB", "FLAT 2 14 HIGH ST ZT12AB", "14 High Street ZT1 2AB", "14 High Street"])
    assert desk_store.rows("SELECT place FROM addressed ORDER BY record") == [
        ("ZT12AB/14/2",),
        ("ZT12AB/14/2",),
        ("ZT12AB/14/",),
        (None,),
    ]


def test_words_of_any_script_stay_words(parted):
    greek, arabic, han = parted(["12 Οδός Ερμού", "شارع النيل 7", "東京都 3"])
    assert greek["number"] == "12" and arabic["number"] == "7" and han["number"] == "3"


def test_every_word_of_the_table_has_one_meaning_and_a_source():
    listed = terms()
    assert len(set(listed["word"])) == len(listed["word"])
    kinds = {
        "type",
        "heading",
        "building",
        "unit",
        "annexe",
        "floor",
        "sure_floor",
        "storey",
        "ordinal",
        "joiner",
        "stop",
        "word",
    }
    assert set(listed["kind"]) == kinds
    assert not set(listed["means"]) - set(listed["word"])
