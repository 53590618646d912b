"""From a file on disk to lines of text: fingerprint, unpack within limits, decode, and say what was done."""

from __future__ import annotations

import codecs
import difflib
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
    cells_in_sheet: int
    """from the first cell to the last, empty ones too: a sheet is laid out whole in memory"""


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
    packed = _bytes_of(path, name, limits)
    sha256 = hashlib.sha256(packed).hexdigest()
    content = _unpack(packed, name, limits) if packed[:2] == b"\x1f\x8b" else packed
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise UnreadableFile("The file is empty.", where=name, mend="ask the supplier to send it again")
    return Opened(sha256, len(packed), content)


def fingerprint_of(path: Path, name: str, limits: Limits) -> str:
    """SHA-256 of a file as it lies.

    Raises:  UnreadableFile: missing, not a file, too large, or not to be read.
    """
    return hashlib.sha256(_bytes_of(path, name, limits)).hexdigest()


def _bytes_of(path: Path, name: str, limits: Limits) -> bytes:
    try:
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "a device"
            raise UnreadableFile(f"This is {kind}, not a file.", where=name, mend="name the file itself")
        if path.stat().st_size > limits.unpacked_bytes:
            raise UnreadableFile(
                f"The file is larger than {limits.unpacked_bytes / 1e9:g} GB, as no real list is.",
                where=name,
                mend="ask the supplier how it was made, and for the rows of this area alone",
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableFile("The file is not there.", where=name, mend=_nearest(path)) from None
    except PermissionError:
        raise UnreadableFile(
            "You may not read this file.", where=name, mend="ask for the right to read it, or copy it here yourself"
        ) from None
    except OSError as error:
        raise UnreadableFile(
            f"The file cannot be read ({error.strerror or type(error).__name__}).",
            where=name,
            mend="close it in other programs, and check that the disk or share it lies on is there",
        ) from None


def _nearest(path: Path) -> str:
    try:
        there = sorted(found.name for found in path.parent.glob("*"))
    except OSError:
        there = []
    near = difflib.get_close_matches(path.name, there, n=3, cutoff=0.6)
    advice = "put it there, or correct its name in denizen.yaml; "
    if near:
        return advice + f"is {' or '.join(f'`{name}`' for name in near)} meant?"
    return advice + f"that folder holds: {', '.join(there[:8]) or 'nothing'}"


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
        f"The file unpacks to {limits.unpacked_ratio:g} times its size or more, or past "
        f"{limits.unpacked_bytes / 1e9:g} GB, as no real list does.",
        where=name,
        mend="ask the supplier how it was made; send it as plain CSV",
    )


def encoding_of(content: bytes, fallback: str) -> tuple[str, str]:
    """Which encoding to read a file in, and a note for the receipt where it is not plain UTF-8.

    Strict UTF-8 first, then UTF-16 where a byte order mark or a NUL in every other byte says so, then the contract's.
    A file that is UTF-8 but for some damaged lines stays UTF-8: those lines alone are refused. Never guessed from
    letters: detectors take English files for Central European ones, and names suffer in silence.
    """
    if wide := _utf_16(content):
        return wide, "The file was in UTF-16; it was read as such."
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if content.startswith(codecs.BOM_UTF8) or _is_mostly_utf_8(content):
            return "utf-8-sig", "The file is UTF-8, but for lines that hold bytes which UTF-8 does not have."
        return fallback, f"The file is not UTF-8; it was read as {fallback}, as the contract says."
    return "utf-8-sig", ""


def _utf_16(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = content[:64]
    if any(head[1::2]) and not any(head[0::2]):
        return "utf-16-be"
    return "utf-16-le" if any(head[0::2]) and not any(head[1::2]) else ""


def _is_mostly_utf_8(content: bytes) -> bool:
    """Whether more lines with letters beyond ASCII are UTF-8 than are not: in cp1252 hardly any happens to be."""
    right = wrong = 0
    for line in content.split(b"\n"):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            right += 1
        except UnicodeDecodeError:
            wrong += 1
    return right > wrong


def lines_of(content: bytes, encoding: str) -> Iterator[str]:
    """The lines, without their ends. Bytes that the encoding lacks become U+FFFD, so that their row can be refused."""
    reader = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline=None)
    for line in reader:
        yield line.rstrip("\n")
