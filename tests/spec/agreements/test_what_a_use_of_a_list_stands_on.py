"""Whether a use of a list stands in law, as truth tables: who gives what to whom, what for, on which grounds."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest
import yaml

from denizen.agreements import Purpose
from denizen.agreements.law_data import Bar, load_law
from denizen.agreements.lawful_basis import lawful
from denizen.agreements.lawful_use import Court, Use
from denizen.contracts import load_contracts
from drawing import rows_of

LAW = load_law()
SHORT = {
    "task": "public_task",
    "interest": "recognised_legitimate_interest",
    "balance": "legitimate_interests",
    "84": "statistical_safeguards",
    "9j": "research_and_statistics",
    "9g": "substantial_public_interest",
    "p4": "sch1_para_4",
    "p6": "sch1_para_6",
    "p8": "sch1_para_8",
    "competence": "general_power_of_competence",
    "competence_wales": "general_power_of_competence_wales",
    "reg107": "electoral_statistics",
    "s115": "crime_and_disorder_disclosure",
    "s17A": "depersonalised_crime_duty",
    "s251": "patient_information_support",
    "dea35": "dea_public_services",
    "dea64": "dea_research",
    "srsa": "srsa_statistics",
    "authority": "official_authority_over_offences",
    "part3": "law_enforcement_processing",
    "health": "confidential_health",
    "ndo": "national_data_opt_out",
}


def parents(vocabulary: str) -> dict[str, str]:
    text = (resources.files("denizen.agreements") / "vocabulary" / f"{vocabulary}.yaml").read_text("utf-8")
    return {term["id"]: term.get("parent", "") for term in yaml.safe_load(text)["terms"]}


def is_under(tree: dict[str, str]):
    def under(narrow: str, wide: str) -> bool:
        while narrow and narrow != wide:
            narrow = tree[narrow]
        return narrow == wide

    return under


COURT = Court(LAW, is_under(parents("purposes")), is_under(parents("recipients")))


def use_of(row: dict[str, object]) -> Use:
    """A drawn row as a use. What the table leaves out is what stands."""
    grounds = str(row.get("grounds") or "").split()
    more = str(row.get("and") or "").split()
    giver, receiver = (
        str(row.get("giver") or row.get("from") or "council"),
        str(row.get("to") or row.get("from") or "council"),
    )
    return Use(
        source=str(row.get("list", "libraries")),
        purpose=str(row.get("purpose", "population_statistics")),
        nation=row.get("nation", "england"),
        giver=giver,
        receiver=receiver,
        day=date.fromisoformat(str(row.get("day", "2026-11-01"))),
        categories=frozenset(SHORT.get(word, word) for word in str(row.get("data", "ordinary")).split()),
        named=frozenset(SHORT.get(word, word) for word in grounds),
        leaves=giver != receiver,
        power="an Act, section 1" if "power" in more else "",
        legal_note="LN-1" if "note" in more else "",
        policy_document="APD-1" if "policy" in more else "",
        opt_outs=next((SHORT.get(word, word) for word in more if word in ("ndo", "exempt", "none_apply")), ""),
    )


def check(drawn: str, **all_rows: str) -> None:
    """Every row of a table answers as it says: it stands, or a reason holds these words. What all rows share is named."""
    for row in ({**rest, **all_rows} for rest in rows_of(drawn)):
        reasons = lawful(use_of(row), COURT)
        told = [reason.what for reason in reasons]
        if row["answer"] == "stands":
            assert told == [], row
        else:
            assert any(str(row["answer"]) in what for what in told), (row, told)


def test_a_public_authority_in_its_tasks_rests_on_no_interest() -> None:
    check(
        """
        from                | to                  | grounds     | and   | answer
        --------------------+---------------------+-------------+-------+-------------------------------------------
        council             | council             | task 84     | power | stands
        council             | council             | interest 84 | power | A council is a public authority
        council             | council             | balance 84  | power | A council is a public authority
        health_board        | health_board        | interest 84 | power | A health board is a public authority
        police_force        | police_force        | balance 84  | power | A police force is a public authority
        welfare_department  | welfare_department  | interest 84 | power | A welfare department is a public authority
        university          | university          | balance 84  | power | A university is a public authority
        council             | council             | 84          | power | has no ground of Article 6
        charity             | charity             | balance 84  | .     | stands
        charity             | charity             | interest 84 | .     | answers a public body that asks; a charity is none
        housing_association | housing_association | balance 84  | .     | stands
        housing_association | research_body       | interest 84 | .     | answers a public body that asks; a research body is none
        employer            | employer            | balance 84  | .     | stands
        """
    )


def test_a_body_without_a_task_of_its_own_rests_on_no_other_bodys() -> None:
    check(
        """
        from          | to       | grounds                     | and   | answer
        --------------+----------+-----------------------------+-------+----------------------------------------------
        employer      | employer | task 84                     | power | An employer cannot rest on a public task
        charity       | council  | task 84                     | power | A charity cannot rest on a public task
        advice_agency | council  | task balance 84             | power | stands
        charity       | charity  | contract_with_the_person 84 | .     | cannot rest on a contract with the person
        charity       | charity  | vital_interests 84          | .     | cannot rest on somebody's life
        charity       | charity  | consent 84                  | .     | stands
        """
    )


def test_a_charity_employer_or_agency_may_answer_a_public_body_on_a_recognised_interest() -> None:
    check(
        """
        from                | to      | grounds          | and   | answer
        --------------------+---------+------------------+-------+--------------------------------
        charity             | council | interest task 84 | power | stands
        employer            | council | interest task 84 | power | stands
        advice_agency       | council | interest task 84 | power | stands
        recruitment_agency  | council | interest task 84 | power | stands
        housing_association | council | interest task 84 | power | stands
        charity             | council | interest 84      | power | A council is a public authority
        police_force        | council | interest task 84 | power | stands
        """
    )


def test_a_recognised_interest_begins_on_its_day() -> None:
    check(
        """
        from    | to      | day        | grounds          | and   | answer
        --------+---------+------------+------------------+-------+-------------------------------
        charity | council | 2026-02-04 | balance task 84  | power | stands
        charity | council | 2026-02-04 | interest 84      | power | is no ground before 2026-02-05
        charity | council | 2026-02-05 | interest task 84 | power | stands
        """
    )


def test_a_public_task_names_the_law_that_lays_it_down() -> None:
    check(
        """
        grounds            | and   | answer
        -------------------+-------+----------------------------------
        task 84            | .     | without the law that lays it down
        task 84            | power | stands
        task 84 competence | .     | stands
        """
    )


def test_statistics_stand_on_their_safeguards() -> None:
    check(
        """
        purpose               | data         | grounds       | and   | answer
        ----------------------+--------------+---------------+-------+----------------------------------
        population_statistics | ordinary     | task 84       | power | stands
        population_statistics | ordinary     | task          | power | without their safeguards
        resident_estimates    | ordinary     | task          | power | without their safeguards
        service_planning      | ordinary     | task          | power | stands
        population_statistics | non_personal | .             | .     | stands
        population_statistics | special      | task 84 9j p4 | power | stands
        population_statistics | special      | task 84 9j    | power | without a paragraph of Schedule 1
        population_statistics | special      | task 84       | power | no condition of Article 9
        population_statistics | special      | task 9j p4    | power | without their safeguards
        service_planning      | special      | task 84 9j p4 | power | no condition of Article 9
        """
    )


def test_a_condition_of_schedule_1_asks_for_its_policy_document() -> None:
    check(
        """
        purpose             | data    | grounds    | and          | answer
        --------------------+---------+------------+--------------+-------------------------------------
        service_planning    | special | task 9g p6 | power policy | stands
        service_planning    | special | task 9g p6 | power        | an appropriate policy document
        equality_monitoring | special | task 9g p8 | power policy | stands
        equality_monitoring | special | task 9g p8 | power        | an appropriate policy document
        service_planning    | special | task 9g p8 | power policy | without a paragraph of Schedule 1
        service_planning    | special | task 9g    | power policy | without a paragraph of Schedule 1
        service_planning    | health  | task 9g p6 | power policy | stands
        """
    )


def test_data_on_offences_stand_under_official_authority_or_schedule_1() -> None:
    check(
        """
        from         | to      | purpose            | grounds                 | and          | answer
        -------------+---------+--------------------+-------------------------+--------------+-------------------------------------
        police_force | council | community_cohesion | task authority s115     | .            | stands
        police_force | council | community_cohesion | task s115               | .            | Data on offences
        charity      | council | community_cohesion | task interest authority | power        | Data on offences
        charity      | council | community_cohesion | task interest p6        | power policy | stands
        charity      | council | community_cohesion | task interest p6        | power        | an appropriate policy document
        police_force | council | community_cohesion | task part3              | power        | Data on offences
        """,
        data="criminal",
    )


def test_the_full_electoral_register_goes_no_further_than_the_council() -> None:
    check(
        """
        to            | purpose               | data         | grounds                | answer
        --------------+-----------------------+--------------+------------------------+--------------------------------------
        council       | population_statistics | ordinary     | task 84 reg107         | stands
        council       | resident_estimates    | ordinary     | task 84 reg107         | stands
        council       | population_statistics | ordinary     | task 84 competence     | a power has to be named
        council       | service_planning      | ordinary     | task 84 reg107         | does not let electoral register serve
        health_board  | population_statistics | ordinary     | task 84 reg107         | goes no further than the body
        police_force  | population_statistics | ordinary     | task 84 reg107         | goes no further than the body
        research_body | population_statistics | ordinary     | task 84 reg107 balance | goes no further than the body
        health_board  | population_statistics | non_personal | .                      | stands
        """,
        list="electoral_register",
        giver="council",
    )


def test_council_tax_needs_a_named_power_and_a_legal_note() -> None:
    check(
        """
        purpose               | data         | nation  | grounds                  | and        | answer
        ----------------------+--------------+---------+--------------------------+------------+-------------------------------
        population_statistics | ordinary     | england | task 84 competence       | note       | stands
        population_statistics | ordinary     | england | task 84 competence       | .          | a legal note is needed
        population_statistics | ordinary     | england | task 84                  | note       | a power has to be named
        population_statistics | ordinary     | england | task 84                  | note power | stands
        population_statistics | ordinary     | wales   | task 84 competence_wales | note       | stands
        population_statistics | ordinary     | wales   | task 84 competence       | note       | does not carry
        community_cohesion    | ordinary     | england | task competence          | note       | does not let council tax serve
        population_statistics | non_personal | england | .                        | .          | stands
        """,
        list="council_tax",
    )


def test_disclosure_for_the_crime_and_disorder_act_carries_no_estimate_of_population() -> None:
    check(
        """
        to      | purpose               | grounds      | answer
        --------+-----------------------+--------------+-------------------------------------
        council | community_cohesion    | task s115    | stands
        council | population_statistics | task 84 s115 | does not carry population statistics
        council | health_and_care_needs | task s115    | does not carry
        council | service_planning      | task s17A    | stands
        council | resident_estimates    | task 84 s17A | does not carry
        """,
        list="antisocial_behaviour",
        data="ordinary",
        giver="police_force",
    )


def test_the_national_data_opt_out_is_englands() -> None:
    check(
        """
        from         | nation  | data         | grounds            | and             | answer
        -------------+---------+--------------+--------------------+-----------------+--------------------------
        health_board | wales   | health       | task 84 9j p4 s251 | note none_apply | stands
        health_board | wales   | health       | task 84 9j p4 s251 | note ndo        | does not exist in Wales
        health_body  | england | health       | task 84 9j p4 s251 | note ndo        | stands
        health_body  | england | health       | task 84 9j p4 s251 | note exempt     | stands
        health_body  | england | health       | task 84 9j p4 s251 | note none_apply | how opt-outs were applied
        health_body  | england | health       | task 84 9j p4 s251 | ndo             | a legal note is needed
        health_body  | england | non_personal | .                  | .               | stands
        """,
        list="gp_register",
    )


def test_rows_of_patients_reach_no_council_or_police() -> None:
    check(
        """
        to           | data         | grounds            | and      | answer
        -------------+--------------+--------------------+----------+----------------------------
        health_board | health       | task 84 9j p4 s251 | note ndo | stands
        council      | health       | task 84 9j p4 s251 | note ndo | A council may not have
        police_force | health       | task 84 9j p4 s251 | note ndo | A police force may not have
        council      | non_personal | .                  | .        | stands
        """,
        list="gp_register",
        giver="gp_practice",
    )


def test_the_digital_economy_act_carries_no_profile_of_a_population() -> None:
    check(
        """
        to                | purpose               | grounds       | and   | answer
        ------------------+-----------------------+---------------+-------+-----------------------------------------------
        council           | population_statistics | task 84 dea35 | power | gateway for public services does not carry
        council           | service_planning      | task dea35    | power | gateway for public services does not carry
        statistics_office | population_statistics | task 84 srsa  | .     | stands
        health_board      | population_statistics | task 84 srsa  | .     | gateway for official statistics does not carry
        university        | statistical_research  | task 84 dea64 | .     | stands
        university        | resident_estimates    | task 84 dea64 | .     | gateway for research does not carry
        """,
        giver="council",
    )


def test_lists_that_no_agreement_opens() -> None:
    check(
        """
        from               | to      | list               | data         | grounds | and        | answer
        -------------------+---------+--------------------+--------------+---------+------------+----------------------------------
        welfare_department | council | housing_benefit    | ordinary     | task 84 | power note | no use of housing benefit open
        welfare_department | council | housing_benefit    | non_personal | .       | .          | stands
        welfare_department | council | nino_registrations | ordinary     | task 84 | power note | no use of nino registrations
        council            | council | births_deaths      | ordinary     | task 84 | power note | no use of births deaths open
        """
    )


@pytest.mark.parametrize("purpose", [term for term in parents("purposes") if COURT.is_purpose(term, "never_asked")])
def test_what_acts_upon_one_person_is_never_asked(purpose: str) -> None:
    (row,) = rows_of(f"""
        purpose   | grounds | and
        ----------+---------+------
        {purpose} | task 84 | power
    """)
    assert any("There is no asking" in reason.what for reason in lawful(use_of(row), COURT))


def test_every_reason_names_a_law_and_a_way_to_mend_it() -> None:
    """Whatever is asked: every ground alone, of every list, for every purpose."""
    for source in parents("sources"):
        for purpose in ("population_statistics", "equality_monitoring", "marketing"):
            row = {"list": source, "purpose": purpose, "data": "ordinary special criminal", "grounds": "balance"}
            reasons = lawful(use_of(row), COURT)
            assert reasons
            assert all(reason.cite and reason.mend and reason.what.endswith(".") for reason in reasons)


def test_every_word_of_the_law_is_in_the_vocabularies() -> None:
    purposes, bodies, sources = parents("purposes"), parents("recipients"), parents("sources")
    for basis in LAW.bases.values():
        assert {*basis.carries, *basis.carries_not} <= set(purposes), basis.id
        assert {*basis.refused_to, *basis.only_for, *basis.held_by, *basis.only_to} <= set(bodies), basis.id
        assert set(basis.sources) <= set(sources), basis.id
        assert set(basis.stands_with) <= set(LAW.bases), basis.id
    for bar in LAW.bars:
        assert {*bar.purposes} <= set(purposes) and {*bar.recipients} <= set(bodies) and bar.source in sources, bar.id
        assert set(bar.powers) <= set(LAW.bases), bar.id


CONTRACTS = load_contracts()
OPEN = [bar for bar in LAW.bars if not bar.refused and CONTRACTS[bar.source].limits]


@pytest.mark.parametrize("bar", OPEN, ids=lambda bar: bar.id)
def test_a_bar_here_is_no_wider_than_the_limits_that_intake_enforces(bar: Bar) -> None:
    """What an agreement is told, and what is refused at the door, are one law written for two uses."""
    limits = [limit for limit in CONTRACTS[bar.source].limits if set(limit.nations) & set(bar.nations)]
    bodies = {{"police": "police_force"}.get(body, body) for limit in limits for body in limit.recipients}
    purposes = {purpose for limit in limits for purpose in limit.purposes}
    assert {purpose.value for purpose in Purpose} & set(bar.purposes) <= purposes
    assert not bodies or all(COURT.is_any_body(body, bodies) for body in bar.recipients)
    asked = {ground for limit in limits for ground in limit.requires}
    assert {{"power": "named_power"}.get(need, need) for need in bar.needs} - {"opt_out"} <= asked
