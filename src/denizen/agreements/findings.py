"""What a check finds: which clauses of which codes, one concrete case, how bad, and the smallest repair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal[
    "contradiction",
    "impossible-duty",
    "confusing-overlap",
    "gap",
    "dead-rule",
    "dangling",
    "missing-field",
    "expired",
    "unsigned",
    "drift",
]
Severity = Literal["blocks", "warns", "notes"]
KINDS: tuple[Kind, ...] = (
    "contradiction",
    "impossible-duty",
    "gap",
    "dangling",
    "expired",
    "unsigned",
    "missing-field",
    "dead-rule",
    "confusing-overlap",
    "drift",
)
"""in the order in which they are told, within one severity"""
SEVERITIES: tuple[Severity, ...] = ("blocks", "warns", "notes")
"""blocks: a declared flow or what governs it is touched. warns: it would bite if it came up. notes: good to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `codes` and `clauses` go in pairs: `clauses[i]` is a clause of `codes[i]`."""

    kind: Kind
    codes: tuple[str, ...]
    clauses: tuple[str, ...]
    witness: Mapping[str, str]
    """one concrete case, dimension to term; of a fault outside the rules, what it was seen by"""
    sentence: str
    severity: Severity
    repair: str
    flows: tuple[str, ...] = ()
    """declared flows that the case lies in"""
    alike: int = 1
    """how many pairs of rules this one stands for"""

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "codes": list(self.codes),
            "clauses": list(self.clauses),
            "witness": dict(self.witness),
            "sentence": self.sentence,
            "severity": self.severity,
            "repair": self.repair,
            "flows": list(self.flows),
            "alike": self.alike,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, worst first, and what was proved."""

    findings: tuple[Finding, ...]
    proved: tuple[str, ...]

    @property
    def blocks(self) -> bool:
        return any(finding.severity == "blocks" for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        return {"findings": [finding.as_json() for finding in self.findings], "proved": list(self.proved)}


def as_sentences(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, each sentence beginning with a capital."""
    return [replace(one, sentence=one.sentence[:1].upper() + one.sentence[1:]) for one in findings]


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first: by severity, kind, how many flows are touched, how many pairs it stands for; then by name."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                SEVERITIES.index(one.severity),
                KINDS.index(one.kind),
                -len(one.flows),
                -one.alike,
                one.codes,
                one.clauses,
            ),
        )
    )


def of_kind(findings: Sequence[Finding], kind: Kind) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.kind == kind)
