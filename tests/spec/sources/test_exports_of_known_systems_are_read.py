"""Exports as well-known systems write them, untouched: each comes in whole, by headers that no partner renamed.

The rows are drawn from descriptions of the systems, not from the contracts. All people are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.agreements import Purpose
from sheets import workbook
from source_desk import SourceDesk, open_source_desk

EXPORTS: dict[str, tuple[str, str, str, str]] = {
    "register, numbers in three fields": ("electoral_register", "register_full", "surname, entry_id, address_1, uprn, entry", """\
PD Code,Roll No,Elector Suffix,Franchise Marker,Date Of Attainment,Elector Title,Elector Surname,Elector Forename,\
Registered Address 1,Registered Address 2,Registered Postcode,Registered UPRN,Ward,Postal Voter
AA,1,,,,Mr,SENTINELSON,ROBIN,1 WEST ROAD,FOURSQUARE,FS1 1AA,1,West,Y
AA,3,1,,14/03/2026 00:00:00,,SENTINELO,SAM,1 WEST ROAD,FOURSQUARE,FS1 1AA,1,West,N
"""),
    "register, address in parts": ("electoral_register", "register_full", "full_name, house, street, entry_id", """\
Polling District Reference;Elector Number;Marker;DOB (attainers only);Name of Elector;Property Name/Number;Street;Postcode
AA;1;;;Sentinelson, Robin;1;West Road;FS1 1AA
"""),
    "register, short headers": ("electoral_register", "register_full", "surname, middle_names, address_1, entry_id", """\
PDCode,ENO,ElectorNumberSuffix,FranchiseFlag,DateOfAttainment,ElectorSurname,ElectorForename,ElectorInitials,Address_1
AA,0001,00,,,Sentinelson,Robin,A,1 West Road
"""),
    "alterations in words": ("electoral_register", "monthly_alterations", "change, full_name, entry_id", """\
Change Type,Elector Number,Elector Markers,Elector DOB,Elector Name,PostCode,Address1
Added,AA-12/1,,,Sentinelson Robin,FS1 1AA,1 West Road
Modified,AA 14,,,Sentinelson Jo,FS1 1AA,1 West Road
"""),
    "council tax, abbreviated": ("council_tax", "account_lines", "liable_names, liability_start, liability_kind", """\
CTAX EXTRACT RUN 01/12/2025 03:14
PROP REF|UPRN|VO REF|CT BAND|ACCOUNT NO|LIABILITY START DT|LIABILITY END DT|LIABLE PARTY NAME|LIABILITY TYPE|\
PROP ADDR LINE 1|PROP POSTCODE|CORR ADDR LINE 1|CORR POSTCODE|DISC CODE|DISC PCT|EXEMPT CLASS|EXEMPT START DT|BALANCE
10001|000000000001|A1|D|50001|01-APR-2015|31-DEC-9999|MR A SENTINELSON|RES|1 WEST ROAD|FS1 1AA|||SPD|25.00|||0.00
"""),
    "council tax, in words": ("council_tax", "account_lines", "account_reference, liable_names, liability_kind, band", """\
Property Ref,UPRN,Account Ref,Band,Liability From,Liability To,Account Holder,Occupancy Type,Property Address,Postcode,\
Contact Address,Reduction Code,Reduction %,Exempt Class,Exempt From Date,Premium %
P1,1,A1,A,01/04/2019,NULL,"Sentinelson, A and B",OWNER/OCCUPIER,"1 West Road, FS1 1AA",FS1 1AA,,SINGLE,25,NULL,NULL,NULL
P2,2,A2,C,01/04/2019,31/12/2025,Executors of C Sentinel,Executor,"2 East Road, FS1 2AA",FS1 2AA,"9 High St",,,CLASS F,01/04/2025,
"""),
    "dwellings by state": ("council_tax", "dwellings_by_state", "state, band, dwellings, day", """\
LSOA Code,As At Date,Property Status,CTax Band,Number of Properties
E01999001,01/12/2025,Occupied,A,321
E01999001,01/12/2025,Second Home,A,3
"""),
    "patients counted to 90 and over": ("gp_register", "lsoa_age_sex", "age_band, patients, kind", """\
LSOA Code (2021),Practice Code,Gender,Age Group,Patient Count
E01999001,W94001,Male,85 - 89,4
E01999001,W94001,Male,90+,3
"""),
    "tenancies of a stock system": ("social_housing", "tenancies", "property_reference, status, started_on", """\
TCY_REFNO,PRO_PROPREF,UPRN,TENANCY STATUS,TENANCY TYPE,TENANCY START DATE,TENANCY END DATE,PROPERTY TYPE,ADDRESS LINE 1,POSTCODE
1001,P1,1,Current,Secure,01/04/2015,00/00/0000,GN,1 West Road,FS1 1AA
"""),
    "contract-holders": ("social_housing", "persons", "forename, surname, birth_date, relationship", """\
