"""What can be set about the lists: whom each one misses, how late it is, whom it keeps too long, and what it gets wrong."""

from __future__ import annotations

from denizen.documents import Document

ByAge = dict[int, float]
"""from an age on: the value, until the next age that is named"""


class NameFaults(Document):
    """Shares of people or entries whose name the list has in another form."""

    old_surname: float
    nickname: float
    spelling: float
    plain_letters: float
    turned: float
    part_left_out: float
    initial_only: float
    middle: float
    slip: float


class BirthFaults(Document):
    """Shares of entries whose birth date is missing, a stopgap, turned or mistyped."""

    missing: float
    first_of_january: float
    stopgap: float
    day_and_month_turned: float
    slip: float


class AddressFaults(Document):
    """Shares of entries whose address is written otherwise, or wrong."""

    abbreviated: float
    other_unit_word: float
    joined: float
    no_unit: float
    slip: float
    wrong_postcode: float
    no_postcode: float
    has_uprn: float


class ListSettings(Document):
    """One list of people. `by_tenure` is the chance that a stay is ever entered; odds multiply it; months are means."""

    by_tenure: dict[str, float]
    odds_by_age: ByAge
    odds_young_men: float
    odds_new_arrival: float
    loading: float
    area_spread: float
    drift_yearly: float
    lag_months: float
    half_life_months: dict[str, float]
    follows: float
    names: NameFaults
    births: BirthFaults
    addresses: AddressFaults


class GazetteerSettings(Document):
    lag_months: float
    alternative: float
    candidate: float
    historical: float
    not_homes: float
    no_postcode: float
    nowhere: float
    late_to_suppress: float


class ElectoralSettings(ListSettings):
    eu_ends: str
    eu_kept_before: str
    attainers: float
    overseas: float
    anonymous: float
    late_suffix: float


class CouncilTaxSettings(ListSettings):
    partner_liable: float
    single_discount_claimed: float
    single_discount_false: float
    student_exemption_claimed: float
    landlord_in_town: float
    extra_line: float
    overlap: float
    closed_kept_months: int


class GpSettings(ListSettings):
    doubled: float
    mail_returned: float
    restricted: float
    removed_kept_months: int
    people_per_practice: int


class SocialHousingSettings(ListSettings):
    members_known: float
    ethnicity_filled: float
    refused: float
    former_kept_months: int
    other_lettings: float


class SchoolSettings(ListSettings):
    stays_on_at_16: float
    twice_registered: float
    ethnicity_refused: float
    people_per_school: int


class LibrarySettings(ListSettings):
    uses_monthly: float
    institutions: float


class AuditSettings(Document):
    share: float
    answers: float
    answers_private_rented: float
    person_missed: float


class DeliverySettings(Document):
    counts_every_months: int
    counts_years: int
    keyed_twice: float
    partial: dict[str, str]
    late: dict[str, int]
    stops: dict[str, int]
    bad_rows: float


class CensusSettings(Document):
    """Standard deviations of how far the census is off, in parts of the count; the share of cells altered by one."""

    authority_error: float
    age_sex_error: float
    area_error: float
    cells_changed: float
    religion_not_answered: float


class MidYearSettings(Document):
    growth_error_yearly: float
