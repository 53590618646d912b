REGISTER = """
    uprn | sub_building | building_name  | building_number | street         | locality | town    | postcode
    -----+--------------+----------------+-----------------+----------------+----------+---------+---------
    u-1  | .            | .              | 14              | HIGH STREET    | .        | ANYTOWN | ZT1 2AB
    u-2  | FLAT 2       | .              | 14              | HIGH STREET    | .        | ANYTOWN | ZT1 2AB
    u-3  | .            | .              | 12A             | HIGH STREET    | .        | ANYTOWN | ZT1 2AB
    u-4  | .            | .              | 3               | MILL LANE      | UPEND    | ANYTOWN | ZT1 3CD
    u-5  | 4            | SYCAMORE COURT | .               | ARCHER STREET  | .        | ANYTOWN | ZT1 4EF
    u-6  | FLAT 5       | SYCAMORE COURT | .               | ARCHER STREET  | .        | ANYTOWN | ZT1 4EF
    u-7  | .            | ROSE COTTAGE   | .               | MILL LANE      | UPEND    | ANYTOWN | ZT1 3CD
    u-8  | FLAT B       | .              | 20              | HUNGERHILL RISE| .        | ANYTOWN | ZT1 5GH
    u-9  | .            | .              | 92-94           | STATION ROAD   | .        | ANYTOWN | ZT1 6JK
"""


def test_each_match_says_its_reason(match):
    found = match(
        """
        record_id | address                                   | postcode
        ----------+-------------------------------------------+---------
        parts     | 3 Mill Lane, Upend, Anytown               | ZT1 3CD
        short     | 3 MILL LN                                 | zt13cd
        inside    | 3 Mill Ln Anytown ZT1 3CD                 | .
        role      | Apt 4, Sycamore Ct, Archer St, Anytown    | ZT1 4EF
        plain     | 4 Sycamore Court, Archer Street           | ZT1 4EF
        letter    | 20B Hungerhill Rise                       | ZT1 5GH
        near      | 3 Mill Lane, Anytown                      | ZT1 3CE
        none      | 3 Mill Lane, Anytown                      | .
        slip      | 3 Mil Lane, Anytown                       | ZT1 3CD
        heard     | Flat B, 20 Hoongerhil Rise                | ZT1 5GH
        firm      | Acme Nails, 3 Mill Lane                   | ZT1 3CD
        kind      | 3 Mill Road, Anytown                      | ZT1 3CD
        within    | 92 Station Road                           | ZT1 6JK
        """,
        REGISTER,
    )
    assert found == {
        "parts": ("u-4", "exact"),
        "short": ("u-4", "exact"),
        "inside": ("u-4", "exact"),
        "role": ("u-5", "exact"),
        "plain": ("u-5", "words"),
        "letter": ("u-8", "words"),
        "near": ("u-4", "near postcode"),
        "none": ("u-4", "near postcode"),
        "slip": ("u-4", "scored"),
        "heard": ("u-8", "scored"),
        "firm": ("u-4", "scored"),
        "kind": ("u-4", "scored"),
        "within": ("u-9", "scored"),
    }


def test_a_flat_is_never_matched_to_its_building_without_saying_so(match):
    found = match(
        """
        record_id | address                          | postcode
        ----------+----------------------------------+---------
        flat      | Flat 2, 14 High Street           | ZT1 2AB
        building  | 14 High Street                   | ZT1 2AB
        unknown   | Flat 9, 14 High Street           | ZT1 2AB
        house     | Flat 1, 3 Mill Lane              | ZT1 3CD
        """,
        REGISTER,
    )
    assert found == {
        "flat": ("u-2", "exact"),
        "building": ("u-1", "parent"),
        "unknown": ("u-1", "parent"),
        "house": ("u-4", "parent"),
    }


def test_2a_is_not_2_and_flat_2_of_14_is_not_flat_12_of_14(match):
    found = match(
        """
        record_id | address                    | postcode
        ----------+----------------------------+---------
        suffix    | 12A High Street            | ZT1 2AB
        without   | 12 High Street             | ZT1 2AB
        other     | 14A High Street            | ZT1 2AB
        twelve    | 14 Flat 12 High Street     | ZT1 2AB
        turned    | Flat 14, 2 High Street     | ZT1 2AB
        next      | 5 Mill Lane                | ZT1 3CD
        one_flat  | Flat 6, Sycamore Court, Archer Street | ZT1 4EF
        """,
        REGISTER,
    )
    assert found == {
        "suffix": ("u-3", "exact"),
        "without": (None, None),
        "other": (None, None),
        "twelve": ("u-1", "parent"),
        "turned": (None, None),
        "next": (None, None),
        "one_flat": (None, None),
    }


