"""Grounds and powers that a code or an agreement names, and that the list of the law does not have."""

from __future__ import annotations

from collections.abc import Mapping

from denizen.agreements.agreement import Agreement
from denizen.agreements.code import Code
from denizen.agreements.findings import Finding, Severity
from denizen.agreements.law_data import Group, Law
from denizen.agreements.vocabulary import SLIP
from denizen.documents import nearest

GROUPS: Mapping[str, Group] = {
    "article_6": "article_6",
    "article_9": "article_9",
    "schedule_1": "schedule_1",
    "article_10": "article_10",
    "statistics": "statistics",
    "powers": "power",
    "gateway": "gateway",
}
"""field of `lawfulness` to the group of the law whose words it takes"""


def unknown_grounds(file: str, paper: Code | Agreement, law: Law, severity: Severity) -> list[Finding]:
    """Every word in `lawfulness`, and in the `basis` of a rule, that is no ground and no power. Nothing rests on it."""
    known = {field: {basis.id for basis in law.of_group(group)} for field, group in GROUPS.items()}
    named = [
        (f"lawfulness.{field}", word, near)
        for field, near in known.items()
        for word in getattr(paper.lawfulness, field)
    ]
    named += [(rule.clause, word, set(law.bases)) for rule in paper.rules for word in rule.basis]
    return [
        Finding(
            "dangling",
            (paper.id,),
            (clause,),
            {"basis": word},
            f"{paper.id}, {clause}, names `{word}`, which is no ground or power that is known. Nothing can be said to rest on it:"
            f" {nearest(word, near, SLIP)}",
            severity,
            f"in {file}, `{clause}`: {nearest(word, near, SLIP)}",
        )
        for clause, word, near in named
        if word not in law.bases
    ]
