"""Write the readable page of a code or an agreement, from the same file that governs what is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from denizen.agreements.agreement import Agreement, load_agreement
from denizen.agreements.code import Code, load_code
from denizen.agreements.document_told import told
from denizen.agreements.law_data import load_law
from denizen.agreements.lawful_flows import unlawful_flows
from denizen.agreements.missing import missing
from denizen.agreements.vocabulary import Term, load_vocabulary
from denizen.errors import BadDocument, CannotWrite, NotFound
from denizen.profiles.agreement_page import agreement_page


def read_document(file: Path) -> Code | Agreement:
    """A code or an agreement, whichever its `kind` says.

    Raises:  NotFound; BadDocument, with line and key.
    """
    if not file.is_file():
        raise NotFound("There is no such file.", where=str(file), mend="give the path of a code or an agreement")
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadDocument(
            "This is not text in UTF-8.", where=file.name, mend="save it as plain text in UTF-8"
        ) from None
    return load_code(text, file.name) if _is_code(text) else load_agreement(text, file.name)


def write_page(file: Path, out: Path, day: date) -> Path:
    """Write the page of one document; what is there is written over, for the file is its source.

    Args:    the document; where the page goes; the day on which the law is asked.
    Raises:  NotFound; BadDocument; CannotWrite.
    """
    document = read_document(file)
    vocabulary = load_vocabulary()
    against = unlawful_flows(document, vocabulary, day) if isinstance(document, Agreement) else ()
    parties = (document.party,) if isinstance(document, Code) else document.parties
    grown = vocabulary.grown(
        "recipient",
        [
            Term(id=party.id, label=party.name, parent=party.kind)
            for party in parties
            if party.kind in vocabulary.tree("recipient")
        ],
    )
    page = agreement_page(told(document, grown, load_law(), missing(document), against))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, "utf-8")
    except OSError as error:
        raise CannotWrite(
            f"The page cannot be written: {error.strerror}.",
            where=str(out),
            mend="choose a folder that you may write to",
        ) from None
    return out


def _is_code(text: str) -> bool:
    """Whether the file says `kind: code`; what cannot be read is told by whoever reads it whole."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return False
    return isinstance(data, dict) and data.get("kind") == "code"
