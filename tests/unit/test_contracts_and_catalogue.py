"""The contracts, the catalogue and the examples fit one another: what one names, another has."""

from __future__ import annotations

import csv
import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest

from denizen.agreements import Agreement
from denizen.contracts import SNAPSHOT, Contract, Field, Layout, load_contracts, rules_of
from denizen.contracts.one_event import one_event_on
from denizen.indicators.catalogue import Catalogue, load_catalogue
from denizen.intake import check
from denizen.intake.entering import enter, is_entered
from denizen.pipeline.folder import AreaFolder, open_folder
from denizen.pipeline.pairing import BOUNDS, TOGETHER
from denizen.pipeline.receiving import ADDRESS_LISTS
from denizen.standardise.records import Ground, counts
from denizen.terms.areas import Geography, is_code_of
from denizen.terms.measures import Indicator, Kind
from denizen.terms.time import Period
from source_desk import open_source_desk

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("derby", "wrexham", "barnet", "hammersmith_and_fulham")
SIXTEEN = {
    *("antisocial_behaviour", "charities", "community_groups", "community_survey", "council_tax", "electoral_register"),
    *("frontline_observations", "gp_register", "hate_incidents", "interpreter_use", "libraries", "major_employers"),
    *("recruitment_agencies", "social_housing", "voluntary_faith_organisations", "voluntary_sector_services"),
}
BESIDE = {
    *("address_audit", "address_register", "asylum_support", "births_deaths", "census", "deprivation"),
    *("housing_benefit", "mid_year_estimates", "nino_registrations", "school_census", "suppressed_addresses"),
}
OF_PEOPLE = ("electoral_register", "council_tax", "gp_register", "social_housing", "libraries", "school_census")
CONTRACTS = load_contracts()
CATALOGUE = load_catalogue()
LAYOUTS = [layout for contract in CONTRACTS.values() for layout in contract.layouts]


def by_id(thing: Contract | Layout | Indicator | str) -> str:
    if isinstance(thing, str):
        return thing
    return thing.source if isinstance(thing, Contract) else thing.id


def categories_of(layout: Layout) -> set[str]:
    """Every category that the table of a layout can hold."""
    gives = layout.gives
    found = set(gives.categories.values()) | set(gives.totals)
    if gives.category:
        found |= set(layout.field(gives.category).codes.values())
    if gives.shape == "places":
        found |= {"all", "places"}
    if gives.total == "sum" or gives.periods or gives.shape == "records":
        found.add("all")
    if gives.shape == "records":
        found |= {*gives.flags.values(), *gives.amounts.values()}
        for field in (layout.field(name) for name in gives.count_by):
            found |= {f"{field.name}_{code}" for code in {*field.codes.values(), field.unlisted}}
    if gives.shape == "records" and gives.ages:
        ages = [f"age_{low}_{low + 4}" for low in range(0, 85, 5)] + ["age_85_plus"]
        found |= {*ages, *(f"{sex}_{age}" for sex in ("female", "male") for age in ages)}
    return found


SORTS = one_event_on(date(2026, 1, 1))
BROUGHT_TOGETHER = {
    table: categories
    for source, sort in SORTS.items()
    for table, categories in (
        (f"{source}.{TOGETHER}", {"more_than_one", *(f"{service}_alone" for service in sort.services)}),
        (f"{source}.{BOUNDS}", {"at_least", "at_most"}),
    )
}
"""the tables that are made from several layouts of a source, and their categories beside `all`"""


def reach_of(table: str) -> int:
    """The size of the smallest area that a table has."""
    source, _, name = table.partition(".")
    if table in BROUGHT_TOGETHER:
        is_small = name == TOGETHER and SORTS[source].within == "base"
        return (Geography.LSOA if is_small else Geography.LAD).size
    return CONTRACTS[source].layout(name).gives.geography.size


def _beginnings(layout: Layout) -> tuple[str, ...]:
    """How the categories of derived columns begin: which there are is for their SQL to say."""
    return tuple(f"{name}_" for name in layout.gives.count_by if layout.field(name).derived)


def read(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True)))


def records(folder: str, name: str) -> list[dict[str, str]]:
    head, *body = read(EXAMPLES / folder / name)
    return [dict(zip(head, row, strict=True)) for row in body if row]


def test_every_source_has_a_contract() -> None:
    assert set(CONTRACTS) == SIXTEEN | BESIDE


@pytest.mark.parametrize("source", sorted(SIXTEEN | BESIDE - {"asylum_support", "deprivation"}))
def test_every_source_comes_in_two_layouts_or_more(source: str) -> None:
    assert len(CONTRACTS[source].layouts) > 1
    assert all(layout.defined_by for layout in CONTRACTS[source].layouts)


