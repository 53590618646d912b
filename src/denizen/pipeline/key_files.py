"""Key files: the private half that its post keeps for itself, the public one that everybody may have.

A private key is a file that its owner alone may read, and lies in no area folder. Its public half is a small file, `.pub`; those
that an area folder knows lie in its `keys/`.
"""

from __future__ import annotations

import json
import os
import re
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from denizen.agreements.signatures import PostKey
from denizen.documents import folded
from denizen.errors import BadInput, CannotWrite, NotFound, NotPermitted, UnreadableFile

KEYS, PUBLIC = "keys", ".pub"
"""the folder of public keys in an area folder, or in any folder of codes and agreements; how such a file ends"""
_PARENTS = 3
"""how far above a document its folder of keys may lie"""


@dataclass(frozen=True, slots=True)
class Pen:
    """A private key that was opened, and the post whose it is."""

    post: PostKey
    sign: Callable[[bytes], bytes]


def make_keys(post: str, private: Path) -> tuple[PostKey, Path]:
    """Make the two halves of a key: the private one as named, the public one beside it.

    Returns:  the public key, and where it lies.
    Raises:   CannotWrite, also when a file is there already; NotPermitted, inside an area folder; BadInput, for no post.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    post = " ".join(post.split())
    if not folded(post):
        raise BadInput(
            "A key needs the name of its post.", where="--post", mend='as "Chief executive, Invented Council"'
        )
    _check_lies_outside(private)
    key = Ed25519PrivateKey.generate()
    made = PostKey(post, key.public_key().public_bytes_raw())
    public = private.with_name(private.stem + PUBLIC)
    if public.exists():
        raise _cannot_write(public, "it is there already")
    _write_new(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    _write_new(public, public_text(made), 0o644)
    return made, public


def public_text(key: PostKey) -> bytes:
    """A public key as its file says it."""
    told = {"post": key.post, "key": key.key_id, "public_key": b64encode(key.public).decode()}
    ended = {"ended_on": key.ended_on.isoformat()} if key.ended_on else {}
    return json.dumps(told | ended, indent=1, ensure_ascii=False).encode() + b"\n"


def add_public_key(file: Path, folder: Path) -> tuple[PostKey, Path]:
    """Let a folder know a post by its public key.

    Raises:  UnreadableFile; CannotWrite, when the folder knows a key of that name already.
    """
    key = read_public_key(file)
    name = re.sub(r"[^a-z0-9]+", "-", key.post.casefold()).strip("-") or key.key_id
    target = folder / KEYS / f"{name}{PUBLIC}"
    if target.exists() and read_public_key(target).public != key.public:
        raise CannotWrite(
            f"Another key of {key.post} is known here already.",
            where=str(target),
            mend="write `ended_on` into that file and give it another name, if the post changed its key; else ask the post",
        )
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_new(target, public_text(key), 0o644)
    return key, target


def read_public_key(file: Path) -> PostKey:
    """One `.pub` file.

    Raises:  UnreadableFile.
    """
    try:
        told = json.loads(file.read_text("utf-8"))
        ended = date.fromisoformat(told["ended_on"]) if told.get("ended_on") else None
        key = PostKey(" ".join(told["post"].split()), b64decode(told["public_key"], validate=True), ended)
        is_whole = len(key.public) == 32 and bool(key.post) and told.get("key") == key.key_id
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_whole = False
    if not is_whole:
        raise UnreadableFile(
            "This is not a public key as `denizen agreements keys new` writes it.",
            where=str(file),
            mend="ask the post for its .pub file again; a private key is never sent",
        )
    return key


def known_keys(folder: Path) -> tuple[PostKey, ...]:
    """The public keys that a folder knows; none where it has no `keys`.

    Raises:  UnreadableFile.
    """
    return tuple(read_public_key(file) for file in sorted((folder / KEYS).glob(f"*{PUBLIC}")))


def keys_for(document: Path) -> tuple[PostKey, ...]:
    """The public keys that are known where a document lies: in `keys` beside it, or above it."""
    for folder in list(document.resolve().parents)[:_PARENTS]:
        if (folder / KEYS).is_dir():
            return known_keys(folder)
    return ()


def open_pen(private: Path, keys: Sequence[PostKey]) -> Pen:
    """A private key to sign with, as the post by which it is known.

    Raises:  NotFound, when there is no key; NotPermitted, when others may read it, or no post here signs with it.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    _check_lies_outside(private)
    try:
        mode, text = stat.S_IMODE(private.stat().st_mode), private.read_bytes()
        key = load_pem_private_key(text, password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise NotFound(
            "There is no private key of Ed25519 in the file that was named, or it cannot be read.",
            where=str(private),
            mend="name the key's file; `denizen agreements keys new` makes one",
        )
    if os.name == "posix" and mode & 0o077:
        raise NotPermitted(
            "Others on this computer may read the private key.",
            where=f"{private}: mode {mode:o}",
            mend=f"chmod 600 {private}",
        )
    public = key.public_key().public_bytes_raw()
    post = next((known for known in keys if known.public == public), None)
    if post is None:
        raise NotPermitted(
            "No post that is known here signs with this key.",
            where=str(private),
            mend="put its public half into the folder: `denizen agreements keys add KEY.pub --area FOLDER`",
        )
    return Pen(post, key.sign)


def _check_lies_outside(private: Path) -> None:
    """A private key beside what it signs is signed with by whoever takes the folder."""
    for folder in private.resolve().parents:
        if any((folder / name).exists() for name in ("denizen.yaml", "agreements", "codes")):
            raise NotPermitted(
                "A private key does not lie in the folder that it signs for.",
                where=str(private),
                mend="keep it in a folder of your own that no one else may read",
            )


def _write_new(file: Path, content: bytes, mode: int) -> None:
    """A file that was not there before, under its mode from the first byte."""
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(made, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise _cannot_write(file, error.strerror or type(error).__name__) from None


def _cannot_write(file: Path, reason: str) -> CannotWrite:
    return CannotWrite(
        f"The file cannot be written ({reason}).",
        where=str(file),
        mend="name a file that is not there yet, in a folder that you may write to",
    )
