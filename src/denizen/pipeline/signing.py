"""Signatures beside a document: those of `X.yaml` lie in `X.signatures.json`, and the signed text is left as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from denizen.agreements.findings import Finding
from denizen.agreements.signature_faults import signature_faults
from denizen.agreements.signatures import OF_DOCUMENT, Judged, PostKey, about_document, judged_signatures, signed
from denizen.documents import plain_document
from denizen.errors import BadDocument, CannotWrite, NotFound, UnreadableFile
from denizen.pipeline.key_files import Pen, keys_for

SIGNATURES = ".signatures.json"
_NOT_SIGNED = ("denizen.yaml", "received.yaml")
"""files of an area folder that are no code and no agreement"""


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document with its signatures, each judged."""

    file: Path
    document: Mapping[str, Any]
    judged: tuple[Judged, ...]


def sign_document(file: Path, pen: Pen, today: date) -> dict[str, Any]:
    """Sign what a document says now, and keep the signature beside it. An earlier one by the same key is replaced.

    Raises:  BadDocument; UnreadableFile; CannotWrite.
    """
    text = _bytes_of(file)
    statement = signed(OF_DOCUMENT, about_document(_document(file, text), text), pen.post, today, pen.sign)
    kept = [one for one in read_signatures(file) if one.get("key") != pen.post.key_id]
    whole = json.dumps([*kept, statement], indent=1, ensure_ascii=False).encode() + b"\n"
    beside, new = signatures_of(file), signatures_of(file).with_suffix(".json.new")
    try:
        new.write_bytes(whole)
        new.replace(beside)
    except OSError as error:
        raise CannotWrite(
            f"The signature cannot be kept ({error.strerror or type(error).__name__}).",
            where=str(beside),
            mend="look whether you may write to this folder, then sign again",
        ) from None
    return statement


def signed_document(file: Path, keys: Sequence[PostKey]) -> SignedDocument:
    """A document and its signatures, judged by the keys that are known.

    Raises:  BadDocument; UnreadableFile.
    """
    document = _document(file, _bytes_of(file))
    return SignedDocument(file, document, judged_signatures(document, read_signatures(file), keys))


def faults_of_signatures(place: Path) -> list[Finding]:
    """What is wrong with the signatures of the codes and agreements of a folder; nothing where no post has a key there.

    Raises:  NotFound; BadDocument; UnreadableFile.
    """
    found: list[Finding] = []
    for file in documents_in(place):
        if keys := keys_for(file):
            signed_one = signed_document(file, keys)
            found += signature_faults(signed_one.document, file.name, signed_one.judged)
    return found


def signatures_of(file: Path) -> Path:
    """Where the signatures of a document lie."""
    return file.with_name(file.stem + SIGNATURES)


def read_signatures(file: Path) -> list[dict[str, Any]]:
    """The statements that lie beside a document; none where there is no such file.

    Raises:  UnreadableFile.
    """
    beside = signatures_of(file)
    if not beside.exists():
        return []
    try:
        found = json.loads(_bytes_of(beside))
        is_list = isinstance(found, list) and all(isinstance(one, dict) for one in found)
    except (ValueError, RecursionError):
        is_list = False
    if not is_list:
        raise UnreadableFile(
            "The signatures cannot be read.", where=str(beside), mend="delete the file, and sign again"
        )
    return list(found)


def documents_in(place: Path) -> list[Path]:
    """The codes and agreements of a folder (itself, its `codes`, its `agreements`), or the one file that is named.

    Raises:  NotFound.
    """
    folders = [place, place / "codes", place / "agreements"]
    inside = [file for folder in folders for file in sorted(folder.glob("*.y*ml")) if file.name not in _NOT_SIGNED]
    found = [place] if place.is_file() else inside
    if not found:
        raise NotFound("There is no code or agreement here.", where=str(place), mend="name a file, or an area folder")
    return found


def _document(file: Path, text: bytes) -> dict[str, Any]:
    try:
        document = plain_document(text.decode("utf-8-sig"), file.name)
        about_document(document, b"")
    except UnicodeDecodeError:
        raise UnreadableFile("It cannot be read as UTF-8 text.", where=str(file), mend="save it in UTF-8") from None
    except (ValueError, TypeError):
        raise BadDocument(
            "It holds a value that cannot be signed, as .nan.", where=file.name, mend="write a number or words"
        ) from None
    if not document.get("id"):
        raise BadDocument("It has no id.", where=file.name, mend="add a line `id: ...`: it is what a signature names")
    return document


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{file.name} cannot be read ({error.strerror or type(error).__name__}).",
            where=str(file),
            mend="look at the name, and whether you may read it",
        ) from None
