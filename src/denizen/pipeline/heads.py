"""Signed heads of the ledger: what each partner keeps, so that nobody can write the history anew without its being seen.

A head says how many entries there were, and the root of their tree (RFC 6962), under the key of a post. A later ledger has to
begin with it. A head may also carry the proof that it goes on from an earlier one: a partner then needs no ledger to check it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from denizen.agreements.signatures import OF_HEAD, PostKey, signed, signer_of
from denizen.errors import CannotWrite, LedgerBroken, UnreadableFile
from denizen.pipeline.key_files import Pen
from denizen.store import merkle
from denizen.store.ledger import Ledger
from denizen.store.ledger_reading import read_ledger

GIVEN = "head_given"
_ASK = "ask whoever keeps the ledger for an explanation in writing, and keep this head safe: it is the evidence"


@dataclass(frozen=True, slots=True)
class Head:
    """A head that a partner keeps: the file it lies in, how many entries it counts, their root, who signed it and when."""

    file: Path
    size: int
    root: str
    post: str
    signed_on: str


def give_head(ledger: Ledger, pen: Pen, out: Path, now: datetime, to: str = "", since: Head | None = None) -> Head:
    """Sign the ledger as it stands, write the head into a new file, and put on record that it was given.

    Args:    the open ledger; who signs; the new file; now; the partner it is for; a head of this ledger that the partner has.
    Raises:  CannotWrite; LedgerBroken, when the ledger does not begin with the earlier head.
    """
    facts: dict[str, Any] = {
        "size": ledger.size,
        "root": ledger.root,
        "time": now.astimezone(UTC).isoformat("T", "seconds"),
    }
    if to:
        facts["to"] = to
    if since is not None:
        _check_begins_with([since], [bytes.fromhex(entry.leaf) for entry in ledger.entries()])
        facts["since"] = {"size": since.size, "root": since.root}
        facts["proof"] = ledger.consistency_proof(since.size) if since.size else []
    statement = signed(OF_HEAD, facts, pen.post, now.astimezone(UTC).date(), pen.sign)
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(statement, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise CannotWrite(
            f"The head cannot be written ({error.strerror or type(error).__name__}).",
            where=str(out),
            mend="name a file that is not there yet, in a folder that you may write to",
        ) from None
    ledger.append(GIVEN, size=statement["size"], root=statement["root"], key=pen.post.key_id, to=to)
    return Head(out, statement["size"], statement["root"], pen.post.post, statement["signed_on"])


def read_head(file: Path, keys: Sequence[PostKey]) -> Head:
    """A head, when one of the keys has signed it.

    Raises:  UnreadableFile.
    """
    try:
        statement: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
        signer = signer_of(statement, OF_HEAD, keys)
        head = Head(file, statement["size"], statement["root"], str(statement["post"]), str(statement["signed_on"]))
        is_whole = type(head.size) is int and head.size >= 0 and len(bytes.fromhex(head.root)) == 32
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UnreadableFile(
            "This is not a head as `denizen ledger head` writes it.", where=str(file), mend="use the head as it came"
        ) from None
    if signer is None or not is_whole:
        raise UnreadableFile(
            f"The head is not signed by a post that is known here (key {statement.get('key')}), or was changed since.",
            where=str(file),
            mend="give the public key that you were sent, by --public-key; or use the head as it came",
        )
    return head


def check_against(folder: Path, heads: Sequence[Head]) -> None:
    """Prove that the ledger begins with every head: that nothing before them was rewritten, added or taken out.

    Raises:  LedgerBroken, naming the entries among which the first difference lies; NotFound, when there is no ledger.
    """
    _check_begins_with(heads, [bytes.fromhex(entry.leaf) for entry in read_ledger(folder).entries])


def _check_begins_with(heads: Sequence[Head], leaves: Sequence[bytes]) -> None:
    stands = 0
    for head in sorted(heads, key=lambda head: head.size):
        told = f"the head that {head.post} signed on {head.signed_on}"
        if head.size > len(leaves):
            raise LedgerBroken(
                f"The ledger was cut short, or is another: it has {len(leaves)} entries, and {told} counts {head.size}.",
                where=f"ledger.jsonl line {len(leaves) + 1}, {head.file.name}",
                mend=_ASK,
            )
        if merkle.root_of(leaves[: head.size]).hex() != head.root:
            raise LedgerBroken(
                f"History was rewritten: one of the entries {stands} to {head.size - 1} is not the one in {told}.",
                where=f"ledger.jsonl lines {stands + 1} to {head.size}, {head.file.name}",
                mend=_ASK,
            )
        stands = head.size
