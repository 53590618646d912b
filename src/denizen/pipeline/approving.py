"""Approval of a draft by key: two posts sign what was looked at, on record, before it can be released.

Where an area folder knows no keys, names are taken at their word (`pipeline.releasing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from denizen.agreements.signatures import OF_DRAFT, PostKey, are_two_people, signed, signer_of
from denizen.agreements.states import FORBIDDING
from denizen.errors import NotFound, NotReleasable
from denizen.pipeline.key_files import KEYS, known_keys, open_pen
from denizen.pipeline.signing import documents_in, signed_document
from denizen.store.ledger import Entry, Ledger

SIGNED = "draft_signed"


@dataclass(frozen=True, slots=True)
class SignedDraft:
    """A signature of a draft: whose, of which entry of the ledger, of which book; whether two people have signed it now."""

    post: str
    draft: int
    book_sha256: str
    is_enough: bool


def sign_draft(folder: Path, ledger: Ledger, private: Path, today: date) -> SignedDraft:
    """Sign the draft that stands, and put the signature on record.

    Args:    the area folder and its open ledger; the private key; today.
    Raises:  NotFound, when there is no draft; NotPermitted, when the key is not that of a post known here.
    """
    keys = known_keys(folder)
    pen = open_pen(private, keys)
    draft = next((entry for entry in reversed(ledger.entries()) if entry.kind == "run"), None)
    if draft is None:
        raise NotFound(
            "There is no draft to sign.", where=str(folder), mend="run the area folder, and look at the draft"
        )
    statement = signed(OF_DRAFT, _about(draft), pen.post, today, pen.sign)
    if pen.post not in signers_of(draft, ledger.entries(), keys):
        ledger.append(SIGNED, statement=statement)
    is_enough = are_two_people(signers_of(draft, ledger.entries(), keys))
    return SignedDraft(pen.post.post, draft.seq, str(draft.body["book_sha256"]), is_enough)


def signers_of(draft: Entry, entries: Sequence[Entry], keys: Sequence[PostKey]) -> tuple[PostKey, ...]:
    """The posts that have signed this draft."""
    about = _about(draft).items()
    statements = [entry.body["statement"] for entry in entries if entry.kind == SIGNED]
    found = [signer_of(one, OF_DRAFT, keys) for one in statements if about <= one.items()]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def check_is_signed(folder: Path, draft: Entry, entries: Sequence[Entry], names: Sequence[str]) -> None:
    """Where the folder knows keys, the two who are named have signed the draft, and two people every agreement it rests on.

    Raises:  NotReleasable.
    """
    keys = known_keys(folder)
    if not keys:
        return
    found = signers_of(draft, entries, keys)
    posts = {_plain(key.post) for key in found}
    if missing := [name for name in names if _plain(name) not in posts]:
        raise NotReleasable(
            f"{' and '.join(missing)} did not sign the draft of ledger entry {draft.seq}.",
            where=f"{KEYS}/: posts that are known here sign by key",
            mend=f"let each look at the draft and run `denizen approve {folder} --key THEIR.pem`; name the posts as "
            f"{'; '.join(sorted(key.post for key in keys))}",
        )
    if not are_two_people(found):
        raise NotReleasable(
            "The draft was signed with one key only.", where=f"{KEYS}/", mend="let somebody else look at it and sign it"
        )
    _check_agreements(folder, set(draft.body["agreements"]), keys)


def _check_agreements(folder: Path, used: set[str], keys: Sequence[PostKey]) -> None:
    """Raises NotReleasable, when an agreement other than an open licence, or a code that binds, is not signed by two people as it
    stands."""
    for file in documents_in(folder):
        found = signed_document(file, keys)
        standing = [one.signer for one in found.judged if one.verdict == "stands" and one.signer]
        if _needs_signatures(found.document, used) and not are_two_people(standing):
            raise NotReleasable(
                f"{found.document.get('id')} is not signed by two people as it stands.",
                where=f"{file.parent.name}/{file.name}",
                mend="`denizen agreements verify` tells who signed what; let two posts sign the text that is there now",
            )


def _needs_signatures(document: Mapping[str, object], used: set[str]) -> bool:
    if document.get("kind") == "code":
        return document.get("status") in FORBIDDING
    return document.get("kind") != "open_licence" and document.get("id") in used


def _about(draft: Entry) -> dict[str, object]:
    """The facts that a signature of a draft states."""
    return {"draft": draft.seq, "made_from": draft.body["made_from"], "book_sha256": draft.body["book_sha256"]}


def _plain(post: str) -> str:
    return " ".join(post.split()).casefold()