@pytest.mark.parametrize("source", OF_PEOPLE)
def test_every_list_of_people_comes_in_every_tier(source: str) -> None:
    contract = CONTRACTS[source]
    assert {layout.tier for layout in contract.layouts} >= {"T0", "T1", "T2", "T3"}
    assert contract.retention_days
    names = ("full_name", "forename", "surname", "middle_names", "title", "other_name")
    for layout in contract.layouts:
        assert bool(layout.with_role(*names)) <= (layout.tier == "T3"), layout.id
        assert (layout.tier in ("T2", "T3")) <= layout.is_of_people, layout.id


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=by_id)
def test_a_contract_says_what_its_list_cannot_tell(contract: Contract) -> None:
    for words in (contract.covers, contract.misses, contract.keeps_too_long, contract.lag, contract.retention):
        assert len(words) > 20, words
    assert contract.not_for
    assert len({layout.name for layout in contract.layouts}) == len(contract.layouts)


@pytest.mark.parametrize("layout", LAYOUTS, ids=by_id)
def test_a_layout_gives_only_what_it_declares(layout: Layout) -> None:
    declared = {field.name for field in layout.fields}
    gives = layout.gives
    named = {gives.area, gives.postcode, gives.longitude, gives.latitude, gives.value, gives.amount, gives.category}
    named |= set(gives.categories) | set(gives.periods) | set(re.findall(r"{(\w+)}", gives.period))
    assert named - {"", SNAPSHOT} <= declared
    assert set(layout.key) <= declared
    assert gives.area or gives.only_area or gives.postcode or layout.with_role("uprn", "postcode")
    assert gives.unit
    assert gives.basis or gives.shape in ADDRESS_LISTS
    is_composed = bool(gives.category and layout.field(gives.category).derived)
    for parts in gives.totals.values():
        assert is_composed or set(parts) <= categories_of(layout)


@pytest.mark.parametrize("layout", LAYOUTS, ids=by_id)
def test_a_layout_says_which_period_it_describes(layout: Layout) -> None:
    gives = layout.gives
    if gives.shape in ADDRESS_LISTS:
        return
    assert bool(gives.period) != bool(gives.periods)
    for text in [gives.period, *gives.periods.values()]:
        if text and "{" not in text:
            assert Period.parse(text).start.year > 2000
    for column in set(re.findall(r"{(\w+)}", gives.period)) - {SNAPSHOT}:
        for period in layout.field(column).codes.values():
            assert Period.parse(period).start.year > 2000


def _is_read(field: Field) -> bool:
    """Whether the example is a label that the column's list knows."""
    return enter(field, [field.example], [1], b"").values[0] is not None


@pytest.mark.parametrize("layout", LAYOUTS, ids=by_id)
def test_columns_are_told_apart_and_described(layout: Layout) -> None:
    names = [field.name for field in layout.fields]
    headers = [field.header.casefold() for field in layout.fields]
    assert len(set(names)) == len(names)
    assert len(set(headers)) == len(headers)
    for field in layout.fields:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", field.name), field.name
        assert field.meaning and (field.example or field.derived), field.name
        assert all(re.fullmatch(r"[a-z0-9_]+|[EW]\d{8}|[0-9/-]+", code) for code in field.codes.values()), field.name
        assert not field.codes or _is_read(field), field.name
        assert not field.pattern or re.search(field.pattern, field.example), field.name


@pytest.mark.parametrize("layout", LAYOUTS, ids=by_id)
def test_rules_have_names_of_their_own_and_read_declared_columns(layout: Layout) -> None:
    rules = [rule.name for rule in rules_of(layout)]
    assert len(set(rules)) == len(rules)
    assert all(quality.description.endswith(".") for quality in layout.checks)


def test_what_contracts_say_in_sql_can_be_run(tmp_path: Path) -> None:
    """Rules, derived columns and conditions of every layout, on a list without rows: a word that is no column fails."""
    desk = open_source_desk(tmp_path)
    for layout in LAYOUTS:
        present = [field.name for field in layout.read_fields]
        entered = {f"entered_{field.name}": [] for field in layout.read_fields if is_entered(field)}
        columns = {
            "row_number": [],
            check.REPEATS: [],
            SNAPSHOT: [],
            **{f"raw_{name}": [] for name in present},
            **entered,
        }
        types = dict.fromkeys(columns, "VARCHAR") | {"row_number": "BIGINT", check.REPEATS: "BOOLEAN", SNAPSHOT: "DATE"}
        desk.store.take("landed", columns, types)
        desk.store.make(check.typed("landed", "typed", layout, present))
        desk.store.make(check.judged("typed", "judged", rules_of(layout), layout.key))
        desk.store.make(check.accepted("judged", "accepted", layout))
        desk.store.make(check.unread("judged", "unread", layout, rules_of(layout), layout.key))
        if layout.gives.shape == "records":
            ground = Ground("E06999999", "lsoa", "2021")
            desk.store.make(counts(layout, ["accepted"], ["unread"], "counted", ground, refused_share=0.02))


