"""Write the first draft of a code or an agreement from a few answers, and say what is left to do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from denizen.agreements.agreement import Agreement, load_agreement
from denizen.agreements.code import Code
from denizen.agreements.draft_text import text_of
from denizen.agreements.drafting import drafted_agreement
from denizen.agreements.drafting_codes import drafted_code
from denizen.agreements.lawful_flows import Unlawful, unlawful_flows
from denizen.agreements.missing import Missing
from denizen.agreements.questions import Answers, check_answers
from denizen.agreements.vocabulary import load_vocabulary
from denizen.contracts import load_contracts
from denizen.documents import parse_document
from denizen.errors import CannotWrite, NotFound


@dataclass(frozen=True, slots=True)
class Drafted:
    """Where the draft lies, what is to be filled in, and what the law says against it."""

    path: Path
    to_fill_in: tuple[Missing, ...]
    against: tuple[Unlawful, ...]


def read_answers(file: Path, kind: str = "") -> Answers:
    """Answers from a file, for those who would rather write than be asked. A kind that is given wins over the file's.

    Raises:  NotFound; BadDocument, with line and key; BadInput, on a word that is in no vocabulary.
    """
    if not file.is_file():
        raise NotFound("There is no such file of answers.", where=str(file), mend="give the path of a YAML file")
    answers = parse_document(file.read_text("utf-8"), file.name, Answers)
    answers = Answers.model_validate(answers.model_dump() | {"kind": kind}) if kind else answers
    check_answers(answers, load_vocabulary(), file.name)
    return answers


def write_draft(answers: Answers, out: Path, today: date) -> Drafted:
    """Write the draft to a new file.

    Raises:  CannotWrite, when the file is there already.
    """
    if out.exists():
        raise CannotWrite(
            "There is a file here already.", where=str(out), mend="name a new file, or move that one away"
        )
    if answers.kind == "code":
        text, lacking = text_of(drafted_code(answers, today))
        against: tuple[Unlawful, ...] = ()
    else:
        text, lacking = text_of(drafted_agreement(answers, today, _layouts(answers)))
        against = unlawful_flows(load_agreement(text, out.name), load_vocabulary(), today)
    _write(out, text)
    return Drafted(out, lacking, against)


def _layouts(answers: Answers) -> list[str]:
    """The layouts of the list that are no finer than the tier; all of them, where none says its tier."""
    contract = load_contracts().get(answers.source)
    layouts = contract.layouts if contract else ()
    return sorted(layout.name for layout in layouts if layout.tier and layout.tier <= answers.tier)


def schema_of(what: str) -> dict[str, Any]:
    """The JSON Schema of a code or an agreement, with guidance for each field."""
    return (Code if what == "code" else Agreement).model_json_schema(by_alias=True)


def write_schema(what: str, out: Path) -> Path:
    """Raises: CannotWrite."""
    _write(out, json.dumps(schema_of(what), ensure_ascii=False, indent=2) + "\n")
    return out


def _write(out: Path, text: str) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, "utf-8")
    except OSError as error:
        raise CannotWrite(
            f"It cannot be written: {error.strerror}.", where=str(out), mend="choose a folder that you may write to"
        ) from None
