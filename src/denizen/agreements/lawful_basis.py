"""Whether a use of a list stands in law: every reason why it does not, each with the law and a way to mend it.

The grounds, powers and bars are data (law/*.yaml); the rules here say how they combine. What tier of a list may be received
is asked at intake, by the limits of the list's contract, and is not asked again here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from denizen.agreements.law_data import Basis
from denizen.agreements.lawful_use import SPECIAL, UNBOUND, Court, Reason, Use, a_body, capital, in_words
from denizen.agreements.statutory_bars import list_is_not_barred


def lawful(use: Use, court: Court) -> tuple[Reason, ...]:
    """Every reason why a use does not stand; none where it does."""
    return tuple(reason for rule in _RULES for reason in rule(use, court))


def _purpose_can_be_asked(use: Use, court: Court) -> Iterator[Reason]:
    if court.is_purpose(use.purpose, "never_asked"):
        yield Reason(
            f"There is no asking for {in_words(use.purpose)}: it may be forbidden, never permitted.",
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
                f"{a_body(body)} is a public authority in its tasks and cannot rest on {basis.label}.",
                f"UK GDPR Art 6(1), last sentence; {basis.source}",
                "name `public_task`, with the law that lays the task down",
            )
    for basis in named:
        if basis.dated > use.day:
            return Reason(f"{capital(basis.label)} is no ground before {basis.dated}.", basis.source, "name another")
        if basis.only_to and not court.is_any_body(use.receiver, basis.only_to):
            return Reason(
                f"{capital(basis.label)} answers a public body that asks; {a_body(use.receiver).lower()} is none.",
                basis.source,
                "name `legitimate_interests`, with the balance written down, or another ground",
            )
    if not named:
        where = "name one in `lawfulness.article_6`"
        return Reason(f"{a_body(body)} has no ground of Article 6 named here.", "UK GDPR Art 6(1)", where)
    return Reason(
        f"{a_body(body)} cannot rest on {named[0].label} for {in_words(use.purpose)}. {named[0].meaning}",
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
            f"{capital(basis.label)} does not carry {in_words(use.purpose)} from {in_words(use.source)} here.",
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
            f"{capital(basis.label)} is named without a paragraph of Schedule 1 that carries this use.",
            f"Data Protection Act 2018 s. 10 and Sch 1; {basis.source}",
            f"name one of {', '.join(f'`{one}`' for one in basis.stands_with)} in `lawfulness.schedule_1`",
        )


def _schedule_1_has_its_policy(use: Use, court: Court) -> Iterator[Reason]:
    if not use.categories & (SPECIAL | {"criminal"}) or use.policy_document:
        return
    for basis in court.named(use, "schedule_1"):
        if basis.policy_document:
            yield Reason(
                f"{capital(basis.label)} needs an appropriate policy document.",
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
    list_is_not_barred,
)
