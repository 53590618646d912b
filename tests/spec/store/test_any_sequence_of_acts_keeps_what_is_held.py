from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vault_drawing import DAY, a_key, files_that_tell, fill

from denizen.errors import NotFound, NotPermitted
from denizen.store import Store, Vault

_ACTS = st.lists(
    st.one_of(
        st.just(("take in", 0)),
        st.tuples(st.just("destroy"), st.integers(0, 9)),
        st.tuples(st.just("change the key"), st.integers(1, 250)),
        st.just(("forget what was derived", 0)),
    ),
    min_size=1,
    max_size=8,
)


@given(_ACTS)
@settings(max_examples=25, deadline=None)
def test_whatever_was_done_what_is_held_can_be_read_and_what_was_destroyed_can_not(acts):
    with tempfile.TemporaryDirectory() as made:
        _try(Path(made), acts)


def _try(folder: Path, acts: list[tuple[str, int]]) -> None:
    master, expected = a_key(0), dict[str, int]()
    copies: dict[str, bytes] = {}
    pseudonyms = Vault.open(folder, master).pseudonym_key()
    for number, (act, pick) in enumerate(acts):
        vault = Vault.open(folder, master)
        if act == "take in":
            with Store.open(folder, vault.main_key()) as store:
                name = fill(store, vault, rows=number + 1)
            expected[name] = number + 1
            copies[name] = _file(folder, name).read_bytes()
        elif act == "destroy" and expected:
            name = sorted(expected)[pick % len(expected)]
            vault.destroy(name, DAY + timedelta(days=number), "tried")
            del expected[name]
        elif act == "change the key":
            master = a_key(pick)
            vault.rotate(master)
        elif act == "forget what was derived":
            vault.forget_derived()
    _check(folder, Vault.open(folder, master), expected, copies)
    assert Vault.open(folder, master).pseudonym_key() == pseudonyms
    assert not files_that_tell(folder)


def _check(folder: Path, vault: Vault, expected: dict[str, int], copies: dict[str, bytes]) -> None:
    assert {holding.delivery: holding.rows for holding in vault.held()} == expected
    with Store.open(folder, vault.main_key()) as store:
        for name, rows in expected.items():
            store.delivery(name, vault.key_of(name, DAY))
            assert store.value(f'SELECT COUNT(*) FROM "{name}".accepted__tenancies') == rows
        for name in copies.keys() - expected.keys():
            assert not _file(folder, name).exists()
            with pytest.raises(NotFound):
                vault.key_of(name, DAY)
            _file(folder, name).write_bytes(copies[name])
            for key in (vault.main_key(), vault.pseudonym_key(), *(vault.key_of(one, DAY) for one in expected)):
                with pytest.raises(NotPermitted):
                    store.delivery(name, key)


def _file(folder: Path, name: str) -> Path:
    return folder / "deliveries" / f"{name}.duckdb"
