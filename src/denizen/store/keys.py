"""Keys: the one that is given from outside, those that lie wrapped under it, those that are derived.

A wrapped key is AES-256-GCM under a key derived from the vault key. What it is for goes in as associated data, so that
a wrapped key put in another's place does not open.

Source:  NIST SP 800-38D (GCM); RFC 5869 (HKDF, here with SHA-256).
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from denizen.terms.canonical import canonical

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The vault key, and where it was found. Whoever has it and the folder can read every delivery that is held."""

    material: bytes = field(repr=False)
    kept_in: str
    """in words, for a person"""
    is_beside_data: bool = False
    """whether it lies on the same disk as the area folder, so that one theft takes both"""

    def __post_init__(self) -> None:
        if len(self.material) != KEY_BYTES:
            raise ValueError(f"a vault key has {KEY_BYTES} bytes")

    @property
    def key_id(self) -> str:
        """Names the key without telling it: what the register and the keyring know it by."""
        return derive(self.material, "key id")[:8].hex()


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def derive(secret: bytes, purpose: str) -> bytes:
    """Another key of 32 bytes, which tells nothing of the secret or of the keys for other purposes."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"denizen {purpose}".encode()).derive(secret)


def wrap(master: MasterKey, key: bytes, about: Sequence[str]) -> str:
    """A key as it may lie on the disk. `about` says what it is for, and is asked for again to unwrap it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return b64encode(nonce + AESGCM(_wrapping(master)).encrypt(nonce, key, _bound(about))).decode()


def unwrap(master: MasterKey, wrapped: str, about: Sequence[str]) -> bytes | None:
    """The key, or None: another vault key, another purpose, or a changed byte."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        whole = b64decode(wrapped, validate=True)
        return AESGCM(_wrapping(master)).decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], _bound(about))
    except (ValueError, TypeError, InvalidTag):
        return None


def _wrapping(master: MasterKey) -> bytes:
    return derive(master.material, "wrapping")


def _bound(about: Sequence[str]) -> bytes:
    return canonical({"about": list(about)})
