"""Rules and flows as sentences that a resident can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from denizen.agreements.cases import Case
from denizen.agreements.flows import Flow
from denizen.agreements.numbering import listed
from denizen.agreements.rules import Duty, Rule
from denizen.agreements.vocabulary import TREES, Vocabulary

BEGINS: Mapping[str, str] = {"permit": "It is allowed to", "prohibit": "Nobody may"}


def rule_in_words(rule: Rule, vocabulary: Vocabulary) -> str:
    """A rule as one sentence. A word that the vocabulary does not have stands as it was written."""
    said = _use(rule.when, vocabulary)
    duty = _duty(rule.duty, vocabulary) if rule.duty else ""
    if rule.kind == "oblige":
        sentence = f"To {said}, brings a duty: {duty}" if "," in said else f"To {said} brings a duty: {duty}"
    else:
        sentence = f"{BEGINS[rule.kind]} {said}" + (f", as long as {duty}" if duty else "")
    for exception in rule.unless:
        sentence += f"; this leaves out to {_use(exception, vocabulary)}"
    days = [f"from {rule.from_}" if rule.from_ else "", f"until {rule.until}" if rule.until else ""]
    when = " ".join(filter(None, days))
    return f"{sentence}{f' ({when})' if when else ''}."


def flow_in_words(flow: Flow, names: Mapping[str, str], vocabulary: Vocabulary) -> str:
    """A flow as one sentence. `names`: party id to name."""
    sender = names.get(flow.from_, _label("recipient", flow.from_, vocabulary))
    receiver = "" if flow.from_ == flow.to else f" to {names.get(flow.to, _label('recipient', flow.to, vocabulary))}"
    done = _label("action", flow.action, vocabulary)
    items = listed([_label("item", item, vocabulary) for item in flow.items])
    about = listed([_label("subjects", group, vocabulary) for group in flow.subjects])
    return (
        f"{sender} may {done} {items} about {about}, from {_label('source', flow.source, vocabulary)},{receiver}"
        f"{',' if receiver else ''} {_grain(flow.case, vocabulary)}, for {_label('purpose', flow.purpose, vocabulary)}."
    )


def _use(case: Case, vocabulary: Vocabulary) -> str:
    """The end of `it is allowed to ...`: what it does not narrow is left out."""
    words = {dimension: _labels(case, dimension, vocabulary) for dimension in TREES} | {
        "grain": _grain(case, vocabulary)
    }
    words |= {"action": words["action"] or "do anything with", "item": words["item"] or "anything"}
    beside = {"action": "", "item": "", "subjects": "about", "source": "from"}
    after = {"recipient": _by_or_to(case, vocabulary), "grain": "", "purpose": "for", "area": "in"}
    said = " ".join(_after(word, words[dimension]) for dimension, word in beside.items() if words[dimension])
    return ", ".join([said, *(_after(word, words[dimension]) for dimension, word in after.items() if words[dimension])])


def _after(word: str, said: str) -> str:
    return f"{word} {said}".strip()


def _by_or_to(case: Case, vocabulary: Vocabulary) -> str:
    """`to` whom something is disclosed, `by` whom it is used."""
    tree = vocabulary.tree("action")
    outwards = {"disclose" in (name, *tree.above(name)) for name in case.action or () if name in tree}
    return "to" if outwards == {True} else "by" if outwards == {False} else "by or to"


def _labels(case: Case, dimension: str, vocabulary: Vocabulary) -> str:
    *several, last = ["", *(_label(dimension, name, vocabulary) for name in getattr(case, dimension) or ())]
    return " or ".join(filter(None, (", ".join(filter(None, several)), last)))


def _label(dimension: str, name: str, vocabulary: Vocabulary) -> str:
    return vocabulary.label(dimension, name) if name in vocabulary.terms[dimension] else name.replace("_", " ")


def _grain(case: Case, vocabulary: Vocabulary) -> str:
    if not case.grain:
        return ""
    finest, coarsest = (
        _label("grain", end, vocabulary) if end else "" for end in (case.grain.finest, case.grain.coarsest)
    )
    if finest == coarsest:
        return f"at {finest}" if finest else ""
    return " ".join(filter(None, (f"from {finest}" if finest else "", f"up to {coarsest}" if coarsest else "")))


def _duty(duty: Duty, vocabulary: Vocabulary) -> str:
    least, most = (
        vocabulary.label("grain", end) if isinstance(end, str) else end for end in (duty.at_least, duty.at_most)
    )
    return _DUTIES[duty.what](least, most)


def _days(what: str) -> Callable[[object, object], str]:
    def words(least: object, most: object) -> str:
        ends = [f"at least {least}" if least is not None else "", f"at most {most}" if most is not None else ""]
        return f"{what} {listed([end for end in ends if end])} days"

    return words


_DUTIES: Mapping[str, Callable[[object, object], str]] = {
    "retain_days": _days("it is kept for"),
    "notify_days": _days("a breach is told after"),
    "review_days": _days("it is looked at again after"),
    "train_days": _days("training is renewed after"),
    "minimum_cell": lambda least, most: f"no count below {least if least is not None else most} is shown",
    "round_to": lambda least, most: f"counts are rounded to {least if least is not None else most}",
    "smallest_grain": lambda least, most: f"nothing finer than {least if least is not None else most} is shown",
    "pseudonymise": lambda _least, _most: "identifiers are turned into keyed pseudonyms first",
}
