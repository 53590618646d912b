"""The text of the single code: the rules of all partners, their sections one below the other, as a draft to be signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from pydantic import BaseModel

from denizen.agreements.arrangement import Arrangement
from denizen.agreements.code import Code
from denizen.agreements.combining import Combined, LeftOut
from denizen.agreements.numbering import listed
from denizen.agreements.rules import Rule
from denizen.agreements.vocabulary import Vocabulary

ID, PARTY = "CODE-FOR-ALL", "partnership"
REVIEW_AFTER = timedelta(days=365)
"""a code is looked at again within a year, where its parents say nothing sooner. Source: ICO Data Sharing Code, review"""


def one_code(found: Combined, parents: Sequence[Code], words: Vocabulary, day: date) -> dict[str, object]:
    """The single code as its YAML holds it: a draft, which every partner reads and signs before it is in force."""
    reviews = [code.review_due for code in parents if code.review_due and code.review_due > day]
    ends = [code.ends_on for code in parents if code.ends_on and code.ends_on > day]
    return {
        "id": ID,
        "kind": "code",
        "title": f"One code of practice for {_names(parents)}",
        "version": "0.1",
        "party": {
            "id": PARTY,
            "name": "the partnership",
            "kind": _kind(parents, words),
            **{
                field: joined
                for field in ("contact_post", "dpo_contact", "ico_registration", "designated_person")
                if (joined := _joined(parents, lambda code, field=field: getattr(code.party, field)))  # type: ignore[misc]
            },
        },
        "parties": [code.party.model_dump(mode="json", exclude_defaults=True) for code in parents],
        "status": "draft",
        "in_force_from": day.isoformat(),
        **({"ends_on": min(ends).isoformat()} if ends else {}),
        "review_due": min([*reviews, day + REVIEW_AFTER]).isoformat(),
        "vocabulary_version": words.version,
        "summary": "What every partner agrees to: whatever one of them permits and none of them forbids.",
        "areas": {code: parent for one in parents for code, parent in one.areas.items()},
        "sections": {number: _section(number, parents) for number in range(1, 9) if _section(number, parents)},
        "complaints": _complaints(parents),
        "rules": [_written(rule) for rule in found.rules],
    }


def terms_left(parents: Sequence[Code]) -> tuple[LeftOut, ...]:
    """Groups of fields outside the rules that parents fill in and the single code does not hold: they are to be agreed anew."""
    held = {"complaints"}
    found = []
    for code in parents:
        groups = [
            name.replace("_", " ")
            for name, field in Arrangement.model_fields.items()
            if name not in held and isinstance(field.default, BaseModel) and getattr(code, name) != field.default
        ]
        if groups:
            why = f"what it says of {listed(groups)} outside its rules is not taken over, and is to be agreed anew"
            found.append(LeftOut(code.id, "", why))
    return tuple(found)


def _names(parents: Sequence[Code]) -> str:
    names = [code.party.name for code in parents]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _kind(parents: Sequence[Code], words: Vocabulary) -> str:
    """The lowest kind of body that all partners are of."""
    tree = words.tree("recipient")
    spans = [tree.interval(code.party.kind) for code in parents if code.party.kind in tree]
    return tree.covering((min(low for low, _ in spans), max(high for _, high in spans)))


def _joined(parents: Sequence[Code], said: Callable[[Code], str]) -> str:
    return "; ".join(dict.fromkeys(text for code in parents if (text := said(code))))


def _section(number: int, parents: Sequence[Code]) -> dict[str, object]:
    held = [(code.party.name, code.sections[number]) for code in parents if number in code.sections]
    if not held:
        return {}
    return {
        "prose": " ".join(f"{name}: {section.prose.strip()}" for name, section in held),
        "evidence": list(dict.fromkeys(one for _, section in held for one in section.evidence)),
    }


def _complaints(parents: Sequence[Code]) -> dict[str, object]:
    """Every route, and the shortest time of all."""
    said = [code.complaints.model_dump(mode="json", exclude_defaults=True) for code in parents]
    joined: dict[str, object] = {}
    for field in dict.fromkeys(key for one in said for key in one):
        values = [one[field] for one in said if one.get(field) not in (None, "")]
        numbers = [value for value in values if isinstance(value, int)]
        joined[field] = min(numbers) if numbers else "; ".join(dict.fromkeys(map(str, values)))
    return joined


def _written(rule: Rule) -> dict[str, object]:
    said = rule.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    said["when"] = _case(said.get("when", {}))
    if "unless" in said:
        said["unless"] = [_case(case) for case in said["unless"]]
    order = ("id", "clause", "kind", "when", "unless", "duty", "from", "until")
    return {key: said[key] for key in order if key in said}


def _case(said: dict[str, object]) -> dict[str, object]:
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in said.items()}
