"""The CSV files, byte by byte, and what their descriptions tell a stranger."""

import csv
import io
import json
import warnings
from dataclasses import replace
from hashlib import sha256

import pytest
from csvw import CSVW
from small_book import AREAS, OWNED, RESIDENTS, figure

from denizen.profiles.cells import count_of, number_cell, number_of, text_cell
from denizen.profiles.tables import downloads
from denizen.shapes import SafeTable
from denizen.terms.measures import Kind

HEADER = "indicator,category,area_code,area_name,geography,vintage,period,value,lower,upper,status,unit,sources\n"


@pytest.fixture
def files(matter):
    return downloads(matter)


def text(files, name):
    return files[f"data/{name}"].decode("utf-8")


def test_a_table_holds_the_figures_of_its_indicator_as_they_are_sorted(files):
    assert text(files, "owned_homes.csv") == (
        HEADER
        + "owned_homes,all,E06000001,Anytown,lad,2021,2021-03-21,33.33,33.15,33.52,,%,census\n"
        + 'owned_homes,all,E05000001,"East, Quay & Strand",ward,2025,2020-01-01/2020-12-31,1,0,2,[u],%,census\n'
        + 'owned_homes,all,E05000001,"East, Quay & Strand",ward,2025,2021-01-01/2021-12-31,,,,[c],%,census;council_tax\n'
    )


def test_counts_are_whole_and_names_cannot_run_as_formulas(files):
    assert text(files, "residents.csv") == (
        HEADER
        + "residents,all,E06000001,Anytown,lad,2021,2021-03-21,1800,,,,people,census\n"
        + "residents,0-15,E06000001,Anytown,lad,2021,2021-03-21,300,,,,people,census\n"
        + 'residents,all,E05000001,"East, Quay & Strand",ward,2025,2021-03-21,1200,,,,people,census\n'
        + "residents,all,E05000002,'=West,ward,2025,2021-03-21,600,,,,people,census\n"
    )


def test_all_holds_every_figure_in_order(files):
    parts = [text(files, name).removeprefix(HEADER) for name in ("owned_homes.csv", "residents.csv")]
    assert text(files, "all.csv") == HEADER + "".join(parts)


def test_figures_that_come_mixed_stay_mixed_in_all(matter):
    mixed = tuple(reversed(matter.table.figures))
    rows = downloads(replace(matter, table=SafeTable(mixed, ())))["data/all.csv"].decode().splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == [one.indicator for one in mixed]


def test_the_same_matter_gives_the_same_bytes(matter, files):
    assert downloads(matter) == files
    assert list(files) == sorted(files)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_starts_like_a_formula(matter, start):
    area = replace(AREAS[1], name=f"{start}cmd|' /C calc'!A0")
    table = SafeTable((figure(RESIDENTS, area, "2021-03-21", -1.0, category=f"{start}1"),), ())
    content = downloads(replace(matter, table=table))["data/all.csv"].decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(content, newline=""))
    assert row["area_name"] == "'" + area.name
    assert row["category"] == f"'{start}1"
    assert row["value"] == "-1"


def test_a_name_with_a_line_feed_and_quotes_is_read_back_whole(matter):
    area = replace(AREAS[1], name='The "Old"\nQuay, Ynys Môn')
    table = SafeTable((figure(RESIDENTS, area, "2021-03-21", 5.0), figure(OWNED, area, "2021-03-21", 5.0)), ())
    content = downloads(replace(matter, table=table))["data/all.csv"].decode("utf-8")
    assert [row["area_name"] for row in csv.DictReader(io.StringIO(content, newline=""))] == [area.name] * 2


def test_numbers_carry_one_decimal_more_than_pages_show_and_no_noise():
    assert number_cell(0.1 + 0.2, OWNED) == "0.3"
    assert number_cell(12.3456, OWNED) == "12.35"
    assert number_cell(-0.0001, OWNED) == "0"
    assert number_cell(None, OWNED) == ""
    assert number_cell(1e16, RESIDENTS) == "10000000000000000"
    assert number_cell(23.4567, replace(OWNED, kind=Kind.PUBLISHED)) == "23.4567"
    assert [repr(number_of(value, RESIDENTS)) for value in (3.0, 2.25, None)] == ["3", "2.2", "None"]
    assert [repr(count_of(value)) for value in (3.0, 2.26, None)] == ["3", "2.3", "None"]
    assert text_cell("plain") == "plain"


