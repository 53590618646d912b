"""What must hold for any ledger: no byte of it can change unseen, and its proofs prove what they say and nothing else."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from denizen.errors import LedgerBroken
from denizen.store.ledger import Ledger, verify
from denizen.store.merkle import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
    root_of,
)

# No deadlines below: an append waits for the disk, which takes its time.
kinds = st.sampled_from(["permit", "receipt", "run", "step", "release"])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
bodies = st.dictionaries(
    st.text(max_size=8).filter(lambda key: key not in ("seq", "until", "time", "kind")),
    st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_size=4,
)
batches = st.lists(st.lists(st.tuples(kinds, bodies), min_size=1, max_size=3), min_size=1, max_size=4)


def written(folder: Path, appends) -> Ledger:
    ledger = Ledger.open(folder, lambda: datetime(2026, 1, 5, tzinfo=UTC))
    for batch in appends:
        ledger.append_many(batch)
    return ledger


@settings(max_examples=50, deadline=None)
@given(batches)
def test_what_is_appended_is_read_back(appends):
    with tempfile.TemporaryDirectory() as name:
        ledger = written(Path(name), appends)
        again = Ledger.open(Path(name))
        flat = [item for batch in appends for item in batch]
        assert [(entry.kind, entry.body) for entry in again.entries()] == flat
        assert (again.entries(), again.root, again.report.repairs) == (ledger.entries(), ledger.root, ())


@settings(max_examples=150, deadline=None)
@given(batches, st.data())
def test_a_flipped_byte_is_noticed_and_its_entry_named(appends, data):
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), appends)
        file = Path(name) / data.draw(st.sampled_from(["ledger.jsonl", "ledger.jsonl", "head.json"]))
        text = bytearray(file.read_bytes())
        at = data.draw(st.integers(0, len(text) - 1))
        number = text[:at].count(b"\n")
        text[at] ^= data.draw(st.integers(1, 255))
        file.write_bytes(bytes(text))
        for look in (verify, Ledger.open):
            with pytest.raises(LedgerBroken) as caught:
                look(Path(name))
            if file.name == "ledger.jsonl":
                assert re.match(rf"Entry {number}\b", caught.value.what)
                assert caught.value.where == f"ledger.jsonl line {number + 1}"


@settings(max_examples=50, deadline=None)
@given(batches, st.data())
def test_a_ledger_cut_anywhere_is_noticed(appends, data):
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), appends)
        file = Path(name) / "ledger.jsonl"
        text = file.read_bytes()
        cut = data.draw(st.integers(0, len(text) - 1))
        file.write_bytes(text[:cut])
        whole = text[:cut].count(b"\n")
        with pytest.raises(LedgerBroken, match=rf"LedgerBroken: Entry {whole}\b"):
            Ledger.open(Path(name))


@settings(max_examples=50, deadline=None)
@given(batches, st.data())
def test_a_kill_at_any_byte_of_the_last_append_is_mended(appends, data):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = written(folder, appends[:-1])
        before, head, size = (folder / "ledger.jsonl").read_bytes(), (folder / "head.json").read_bytes(), ledger.size
        ledger.append_many(appends[-1])
        text = (folder / "ledger.jsonl").read_bytes()
        cut = data.draw(st.integers(len(before), len(text)))
        (folder / "ledger.jsonl").write_bytes(text[:cut])
        (folder / "head.json").write_bytes(head)
        again = Ledger.open(folder)
        assert again.size == text[:cut].count(b"\n") >= size
        assert again.entries() == ledger.entries()[: again.size]
        again.append("run")
        assert verify(folder).repairs == ()


leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(lambda parts: [leaf_hash(part) for part in parts])


@given(leaves)
def test_the_root_is_the_recursive_one(them):
    def slow(part):
        if len(part) == 1:
            return part[0]
        split = 1 << ((len(part) - 1).bit_length() - 1)
        return node_hash(slow(part[:split]), slow(part[split:]))

    assert root_of(them) == slow(them)


@given(leaves, st.data())
def test_an_inclusion_proof_proves_its_entry_and_no_other(them, data):
    index = data.draw(st.integers(0, len(them) - 1))
    proof, root = inclusion_proof(them, index), root_of(them)
    assert proves_inclusion(them[index], index, len(them), proof, root)
    assert not proves_inclusion(leaf_hash(b"never there"), index, len(them), proof, root)
    assert not proves_inclusion(them[index], index, len(them), [*proof, root], root)
    if proof:
        assert not proves_inclusion(them[index], index, len(them), proof[:-1], root)


@given(leaves, st.data())
def test_a_consistency_proof_proves_its_history_and_no_other(them, data):
    old_size = data.draw(st.integers(1, len(them)))
    old_root, root = root_of(them[:old_size]), root_of(them)
    proof = consistency_proof(them, old_size)
    assert proves_consistency(old_size, len(them), old_root, root, proof)
    other = [leaf_hash(b"never there"), *them[1:]]
    assert not proves_consistency(old_size, len(them), root_of(other[:old_size]), root, proof)
    assert not proves_consistency(old_size, len(them), old_root, root, [*proof, root])
