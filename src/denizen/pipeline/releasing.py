"""A release: of the draft that was looked at and of nothing else, by somebody other than who prepared it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from denizen.errors import BadInput, NotReleasable
from denizen.pipeline.approving import check_is_signed
from denizen.pipeline.flow import Gathered
from denizen.pipeline.recording import Record
from denizen.profiles import check_releasable


@dataclass(frozen=True, slots=True)
class Release:
    """A decision to release: who prepared the book and who approves it. No one approves their own."""

    prepared_by: str
    approved_by: str

    def __post_init__(self) -> None:
        prepared, approved = (" ".join(name.split()).casefold() for name in (self.prepared_by, self.approved_by))
        if not prepared or not approved:
            raise BadInput(
                "A release needs the names of who prepared the book and of who approves it.",
                where="denizen release",
                mend="give both names: --prepared-by and --approved-by",
            )
        if prepared == approved:
            raise BadInput(
                "The same person prepared and approves this release.",
                where="denizen release",
                mend="let someone else look at the draft and approve it",
            )


def approve(release: Release, gathered: Gathered, record: Record, folder: Path, known_as: Callable[[str], str]) -> int:
    """Put the decision on record, before the book loses its draft mark. Returns the number of the entry.

    Args:    the decision; what would be released; the record; the area folder; what gives the pseudonym of a reviewer's name.
    Raises:  NotReleasable, when something was left out, texts are missing, the draft that stands is of other files, the one
             who approves has decided on links, or posts that are known by their keys did not sign.
    """
    _check_nothing_left_out(gathered)
    check_releasable(gathered.matter)
    draft = record.newest("run")
    if draft is None or draft.body["made_from"] != gathered.matter.fingerprint:
        since = (
            f"The files changed since the draft of {draft.time} (ledger entry {draft.seq})"
            if draft
            else "There is no draft"
        )
        raise NotReleasable(
            f"{since}: nobody has looked at what would be released.",
            where="denizen release",
            mend="run again, look at the draft, then release",
        )
    _check_did_not_link(release.approved_by, record, known_as)
    check_is_signed(folder, draft, record.entries(), (release.prepared_by, release.approved_by))
    return record.append(
        "release",
        made_from=gathered.matter.fingerprint,
        draft=draft.seq,
        draft_sha256=draft.body["book_sha256"],
        prepared_by=release.prepared_by.strip(),
        approved_by=release.approved_by.strip(),
    )


def standing(gathered: Gathered, record: Record) -> tuple[bool, list[str]]:
    """Whether the book that a run would write is released already, and what to say of that."""
    attempt, released = record.newest("release"), record.newest("released")
    if released and released.body["made_from"] == gathered.matter.fingerprint:
        return True, [
            f"The book stays released (ledger entry {released.seq}): nothing that it is made from has changed."
        ]
    if attempt and (released is None or attempt.seq > released.seq):
        return False, [f"The release of ledger entry {attempt.seq} did not end; this book is a draft."]
    last = record.newest("run")
    if released and (last is None or last.body["made_from"] == released.body["made_from"]):
        return False, [f"The files changed since the release (ledger entry {released.seq}); this book is a draft."]
    return False, []


def _check_did_not_link(name: str, record: Record, known_as: Callable[[str], str]) -> None:
    """Who decides whether two records are one person does not release what is made of the answer."""
    reviewers = {entry.body["reviewer"] for entry in record.entries() if entry.kind == "reviewed"}
    if reviewers and known_as(name) in reviewers:
        raise NotReleasable(
            "Who approves this release has decided on links that it rests on.",
            where="denizen release --approved-by",
            mend="let somebody approve it who took no part in `denizen review`",
        )


def _check_nothing_left_out(gathered: Gathered) -> None:
    if gathered.left_out:
        named = ", ".join(f"{item.source}.{item.layout} ({item.file})" for item in gathered.left_out)
        raise NotReleasable(
            f"Something was left out of this book: {named}. The first because: {gathered.left_out[0].error.what}",
            where="denizen release",
            mend="mend it or take it out of denizen.yaml, run again, look at the draft, then release",
        )
