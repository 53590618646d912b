"""A folder of codes and agreements, read and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from denizen.agreements.agreement import Agreement, load_agreement
from denizen.agreements.checking import check
from denizen.agreements.code import Code, load_code
from denizen.agreements.findings import Report, ranked
from denizen.agreements.vocabulary import load_vocabulary
from denizen.documents import plain_document
from denizen.errors import NotFound, UnreadableFile
from denizen.pipeline.signing import faults_of_signatures

NOT_PAPERS = ("denizen.yaml", "received.yaml")
FOLDERS = ("", "codes", "agreements")


def check_folder(folder: Path, day: date) -> Report:
    """Check every code and agreement of a folder against the others, on a day.

    Raises:  NotFound, when there is none; BadDocument, on a slip, with its line; UnreadableFile.
    """
    report = check(read_papers(folder), load_vocabulary(), day)
    return Report(ranked([*report.findings, *faults_of_signatures(folder)]), report.proved)


def read_papers(place: Path) -> dict[str, Code | Agreement]:
    """Every code and agreement of a folder (itself, its `codes`, its `agreements`), or of one file, by its file.

    Raises:  NotFound; BadDocument; UnreadableFile.
    """
    if not place.exists():
        raise NotFound(f"There is no {place.name}.", where=str(place), mend="name a folder of codes and agreements")
    root = place if place.is_dir() else place.parent
    files = [place] if place.is_file() else sorted(_files(place))
    if not files:
        raise NotFound(
            "There is no code or agreement here.",
            where=str(place),
            mend="put them into `codes` and `agreements`, one YAML file each (`denizen agreements new` writes one)",
        )
    return {file.relative_to(root).as_posix(): read_paper(file) for file in files}


def _files(folder: Path) -> Iterator[Path]:
    for inner in FOLDERS:
        for file in (folder / inner).glob("*.y*ml"):
            if file.name not in NOT_PAPERS:
                yield file


def read_paper(file: Path) -> Code | Agreement:
    """One code or agreement, as its `kind` says.

    Raises:  BadDocument, with the line; UnreadableFile.
    """
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("It cannot be read as UTF-8 text.", where=str(file), mend="save it in UTF-8") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableFile(
            f"{file.name} cannot be read ({reason}).", where=str(file), mend="look at the file"
        ) from None
    if plain_document(text, file.name).get("kind") == "code":
        return load_code(text, file.name)
    return load_agreement(text, file.name)