# What a stranger reads


@pytest.fixture
def folder(files, tmp_path):
    for name, content in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "data"


@pytest.mark.parametrize("name", ["all.csv", "owned_homes.csv", "residents.csv"])
def test_a_stranger_reads_each_table_by_its_metadata(folder, name):
    table = CSVW(str(folder / name), validate=True)
    assert table.is_valid, [str(warning.message) for warning in table.warnings]
    assert table.common_props["dc:license"][0] == {"@id": "https://example.org/DSA"} or name == "residents.csv"


def test_a_stranger_gets_numbers_lists_and_nothing_for_nothing(folder):
    rows = CSVW(str(folder / "owned_homes.csv")).to_json(minimal=True)
    assert rows[0]["value"] == 33.33 and "status" not in rows[0]
    assert "value" not in rows[2] and rows[2]["status"] == "[c]"
    assert rows[2]["sources"] == ["census", "council_tax"]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("E05000001", "X05000001"),
        (",33.33,", ",about 33,"),
        ("[c]", "[?]"),
        ("2021-03-21", "21 March"),
        (",ward,", ",parish,"),
    ],
)
def test_a_stranger_notices_a_spoilt_table(folder, good, bad):
    file = folder / "owned_homes.csv"
    file.write_bytes(file.read_bytes().replace(good.encode(), bad.encode(), 1))
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        assert not CSVW(str(file), validate=True).is_valid


def test_a_key_is_claimed_only_where_it_holds(matter, files):
    metadata = json.loads(files["data/all.csv-metadata.json"])
    assert metadata["tableSchema"]["primaryKey"] == ["indicator", "category", "area_code", "period"]
    twice = SafeTable((*matter.table.figures, replace(matter.table.figures[-1], basis="a later release")), ())
    metadata = json.loads(downloads(replace(matter, table=twice))["data/all.csv-metadata.json"])
    assert "primaryKey" not in metadata["tableSchema"]


def test_licences_and_credits_are_those_of_the_lists_that_were_used(files):
    metadata = json.loads(files["data/owned_homes.csv-metadata.json"])
    assert metadata["dc:rights"] == ["Words of DSA.", "Words of OGL."]
    assert json.loads(files["data/residents.csv-metadata.json"])["dc:rights"] == ["Words of OGL."]


def test_the_data_package_names_every_file_with_its_size_and_hash(files):
    package = json.loads(files["data/datapackage.json"])
    named = {resource["path"]: resource for resource in package["resources"]}
    assert set(named) == {
        name.removeprefix("data/")
        for name in files
        if not name.endswith(("metadata.json", "datapackage.json", ".jsonld"))
    }
    for path, resource in named.items():
        content = files[f"data/{path}"]
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
    assert len({resource["name"] for resource in package["resources"]}) == len(named)
    fields = named["all.csv"]["schema"]["fields"]
    assert ",".join(field["name"] for field in fields) + "\n" == HEADER
    assert [source["title"] for source in package["sources"]] == ["Words of DSA.", "Words of OGL."]


def test_a_catalogue_learns_the_span_and_that_nothing_is_official(files):
    entry = json.loads(files["data/dcat.jsonld"])
    assert entry["dct:temporal"]["dcat:startDate"]["@value"] == "2020-01-01"
    assert entry["dct:temporal"]["dcat:endDate"]["@value"] == "2021-12-31"
    assert "not official statistics" in entry["dct:description"] and "Draft" in entry["dct:description"]
    assert len(entry["dcat:distribution"]) == 6


def test_a_book_without_figures_still_has_its_files(matter):
    files = downloads(replace(matter, table=SafeTable((), ())))
    assert files["data/all.csv"].decode() == HEADER
    assert json.loads(files["data/dcat.jsonld"])["dct:temporal"] == {}
