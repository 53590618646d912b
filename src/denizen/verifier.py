"""Check a ledger, heads of it and signatures of agreements, with nothing of denizen: this one file can be read and run alone.

    python check_ledger.py --ledger AREA/ledger --head head.json --public-key clerk.pub
    python check_ledger.py --head old.json --head new.json --public-key clerk.pub
    python check_ledger.py --document DSA-1.yaml --public-key clerk.pub --public-key chief.pub

It needs Python 3.11 and the package `cryptography`. It writes nothing and reaches for no network. What it finds it says in
sentences; it ends with 0 when everything fits, with 6 when something was changed, with 4 when a file cannot be read.

The ledger is lines of canonical JSON (sorted keys, no spaces, UTF-8), each with the hash of its entry; `head.json` beside it
says how many there are and the root of their Merkle tree. A signature is Ed25519 over the canonical JSON of a statement without
its `signature`. Of an agreement, a statement names the SHA-256 of the file as it was signed: where comments or layout changed
since, this script says that the bytes differ, and `denizen agreements verify` says whether the words do.

Source:  RFC 6962 section 2.1 (tree); RFC 9162 section 2.1.4.2 (proof that one tree goes on from another); RFC 8032 (Ed25519).
"""

from __future__ import annotations

import argparse
import json
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

DOCUMENT, HEAD = "denizen document 1", "denizen ledger head 1"


class Broken(Exception):
    """Something was changed. The words say what."""


class Unreadable(Exception):
    """A file cannot be read as what it should be."""


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8")


# The ledger


def leaves_of(folder: Path) -> list[bytes]:
    """The hash of every entry, when each line is as it was written and all of them fit the head beside them."""
    size, root = own_head(folder / "head.json")
    text = bytes_of(folder / "ledger.jsonl")
    *lines, tail = text.split(b"\n")
    leaves = [leaf_of(number, line) for number, line in enumerate(lines)]
    if len(leaves) < size:
        raise Broken(f"Entry {len(leaves)} is missing or cut short: the head counts {size}.")
    if root_of(leaves[:size]).hex() != root:
        raise Broken(f"The head does not fit the entries: one of 0 to {size - 1} was rewritten, or the head was.")
    if tail or len(leaves) > size:
        raise Broken(
            f"There is more in the ledger than the {size} entries of its head. If a run was stopped in the middle of an entry, "
            "the next run mends that and says so; then check again."
        )
    return leaves


