"""What the ledger keeps, what it notices, and what it mends."""

import json
import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from denizen.errors import CannotWrite, LedgerBroken, NotFound
from denizen.store.ledger import Ledger, verify
from denizen.store.merkle import proves_consistency, proves_inclusion


def noon() -> datetime:
    return datetime(2026, 1, 5, 13, 0, 0, 123, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "ledger", noon)


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path) -> Path:
    ledger.append("permit", agreement="OGL-ONS", source="census")
    ledger.append_many([("receipt", {"rows": 152, "sha256": "ab" * 32}), ("receipt", {"rows": 7})])
    ledger.append("run", fingerprint="cd" * 32)
    return tmp_path / "ledger"


def lines(folder: Path) -> list[bytes]:
    return (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)


def rewrite(folder: Path, new: list[bytes]) -> None:
    (folder / "ledger.jsonl").write_bytes(b"".join(new))


def test_an_empty_ledger_has_the_root_of_nothing(ledger):
    assert (ledger.size, ledger.root[:8], ledger.report.repairs) == (0, "e3b0c442", ())


def test_an_entry_carries_its_number_its_time_in_utc_and_its_body(ledger):
    assert ledger.append("permit", agreement="OGL-ONS", columns=["*"], note="Ynys Môn") == 0
    (entry,) = ledger.entries()
    assert (entry.seq, entry.kind, entry.time) == (0, "permit", "2026-01-05T12:00:00Z")
    assert entry.body == {"agreement": "OGL-ONS", "columns": ["*"], "note": "Ynys Môn"}


def test_a_line_is_canonical_json_with_its_leaf(folder):
    assert lines(folder)[0] == (
        b'{"entry":{"agreement":"OGL-ONS","kind":"permit","seq":0,"source":"census","time":"2026-01-05T12:00:00Z","until":0},'
        b'"leaf":"8fe36111bbc12f2173788b6b602fccca882b1fc095bd6478646b65b04d280af0"}\n'
    )


def test_what_is_written_is_found_again(folder):
    again = Ledger.open(folder)
    assert [entry.kind for entry in again.entries()] == ["permit", "receipt", "receipt", "run"]
    assert again.root == verify(folder).root == json.loads((folder / "head.json").read_bytes())["root"]
    assert again.append("release", book="ef" * 32) == 4
    assert verify(folder).size == 5


def test_nothing_is_appended_by_an_empty_batch(ledger):
    assert ledger.append_many([]) == []


def test_the_same_acts_at_the_same_times_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        Ledger.open(tmp_path / name, noon).append("run", parameters={"b": 1, "a": 0.5})
    for file in ("ledger.jsonl", "head.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize("body", [{"seq": 3}, {"time": "now"}, {"value": float("nan")}, {"map": {9: "a", 10: "b"}}])
def test_an_entry_that_could_not_be_read_back_is_not_taken(ledger, body):
    with pytest.raises(ValueError):
        ledger.append_many([("run", body)])
    assert ledger.size == 0


def test_a_partner_can_check_one_entry_and_that_history_stands(folder):
    ledger = Ledger.open(folder)
    old_root, old_size = bytes.fromhex(ledger.root), ledger.size
    ledger.append_many([("step", {"name": "measure"})] * 7)
    root = bytes.fromhex(ledger.root)
    proof = [bytes.fromhex(part) for part in ledger.inclusion_proof(2)]
    assert proves_inclusion(bytes.fromhex(ledger.entries()[2].leaf), 2, ledger.size, proof, root)
    proof = [bytes.fromhex(part) for part in ledger.consistency_proof(old_size)]
    assert proves_consistency(old_size, ledger.size, old_root, root, proof)


# What it notices


def test_a_changed_entry_is_named(folder):
    changed = [line.replace(b'"rows":152', b'"rows":153') for line in lines(folder)]
    rewrite(folder, changed)
    with pytest.raises(LedgerBroken, match=r"Entry 1 \(receipt\) does not fit its hash") as caught:
        verify(folder)
    assert caught.value.where == "ledger.jsonl line 2"
    assert "put back" in caught.value.mend


def test_a_deleted_line_is_named(folder):
    kept = lines(folder)
    rewrite(folder, [kept[0], *kept[2:]])
    with pytest.raises(LedgerBroken, match="Entry 1 is missing or out of its place: entry 2"):
        verify(folder)


def test_swapped_lines_are_named(folder):
    first, second, *rest = lines(folder)
    rewrite(folder, [second, first, *rest])
    with pytest.raises(LedgerBroken, match="Entry 0 is missing or out of its place: entry 1"):
        verify(folder)


@pytest.mark.parametrize("cut", [1, 5, 60])
def test_a_ledger_that_was_cut_short_is_not_mended(folder, cut):
    whole = b"".join(lines(folder))
    rewrite(folder, [whole[:-cut]])
    for look in (verify, Ledger.open):
        with pytest.raises(LedgerBroken, match=r"Entry 3.* is missing or cut short: the head counts 4"):
            look(folder)


def test_an_entry_rewritten_with_its_hash_does_not_fit_the_head(folder, tmp_path):
    other = Ledger.open(tmp_path / "other", noon)
    other.append("permit", agreement="OGL-POLICE", source="census")
    rewrite(folder, [*lines(tmp_path / "other"), *lines(folder)[1:]])
    with pytest.raises(LedgerBroken, match="one of 0 to 3 was rewritten together with its hash"):
        verify(folder)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"", "not as it was written"),
        (b"[]\n", "not as it was written"),
        (b'{"root":"00","size":4}\n', "not as it was written"),
        (b'{"root":"' + b"0" * 64 + b'","size":4}\n', "does not fit the entries"),
        (b'{"root":"' + b"0" * 64 + b'","size":0}\n', "does not fit an empty ledger"),
        (None, "head.json is missing"),
    ],
)
def test_a_head_that_is_not_its_own_is_refused(folder, head, says):
    (folder / "head.json").unlink()
    if head is not None:
        (folder / "head.json").write_bytes(head)
    with pytest.raises(LedgerBroken, match=says):
        Ledger.open(folder)