def test_an_address_of_a_district_that_the_register_does_not_have_is_elsewhere(match):
    found = match(
        """
        record_id | address     | postcode
        ----------+-------------+---------
        elsewhere | 3 Mill Lane | QQ9 9ZZ
        """,
        REGISTER,
    )
    assert found == {"elsewhere": (None, None)}


def test_what_fits_two_homes_alike_is_left_unmatched(match):
    found = match(
        """
        record_id | address                | postcode
        ----------+------------------------+---------
        street    | Mill Lane, Anytown     | ZT1 3CD
        twice     | 1 Church Street        | .
        either    | 1 Church Street        | ZT2 1AA
        """,
        """
        uprn | building_number | street        | town    | postcode
        -----+-----------------+---------------+---------+---------
        u-1  | 1               | CHURCH STREET | ANYTOWN | ZT2 1AA
        u-2  | 1               | CHURCH STREET | UPEND   | ZT3 1AA
        u-3  | 3               | MILL LANE     | ANYTOWN | ZT1 3CD
        u-4  | 5               | MILL LANE     | ANYTOWN | ZT1 3CD
        """,
    )
    assert found == {"street": (None, None), "twice": (None, None), "either": ("u-1", "exact")}


def test_every_name_that_the_register_has_for_a_street_is_exact(match):
    register = """
        uprn | building_number | street          | town    | postcode | preference
        -----+-----------------+-----------------+---------+----------+-----------
        u-1  | 12              | STATION ROAD    | TREFAN  | ZT1 2AB  | 0
        u-1  | 12              | HEOL YR ORSAF   | TREFAN  | ZT1 2AB  | 0
        u-1  | 12              | OLD TRAM ROAD   | TREFAN  | ZT1 2AB  | 1
        u-2  | 14              | HEOL YR ORSAF   | TREFAN  | ZT1 2AB  | 0
    """
    found = match(
        """
        record_id | address                | postcode
        ----------+------------------------+---------
        english   | 12 Station Rd, Trefan  | ZT1 2AB
        cymraeg   | 12 Heol yr Orsaf       | ZT1 2AB
        byr       | 12 HEOL ORSAF TREFAN   | ZT1 2AB
        former    | 12 Old Tram Road       | ZT1 2AB
        """,
        register,
    )
    assert found == dict.fromkeys(("english", "cymraeg", "byr", "former"), ("u-1", "exact"))


def test_a_home_goes_before_a_shop_at_the_same_address(match):
    found = match(
        """
        record_id | address         | postcode
        ----------+-----------------+---------
        someone   | 9 Sowter Road   | ZT1 2AB
        slip      | 9 Sowtre Road   | ZT1 2AB
        """,
        """
        uprn | building_number | street      | postcode | preference
        -----+-----------------+-------------+----------+-----------
        shop | 9               | SOWTER ROAD | ZT1 2AB  | 2
        home | 9               | SOWTER ROAD | ZT1 2AB  | 0
        """,
    )
    assert found == {"someone": ("home", "exact"), "slip": ("home", "scored")}


def test_a_home_without_a_postcode_goes_before_a_shop_with_one(match):
    found = match(
        """
        record_id | address       | postcode
        ----------+---------------+---------
        someone   | 9 Sowter Road | ZT1 2AB
        """,
        """
        uprn | building_number | street      | postcode | preference
        -----+-----------------+-------------+----------+-----------
        shop | 9               | SOWTER ROAD | ZT1 2AB  | 2
        home | 9               | SOWTER ROAD | .        | 0
        far  | 8               | SOWTER ROAD | ZT1 2AB  | 0
        """,
    )
    assert found == {"someone": ("home", "near postcode")}


def test_a_uprn_that_the_list_gives_stands_where_the_register_has_it(match):
    found = match(
        """
        record_id | address      | postcode | uprn
        ----------+--------------+----------+-------
        given     | somewhere    | .        | u-4
        wrong     | 3 Mill Lane  | ZT1 3CD  | u-77
        """,
        REGISTER,
    )
    assert found == {"given": ("u-4", "given"), "wrong": ("u-4", "exact")}
