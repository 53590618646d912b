"""A signature stands for the words that were signed, by the post whose key it is, and for nothing else."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from denizen.agreements.signatures import OF_DRAFT, OF_HEAD, are_two_people, content_hash, signed, signer_of
from denizen.documents import plain_document
from denizen.errors import BadDocument, BadInput, CannotWrite, NotFound, NotPermitted, UnreadableFile
from denizen.pipeline.key_files import add_public_key, keys_for, make_keys, open_pen, read_public_key
from denizen.pipeline.signing import SignedDocument, faults_of_signatures, sign_document, signatures_of, signed_document
from signing_desk import CHIEF, DIRECTOR, a_post, denizen

DAY = date(2026, 1, 5)
TEXT = """\
id: DSA-1
kind: dda
status: draft
title: Tenancies for planning
in_force_from: 2026-01-01
ends_on: 2027-12-31
"""


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    file = tmp_path / "area" / "agreements" / "DSA-1.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(TEXT, "utf-8")
    return file


def judged(agreement: Path) -> SignedDocument:
    return signed_document(agreement, keys_for(agreement))


def verdicts(agreement: Path) -> list[str]:
    return [str(one.verdict) for one in judged(agreement).judged]


@pytest.mark.parametrize(
    ("old", "new", "stands"),
    [
        ("", "# a remark at the top\n", True),
        ("title: Tenancies for planning", "title:   'Tenancies for planning'", True),
        ("id: DSA-1\nkind: dda\n", "kind: dda\nid: DSA-1\n", True),
        ("status: draft", "status: in_force", True),
        ("Tenancies for planning", "Tenancies for planning and more", False),
        ("2027-12-31", "2028-12-31", False),
        ("title: Tenancies for planning\n", "", False),
        ("kind: dda", "kind: dda\npower: Localism Act 2011, s. 1", False),
    ],
)
def test_layout_and_state_may_change_and_words_may_not(
    agreement: Path, tmp_path: Path, old: str, new: str, stands: bool
):
    sign_document(agreement, a_post(tmp_path, CHIEF, tmp_path / "area").pen, DAY)
    assert verdicts(agreement) == ["stands"]
    agreement.write_text(TEXT.replace(old, new, 1), "utf-8")
    assert verdicts(agreement) == (["stands"] if stands else ["older_text"])


def test_a_signature_over_an_older_text_is_told_with_both_hashes(agreement: Path, tmp_path: Path):
    then = content_hash(plain_document(TEXT, "DSA-1.yaml"))
    sign_document(agreement, a_post(tmp_path, CHIEF, tmp_path / "area").pen, DAY)
    agreement.write_text(TEXT.replace("2027", "2029"), "utf-8")
    now = content_hash(plain_document(TEXT.replace("2027", "2029"), "DSA-1.yaml"))
    code, said = denizen("agreements", "verify", agreement)
    assert code == 3
    assert f"{CHIEF} signed another text on {DAY}: {then[:16]} was signed, {now[:16]} is there." in said
    assert "nobody has signed this text" in said


@pytest.mark.parametrize("member", ["post", "signed_on", "document", "content", "file_sha256", "what"])
def test_a_statement_with_anything_changed_is_false(agreement: Path, tmp_path: Path, member: str):
    sign_document(agreement, a_post(tmp_path, CHIEF, tmp_path / "area").pen, DAY)
    beside = signatures_of(agreement)
    (statement,) = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps([{**statement, member: statement[member] + "0"}]), "utf-8")
    assert verdicts(agreement) == ["false"]
    code, said = denizen("agreements", "verify", tmp_path / "area")
    assert (code, "is false: it does not fit what it says was signed" in said) == (3, True)


def test_the_signature_of_one_document_is_none_of_another(agreement: Path, tmp_path: Path):
    sign_document(agreement, a_post(tmp_path, CHIEF, tmp_path / "area").pen, DAY)
    other = agreement.with_name("DSA-2.yaml")
    other.write_text(TEXT.replace("DSA-1", "DSA-2"), "utf-8")
    signatures_of(other).write_bytes(signatures_of(agreement).read_bytes())
    assert verdicts(other) == ["other_document"]


def test_a_signature_for_one_thing_is_none_for_another(tmp_path: Path):
    post = a_post(tmp_path, CHIEF)
    statement = signed(OF_DRAFT, {"draft": 3}, post.key, DAY, post.pen.sign)
    assert signer_of(statement, OF_DRAFT, [post.key]) == post.key
    assert signer_of(statement, OF_HEAD, [post.key]) is None
    assert signer_of({**statement, "what": OF_HEAD}, OF_HEAD, [post.key]) is None


def test_a_key_that_nobody_knows_here_proves_nothing(agreement: Path, tmp_path: Path):
    stranger = a_post(tmp_path, CHIEF)
    a_post(tmp_path, CHIEF, tmp_path / "area")
    sign_document(agreement, stranger.pen, DAY)
    assert verdicts(agreement) == ["unknown_key"]
    with pytest.raises(NotPermitted, match="No post that is known here"):
        denizen("agreements", "sign", agreement, "--key", stranger.private)


@pytest.mark.parametrize(("ended_on", "verdict"), [("2026-01-05", "stands"), ("2026-01-04", "unknown_key")])
def test_a_post_signs_until_the_day_it_gave_its_key_up(agreement: Path, tmp_path: Path, ended_on: str, verdict: str):
    post = a_post(tmp_path, CHIEF, tmp_path / "area")
    sign_document(agreement, post.pen, DAY)
    ended = [replace(post.key, ended_on=date.fromisoformat(ended_on))]
    assert [str(one.verdict) for one in signed_document(agreement, ended).judged] == [verdict]


# Two people: a truth table

ONE, TWO = bytes([1] * 32), bytes([2] * 32)


@pytest.mark.parametrize(
    ("first", "second", "are_two"),
    [
        ((CHIEF, ONE), (DIRECTOR, TWO), True),
        ((CHIEF, ONE), (CHIEF, TWO), False),
        ((CHIEF, ONE), ("chief  EXECUTIVE, Foursquare Council", TWO), False),
        ((CHIEF, ONE), (DIRECTOR, ONE), False),
        ((CHIEF, ONE), (CHIEF, ONE), False),
    ],
)
def test_the_same_key_counts_once_and_no_post_countersigns_its_own(first, second, are_two: bool):
    from denizen.agreements.signatures import PostKey

    assert are_two_people([PostKey(*first), PostKey(*second)]) is are_two
    assert not are_two_people([PostKey(*first)])
    assert not are_two_people([])


def test_signing_twice_leaves_one_signature(agreement: Path, tmp_path: Path):
    chief, director = (a_post(tmp_path, name, tmp_path / "area") for name in (CHIEF, DIRECTOR))
    for post, day in ((chief, DAY), (director, DAY), (chief, date(2026, 2, 1))):
        sign_document(agreement, post.pen, day)
    found = judged(agreement).judged
    assert [(one.statement["post"], one.statement["signed_on"]) for one in found] == [
        (DIRECTOR, "2026-01-05"),
        (CHIEF, "2026-02-01"),
    ]
    code, said = denizen("agreements", "verify", tmp_path / "area")
    assert (code, "(signed by two people)" in said) == (0, True)


# What the check finds of signatures

FOUND = """
status    | who signed                 | then the text | kinds of fault
in_force  | chief director             | stays         |
in_force  | chief                      | stays         | two_people
in_force  |                            | stays         | two_people
draft     |                            | stays         |
draft     | chief                      | stays         |
in_force  | chief director             | changes       | older_text older_text two_people
draft     | chief                      | changes       | older_text
in_force  | chief director stranger    | stays         | unknown_key
"""


@pytest.mark.parametrize(
    ("status", "who", "then", "faults"),
    [[cell.strip() for cell in line.split("|")] for line in FOUND.strip().splitlines()[1:]],
)
def test_the_check_finds_what_is_wrong_with_signatures(agreement, tmp_path, status, who, then, faults):
    area = tmp_path / "area"
    agreement.write_text(TEXT.replace("draft", status), "utf-8")
    posts = {
        "chief": a_post(tmp_path, CHIEF, area),
        "director": a_post(tmp_path, DIRECTOR, area),
        "stranger": a_post(tmp_path, "A stranger"),
    }
    for name in who.split():
        sign_document(agreement, posts[name].pen, DAY)
    if then == "changes":
        agreement.write_text(agreement.read_text("utf-8").replace("2027", "2029"), "utf-8")
    found = faults_of_signatures(area)
    assert [one.witness.get("is", "two_people") for one in found] == faults.split()
    assert {one.kind for one in found} <= {"unsigned"}
    assert all(one.severity == ("blocks" if status == "in_force" else "warns") for one in found)


def test_where_no_post_has_a_key_names_are_checked_as_names(agreement: Path, tmp_path: Path):
    agreement.write_text(TEXT.replace("draft", "in_force"), "utf-8")
    assert faults_of_signatures(tmp_path / "area") == []


def test_a_text_without_an_id_is_not_signed(agreement: Path, tmp_path: Path):
    agreement.write_text(TEXT.replace("id: DSA-1\n", ""), "utf-8")
    with pytest.raises(BadDocument, match="no id"):
        sign_document(agreement, a_post(tmp_path, CHIEF, tmp_path / "area").pen, DAY)


# Keys


def test_a_private_key_is_for_its_owner_alone_and_is_never_written_over(tmp_path: Path):
    key, public = make_keys(CHIEF, tmp_path / "key.pem")
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600
    assert read_public_key(public) == key
    before = (tmp_path / "key.pem").read_bytes()
    public.unlink()
    with pytest.raises(CannotWrite):
        make_keys(DIRECTOR, tmp_path / "key.pem")
    assert (tmp_path / "key.pem").read_bytes() == before


def test_a_private_key_does_not_lie_in_the_folder_that_it_signs_for(agreement: Path, tmp_path: Path):
    for place in (tmp_path / "area", agreement.parent, tmp_path / "area" / "keys"):
        with pytest.raises(NotPermitted, match="does not lie in the folder"):
            make_keys(CHIEF, place / "key.pem")
    post = a_post(tmp_path, CHIEF, tmp_path / "area")
    (agreement.parent / "key.pem").write_bytes(post.private.read_bytes())
    with pytest.raises(NotPermitted):
        open_pen(agreement.parent / "key.pem", [post.key])


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path):
    post = a_post(tmp_path, CHIEF)
    post.private.chmod(0o640)
    with pytest.raises(NotPermitted, match="Others on this computer"):
        open_pen(post.private, [post.key])


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_told(tmp_path: Path, content: bytes):
    (tmp_path / "key.pem").write_bytes(content)
    with pytest.raises(NotFound, match=r"no private key of Ed25519"):
        open_pen(tmp_path / "key.pem", [])


def test_a_key_needs_a_post(tmp_path: Path):
    with pytest.raises(BadInput, match="name of its post"):
        make_keys(" , ", tmp_path / "key.pem")


def test_a_second_key_of_a_post_is_not_taken_without_a_word(tmp_path: Path):
    (tmp_path / "area").mkdir()
    first, second = a_post(tmp_path, CHIEF, tmp_path / "area"), a_post(tmp_path, CHIEF)
    with pytest.raises(CannotWrite, match="Another key of"):
        add_public_key(second.public, tmp_path / "area")
    assert add_public_key(first.public, tmp_path / "area")[0] == first.key


@pytest.mark.parametrize("old", ["post", "public_key", '"key"'])
def test_a_public_key_with_a_part_missing_is_refused(tmp_path: Path, old: str):
    post = a_post(tmp_path, CHIEF)
    post.public.write_text(post.public.read_text("utf-8").replace(old, '"x"' if '"' in old else "x"), "utf-8")
    with pytest.raises(UnreadableFile, match="not a public key"):
        read_public_key(post.public)


def test_from_a_key_to_a_checked_signature_at_the_command_line(agreement: Path, tmp_path: Path):
    area = tmp_path / "area"
    code, said = denizen("agreements", "keys", "new", "--post", CHIEF, "--out", tmp_path / "chief.pem", "--area", area)
    assert (code, "Known in the area folder" in said) == (0, True)
    denizen("agreements", "keys", "new", "--post", DIRECTOR, "--out", tmp_path / "director.pem")
    denizen("agreements", "keys", "add", tmp_path / "director.pub", "--area", area)
    for name in ("chief", "director"):
        assert denizen("agreements", "sign", agreement, "--key", tmp_path / f"{name}.pem")[0] == 0
    code, said = denizen("agreements", "verify", area)
    assert (code, said.count("Foursquare Council")) == (0, 2)
    assert agreement.read_text("utf-8") == TEXT