def test_no_contract_takes_in_how_to_reach_a_person() -> None:
    headers = " ".join(field.header.casefold() for layout in LAYOUTS for field in layout.fields)
    for word in ("phone", "email", "contact", "responsible", "operating_organisation"):
        assert word not in headers


def test_a_list_without_a_key_has_none() -> None:
    """Antisocial behaviour has no identifier: identical rows are lawful."""
    assert CONTRACTS["antisocial_behaviour"].layout("street_level").key == ()


def test_burglary_alone_never_stands_for_all_crime() -> None:
    alone = CONTRACTS["antisocial_behaviour"].layout("street_level_burglary")
    assert set(alone.field("crime_type").codes.values()) == {"burglary"}
    users = [i.id for i in CATALOGUE.indicators if alone.id in i.numerator.tables]
    assert sorted(users) == ["burglary", "burglary_rate"]
    assert all(CATALOGUE[name].numerator.categories == ("burglary",) for name in users)


def test_every_police_force_of_england_and_wales_has_its_code() -> None:
    codes = CONTRACTS["hate_incidents"].layout("force_strand_year").field("force").codes
    assert len(set(codes.values())) == 43
    assert all(is_code_of(Geography.PFA, code) for code in codes.values())
    assert codes["Derbyshire"] == "E23000018"
    assert codes["North Wales"] == "W15000001"
    assert codes["Metropolitan Police"] == "E23000001"


def test_countries_of_birth_are_nested_without_a_gap() -> None:
    layout = CONTRACTS["census"].layout("country_of_birth_by_lad")
    codes = layout.field("country_of_birth").codes
    born = {
        codes[r["country_of_birth"]]: float(r["value"])
        for r in records("derby", "data/census/TS012_country_of_birth_lad.csv")
    }
    assert len(born) == len(codes) == 82
    assert sum(born[part] for part in layout.gives.totals["all"]) == 261365
    assert sum(born[part] for part in layout.gives.totals["outside_uk"]) == 261365 - born["uk"]
    in_detail = [category for category, _ in CATALOGUE["country_of_birth_detailed"].categories]
    assert sum(born[country] for country in in_detail) == 261365


def test_there_are_six_themes_and_at_least_forty_indicators() -> None:
    assert [theme.id for theme in CATALOGUE.themes] == ["people", "identity", "change", "safety", "civic", "need"]
    assert len(CATALOGUE.indicators) >= 40
    assert len({i.id for i in CATALOGUE.indicators}) == len(CATALOGUE.indicators)
    assert {i.theme for i in CATALOGUE.indicators} == {theme.id for theme in CATALOGUE.themes}


def test_strengths_stand_beside_needs() -> None:
    assert sum(i.asset is True for i in CATALOGUE.indicators) >= 8
    assert sum(i.asset is False for i in CATALOGUE.indicators) >= 8
    assert any(i.asset for i in CATALOGUE.indicators if i.theme == "need")


def test_the_counts_of_the_places_people_each_say_whom_they_count() -> None:
    counting = {i.id for i in CATALOGUE.indicators if i.counts_people}
    assert {"residents", "mid_year_population", "registered_patients", "ethnic_group", "religion"} <= counting


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=by_id)
def test_an_indicator_counts_what_its_tables_hold(indicator: Indicator) -> None:
    for ingredient in filter(None, (indicator.numerator, indicator.denominator)):
        for table in ingredient.tables:
            source, _, name = table.partition(".")
            if table in BROUGHT_TOGETHER:
                assert {category for category, _ in indicator.categories} == BROUGHT_TOGETHER[table]
                continue
            layout = CONTRACTS[source].layout(name)
            wanted = set(ingredient.categories) or {"all"}
            if indicator.breakdown and ingredient is indicator.numerator:
                wanted = {"all", *(category for category, _ in indicator.categories)}
            unknown = wanted - categories_of(layout)
            assert not [c for c in unknown if not c.startswith(_beginnings(layout))], table
            assert ingredient.months == 0 or layout.gives.shape == "events" or layout.gives.every == "month"
            assert layout.gives.additive or indicator.kind is Kind.PUBLISHED


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=by_id)
def test_an_indicator_is_shown_no_smaller_than_its_tables_reach(indicator: Indicator) -> None:
    assert indicator.smallest.size >= min(reach_of(table) for table in indicator.numerator.tables)


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=by_id)
def test_an_indicator_is_defined_in_a_sentence(indicator: Indicator) -> None:
    assert indicator.definition.endswith(".")
    assert len(indicator.definition) > 30
    assert not indicator.title.endswith(".")
    assert (indicator.kind is Kind.SHARE) == (indicator.unit == "%")
    assert indicator.per == 100 or indicator.kind in (Kind.RATE, Kind.RATIO)


