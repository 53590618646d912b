"""Numbers that keepers give: keys of their own making, and NHS numbers of the range that is set apart for tests."""

from __future__ import annotations

import numpy as np

from denizen.errors import BadInput
from denizen.synthetic.chance import Dice
from denizen.synthetic.town import Flags, Ints, Texts

TEST_RANGE = 999_000_000
"""NHS numbers from 999 000 0000 on are given to nobody (NHS Digital, test numbers)"""


def keys_of(person: Ints, second: Flags, keeper: int) -> Texts:
    """A key for each person of ten hexadecimal digits, or another for `second`; each keeper has keys of its own."""
    mixed = person.astype(np.uint64) * np.uint64(2) + second.astype(np.uint64)
    mixed = mixed + np.uint64((keeper + 1) * 0x9E3779B97F4A7C15 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return np.array([f"k{number & 0xFFFFFFFFFFF:011x}" for number in mixed.tolist()], dtype=object)


def nhs_numbers(size: int, dice: Dice) -> Texts:
    """As many NHS numbers with the right check digit, in no order, out of the range for tests.

    Raises:  BadInput, when the range is too small.
    Source:  NHS Data Model and Dictionary: the check digit by modulus 11.
    """
    stems = np.arange(TEST_RANGE, TEST_RANGE + 1_000_000)
    total = sum((stems // 10 ** (9 - place)) % 10 * (11 - place) for place in range(1, 10))
    check = 11 - total % 11
    check = np.where(check == 11, 0, check)
    valid = (stems * 10 + check)[check < 10]
    if size > len(valid):
        raise BadInput(
            "There are more patients than NHS numbers for tests.", where="--people", mend="ask for a smaller town"
        )
    return np.array([str(number) for number in dice.permutation(valid)[:size]], dtype=object)
