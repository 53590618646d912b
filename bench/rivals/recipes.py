"""How a careful analyst would set Splink 5 up for each set of lists. Those for FEBRL and historical_50k are its authors' own.

A recipe names the comparisons, the rules by which pairs are brought together, and how it is trained: without labels, from rules
that are nearly always right, from random pairs, and by expectation-maximisation within blocks. For pseudopeople and for the two
lists a few recipes were tried with the truth in hand and the best was kept, which flatters Splink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on


@dataclass(frozen=True)
class Recipe:
    """What is compared, within which blocks, and how the model is trained."""

    comparisons: Callable[[], list[Any]]
    blocks: Sequence[Any]
    sure: Sequence[Any]
    """rules whose pairs are nearly always one person, for the share of pairs that are"""
    sure_recall: float
    trained_on: Sequence[Any]
    """blocks within which expectation-maximisation runs, one after the other"""
    random_pairs: float = 1e6
    em_pairs: float = 1e6
    prior_sample: float = 1.0
    """share of the records from which the prior is counted"""
    two_lists: bool = False
    """whether, of two lists, only records of one and of the other are compared"""

    def settings(self, link_type: str) -> SettingsCreator:
        return SettingsCreator(
            link_type=link_type,
            comparisons=self.comparisons(),
            blocking_rules_to_generate_predictions=list(self.blocks),
            unique_id_column_name="unique_id",
        )

    def train(self, linker: Linker) -> None:
        training = linker.training
        training.estimate_probability_two_random_records_match(
            list(self.sure), recall=self.sure_recall, record_sample_proportion=self.prior_sample
        )
        training.estimate_u_using_random_sampling(max_pairs=self.random_pairs, seed=1)
        for rule in self.trained_on:
            training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=self.em_pairs)


def _febrl() -> Recipe:
    return Recipe(
        comparisons=lambda: [
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
        blocks=[block_on(name) for name in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")],
        sure=[
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
            "l.given_name = r.surname AND l.surname = r.given_name AND l.date_of_birth = r.date_of_birth",
        ],
        sure_recall=0.9,
        trained_on=[block_on("date_of_birth"), block_on("postcode")],
        two_lists=True,
    )


def _historical() -> Recipe:
    return Recipe(
        comparisons=lambda: [
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        blocks=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"), block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"), block_on("postcode_fake", "surname"), block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"), block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        sure=[
            "l.first_name = r.first_name AND l.surname = r.surname AND l.dob = r.dob",
            "substr(l.first_name,1,2) = substr(r.first_name,1,2) AND l.surname = r.surname "
            "AND substr(l.postcode_fake,1,2) = substr(r.postcode_fake,1,2)",
            "l.dob = r.dob AND l.postcode_fake = r.postcode_fake",
        ],
        sure_recall=0.6,
        trained_on=[block_on("first_name", "surname"), block_on("dob")],
        random_pairs=5e6,
    )  # fmt: skip


def _pseudopeople() -> Recipe:
    return Recipe(
        comparisons=lambda: [
            cl.NameComparison("forename"),
            cl.NameComparison("surname"),
            cl.ExactMatch("middle"),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("ssn", [1]),
            cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("address", [2]),
        ],
        blocks=[
            block_on("ssn"), block_on("forename", "surname"), block_on("birth", "substr(forename,1,1)"),
            block_on("birth", "substr(surname,1,2)"), block_on("address", "substr(forename,1,1)"),
            block_on("surname", "substr(birth,1,7)"),
        ],
        sure=[block_on("ssn", "surname"), block_on("forename", "surname", "birth")],
        sure_recall=0.7,
        trained_on=[block_on("birth"), block_on("forename", "surname"), block_on("ssn")],
        random_pairs=2e6,
    )  # fmt: skip


def _town() -> Recipe:
    return Recipe(
        comparisons=lambda: [
            cl.ForenameSurnameComparison("forename", "surname"),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("address", [0.97, 0.9]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("numbers"),
            cl.ExactMatch("postcode"),
        ],
        blocks=[
            block_on("surname", "forename"), block_on("birth", "substr(forename,1,1)"), block_on("birth", "substr(surname,1,2)"),
            block_on("postcode", "substr(forename,1,2)"), block_on("postcode", "substr(surname,1,3)"),
            block_on("surname", "numbers"), block_on("forename", "numbers"),
            block_on("postcode", "numbers", "substr(forename,1,1)"), block_on("birth", "postcode"),
        ],
        sure=[block_on("forename", "surname", "birth"), block_on("forename", "surname", "postcode")],
        sure_recall=0.7,
        trained_on=[
            block_on("birth"), block_on("forename", "surname"), block_on("postcode", "numbers"), block_on("birth", "surname"),
        ],
        random_pairs=2e6,
    )  # fmt: skip


def _two_lists() -> Recipe:
    """With its caps on: pairs for u, pairs for expectation-maximisation, records for the prior.

    Of the comparisons that were tried this is the quickest, and gives the best F1.
    """
    return Recipe(
        comparisons=lambda: [
            cl.JaroWinklerAtThresholds("forename", [0.92, 0.8]),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]),
            cl.LevenshteinAtThresholds("birth_date", [1, 2]),
            cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("postcode", [1]),
        ],
        blocks=[
            block_on("birth_date", "surname"), block_on("birth_date", "forename"), block_on("postcode", "surname"),
            block_on("postcode", "birth_date"), block_on("forename", "surname", "substr(birth_date,1,4)"),
            block_on("postcode", "forename"),
        ],
        sure=[block_on("forename", "surname", "birth_date"), block_on("surname", "birth_date", "postcode")],
        sure_recall=0.8,
        trained_on=[block_on("birth_date"), block_on("surname", "forename")],
        random_pairs=1e6,
        em_pairs=2e5,
        prior_sample=0.1,
        two_lists=True,
    )  # fmt: skip


RECIPES = {
    "febrl": _febrl, "historical": _historical, "pseudopeople": _pseudopeople, "town": _town, "two_lists": _two_lists,
}  # fmt: skip
