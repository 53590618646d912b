"""Signatures: a named post says with its key that it stands by a text, a draft or a head of the ledger.

What is signed is a *statement*: a few facts under a heading (`what`), with the post, its key and the day. Its bytes are
canonical JSON of all but the signature, which is Ed25519. The heading keeps a signature for one thing from being passed off
as one for another.

Of a document, a statement names the hash of its *content*, so that layout and comments may change and words may not. The state
of a document (draft, signed, in force) is no part of what is signed: it moves on afterwards.

Source:  RFC 8032 (Ed25519); FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import combinations
from typing import Any

from denizen.terms.canonical import canonical

Statement = Mapping[str, Any]

OF_DOCUMENT, OF_DRAFT, OF_HEAD = "denizen document 1", "denizen draft 1", "denizen ledger head 1"
"""headings: what a statement is about, and the version of its form"""
NOT_SIGNED = ("signatures", "status")
"""keys of a document that are no part of what is signed"""


class Verdict(StrEnum):
    """What a signature is worth."""

    STANDS = "stands"
    OLDER_TEXT = "older_text"
    """it is true, and of another text than the one that is there"""
    OTHER_DOCUMENT = "other_document"
    UNKNOWN_KEY = "unknown_key"
    """no post that is known here signs with this key, or its post had given the key up by that day"""
    FALSE = "false"
    """it does not fit what it says was signed"""


@dataclass(frozen=True, slots=True)
class PostKey:
    """The public key of a post, as `Chief executive, Invented Council`; and the last day on which it signs."""

    post: str
    public: bytes
    ended_on: date | None = None

    @property
    def key_id(self) -> str:
        """Names the key: 16 hexadecimal digits of its hash."""
        return sha256(self.public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Judged:
    """One signature of a document, and what it is worth."""

    statement: Statement
    verdict: Verdict
    signer: PostKey | None = None
    """who signed, where that is known"""


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of what a document says: canonical JSON of its keys and values, but for NOT_SIGNED.

    Raises:  ValueError, for a number that JSON has no word for.
    """
    return sha256(canonical({key: value for key, value in document.items() if key not in NOT_SIGNED})).hexdigest()


def about_document(document: Mapping[str, Any], file_bytes: bytes) -> dict[str, str]:
    """The facts that a signature of a document states: which one, what it says, and the file as it lay there."""
    return {
        "document": str(document.get("id", "")),
        "content": content_hash(document),
        "file_sha256": sha256(file_bytes).hexdigest(),
    }


def signed(
    what: str, facts: Mapping[str, Any], signer: PostKey, day: date, sign: Callable[[bytes], bytes]
) -> dict[str, Any]:
    """A statement with its signature. `sign` gives the Ed25519 signature of bytes."""
    statement = {"what": what, **facts, "post": signer.post, "key": signer.key_id, "signed_on": day.isoformat()}
    return {**statement, "signature": b64encode(sign(canonical(statement))).decode()}


def signer_of(statement: Statement, what: str, keys: Sequence[PostKey]) -> PostKey | None:
    """The post that proves to have signed a statement under this heading; None where none does."""
    judged = _judge(statement, what, keys)
    return judged.signer if judged.verdict is Verdict.STANDS else None


def judged_signatures(
    document: Mapping[str, Any], statements: Sequence[Statement], keys: Sequence[PostKey]
) -> tuple[Judged, ...]:
    """Every signature of a document, and what each is worth for the text that is there now."""
    now, name = content_hash(document), str(document.get("id", ""))
    found = []
    for statement in statements:
        one = _judge(statement, OF_DOCUMENT, keys)
        if one.verdict is Verdict.STANDS and statement.get("document") != name:
            one = Judged(statement, Verdict.OTHER_DOCUMENT, one.signer)
        elif one.verdict is Verdict.STANDS and statement.get("content") != now:
            one = Judged(statement, Verdict.OLDER_TEXT, one.signer)
        found.append(one)
    return tuple(found)


def signers(judged: Sequence[Judged]) -> tuple[PostKey, ...]:
    """Whose signatures stand."""
    return tuple(one.signer for one in judged if one.verdict is Verdict.STANDS and one.signer)


def are_two_people(signers: Sequence[PostKey]) -> bool:
    """Whether two of them are of different posts and sign with different keys.

    A key that signs twice counts once, and so does a post: nobody countersigns their own signature.
    """
    return any(_plain(a.post) != _plain(b.post) and a.public != b.public for a, b in combinations(signers, 2))


def _judge(statement: Statement, what: str, keys: Sequence[PostKey]) -> Judged:
    """Whether a statement is what it says it is, whatever it is about."""
    known = next((key for key in keys if key.key_id == statement.get("key")), None)
    if known is None:
        return Judged(statement, Verdict.UNKNOWN_KEY)
    if statement.get("what") != what or not _is_by(known, statement):
        return Judged(statement, Verdict.FALSE)
    if _plain(str(statement.get("post"))) != _plain(known.post) or _is_too_late(known, statement):
        return Judged(statement, Verdict.UNKNOWN_KEY, known)
    return Judged(statement, Verdict.STANDS, known)


def _is_by(key: PostKey, statement: Statement) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    words = {name: value for name, value in statement.items() if name != "signature"}
    try:
        written = str(statement.get("signature", ""))
        signature = b64decode(written, validate=True)
        if b64encode(signature).decode() != written:  # base64 has idle bits at its end: one signature, one text
            return False
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, canonical(words))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _is_too_late(key: PostKey, statement: Statement) -> bool:
    try:
        return key.ended_on is not None and date.fromisoformat(str(statement.get("signed_on"))) > key.ended_on
    except ValueError:
        return True


def _plain(post: str) -> str:
    return " ".join(post.split()).casefold()
