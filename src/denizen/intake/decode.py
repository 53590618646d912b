"""From a file on disk to lines of text: fingerprint, unpack within limits, decode, and say what was done."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from denizen.errors import UnreadableFile

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What no file may exceed (dated parameters)."""

    unpacked_ratio: float
    unpacked_bytes: float
    line_length: int
    lines_in_cell: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it lies: its fingerprint, size and content (unpacked)."""

    sha256: str
    size: int
    content: bytes


def open_file(path: Path, name: str, limits: Limits) -> Opened:
    """Read a file whole and fingerprint it as it lies; a `.gz` is unpacked within the limits.

    Raises:  UnreadableFile: missing, not a file, empty, damaged, or unpacking to more than the limits.
    """
    packed = _bytes_of(path, name)
    sha256 = hashlib.sha256(packed).hexdigest()
    content = _unpack(packed, name, limits) if packed[:2] == b"\x1f\x8b" else packed
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise UnreadableFile("The file is empty.", where=name, mend="ask the supplier to send it again")
    return Opened(sha256, len(packed), content)


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        there = sorted(found.name for found in path.parent.glob("*")) if path.parent.is_dir() else []
        raise UnreadableFile(
            "The file is not there.",
            where=name,
            mend=f"put it there, or correct its name in denizen.yaml; that folder holds: {', '.join(there[:8]) or 'nothing'}",
        ) from None
    except IsADirectoryError:
        raise UnreadableFile("This is a folder, not a file.", where=name, mend="name the file itself") from None
    except OSError as error:
        raise UnreadableFile(
            f"The file cannot be read ({type(error).__name__}).",
            where=name,
            mend="close it in other programs, and check that you may read it",
        ) from None


def _unpack(packed: bytes, name: str, limits: Limits) -> bytes:
    most = min(limits.unpacked_bytes, max(limits.unpacked_ratio * len(packed), 64 * _CHUNK))
    unpacked = bytearray()
    try:
        with gzip.open(io.BytesIO(packed)) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += chunk
                if len(unpacked) > most:
                    raise too_large(name, limits)
    except (OSError, EOFError, zlib.error):
        raise UnreadableFile(
            "The compressed file is damaged or cut short.", where=name, mend="copy or send it again"
        ) from None
    return bytes(unpacked)


def too_large(name: str, limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        f"The file unpacks to {limits.unpacked_ratio:g} times its size or more, as no real list does.",
        where=name,
        mend="ask the supplier how it was made; send it as plain CSV",
    )


def encoding_of(content: bytes, fallback: str) -> tuple[str, str]:
    """Which encoding to read a file in, and a note for the receipt where it is not plain UTF-8.

    Strict UTF-8 first, then UTF-16 where a byte order mark says so, then the contract's. Never guessed from letters:
    detectors take English files for Central European ones, and names suffer in silence.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "The file was in UTF-16; it was read as such."
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return fallback, f"The file is not UTF-8; it was read as {fallback}, as the contract says."
    return "utf-8-sig", ""


def lines_of(content: bytes, encoding: str) -> Iterator[str]:
    """The lines, without their ends. Bytes that the encoding lacks become U+FFFD, so that their row can be refused."""
    reader = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline=None)
    for line in reader:
        yield line.rstrip("\n")