def test_incidents_by_month_are_shown_for_wards_at_least() -> None:
    monthly = [i for i in CATALOGUE.indicators if i.numerator.months == 1]
    assert {i.id for i in monthly} == {"antisocial_behaviour_by_month", "recorded_crime_by_month"}
    assert all(i.smallest is Geography.WARD for i in monthly)


def test_the_breakdown_of_crime_leaves_nothing_out() -> None:
    held = set(CONTRACTS["antisocial_behaviour"].layout("street_level").field("crime_type").codes.values())
    assert {category for category, _ in CATALOGUE["crime_by_type"].categories} == held
    assert set(CATALOGUE["recorded_crime"].numerator.categories) == held - {"antisocial_behaviour"}


@pytest.fixture(scope="module", params=NAMES)
def area(request: pytest.FixtureRequest) -> AreaFolder:
    return open_folder(EXAMPLES / request.param)


def test_every_file_that_an_example_names_is_there(area: AreaFolder) -> None:
    geography = area.file.geography
    sets = (geography.base, *geography.sets)
    assert geography.older and geography.postcodes
    named = {geography.older.file, geography.postcodes.file}
    named |= {item.boundaries for item in sets} | {item.lookup.file for item in sets if item.lookup}
    named |= {file.file for source in area.file.sources for file in source.files}
    missing = [name for name in sorted(named) if not (area.path / name).is_file()]
    assert missing == []
    lying = {p.relative_to(area.path).as_posix() for d in ("data", "geography") for p in (area.path / d).rglob("*.*")}
    assert lying == named


def test_an_example_names_layouts_that_the_contracts_have(area: AreaFolder) -> None:
    for source in area.file.sources:
        for file in source.files:
            assert CONTRACTS[source.source].layout(file.layout).id == f"{source.source}.{file.layout}"


def test_every_source_of_an_example_is_covered_by_an_open_licence(area: AreaFolder) -> None:
    by_name = {agreement.id: agreement for agreement in area.agreements}
    for source in area.file.sources:
        agreement = by_name[source.agreement]
        assert all(agreement.covers(source.source, file.layout) for file in source.files)
        assert agreement.is_in_force(area.file.reference_date)
        assert area.file.purpose in agreement.purposes
    assert [a.id for a in area.agreements if a.covers("geography", "boundaries")] == ["OGL-ONS-GEOGRAPHY"]
    covered = {source for agreement in area.agreements for source in agreement.sources} - {"geography"}
    assert covered == {source.source for source in area.file.sources}


def test_an_agreement_is_named_as_its_file(area: AreaFolder) -> None:
    assert sorted(a.id for a in area.agreements) == sorted(p.stem for p in (area.path / "agreements").glob("*.yaml"))


def test_licences_are_open(area: AreaFolder) -> None:
    for agreement in area.agreements:
        assert agreement.kind == "open_licence"
        assert agreement.ends_on is None
        assert is_open(agreement), agreement.licence
        assert "Open Government Licence v3.0" in agreement.attribution or agreement.id == "360GIVING"


def is_open(agreement: Agreement) -> bool:
    allowed = ("Open Government Licence v3.0", "Creative Commons Zero", "MIT", "open licence of each funder")
    return agreement.licence.startswith(allowed)


def test_incidents_are_protected_and_forces_figures_stay_whole(area: AreaFolder) -> None:
    for agreement in area.agreements:
        if "antisocial_behaviour" in agreement.sources:
            assert agreement.outputs.protection == "incident_counts"
        if "hate_incidents" in agreement.sources:
            assert agreement.outputs.smallest_geography is Geography.LAD
    assert any(larger.geography is Geography.PFA for larger in area.file.geography.larger)