def test_entries_that_vanished_are_missed(folder):
    (folder / "ledger.jsonl").unlink()
    with pytest.raises(LedgerBroken, match="Entry 0 is missing"):
        Ledger.open(folder)


def test_where_there_is_no_ledger_none_is_verified(tmp_path):
    with pytest.raises(NotFound):
        verify(tmp_path)


# What a kill leaves, and what is mended


def stand(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "ledger.jsonl").read_bytes(), (folder / "head.json").read_bytes()


def test_a_kill_before_the_head_was_written_loses_nothing(folder):
    _, head = stand(folder)
    Ledger.open(folder, noon).append("release", book="ef")
    (folder / "head.json").write_bytes(head)
    assert verify(folder).repairs == ("The head did not know the last append (1 of 1 entries, from 4): now it does.",)
    assert (folder / "head.json").read_bytes() == head
    again = Ledger.open(folder)
    assert (again.size, len(again.report.repairs)) == (5, 1)
    assert verify(folder).repairs == ()


@pytest.mark.parametrize("kept", [0, 1, 9, 10, 30, 100])
def test_a_line_cut_short_by_a_kill_is_left_out(folder, kept):
    text, head = stand(folder)
    Ledger.open(folder, noon).append("release", book="ef")
    longer, _ = stand(folder)
    (folder / "ledger.jsonl").write_bytes(text + longer[len(text) :][:kept])
    (folder / "head.json").write_bytes(head)
    again = Ledger.open(folder)
    assert again.size == 4
    assert len(again.report.repairs) == (1 if kept else 0)
    assert stand(folder) == (text, head)


def test_a_batch_cut_off_by_a_kill_keeps_its_whole_lines(folder):
    _, head = stand(folder)
    Ledger.open(folder, noon).append_many([("step", {"n": n}) for n in range(3)])
    (folder / "ledger.jsonl").write_bytes(b"".join(lines(folder)[:6]) + lines(folder)[6][:20])
    (folder / "head.json").write_bytes(head)
    again = Ledger.open(folder)
    assert again.report.repairs == (
        "The head did not know the last append (2 of 3 entries, from 4): now it does.",
        "Entry 6 was cut short while it was written: it is left out.",
    )
    assert again.append("run") == 6
    assert verify(folder).size == 7


def test_a_head_two_appends_behind_is_no_kill(folder):
    _, head = stand(folder)
    ledger = Ledger.open(folder, noon)
    ledger.append("release", book="ef")
    ledger.append("release", book="aa")
    (folder / "head.json").write_bytes(head)
    with pytest.raises(LedgerBroken, match=r"Entry 4 \(release\) and those after it are more than one append"):
        Ledger.open(folder)


@pytest.mark.parametrize("tail", [b"x", b"\x00\x00", b'{"entry": {'])
def test_a_tail_that_is_no_entry_is_not_mended(folder, tail):
    with (folder / "ledger.jsonl").open("ab") as out:
        out.write(tail)
    with pytest.raises(LedgerBroken, match="Entry 4 is cut short, and not by an append"):
        Ledger.open(folder)


def test_a_kill_while_the_ledger_was_begun_is_mended(tmp_path):
    Ledger.open(tmp_path, noon)
    (tmp_path / "ledger.jsonl").unlink()
    assert Ledger.open(tmp_path, noon).append("run") == 0


def test_a_full_disk_leaves_the_ledger_as_it_was(folder, monkeypatch):
    before = stand(folder)
    ledger = Ledger.open(folder, noon)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        ledger.append("run")
    monkeypatch.undo()
    assert stand(folder) == before
    assert ledger.append("run") == 4
    assert verify(folder).size == 5


def test_two_runs_do_not_write_into_one_another(folder):
    first, second = Ledger.open(folder, noon), Ledger.open(folder, noon)
    first.append("run")
    with pytest.raises(CannotWrite, match="another run"):
        second.append("run")
    assert verify(folder).size == 5


def test_time_is_taken_from_the_clock_when_none_is_given(tmp_path):
    ledger = Ledger.open(tmp_path)
    ledger.append("run")
    taken = datetime.fromisoformat(ledger.entries()[0].time)
    assert abs(datetime.now(UTC) - taken) < timedelta(minutes=1)
