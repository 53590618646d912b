"""Whether a use of a list stands in law: every reason why it does not, each with the law and a way to mend it.

The grounds, powers and bars are data (law/*.yaml); the rules here say how they combine. What tier of a list may be received
is asked at intake, by the limits of the list's contract, and is not asked again here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from denizen.agreements.law_data import Bar, Basis, Group, Law, Nation

SPECIAL = frozenset({"special", "confidential_health"})
UNBOUND = ("the_public", "supplier_of_services")
"""those that receive and need no ground of their own: readers of what is published, and processors on instruction"""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a list, as the law sees it. Bodies and purposes are terms of the vocabularies."""

    source: str
    purpose: str
    nation: Nation
    giver: str
    receiver: str
    day: date
    categories: frozenset[str]
    """what data protection law calls the items: ordinary, special, criminal, confidential_health, non_personal"""
    named: frozenset[str]
    """grounds and powers that the agreement names"""
    leaves: bool = True
    """whether it goes to another body than the one that holds it"""
    power: str = ""
    """power in words, by act and section"""
    legal_note: str = ""
    policy_document: str = ""
    opt_outs: str = ""

    @property
    def is_personal(self) -> bool:
        return bool(self.categories - {"non_personal"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a use does not stand: a sentence, the law, and how to mend it."""

    what: str
    cite: str
    mend: str


@dataclass(frozen=True, slots=True)
class Court:
    """The law, and how its words cover one another: `is_purpose(narrow, wide)`, `is_body(narrow, wide)`."""

    law: Law
    is_purpose: Callable[[str, str], bool]
    is_body: Callable[[str, str], bool]

    def named(self, use: Use, *groups: Group) -> tuple[Basis, ...]:
        return tuple(basis for basis in self.law.of_group(*groups) if basis.id in use.named)

    def is_any_body(self, body: str, kinds: Iterable[str]) -> bool:
        return any(self.is_body(body, kind) for kind in kinds)

    def carries(self, basis: Basis, use: Use) -> bool:
        """Whether a ground or power reaches this purpose, list, nation and day."""
        barred = any(self.is_purpose(use.purpose, purpose) for purpose in basis.carries_not)
        reached = not basis.carries or any(self.is_purpose(use.purpose, purpose) for purpose in basis.carries)
        return (
            reached
            and not barred
            and (not basis.sources or use.source in basis.sources)
            and use.nation in basis.nations
            and basis.dated <= use.day
            and (not basis.only_to or self.is_any_body(use.receiver, basis.only_to))
        )

    def is_open_to(self, basis: Basis, body: str) -> bool:
        """Whether a kind of body may rest on a ground or has a power."""
        only = (*basis.only_for, *basis.held_by)
        return not self.is_any_body(body, basis.refused_to) and (not only or self.is_any_body(body, only))


def lawful(use: Use, court: Court) -> tuple[Reason, ...]:
    """Every reason why a use does not stand; none where it does."""
    return tuple(reason for rule in _RULES for reason in rule(use, court))


def _purpose_can_be_asked(use: Use, court: Court) -> Iterator[Reason]:
    if court.is_purpose(use.purpose, "never_asked"):
        yield Reason(
            f"There is no asking for {_words(use.purpose)}: it may be forbidden, never permitted.",
            "UK GDPR Arts 5(1)(b) and 84B",
            "take this use out; what is done about one person needs an agreement of its own",
        )


def _each_body_has_a_ground(use: Use, court: Court) -> Iterator[Reason]:
    """Giver and receiver each rest on a ground of Article 6 that is open to them."""
    if not use.is_personal:
        return
    named = court.named(use, "article_6")
    bodies = [use.giver, *([use.receiver] if use.leaves and use.receiver not in UNBOUND else [])]
    for body in dict.fromkeys(bodies):
        if not any(court.is_open_to(basis, body) and court.carries(basis, use) for basis in named):
            yield _why_no_ground(body, named, use, court)


def _why_no_ground(body: str, named: Sequence[Basis], use: Use, court: Court) -> Reason:
    """What is wrong with the grounds that are named for a body, the plainest reason first."""
    for basis in named:
        if court.is_any_body(body, basis.refused_to):
            return Reason(
                f"{_a(body)} is a public authority in its tasks and cannot rest on {basis.label}.",
                f"UK GDPR Art 6(1), last sentence; {basis.source}",
                "name `public_task`, with the law that lays the task down",
            )
    for basis in named:
        if basis.dated > use.day:
            return Reason(f"{_capital(basis.label)} is no ground before {basis.dated}.", basis.source, "name another")
        if basis.only_to and not court.is_any_body(use.receiver, basis.only_to):
            return Reason(
                f"{_capital(basis.label)} answers a public body that asks; {_a(use.receiver).lower()} is none.",
                basis.source,
                "name `legitimate_interests`, with the balance written down, or another ground",
            )
    if not named:
        where = "name one in `lawfulness.article_6`"
        return Reason(f"{_a(body)} has no ground of Article 6 named here.", "UK GDPR Art 6(1)", where)
    return Reason(
        f"{_a(body)} cannot rest on {named[0].label} for {_words(use.purpose)}. {named[0].meaning}",
        named[0].source,
        "name a ground that carries it, as `public_task` for a public body, `legitimate_interests` for another",
    )


def _public_task_names_its_law(use: Use, court: Court) -> Iterator[Reason]:
    if not use.is_personal or "public_task" not in use.named or use.power:
        return
    if not court.named(use, "power", "gateway"):
        yield Reason(
            "A public task is named without the law that lays it down.",
            "UK GDPR Art 6(3); Data Protection Act 2018 s. 8",
            "name the act and section in `power`, and the power in `lawfulness.powers`",
        )


def _powers_carry_the_purpose(use: Use, court: Court) -> Iterator[Reason]:
    """Where powers or gateways are named, one of them has to reach this use. A gateway that cannot is always told."""
    if not use.is_personal:
        return
    powers, gateways = court.named(use, "power"), court.named(use, "gateway")
    failing = [basis for basis in gateways if not _reaches(basis, use, court)]
    if not any(_reaches(basis, use, court) for basis in (*powers, *gateways)):
        failing += powers
    for basis in failing:
        yield Reason(
            f"{_capital(basis.label)} does not carry {_words(use.purpose)} from {_words(use.source)} here.",
            basis.source,
            f"name a power that does, or leave this use out. {basis.meaning}",
        )


def _reaches(basis: Basis, use: Use, court: Court) -> bool:
    return court.carries(basis, use) and (court.is_open_to(basis, use.giver) or court.is_open_to(basis, use.receiver))


def _statistics_name_their_safeguards(use: Use, court: Court) -> Iterator[Reason]:
    is_statistics = court.is_purpose(use.purpose, "population_statistics") or "research_and_statistics" in use.named
    if use.is_personal and is_statistics and "statistical_safeguards" not in use.named:
        yield Reason(
            "Statistics are named without their safeguards.",
            court.law.bases["statistical_safeguards"].source,
            "name `statistical_safeguards` in `lawfulness.statistics`, and keep them",
        )


def _special_data_have_a_condition(use: Use, court: Court) -> Iterator[Reason]:
    if not use.categories & SPECIAL:
        return
    named = court.named(use, "article_9")
    usable = [basis for basis in named if court.carries(basis, use) and court.is_open_to(basis, use.giver)]
    if not usable:
        yield Reason(
            "Special data are in it, and no condition of Article 9 that carries this use is named.",
            "UK GDPR Art 9(2)",
            "name one in `lawfulness.article_9`; for statistics `research_and_statistics` with `sch1_para_4`",
        )
        return
    for basis in usable:
        yield from _condition_in_domestic_law(basis, use, court)


def _condition_in_domestic_law(basis: Basis, use: Use, court: Court) -> Iterator[Reason]:
    """The paragraph of Schedule 1 that a condition of Article 9 asks for."""
    if not basis.stands_with:
        return
    beside = [court.law.bases[one] for one in basis.stands_with if one in use.named]
    if not any(court.carries(one, use) for one in beside):
        yield Reason(
            f"{_capital(basis.label)} is named without a paragraph of Schedule 1 that carries this use.",
            f"Data Protection Act 2018 s. 10 and Sch 1; {basis.source}",
            f"name one of {', '.join(f'`{one}`' for one in basis.stands_with)} in `lawfulness.schedule_1`",
        )


def _schedule_1_has_its_policy(use: Use, court: Court) -> Iterator[Reason]:
    if not use.categories & (SPECIAL | {"criminal"}) or use.policy_document:
        return
    for basis in court.named(use, "schedule_1"):
        if basis.policy_document:
            yield Reason(
                f"{_capital(basis.label)} needs an appropriate policy document.",
                f"{basis.source} and Sch 1 Part 4",
                "write its reference into `lawfulness.policy_document`",
            )


def _offences_are_under_authority(use: Use, court: Court) -> Iterator[Reason]:
    if "criminal" not in use.categories:
        return
    authority = [basis for basis in court.named(use, "article_10") if court.is_open_to(basis, use.giver)]
    conditions = court.named(use, "schedule_1")
    if not any(court.carries(basis, use) for basis in (*authority, *conditions)):
        yield Reason(
            "Data on offences are in it, under no official authority and no condition of Schedule 1 that carries this use.",
            "UK GDPR Art 10; Data Protection Act 2018 ss. 10(4) to (6) and 11(2)",
            "name `official_authority_over_offences` for a public authority, or a paragraph of Schedule 1",
        )


def _opt_out_is_englands(use: Use, court: Court) -> Iterator[Reason]:
    has_it = {nation for bar in court.law.bars if "opt_out" in bar.needs for nation in bar.nations}
    if use.nation not in has_it and use.opt_outs == "national_data_opt_out":
        yield Reason(
            "The National Data Opt-out is England's; it does not exist in Wales.",
            "NHS England, National Data Opt-out Operational Policy Guidance",
            "write `none_apply` in `objection.opt_outs`, and how a person objects in `objection.route`",
        )


def _list_is_not_barred(use: Use, court: Court) -> Iterator[Reason]:
    for bar in court.law.bars:
        binds = bar.binds == "any" or use.is_personal
        if bar.source == use.source and use.nation in bar.nations and bar.from_ <= use.day and binds:
            yield from _against_a_bar(bar, use, court)


def _against_a_bar(bar: Bar, use: Use, court: Court) -> Iterator[Reason]:
    listed = _words(use.source)
    if bar.refused:
        yield _barred(bar, f"The law leaves no use of {listed} open here: it may not {bar.may_not}.")
        return
    if bar.purposes and not any(court.is_purpose(use.purpose, purpose) for purpose in bar.purposes):
        yield _barred(bar, f"The law does not let {listed} serve {_words(use.purpose)}: {bar.may}.")
    if bar.stays and use.leaves:
        yield _barred(bar, f"It goes no further than the body that holds {listed}: {bar.may}.")
    elif bar.recipients and not court.is_any_body(use.receiver, bar.recipients):
        yield _barred(bar, f"{_a(use.receiver)} may not have {listed}: {bar.may}.")
    yield from (_barred(bar, sentence) for sentence in _needed_and_not_named(bar, use, court))


def _needed_and_not_named(bar: Bar, use: Use, court: Court) -> Iterator[str]:
    listed = _words(use.source)
    has_power = bool(use.named & set(bar.powers)) if bar.powers else bool(use.power or court.named(use, "power"))
    if "power" in bar.needs and not has_power:
        yield f"For {listed} a power has to be named that the law gives for it: {bar.may}."
    if "legal_note" in bar.needs and not use.legal_note:
        yield f"For {listed} a legal note is needed: {bar.may}."
    if "opt_out" in bar.needs and use.opt_outs not in ("national_data_opt_out", "exempt"):
        yield f"For {listed} in England it has to be said how opt-outs were applied: {bar.may}."


def _barred(bar: Bar, what: str) -> Reason:
    return Reason(what, bar.cite, bar.mend)


def _a(body: str) -> str:
    """A kind of body at the head of a sentence."""
    return f"{'An' if body[0] in 'aeio' else 'A'} {_words(body)}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(term: str) -> str:
    return term.replace("_", " ")


_RULES: tuple[Callable[[Use, Court], Iterator[Reason]], ...] = (
    _purpose_can_be_asked,
    _each_body_has_a_ground,
    _public_task_names_its_law,
    _powers_carry_the_purpose,
    _statistics_name_their_safeguards,
    _special_data_have_a_condition,
    _schedule_1_has_its_policy,
    _offences_are_under_authority,
    _opt_out_is_englands,
    _list_is_not_barred,
)
