"""Housing Benefit: published totals alone. The law closes the rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.errors import WrongLayout
from older_areas import make_known
from source_desk import PLACE, SourceDesk, open_source_desk


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


STAT_XPLORE = """\
"Housing Benefit - Data from April 2018"

"Tenure Type by Month"
"Counting: Housing Benefit Claimants"

"Month","Jul-24","Aug-24"
"Tenure Type","",""
"Local Authority",1204,1190
"Registered Social Landlord",800,..
"Private",310,300
"Houseboat",1,1
"Total",2315,2280

"INFO","Statistical disclosure control has been applied"
"""


def test_a_downloaded_table_keeps_the_total_that_was_published(desk: SourceDesk) -> None:
    desk.receive("housing_benefit", "stat_xplore_months", STAT_XPLORE)
    counts = desk.counts()
    assert counts[(PLACE, "2024-07-31", "council")] == 1204
    assert counts[(PLACE, "2024-08-31", "housing_association")] is None
    assert counts[(PLACE, "2024-08-31", "all")] == 2280
    assert sorted(desk.refused().values()) == [
        "is_a_tenure",
        "tenure_is_known",
    ]


def test_small_areas_come_by_month(desk: SourceDesk) -> None:
    make_known(desk, "lsoa", "2011", ["E01999001"])
    content = """\
LSOA code,Month,Tenure,HB claims
E01999001,Aug-24,Total,37
E01999001,Aug-24,Private,12
E01999001,202407,Total,39
E01999001,Augst,Total,39
E01999001,Aug-24,Total,38
"""
    desk.receive("housing_benefit", "lsoa_months", content)
    assert desk.refused() == {5: "month_is_a_date", 6: "key_is_not_repeated"}
    counts = desk.counts()
    assert counts[("E01999001", "2024-08-31", "all")] == 37
    assert counts[("E01999001", "2024-08-31", "private")] == 12
    assert counts[("E01999001", "2024-07-31", "all")] == 39


def test_there_is_no_layout_for_a_list_of_claims(desk: SourceDesk) -> None:
    make_known(desk, "lsoa", "2011", ["E01999001"])
    claims = "Claim Ref,NINO,Claimant name,Address,Weekly entitlement\n1,QQ123456C,Sentinelson,9 Mill Lane,88\n"
    for layout in ("stat_xplore_months", "lsoa_months"):
        with pytest.raises(WrongLayout):
            desk.receive("housing_benefit", layout, claims)