Occupation Contract Reference,Contact Reference,Title,First Name,Last Name,Date of Birth,Gender,Relationship,Start Date,NI Number
1001,C1,Mr,Robin,Sentinelson,14/03/1984,Male,Contract Holder,01/04/2015,QQ123456C
"""),
    "persons of another stock system": ("social_housing", "persons", "surname, moved_in, relationship", """\
Tenancy No;Person No;Forenames;Surname;D.O.B;Sex;Relationship Code;Date In;Date Out
1001;1;Robin;Sentinelson;14.03.1984;M;TENANT;01.04.2015;
1001;2;Sam;Sentinelson;00.00.0000;F;DAUGHTER;01.04.2015;
"""),
    "answers on equality, numbered": ("social_housing", "equality", "ethnic_group, language, nationality", """\
Person Ref,Ethnic Origin,Preferred Language,Nationality
C1,1. White - British,Welsh,British
C2,Prefer not to say,Farsi/Dari,Iranian
C3,16. Any other ethnic group,Kurdish Sorani,Iraqi
"""),
    "users of a library system": ("libraries", "members", "user_id, last_activity, joined_on, profile", """\
User ID|User Profile|User Library|Date Created|Last Activity Date|Postal Code|User Category 1|Bills
29000123|ADULT|WXM|20190401|20251001|FS1 1AA|White British|0.00
"""),
    "borrowers of a library system": ("libraries", "members", "user_id, birth_year, last_activity, profile", """\
Borrower ID,Borrower Category,Branch,Joined,Last Loan Date,Last Visit,Year of Birth,Post Code
B2,Child under 5,WXM,01/04/2019,01/10/2025,02/10/2025,2022,FS1 2AA
"""),
    "bookings of a shared service": ("interpreter_use", "agency_bookings", "language, mode, outcome, requested_by", """\
Booking Reference,Created,Assignment Date & Time,Assignment Type,Language,Organisation Name,Department,Booking Status
W1,01/11/2025 09:00,05/11/2025 14:30,Face to Face,Kurdish Sorani,Foursquare CBC,Housing,Complete
W3,01/11/2025 09:00,06/11/2025 14:30,Video Remote,BSL,Health Board,ENT,Unfilled
"""),
    "calls of a telephone service": ("interpreter_use", "agency_bookings", "language, duration_minutes, mode, outcome", """\
Call Date,Call ID,Access Code,Client Name,Language,Call Duration (Mins),Service,Status
05/11/2025,LL1,999,Foursquare CBC,ROMANIAN,12.5,OPI,Connected
06/11/2025,LL3,999,Foursquare CBC,MANDARIN,7,VRI,No Interpreter Available
"""),
    "occurrences, a row each strand": ("hate_incidents", "police_occurrences", "recorded_as, strand, reported_on", """\
Occurrence Number,Reported Date/Time,Occurrence Type (Recorded),Qualifier,Ward,OIC,Victim Ethnicity
OC1,05/11/2025 22:10,Crime,Hate - Racial,W1,PC 1,x
OC1,05/11/2025 22:10,Crime,Hate - Religious,W1,PC 1,x
"""),
    "answers to a form": ("hate_incidents", "council_form", "race, religion, reported_on", """\
ID;Start time;Completion time;Name;Was it because of your race?;Was it because of your religion?;Date of Incident
1;05/11/2025 10:00;05/11/2025 10:04;x;Yes;No;04/11/2025
"""),
    "depersonalised quarter": ("antisocial_behaviour", "depersonalised_quarter", "kind, outward_postcode, shared_by", """\
Incident Type,Incident Date,Incident Time,Location (Outward Postcode),Agency
Rowdy or inconsiderate behaviour,05/11/2025,22:10,FS1,Police
Assault - ambulance attendance,06/11/2025,23:10,FS1,Ambulance
"""),
    "cases of a council": ("antisocial_behaviour", "council_cases", "case_type, case_status, incident_postcode", """\
Case ID,Case Type,Date Created,Date Closed,Status,Location Post Code,Lead Officer,Perpetrator
E2,Drug dealing,05/11/2025,,Under Investigation,FS1 2AA,x,y
"""),
    "observations of a form": ("frontline_observations", "online_form", "theme, basis_of_view, severity, observed_on", """\
ID,Start time,Completion time,Email,What date did this happen?,Ward,What is the issue about?,Which community is affected?,\
"Is this experienced, evidenced or potential?",How serious is it? (Low/Medium/High),Please describe what you saw or heard
1,05/11/2025 10:00,05/11/2025 10:04,x@y.example,04/11/2025,E05999001,Housing,Polish,Evidenced,Medium,It was loud
"""),
    "advice by part 1 issue": ("voluntary_sector_services", "advice_issues_month", "month, issue, clients", """\
Month,Member,Ward Code,Issue (Part 1),Client Type,Unique Clients
2025-11,Foursquare CA,E05999001,Benefits & tax credits,New,12
Nov-25,Foursquare CA,E05999001,GVA & hate crime,New,2
"""),
    "vouchers": ("voluntary_sector_services", "food_bank_vouchers", "crisis, adults, children", """\
