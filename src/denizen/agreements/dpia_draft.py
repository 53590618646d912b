"""A draft of the data protection impact assessment: its seven steps, filled from agreements, every gap shown as one.

What people have to judge (how likely, how severe, whether to go ahead) is always a gap.
Source:  Information Commissioner's Office, template of a data protection impact assessment; UK GDPR, Article 35(7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from denizen.agreements.agreement import Agreement
from denizen.agreements.cases import Grains
from denizen.agreements.flows import Flow
from denizen.documents import Document, parse_document

When = Literal["always", "personal", "special", "children", "linked", "names", "outside_the_uk"]


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: of which agreement ('' for all), to what, in words; no words where there is a gap."""

    agreement: str
    label: str
    words: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        return not self.words


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk that these agreements bring, from which of them, and what stands against it."""

    risk: str
    brought_by: tuple[str, ...]
    measures: str


@dataclass(frozen=True, slots=True)
class StepDrafted:
    """One step: what it asks, and what was found."""

    number: int
    title: str
    ask: str
    lines: tuple[Line, ...]
    risks: tuple[RiskLine, ...] = ()

    @property
    def gaps(self) -> int:
        """Places that a person has to fill in; likelihood and severity are two for each risk."""
        return sum(line.is_gap for line in self.lines) + 2 * len(self.risks)


class _Step(Document):
    title: str
    ask: str
    fields: Mapping[str, str] = {}
    people: tuple[str, ...] = ()


class _Risk(Document):
    id: str
    when: When
    risk: str
    measures: str


class _Steps(Document):
    steps: tuple[_Step, ...]
    risks: tuple[_Risk, ...]


RISKS_AT = 5
"""the step that lists risks"""


def dpia_steps(agreements: Sequence[Agreement]) -> tuple[StepDrafted, ...]:
    """The seven steps, as far as agreements answer them. Open licences take no part."""
    known, shared = _known(), [agreement for agreement in agreements if agreement.kind != "open_licence"]
    found = []
    for number, step in enumerate(known.steps, 1):
        lines = [_line(agreement, path, label) for path, label in step.fields.items() for agreement in shared]
        lines += [Line("", words) for words in step.people]
        risks = _risks(known.risks, shared) if number == RISKS_AT else ()
        found.append(StepDrafted(number, step.title, step.ask, tuple(lines), risks))
    return tuple(found)


def flow_in_words(flow: Flow) -> str:
    """A declared flow as a sentence's end."""
    fine = f"{_finest(flow)} to {_coarsest(flow)}" if _finest(flow) != _coarsest(flow) else _finest(flow)
    coded = f"; identifiers coded by {flow.pseudonymised_by}" if flow.pseudonymised_by else ""
    return (
        f"{', '.join(flow.items)} of {flow.source} from {flow.from_} to {flow.to}, {flow.action.replace('_', ' ')} for "
        f"{flow.purpose.replace('_', ' ')}, by {fine}, {flow.frequency or 'how often is not said'}{coded}"
    )


def _finest(flow: Flow) -> str:
    """The finest grain of a flow; where its end is open, a person."""
    said = flow.grain
    return (said.finest or "person") if isinstance(said, Grains) else said if isinstance(said, str) else said[0]


def _coarsest(flow: Flow) -> str:
    said = flow.grain
    return (said.coarsest or "nation") if isinstance(said, Grains) else said if isinstance(said, str) else said[-1]


def _risks(known: Sequence[_Risk], agreements: Sequence[Agreement]) -> tuple[RiskLine, ...]:
    found = []
    for risk in known:
        brings = tuple(agreement.id for agreement in agreements if _brings(agreement, risk.when))
        if brings:
            found.append(RiskLine(risk.risk, brings, risk.measures))
    return tuple(found)


def _brings(agreement: Agreement, when: When) -> bool:
    """Whether an agreement brings a risk of this kind. Where it does not say what is in it, it may."""
    categories = {item.category for item in agreement.items} or {"special"}
    grains = {_finest(flow) for flow in agreement.flows}
    fine = bool({"person", "household", "dwelling"} & grains) or not agreement.flows
    return {
        "always": True,
        "personal": fine and categories != {"non_personal"},
        "special": bool({"special", "confidential_health", "criminal"} & categories),
        "children": agreement.subjects.children is not False,
        "linked": any(flow.action == "link" for flow in agreement.flows),
        "names": fine and any(item for flow in agreement.flows for item in flow.items if item in ("name", "identity")),
        "outside_the_uk": any(flow.outside_the_uk for flow in agreement.flows),
    }[when]


def _line(agreement: Agreement, path: str, label: str) -> Line:
    value: Any = agreement
    for part in path.split("."):
        value = getattr(value, part)
    several = value if isinstance(value, tuple) else (value,)
    return Line(agreement.id, label, tuple(filter(None, map(_in_words, several))))


def _in_words(value: Any) -> str:
    """A field as words; '' where it is not filled in."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(filter(None, (_in_words(item) for item in value)))
    if isinstance(value, Flow):
        return flow_in_words(value)
    if isinstance(value, Document):
        told = {name: getattr(value, name) for name in type(value).model_fields}
        return ", ".join(
            f"{name.rstrip('_').replace('_', ' ')} {words}" for name, item in told.items() if (words := _in_words(item))
        )
    return " ".join(str(value).replace("_", " ").split()) if isinstance(value, str) else str(value)


@cache
def _known() -> _Steps:
    name = "steps.yaml"
    text = resources.files("denizen.agreements").joinpath("assessment", name).read_text("utf-8")
    return parse_document(text, name, _Steps)