def test_sources_md_tells_of_every_file(area: AreaFolder) -> None:
    text = (area.path / "SOURCES.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    lying = {p.relative_to(area.path).as_posix() for d in ("data", "geography") for p in (area.path / d).rglob("*.*")}
    assert told == lying


def test_the_lookup_and_the_boundaries_of_wards_speak_of_the_same_wards(area: AreaFolder) -> None:
    wards = json.loads((area.path / "geography/ward_2025.geojson").read_text("utf-8"))["features"]
    lsoas = json.loads((area.path / "geography/lsoa_2021.geojson").read_text("utf-8"))["features"]
    rows = records(area.path.name, "geography/lsoa_2021_to_ward_2024_best_fit.csv")
    assert {row["WD24CD"] for row in rows} <= {ward["properties"]["WD25CD"] for ward in wards}
    assert {row["LSOA21CD"] for row in rows} == {lsoa["properties"]["LSOA21CD"] for lsoa in lsoas}
    newer = {row["LSOA21CD"] for row in records(area.path.name, "geography/lsoa_2011_to_2021_exact_fit.csv")}
    assert newer == {row["LSOA21CD"] for row in rows}


@pytest.mark.parametrize(
    ("folder", "residents", "lsoas"),
    [("derby", 261401, 152), ("wrexham", 135111, 84), ("barnet", 389365, 220), ("hammersmith_and_fulham", 183109, 115)],
)
def test_census_residents_of_the_examples(folder: str, residents: int, lsoas: int) -> None:
    rows = [row for row in read(EXAMPLES / folder / "data/census/TS007A_age_lsoa.csv") if len(row) > 2]
    place = rows[0].index("Total")
    assert (sum(int(row[place]) for row in rows[1:]), len(rows) - 1) == (residents, lsoas)


@pytest.mark.parametrize(
    ("folder", "patients"), [("derby", 298223), ("barnet", 431834), ("hammersmith_and_fulham", 316621)]
)
def test_patients_of_the_examples(folder: str, patients: int) -> None:
    rows = records(folder, "data/gp_register/gp-reg-pat-prac-all_2021-01.csv")
    assert sum(int(row["NUMBER_OF_PATIENTS"]) for row in rows) == patients
    practices = {row[0] for row in read(EXAMPLES / folder / "data/gp_register/epraccur_2021.csv")}
    assert practices == {row["CODE"] for row in rows}


def test_derbys_street_level_file_is_whole() -> None:
    codes = CONTRACTS["antisocial_behaviour"].layout("street_level").field("crime_type").codes
    rows = records("derby", "data/antisocial_behaviour/street_2023-01_to_2024-12.csv.gz")
    asb = [tuple(row.values()) for row in rows if codes[row["Crime type"]] == "antisocial_behaviour"]
    assert (len(rows), len(asb), len(rows) - len(asb)) == (74437, 11317, 63120)
    assert len(asb) - len(set(asb)) == 3947
    assert not any(row[1] == "2024-11" for row in asb)
    assert sum(row["LSOA code"] == "E01013479" for row in rows) == 1700


def test_mid_2024_of_derby() -> None:
    rows = records("derby", "data/mid_year_estimates/lad_mid_2024.csv")
    assert {row["Code"]: row["All ages"] for row in rows}["E06000015"] == "274149"


def test_no_example_holds_a_responsible_persons_name() -> None:
    for folder in NAMES:
        rows = records(folder, "data/major_employers/pay_gap_2017_18.csv")
        assert rows and not any(row["ResponsiblePerson"].strip() for row in rows)


def test_the_welsh_example_speaks_both_languages() -> None:
    area = open_folder(EXAMPLES / "wrexham")
    assert area.file.languages == ("en", "cy")
    assert area.file.area.name_cy == "Wrecsam"
    assert next(s for s in area.file.geography.sets if s.geography is Geography.WARD).name_cy == "WD25NMW"
    held = {source.source for source in area.file.sources}
    assert not held & {"antisocial_behaviour", "gp_register", "deprivation", "charities"}


def test_derby_measures_all_but_what_partners_lists_alone_can_tell() -> None:
    area = open_folder(EXAMPLES / "derby")
    tables = [f"{source.source}.{file.layout}" for source in area.file.sources for file in source.files]
    measurable: Catalogue = CATALOGUE.measurable(tables)
    assert len(measurable.indicators) == 72
    held = {table.partition(".")[0] for table in tables}
    others = [i for i in CATALOGUE.indicators if i not in measurable.indicators]
    assert all(not set(i.numerator.tables) & set(tables) or i.denominator for i in others)
    assert held <= set(CONTRACTS)
