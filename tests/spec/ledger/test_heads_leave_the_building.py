"""A partner who keeps a signed head can show that a later ledger is not the one that it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from denizen.errors import CannotWrite, LedgerBroken, UnreadableFile
from denizen.pipeline.heads import Head, check_against, give_head, read_head
from denizen.store.ledger import Ledger
from signing_desk import CHIEF, DIRECTOR, Post, a_post, denizen

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def noon() -> datetime:
    return NOON


def appended(folder: Path, *rows: int) -> Ledger:
    ledger = Ledger.open(folder, noon)
    for count in rows:
        ledger.append("receipt", rows=count)
    return ledger


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return a_post(tmp_path, CHIEF, tmp_path / "area")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    appended(tmp_path / "area" / "ledger", 1, 2, 3)
    return tmp_path / "area" / "ledger"


def given(folder: Path, post: Post, name: str = "head.json", **rest) -> Head:
    head = give_head(Ledger.open(folder, noon), post.pen, folder.parent.parent / name, NOON, **rest)
    assert read_head(head.file, [post.key]) == head
    return head


def test_a_ledger_that_only_grew_begins_with_every_head(folder: Path, post: Post):
    first = given(folder, post)
    assert first.size == 3
    appended(folder, 4, 5)
    second = given(folder, post, "second.json", to="The housing association")
    appended(folder, 6)
    check_against(folder, [first, second])
    *_, entry, _ = Ledger.open(folder).entries()
    assert (entry.kind, entry.body["to"], entry.body["size"]) == ("head_given", "The housing association", 6)


def test_a_ledger_written_anew_is_told_and_the_entries_named(folder: Path, post: Post, tmp_path: Path):
    first = given(folder, post)
    appended(folder, 4, 5)
    second = given(folder, post, "second.json")
    for file in folder.iterdir():
        file.unlink()
    forged = appended(folder, 1, 2, 3)
    forged.append("head_given", size=3, root=first.root, key=post.key.key_id, to="")
    appended(folder, 4, 50, 6)
    check_against(folder, [first])
    with pytest.raises(LedgerBroken, match="one of the entries 3 to 5 is not the one in the head that Chief executive"):
        check_against(folder, [second, first])
    with pytest.raises(LedgerBroken, match="one of the entries 0 to 5"):
        check_against(folder, [second])


def test_a_ledger_cut_short_and_given_a_head_of_its_own_is_told(folder: Path, post: Post):
    appended(folder, 4, 5)
    head = given(folder, post)
    for file in folder.iterdir():
        file.unlink()
    appended(folder, 1, 2, 3)
    with pytest.raises(LedgerBroken, match=r"cut short, or is another: it has 3 entries, and .* counts 5"):
        check_against(folder, [head])


@pytest.mark.parametrize("member", ["size", "root", "time", "post"])
def test_a_head_with_anything_changed_is_no_evidence(folder: Path, post: Post, member: str):
    head = given(folder, post)
    whole = json.loads(head.file.read_text("utf-8"))
    changed = {"size": 2, "root": "0" * 64, "time": "2027-01-01T00:00:00+00:00", "post": DIRECTOR}[member]
    head.file.write_text(json.dumps({**whole, member: changed}), "utf-8")
    with pytest.raises(UnreadableFile, match="not signed by a post that is known here"):
        read_head(head.file, [post.key])


@pytest.mark.parametrize("content", ["", "[]", "{}", "7", '{"size": "3"}'])
def test_what_is_no_head_is_told(tmp_path: Path, post: Post, content: str):
    (tmp_path / "head.json").write_text(content, "utf-8")
    with pytest.raises(UnreadableFile):
        read_head(tmp_path / "head.json", [post.key])


def test_a_head_is_not_written_over(folder: Path, post: Post):
    given(folder, post)
    before = Ledger.open(folder).size
    with pytest.raises(CannotWrite):
        given(folder, post)
    assert Ledger.open(folder).size == before


def test_no_head_is_given_that_goes_on_from_another_ledger(folder: Path, post: Post, tmp_path: Path):
    appended(tmp_path / "other" / "ledger", 9, 9)
    other = give_head(Ledger.open(tmp_path / "other" / "ledger"), post.pen, tmp_path / "other.json", NOON)
    with pytest.raises(LedgerBroken, match="rewritten"):
        given(folder, post, since=other)


def test_a_head_is_given_and_checked_at_the_command_line(folder: Path, post: Post, tmp_path: Path):
    area, head = tmp_path / "area", tmp_path / "head.json"
    code, said = denizen("ledger", "head", area, "--key", post.private, "--out", head, "--to", "The police force")
    assert (code, "signed 3 entries" in said) == (0, True)
    code, said = denizen("ledger", "verify", area, "--against", head)
    assert (code, "begins with the 3 entries of the head that Chief executive" in said) == (0, True)
    code, said = denizen("ledger", "verify", area, "--against", head, "--public-key", post.public)
    assert code == 0
    with pytest.raises(UnreadableFile, match="not signed by"):
        denizen("ledger", "verify", area, "--against", head, "--public-key", a_post(tmp_path, CHIEF).public)
    lines = (folder / "ledger.jsonl").read_bytes()
    (folder / "ledger.jsonl").write_bytes(lines.replace(b'"rows":2', b'"rows":7'))
    with pytest.raises(LedgerBroken, match="Entry 1"):
        denizen("ledger", "verify", area, "--against", head)