def own_head(file: Path) -> tuple[int, str]:
    text = bytes_of(file)
    try:
        head = json.loads(text)
        size, root = head["size"], head["root"]
        fits = canonical({"size": size, "root": root}) + b"\n" == text and type(size) is int and size >= 0
        fits = fits and len(bytes.fromhex(root)) == 32
    except (ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise Broken("head.json is not as it was written.")
    return size, root


def leaf_of(number: int, line: bytes) -> bytes:
    """The hash of one entry, when its line is byte for byte what was written as entry `number`."""
    try:
        read = json.loads(line.decode("utf-8"))
        entry, leaf = read["entry"], read["leaf"]
        fits = isinstance(entry, dict) and canonical({"entry": entry, "leaf": leaf}) == line
        fits = fits and sha256(b"\x00" + canonical(entry)).hexdigest() == leaf
    except (ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise Broken(f"Entry {number} (line {number + 1}) does not fit its hash: it was changed.")
    if entry.get("seq") != number:
        raise Broken(f"Entry {number} is missing or out of its place: entry {entry.get('seq')} stands there.")
    return bytes.fromhex(leaf)


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The root of the tree: pairs are joined level by level, and one left over goes up as it is."""
    level = leaves or [sha256(b"").digest()]
    while len(level) > 1:
        joined = [node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = joined + level[len(joined) * 2 :]
    return level[0]


def goes_on(old_size: int, size: int, old_root: bytes, root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof shows that the tree of `size` entries begins with the whole tree of `old_size`."""
    if old_size == size or old_size == 0:
        return not proof and (old_size == 0 or old_root == root)
    if old_size > size:
        return False
    path = proof if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    reached_old = reached = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached_old, reached = node(sibling, reached_old), node(sibling, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node(reached, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and reached_old == old_root and reached == root


# Signatures


def bytes_in(text: str) -> bytes:
    """What base64 stands for, where it is written in the one way in which it is."""
    found = b64decode(text, validate=True)
    if b64encode(found).decode() != text:
        raise ValueError
    return found


def public_key(file: Path) -> dict[str, Any]:
    """The key of a post: its name, its id, its 32 bytes, the last day on which it signs."""
    told = json_of(file)
    try:
        material = bytes_in(told["public_key"])
        key = {"post": told["post"], "key": sha256(material).hexdigest()[:16], "public": material}
        key["ended_on"] = told.get("ended_on", "")
        fits = len(material) == 32 and told["key"] == key["key"]
    except (ValueError, KeyError, TypeError, AttributeError):
        fits = False
    if not fits:
        raise Unreadable(f"{file} is no public key.")
    return key


def check_signed(statement: Any, what: str, keys: list[dict[str, Any]]) -> str:
    """The post that signed a statement, when it did."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not isinstance(statement, dict):
        raise Unreadable("A signature is not written as one.")
    post, day = statement.get("post"), str(statement.get("signed_on"))
    key = next((one for one in keys if one["key"] == statement.get("key")), None)
    if key is None:
        raise Broken(
            f"The signature in the name of {post} is by the key {statement.get('key')}, which was not given here."
        )
    try:
        words = canonical({name: value for name, value in statement.items() if name != "signature"})
        Ed25519PublicKey.from_public_bytes(key["public"]).verify(bytes_in(statement["signature"]), words)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        raise Broken(
            f"The signature in the name of {post} is false: it does not fit what it says was signed."
        ) from None
    if statement.get("what") != what or key["post"] != post:
        raise Broken(f"{key['post']} signed something else: {statement.get('what')}, in the name of {post}.")
    if key["ended_on"] and day > key["ended_on"]:
        raise Broken(f"{post} had given up this key by {day}.")
    return str(post)


def checked_head(file: Path, keys: list[dict[str, Any]]) -> dict[str, Any]:
    """A head, when a post signed it; with the proof that it goes on from an earlier one, where it carries that."""
    head = json_of(file)
    post = check_signed(head, HEAD, keys)
    try:
        size, root = head["size"], bytes.fromhex(head["root"])
        since, proof = head.get("since"), [bytes.fromhex(part) for part in head.get("proof", [])]
        follows = since is None or goes_on(since["size"], size, bytes.fromhex(since["root"]), root, proof)
    except (ValueError, KeyError, TypeError):
        raise Unreadable(f"{file} is no head.") from None
    if not follows:
        raise Broken(f"{file.name}: the proof that it goes on from the head of {since['size']} entries does not hold.")
    say(f"{file.name}: {size} entries, signed by {post} on {head['signed_on']}.")
    return {"name": file.name, "size": size, "root": root, "since": since}


def check_begins_with(heads: list[dict[str, Any]], leaves: list[bytes]) -> None:
    """Every head, the shortest first, against the ledger."""
    stands = 0
    for head in heads:
        size, name = head["size"], head["name"]
        if size > len(leaves):
            raise Broken(f"The ledger has {len(leaves)} entries, and {name} counts {size}: it was cut short.")
        if root_of(leaves[:size]) != head["root"]:
            raise Broken(f"One of the entries {stands} to {size - 1} is not the one in {name}: it was rewritten.")
        stands = size
        say(f"The ledger begins with the {size} entries of {name}.")


def check_each_goes_on(heads: list[dict[str, Any]]) -> None:
    """Without the ledger: every head against the one before it."""
    for older, newer in pairwise(heads):
        since = newer["since"] or {}
        is_same = (older["size"], older["root"]) == (newer["size"], newer["root"])
        if not is_same and (since.get("size"), since.get("root")) != (older["size"], older["root"].hex()):
            raise Broken(
                f"{newer['name']} carries no proof that it goes on from {older['name']}: ask for one (`--since`)."
            )
        say(f"{newer['name']} goes on from {older['name']}: nothing in between was rewritten.")


def check_document(file: Path, keys: list[dict[str, Any]]) -> None:
    """Every signature beside a document."""
    beside = file.with_name(file.stem + ".signatures.json")
    statements = json_of(beside)
    now = sha256(bytes_of(file)).hexdigest()
    if not isinstance(statements, list) or not statements:
        raise Broken(f"Nobody has signed {file.name}.")
    for statement in statements:
        post = check_signed(statement, DOCUMENT, keys)
        if statement.get("file_sha256") != now:
            raise Broken(
                f"{file.name} is not byte for byte what {post} signed: {str(statement.get('file_sha256'))[:16]} was, {now[:16]} "
                "is there. `denizen agreements verify` tells whether its words differ, or its layout alone."
            )
        say(f"{file.name}: signed by {post} on {statement.get('signed_on')}, and not a byte was changed since.")


# At the edge


def bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreadable(f"{file} cannot be read ({error.strerror}).") from None


def json_of(file: Path) -> Any:
    try:
        return json.loads(bytes_of(file))
    except (ValueError, RecursionError):
        raise Unreadable(f"{file} is not JSON.") from None


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, help="the folder with ledger.jsonl and head.json")
    for name, told in (
        ("--head", "a signed head; give as many as you have"),
        ("--document", "a code or agreement, its signatures beside it"),
        ("--public-key", "the .pub file of a post that signs"),
    ):
        parser.add_argument(name, type=Path, action="append", default=[], help=told)
    asked = parser.parse_args(words)
    if not (asked.ledger or asked.head or asked.document):
        parser.error("name a ledger, a head or a document")
    try:
        keys = [public_key(file) for file in asked.public_key]
        heads = sorted((checked_head(file, keys) for file in asked.head), key=lambda head: head["size"])
        if asked.ledger:
            leaves = leaves_of(asked.ledger)
            say(f"The ledger is whole: {len(leaves)} entries, root {root_of(leaves).hex()}.")
            check_begins_with(heads, leaves)
        else:
            check_each_goes_on(heads)
        for file in asked.document:
            check_document(file, keys)
    except Broken as found:
        say(f"CHANGED: {found}")
        return 6
    except Unreadable as found:
        say(f"UNREADABLE: {found}")
        return 4
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
