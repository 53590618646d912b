"""What an area folder itself shows of how it is kept: facts for reviewers, read without a key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from denizen.agreements.signatures import are_two_people, signers
from denizen.errors import DenizenError
from denizen.pipeline.folder import LEDGER, STORE
from denizen.pipeline.key_files import known_keys
from denizen.pipeline.signing import documents_in, signed_document
from denizen.store.ledger import verify
from denizen.store.register import read_register
from denizen.terms.receipts import in_words


def settings_shown(folder: Path, today: date) -> list[str]:
    """Sentences about vault, ledger, keys and signatures; none where the folder is no area folder."""
    if not (folder / "denizen.yaml").is_file():
        return []
    return [_vault(folder, today), _ledger(folder), *_signatures(folder)]


def _vault(folder: Path, today: date) -> str:
    found = read_register(folder / STORE)
    if found is None:
        return "No records of people are held: there is no vault."
    held = [holding for holding in found[0].holdings.values() if holding.is_held]
    destroyed = len(found[0].holdings) - len(held)
    late = sum(holding.due <= today for holding in held)
    due = f", the next due on {min(holding.due for holding in held)}" if held else ""
    files = in_words(len(held), "file")
    return (
        f"{files} with records of people held, each encrypted under a key of its own{due}; {destroyed} destroyed with their "
        f"keys; {late} past the day."
    )


def _ledger(folder: Path) -> str:
    try:
        report = verify(folder / LEDGER)
    except DenizenError as error:
        return f"The ledger cannot be relied on: {error.what}"
    heads = "Partners can keep signed heads of it (`denizen ledger head`)."
    return f"The ledger is whole, with {report.size:,} acts on record. {heads}"


def _signatures(folder: Path) -> list[str]:
    keys = known_keys(folder)
    if not keys:
        return ["No post is known by a key: names under agreements and releases are taken at their word."]
    papers = [signed_document(file, keys) for file in documents_in(folder)]
    papers = [paper for paper in papers if paper.document.get("kind") != "open_licence"]
    signed = sum(are_two_people(signers(paper.judged)) for paper in papers)
    return [
        f"Posts known by their keys: {'; '.join(sorted(key.post for key in keys))}.",
        f"Signed by two people as they stand: {signed} of {len(papers)} codes and agreements. A release needs two posts.",
    ]
