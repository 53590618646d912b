"""What a use of data stands on, as an agreement names it, and what was assessed before it began."""

from __future__ import annotations

from datetime import date
from typing import Literal

from denizen.agreements.parties import Guided


class Lawfulness(Guided):
    """The grounds and powers, each by the vocabulary of lawful bases."""

    article_6: tuple[str, ...] = ()
    """ground of Article 6, per party where they differ: public_task, recognised_legitimate_interest ..."""
    article_9: tuple[str, ...] = ()
    """condition of Article 9(2), where special data are in it"""
    schedule_1: tuple[str, ...] = ()
    """condition of Schedule 1 to the Data Protection Act 2018, where Article 9 or 10 asks for one"""
    article_10: tuple[str, ...] = ()
    """what data on offences stand on"""
    part_3: bool = False
    """whether it is law enforcement processing; never for statistics"""
    statistics: tuple[str, ...] = ()
    """`statistical_safeguards` (Articles 84A to 84D) where the purpose is statistics"""
    powers: tuple[str, ...] = ()
    """statutory powers by the vocabulary, beside `power` in words"""
    gateway: tuple[str, ...] = ()
    """gateway of the Digital Economy Act 2017, if one is used"""
    objective: str = ""
    """objective of the gateway, in the words of the regulations"""
    policy_document: str = ""
    """reference of the appropriate policy document, where Schedule 1 asks for one"""
    section_251: str = ""
    """reference of the support for confidential patient information"""
    confidence: str = ""
    """how the common law duty of confidence is met"""
    statutory_bars: str = ""
    """laws that bar the use, and why they do not here"""
    human_rights: str = ""
    """why it is proportionate under Article 8 of the Convention"""

    def named(self) -> frozenset[str]:
        """Every ground and power that is named."""
        conditions = (*self.article_9, *self.schedule_1, *self.article_10)
        return frozenset((*self.article_6, *conditions, *self.statistics, *self.powers, *self.gateway))


class Objection(Guided):
    """Consent, objection and opting out."""

    consent_relied_on: bool | None = None
    """whether it rests on consent; then how it is taken back"""
    consent_text: str = ""
    """words that people agreed to, and how they withdraw"""
    route: str = ""
    """how a person objects, and who acts on it"""
    opt_outs: Literal["", "none_apply", "national_data_opt_out", "exempt", "local"] = ""
    """which opt-outs the supplier takes out before delivery. The National Data Opt-out is England's: `none_apply` in Wales"""
    opt_outs_applied_on: date | None = None
    """day on which they were taken out of the delivery"""


class Assessment(Guided):
    """The data protection impact assessment behind the reference in `dpia`."""

    signed_on: date | None = None
    """day on which it was signed"""
    outcome: str = ""
    """what it concluded"""
    residual_risks: str = ""
    """risks that stay, and the post that accepts them"""
    dpo_advice: str = ""
    """advice of the data protection officer, and why it was not followed where it was not"""
    next_review: date | None = None
    """day by which it is looked at again"""
    published_at: str = ""
    """where it can be read"""


class Reasons(Guided):
    """Why anything is shared at all."""

    why_necessary: str = ""
    """why the purpose cannot be reached without these data"""
    benefit: str = ""
    """who gains what, and how that is measured"""
    harm_if_not_shared: str = ""
    """what would go wrong without it"""
    alternatives: str = ""
    """what else was considered"""
    could_counts_do: str = ""
    """why counts by area (tier T0) are not enough, or that they are"""