Voucher No,Date Fulfilled,Ward,Crisis type (primary),Adults,Children,Total
V2,05/11/2025,E05999001,Insufficient social security,2,1,3
"""),
    "pupils of a school system": ("school_census", "plasc_pupils", "surname, street, town, enrolment, welsh_at_home", """\
UPN,Legal Surname,Legal Forename,DOB,Gender,Ethnic Background,First Language,EAL Acquisition,Speaks Welsh,\
Enrolment Status,Admission Date,House Number,Street,Town,Post Code,FSM Eligible,Admission Number
X1,Sentinel,Robin,14/03/2015,M,White British,English,,Not at all,Single Registration,01/09/2020,1,West Road,Foursquare,FS1 1AA,T,1
"""),
    "pupils of another school system": ("school_census", "census_pupils", "surname, birth_date, ethnic_group, postcode", """\
Arbor Student ID,Legal Last Name,Legal First Name,Date of birth,Sex,Ethnicity (DfE code),Native language,Enrollment status,\
Date of joining,Home address line 1,Home address postcode
1,Sentinelson,Robin,14 Mar 2015,Male,WBRI,English,Current,1 Sep 2020,1 West Road,FS1 1AA
"""),
    "placements": ("recruitment_agencies", "placement_return", "month, sector, unit_counted, placed", """\
Agency Name,Month,LA Code,Sector,Nationality,Unit,No. placed
Sentinel,Nov-25,E06999999,Meat processing,Romanian,workers,12
"""),
    "places of worship": ("voluntary_faith_organisations", "directory", "faith, language, body_name", """\
Name of Place of Worship,Faith Group,Denomination,Address,Postcode,Language of worship,Contact name
St Sentinel,Christianity,Church in Wales,x,FS1 1AA,Welsh/English,X
"""),
}  # fmt: skip
"""what it is -> source, layout, columns that have to be filled, the file"""

SHEETS: dict[str, tuple[str, str, str, list[list[object]]]] = {
    "a tension log": ("frontline_observations", "log_workbook", "theme, severity, reliability, what_was_seen", [
        ["Community tension log"], [],
        ["Ref No", "Date", "Date of Incident", "Ward", "Issue/Theme", "Community", "EEP", "RAG Rating",
         "Source Reliability", "Rumour?", "Action Taken", "Details"],
        ["1", "05/11/2025", "04/11/2025", "x", "Hate crime", "Muslim", "Evidenced", "Amber", "B2", "N", "Visited", "text"]]),
    "a workforce return": ("major_employers", "workforce_return", "headcount, agency_workers, uk_or_irish, eu_or_eea", [
        ["Employer name", "Site", "Site Post Code", "Date of headcount", "Total headcount", "Agency", "British/Irish", "EU/EEA"],
        ["Sentinel Foods", "Main", "FS1 1AA", "30/11/2025", "1,200", "200", "900", "200"]]),
    "members of a voluntary council": ("community_groups", "membership_list", "group_name, group_kind, group_postcode", [
        ["Group", "Contact", "Address", "Post Code", "Phone", "Main activity", "Is address public?", "Venue type"],
        ["Lunch Club", "X", "1 West Road", "FS1 1AA", "01632 960123", "Older People", "Yes", "Village hall"]]),
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> SourceDesk:
    return open_source_desk(tmp_path / "desk")


@pytest.mark.parametrize("name", [*EXPORTS, *SHEETS])
def test_an_export_comes_in_whole_and_its_columns_are_found(desk: SourceDesk, name: str) -> None:
    source, layout, columns, content = {**EXPORTS, **SHEETS}[name]
    of_safety = source in ("hate_incidents", "antisocial_behaviour")
    receipt = desk.receive(
        source,
        layout,
        content if isinstance(content, str) else workbook(content),
        nation="wales",
        held_by="health_body" if source == "gp_register" else "council",
        purpose=Purpose.COMMUNITY_COHESION if of_safety else Purpose.POPULATION_STATISTICS,
    )
    assert (receipt.refused, receipt.set_aside) == (0, 0)
    assert receipt.accepted == receipt.received > 0
    filled = [value for row in desk.accepted(columns) for value in row]
    assert None not in filled[: len(columns.split(","))]


def test_what_the_exports_hold_beside_their_list_stays_outside(desk: SourceDesk) -> None:
    told = {
        "users of a library system": {"Bills"},
        "contract-holders": {"NI Number"},
        "pupils of a school system": {"UPN", "FSM Eligible"},
        "cases of a council": {"Perpetrator"},
        "bookings of a shared service": {"Department"},
    }
    for name, never in told.items():
        source, layout, _, content = EXPORTS[name]
        of_safety = source == "antisocial_behaviour"
        purpose = Purpose.COMMUNITY_COHESION if of_safety else Purpose.POPULATION_STATISTICS
        receipt = desk.receive(source, layout, content, nation="wales", purpose=purpose)
        assert never <= {d.column for d in receipt.dropped if d.reason.startswith("it never enters")}, name
