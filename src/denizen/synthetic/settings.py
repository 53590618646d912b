"""The settings of a town: one YAML file with a source, or the word assumed, beside each value; a user's file overrides by key."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, create_model

from denizen.documents import Document, parse_document
from denizen.errors import UnreadableFile
from denizen.synthetic.settings_of_lists import (
    AuditSettings,
    CensusSettings,
    CouncilTaxSettings,
    DeliverySettings,
    ElectoralSettings,
    GazetteerSettings,
    GpSettings,
    LibrarySettings,
    MidYearSettings,
    SchoolSettings,
    SocialHousingSettings,
)

ByAge = dict[int, float]
"""from an age on: the value, until the next age that is named"""


class PlaceSettings(Document):
    fewest_people_per_area: int
    streets_at_least: int
    postcode_area: str
    first_uprn: int
    first_usrn: int
    dwellings_per_postcode: int


class DwellingSettings(Document):
    empty: float
    built_yearly: float
    demolished_yearly: float
    block_size: tuple[int, int]
    named_house: float
    suffix_rather_than_flat: float
    hall_rooms: int
    care_home_rooms: int
    shared_house_rooms: tuple[int, int]
    refuge_per_people: float
    foster: float
    dispersal: float


class HouseholdSettings(Document):
    couple_by_age: ByAge
    with_parents_by_age: ByAge
    sharing_by_age: ByAge
    care_home_by_age: ByAge
    hall_at_18_to_21: float
    lone_parent: float
    same_sex: float
    across_groups: float
    mother_age: tuple[float, float]
    stay_years: dict[str, float]
    married: float
    two_homes: float


class PeopleSettings(Document):
    female_by_age: ByAge
    minority_by_age: ByAge
    born_abroad_by_age: ByAge
    arrival_age: tuple[float, float]
    naturalised_after_years: float
    disabled_by_age: ByAge
    no_religion: float
    employed: float
    employers_per_1000: float
    sectors: dict[str, float]
    engagement_sd: float


class NameSettings(Document):
    middle: float
    same_as_parent: float
    nickname: float
    spelling: float
    without_marks: float
    turned: float
    long_tail: float
    double_barrelled: float
    shared_birthday: float


class VitalSettings(Document):
    deaths_yearly: dict[int, tuple[float, float]]
    births_yearly: ByAge
    births_without_partner: float
    twins: float


class PartnerSettings(Document):
    parting_yearly: float
    pairing_yearly: float
    mother_keeps_children: float
    leaver_goes_away: float
    to_refuge: float
    refuge_months: float


class MovingSettings(Document):
    leaving_home_yearly: ByAge
    household_yearly: dict[str, float]
    within_town: float
    abroad_if_born_abroad: float
    area_spread: float
    care_home_yearly: ByAge
    sharer_yearly: float
    student_stays_on: float


class Wave(Document):
    culture: str
    first: str
    last: str
    people_per_1000_a_year: float


class ArrivalSettings(Document):
    from_uk_yearly: float
    from_abroad_yearly: float
    returners_yearly: float
    sizes: tuple[float, float, float, float]
    waves: tuple[Wave, ...]


class HappeningSettings(Document):
    asb_per_1000_a_year: float
    hate_per_1000_a_year: float
    strands: dict[str, float]
    interpreter_per_1000_a_year: float
    unseen_languages: dict[str, str]
    tension: dict[str, float]
    rise: dict[str, float]
    opinions: dict[str, float]
    groups_per_1000: float
    area_spread: float


class EventSettings(Document):
    police_records: float
    council_records: float
    salience: float
    without_place: float
    neighbouring_map_point: float
    police_hole_months_before_end: int
    other_crime_per_1000_a_year: dict[str, float]
    council_other_cases: float
    quarters_shared: int
    fire_and_ambulance_per_1000_a_year: float
    hate_police: float
    hate_third_party: float
    hate_council: float
    hate_passed_on: float
    second_strand: float
    crime_not_incident: float
    bookings_recorded: float
    at_home: float
    cancelled: float
    unfilled: float
    not_attended: float
    observations_per_1000_a_year: float
    observation_names_somebody: float
    food_vouchers_per_1000_a_year: float
    advice_clients_per_1000_a_year: float


class OrganisationSettings(Document):
    on_a_list: float
    on_the_directory: float
    stays_after_end: float
    charity_is_registered: float
    registered_elsewhere: float
    grants_per_group_a_year: float
    faith_listed: float
    may_be_mapped: float
    attends: float
    employers_answer: float
    smallest_asked: int
    nationality_given: float
    sponsor_share: dict[str, float]
    agencies: int
    agency_workers: dict[str, float]
    nino_months: float
    nino_share: float
    housing_benefit_share: dict[str, float]
    housing_benefit_yearly: float
    libraries_per_10000: float
    visits_per_person: float


class SurveySettings(Document):
    waves_months_before_end: tuple[int, ...]
    answers_per_area: int
    response: float
    response_by_engagement: float
    response_by_age: ByAge
    online: float
    skipped: float
    leaning: float


class Settings(Document):
    """Everything that can make a town kinder or harsher."""

    place: PlaceSettings
    dwellings: DwellingSettings
    households: HouseholdSettings
    people: PeopleSettings
    names: NameSettings
    vital: VitalSettings
    partners: PartnerSettings
    moving: MovingSettings
    arrivals: ArrivalSettings
    happenings: HappeningSettings
    gazetteer: GazetteerSettings
    electoral_register: ElectoralSettings
    council_tax: CouncilTaxSettings
    gp_register: GpSettings
    social_housing: SocialHousingSettings
    school_census: SchoolSettings
    libraries: LibrarySettings
    audit: AuditSettings
    deliveries: DeliverySettings
    events: EventSettings
    organisations: OrganisationSettings
    survey: SurveySettings
    census: CensusSettings
    mid_year_estimates: MidYearSettings


def settings_from(own: Path | None = None) -> Settings:
    """The settings that come with this package, with those of a user's file (section, key: value) in their place.

    Raises:  BadDocument, when the user's file has a key that is not a setting; UnreadableFile.
    """
    values = {section: {key: said["value"] for key, said in keys.items()} for section, keys in written().items()}
    if own is not None:
        for section, keys in _own_values(own).items():
            values[section] |= keys
    return Settings.model_validate(values)


def sources() -> dict[str, str]:
    """Where each value comes from: `section.key` to a source, or `assumed`."""
    return {
        f"{section}.{key}": str(said["source"]) for section, keys in written().items() for key, said in keys.items()
    }


@cache
def written() -> dict[str, dict[str, dict[str, Any]]]:
    """The file settings.yaml as it is written: section, key, then value and source."""
    text = (resources.files("denizen.synthetic") / "settings.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text))


def _own_values(own: Path) -> dict[str, dict[str, Any]]:
    try:
        text = own.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile(
            "The file of settings cannot be read.", where=str(own), mend="name a YAML file in UTF-8"
        ) from None
    return parse_document(text, own.name, _with_gaps(Settings)).model_dump(exclude_unset=True)


@cache
def _with_gaps(model: type[BaseModel]) -> type[BaseModel]:
    """The same model, any of whose keys may be left out. Values of a key are replaced whole."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        inner: Any = field.annotation
        is_section = isinstance(inner, type) and issubclass(inner, BaseModel)
        fields[name] = (_with_gaps(inner) if is_section else inner, None)
    return create_model(f"{model.__name__}WithGaps", __base__=Document, **fields)
