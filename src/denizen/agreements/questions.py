"""The fewest questions that give a first draft of a code or an agreement, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from denizen.agreements.law_data import Nation
from denizen.agreements.purposes import Purpose
from denizen.agreements.vocabulary import Vocabulary
from denizen.documents import Document, nearest
from denizen.errors import BadInput

Kind = Literal["dda", "isp", "jca", "code"]
Tier = Literal["T0", "T1", "T2", "T3"]
KINDS: tuple[Kind, ...] = ("dda", "isp", "code", "jca")
TWO_YEARS = timedelta(days=730)


class Answers(Document):
    """What an officer answered. The same answers serve the supplier's code and the agreement."""

    kind: Kind = "dda"
    supplier: str
    supplier_kind: str
    receiver: str
    receiver_kind: str = "council"
    source: str
    nation: Nation
    purpose: Purpose = Purpose.POPULATION_STATISTICS
    tier: Tier = "T0"
    ends_on: date
    id: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: which answer it fills, in which words, what may be answered, and what stands if nothing is."""

    key: str
    asks: str
    guidance: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""
    is_day: bool = False

    def fault(self, said: str) -> str:
        """Why an answer cannot be; empty where it can."""
        if self.choices and said not in self.choices:
            return f"{said} is none of these; {nearest(said, self.choices)}"
        if self.is_day and not _is_day(said):
            return f"{said} is no day; write it as 2028-03-31"
        return ""


def questions(vocabulary: Vocabulary, today: date) -> tuple[Question, ...]:
    """The questions in order. Joint control is a choice, and never what is proposed."""
    bodies = tuple(name for name in vocabulary.terms["recipient"] if name not in ("anyone", "the_public"))
    lists = tuple(name for name, term in vocabulary.terms["source"].items() if not _is_group(vocabulary, name) and term)
    return (
        Question(
            "kind",
            "What are you writing?",
            "dda: one body discloses to another. isp: several share both ways. code: one body's own rules. "
            "jca: two decide together why and how (Article 26); seldom so, and each then answers for the other.",
            KINDS,
            "dda",
        ),
        Question("supplier", "Who supplies the list? (the body's full name)"),
        Question("supplier_kind", "What kind of body is that?", choices=bodies),
        Question("receiver", "Who receives it? (the body's full name)"),
        Question("receiver_kind", "What kind of body is that?", choices=bodies, default="council"),
        Question("source", "Which list?", choices=lists),
        Question("nation", "In which nation? What the law asks differs.", choices=("england", "wales")),
        Question(
            "purpose",
            "What for?",
            choices=tuple(purpose.value for purpose in Purpose),
            default=Purpose.POPULATION_STATISTICS.value,
        ),
        Question(
            "tier",
            "How much is sent?",
            "T0: counts by area. T1: a row for each property, no names. T2: a row for each person under a keyed "
            "pseudonym. T3: names. Could counts do? Most first figures need no more.",
            ("T0", "T1", "T2", "T3"),
            "T0",
        ),
        Question("ends_on", "Until which day? (2028-03-31)", default=(today + TWO_YEARS).isoformat(), is_day=True),
    )


def asked(wanted: Sequence[Question], answer: Callable[[Question, str], str], kind: str = "") -> Answers:
    """Put each question, and put it again, with the reason, while its answer cannot be.

    Args:  the questions; who answers (the question, and why it is put again); the kind, where it is given already.
    """
    given = {"kind": kind} if kind else {}
    for question in wanted:
        if question.key in given:
            continue
        said, fault = "", ""
        while not said or (fault := question.fault(said)):
            said = answer(question, fault).strip() or question.default
        given[question.key] = said
    return Answers.model_validate(given)


def check_answers(answers: Answers, vocabulary: Vocabulary, where: str) -> None:
    """Whether the words of the answers are in the vocabularies.

    Raises:  BadInput, with the nearest word.
    """
    words = {"supplier_kind": "recipient", "receiver_kind": "recipient", "source": "source"}
    for key, dimension in words.items():
        said = getattr(answers, key)
        if said not in vocabulary.tree(dimension):
            raise BadInput(
                f"`{key}` says {said}, which is not in the vocabulary of {dimension}.",
                where=where,
                mend=nearest(said, vocabulary.terms[dimension]),
            )


def _is_group(vocabulary: Vocabulary, source: str) -> bool:
    low, high = vocabulary.tree("source").interval(source)
    return low != high


def _is_day(said: str) -> bool:
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True
