"""The script that a partner runs alone: whole ledgers, heads and signatures pass, and no byte of them changes unseen."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import denizen
from denizen.pipeline.heads import give_head
from denizen.pipeline.signing import sign_document, signatures_of
from denizen.store.ledger import Ledger
from denizen.store.merkle import consistency_proof, leaf_hash, root_of
from denizen.verifier import goes_on
from denizen.verifier import root_of as root_told
from signing_desk import CHIEF, DIRECTOR, Post, a_post
from signing_desk import denizen as denizen_says

SCRIPT = Path(denizen.__file__).parent / "verifier.py"
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@dataclass
class Kept:
    """What a partner has: a copy of the ledger, two heads of it, an agreement with its signatures, and the public keys."""

    folder: Path
    chief: Post
    director: Post

    @property
    def files(self) -> dict[str, Path]:
        names = (
            "ledger/ledger.jsonl",
            "ledger/head.json",
            "first.json",
            "second.json",
            "DSA-1.yaml",
            "DSA-1.signatures.json",
        )
        return {name: self.folder / name for name in names}

    def check(self, *words: str) -> tuple[int, str]:
        """How the script ends, and what it says, run alone in a process of its own."""
        keys = [part for post in (self.chief, self.director) for part in ("--public-key", str(post.public))]
        asked = words or (
            *("--ledger", "ledger", "--head", "first.json", "--head", "second.json", "--document", "DSA-1.yaml"),
        )
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), *asked, *keys],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout


def draw(folder: Path) -> Kept:
    """Nine acts, with a head after the third and one after the seventh; an agreement that two posts have signed."""
    kept = Kept(folder, a_post(folder, CHIEF), a_post(folder, DIRECTOR))
    ledger = Ledger.open(folder / "ledger", lambda: NOON)
    for rows in range(3):
        ledger.append("receipt", rows=rows, place="Ynys Môn")
    first = give_head(ledger, kept.chief.pen, folder / "first.json", NOON)
    ledger.append_many([("step", {"name": "measure"}), ("step", {"name": "certify"}), ("run", {"book": "ab" * 32})])
    give_head(ledger, kept.chief.pen, folder / "second.json", NOON, to="The police force", since=first)
    ledger.append("release", book="cd" * 32)
    (folder / "DSA-1.yaml").write_text("id: DSA-1\nkind: dda\ntitle: Tenancies\n", "utf-8")
    for post in (kept.chief, kept.director):
        sign_document(folder / "DSA-1.yaml", post.pen, date(2026, 1, 5))
    return kept


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Kept:
    return draw(tmp_path_factory.mktemp("kept"))


def test_what_nobody_touched_is_whole(drawn: Kept):
    code, said = drawn.check()
    assert code == 0
    assert "The ledger is whole: 9 entries" in said
    assert "The ledger begins with the 3 entries of first.json." in said
    assert "The ledger begins with the 7 entries of second.json." in said
    assert said.count("not a byte was changed since") == 2


def test_two_heads_are_checked_without_the_ledger(drawn: Kept):
    code, said = drawn.check("--head", "second.json", "--head", "first.json")
    assert (code, "second.json goes on from first.json" in said) == (0, True)


def with_byte_flipped(drawn: Kept, name: str, at: int, mask: int) -> tuple[int, str, int]:
    """How the script ends when one byte of one file is another; and in which line it was."""
    file = drawn.files[name]
    whole = file.read_bytes()
    text = bytearray(whole)
    text[at] ^= mask
    file.write_bytes(bytes(text))
    try:
        code, said = drawn.check()
    finally:
        file.write_bytes(whole)
    return code, said, whole[:at].count(b"\n")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_byte_is_flipped_unseen(drawn: Kept, data):
    name = data.draw(st.sampled_from(["ledger/ledger.jsonl"] * 3 + list(drawn.files)))
    at = data.draw(st.integers(0, len(drawn.files[name].read_bytes()) - 1))
    code, said, line = with_byte_flipped(drawn, name, at, data.draw(st.integers(1, 255)))
    if name in ("first.json", "second.json", "DSA-1.signatures.json") and code == 0:
        # white space between the members is no part of what was signed
        assert drawn.files[name].read_bytes()[at : at + 1].isspace()
        return
    assert code in (4, 6)
    if name == "ledger/ledger.jsonl":
        assert f"Entry {line}" in said


def test_even_the_idle_bits_at_the_end_of_a_signature_are_seen(drawn: Kept):
    text = drawn.files["first.json"].read_bytes()
    at = text.index(b'=="') - 1
    for letter in set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") - {text[at]}:
        assert with_byte_flipped(drawn, "first.json", at, text[at] ^ letter)[0] == 6


KINDS = {
    "a brace": b"{",
    "a quotation mark": b'"',
    "a digit of a number": b":1,",
    "a digit of a hash": b'leaf":"',
    "a letter of a key": b"kind",
    "the first byte of a letter of two": "ô".encode(),
    "a colon": b":",
    "a comma": b",",
    "the end of a line": b"\n",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_byte_is_seen(drawn: Kept, kind: str):
    text = drawn.files["ledger/ledger.jsonl"].read_bytes()
    at = text.index(KINDS[kind]) + len(KINDS[kind]) - (1 if len(KINDS[kind]) < 6 else 0)
    for mask in (1, 0x20, 0x80):
        code, said, line = with_byte_flipped(drawn, "ledger/ledger.jsonl", at, mask)
        assert (code, f"Entry {line}" in said) == (6, True)


@pytest.mark.parametrize("member", ["post", "signed_on", "document", "content", "file_sha256", "signature"])
def test_a_signature_with_a_member_changed_is_false(drawn: Kept, member: str):
    file = signatures_of(drawn.folder / "DSA-1.yaml")
    whole = file.read_bytes()
    statements = json.loads(whole)
    statements[1][member] = (
        statements[0][member] if member in ("post", "signature") else statements[1][member][:-1] + "x"
    )
    file.write_text(json.dumps(statements), "utf-8")
    try:
        assert drawn.check("--document", "DSA-1.yaml")[0] == 6
    finally:
        file.write_bytes(whole)


def rewritten(folder: Path, rows: int) -> None:
    """Another ledger of nine acts, whole in itself."""
    for file in (folder / "ledger").iterdir():
        file.unlink()
    ledger = Ledger.open(folder / "ledger", lambda: NOON)
    for number in range(rows):
        ledger.append("receipt", rows=number + 1)


def test_a_ledger_written_anew_is_whole_and_does_not_fit_the_heads(tmp_path: Path):
    kept = draw(tmp_path)
    rewritten(tmp_path, 9)
    assert kept.check("--ledger", "ledger")[0] == 0
    code, said = kept.check()
    assert (code, "One of the entries 0 to 2 is not the one in first.json" in said) == (6, True)
    rewritten(tmp_path, 2)
    code, said = kept.check()
    assert (code, "has 2 entries, and first.json counts 3: it was cut short" in said) == (6, True)


@pytest.mark.parametrize(
    ("cut", "says"), [(1, "missing or cut short"), (40, "missing or cut short"), (100_000, "Entry 0 is missing")]
)
def test_a_ledger_cut_short_is_told(tmp_path: Path, cut: int, says: str):
    kept = draw(tmp_path)
    file = tmp_path / "ledger" / "ledger.jsonl"
    file.write_bytes(file.read_bytes()[:-cut])
    code, said = kept.check("--ledger", "ledger")
    assert (code, says in said) == (6, True)


def test_a_file_that_is_not_there_is_no_evidence_of_a_change(drawn: Kept):
    assert drawn.check("--ledger", "nowhere")[0] == 4
    assert drawn.check("--head", "nowhere.json")[0] == 4


leaves = st.lists(st.binary(max_size=4), min_size=1, max_size=40).map(lambda parts: [leaf_hash(part) for part in parts])


@given(leaves, st.data())
def test_its_tree_and_its_proofs_are_those_of_the_house(them, data):
    """Two ways of working out a root, written apart, and the proof of one checked by the other."""
    old = data.draw(st.integers(1, len(them)))
    proof = consistency_proof(them, old)
    assert root_told(list(them)) == root_of(them)
    assert goes_on(old, len(them), root_of(them[:old]), root_of(them), proof)
    other = root_of([leaf_hash(b"never there"), *them[1:old]])
    assert not goes_on(old, len(them), other, root_of(them), proof)


def test_it_is_short_and_knows_nothing_of_the_house():
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) < 300
    roots = set()
    for part in ast.walk(ast.parse(text)):
        if isinstance(part, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in part.names}
        elif isinstance(part, ast.ImportFrom):
            roots.add((part.module or "").split(".")[0])
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}


def test_the_command_line_hands_it_out(tmp_path: Path):
    assert denizen_says("ledger", "verifier", "--out", tmp_path / "check.py")[0] == 0
    assert (tmp_path / "check.py").read_bytes() == SCRIPT.read_bytes()
