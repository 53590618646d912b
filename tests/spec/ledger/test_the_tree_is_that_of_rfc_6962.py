"""Roots and proofs of the eight entries that the Certificate Transparency tests use."""

from hashlib import sha256

import pytest

from denizen.store.merkle import (
    Peaks,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)

ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEFT_HALF = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
FIFTH_AND_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
THIRD_AND_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"


def hexes(proof):
    return [part.hex() for part in proof]


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_first_entries(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


def test_the_root_grows_with_each_leaf_without_hashing_all_again():
    peaks = Peaks()
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        peaks.add(leaf)
        assert peaks.root().hex() == root


def test_an_entry_that_looks_like_a_node_is_not_one():
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != root_of(LEAVES[:2])
    assert leaf_hash(b"") == sha256(b"\x00").digest()


def test_the_proof_that_the_sixth_entry_of_eight_is_in():
    assert hexes(inclusion_proof(LEAVES, 5)) == [FIFTH, LAST_TWO, LEFT_HALF]


def test_the_proof_that_eight_entries_begin_with_six():
    assert hexes(consistency_proof(LEAVES, 6)) == [FIFTH_AND_SIXTH, LAST_TWO, LEFT_HALF]


def test_the_proof_that_five_entries_begin_with_two():
    assert hexes(consistency_proof(LEAVES[:5], 2)) == [THIRD_AND_FOURTH, FIFTH]


def test_a_tree_begins_with_itself_and_needs_no_proof():
    assert consistency_proof(LEAVES, 8) == []
    assert proves_consistency(8, 8, root_of(LEAVES), root_of(LEAVES), [])
    assert not proves_consistency(8, 8, root_of(LEAVES), root_of(LEAVES), LEAVES[:1])


def test_what_was_never_there_has_no_proof():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 9)
    assert not proves_inclusion(LEAVES[0], 8, 8, [], root_of(LEAVES))
    assert not proves_inclusion(LEAVES[0], 0, 1, LEAVES[1:2], LEAVES[0])
    assert not proves_consistency(0, 8, root_of([]), root_of(LEAVES), [])
    assert not proves_consistency(3, 8, root_of(LEAVES[:3]), root_of(LEAVES), [])
