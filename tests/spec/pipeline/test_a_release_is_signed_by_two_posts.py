"""Where posts are known by their keys, a release needs two of them: names alone are not enough any more."""

from __future__ import annotations

import pytest

from denizen.errors import NotFound, NotPermitted, NotReleasable
from denizen.pipeline.approving import sign_draft
from denizen.pipeline.releasing import Release
from denizen.pipeline.run import RunReport, run_area
from denizen.pipeline.signing import sign_document
from denizen.store.ledger import Ledger
from signing_desk import CHIEF, DIRECTOR, Post, a_post, denizen
from small_area import TODAY, SmallArea

CODE = """\
id: CODE-COUNCIL
kind: code
title: Code of practice
version: '1'
party: {{id: square_council, name: Foursquare Council, kind: council}}
status: {status}
in_force_from: 2020-01-01
summary: How we share.
rules: []
"""


@pytest.fixture
def chief(small_area: SmallArea) -> Post:
    return a_post(small_area.folder.parent, CHIEF, small_area.folder)


@pytest.fixture
def director(small_area: SmallArea) -> Post:
    return a_post(small_area.folder.parent, DIRECTOR, small_area.folder)


@pytest.fixture
def drafted(small_area: SmallArea) -> SmallArea:
    small_area.run()
    return small_area


def release(area: SmallArea, prepared_by: str = DIRECTOR, approved_by: str = CHIEF) -> RunReport:
    return run_area(area.folder, TODAY, area.listener, Release(prepared_by, approved_by))


def sign(area: SmallArea, *posts: Post) -> list[bool]:
    """Whether the draft had been signed by enough after each."""
    return [
        sign_draft(area.folder, Ledger.open(area.folder / "ledger"), post.private, TODAY).is_enough for post in posts
    ]


def test_two_who_sign_may_release(drafted: SmallArea, chief: Post, director: Post):
    assert sign(drafted, chief, director) == [False, True]
    release(drafted)
    kinds = [entry.kind for entry in Ledger.open(drafted.folder / "ledger").entries()]
    assert kinds[-5:] == ["run", "draft_signed", "draft_signed", "release", "released"]


@pytest.mark.parametrize("who", [[], ["chief"], ["director"], ["chief", "chief"]])
def test_fewer_than_two_may_not(drafted: SmallArea, chief: Post, director: Post, who: list[str]):
    sign(drafted, *({"chief": chief, "director": director}[name] for name in who))
    with pytest.raises(NotReleasable, match="did not sign the draft"):
        release(drafted)


def test_one_key_under_two_names_is_one_person(drafted: SmallArea, chief: Post):
    keys = drafted.folder / "keys"
    text = next(keys.glob("chief*")).read_text("utf-8").replace(CHIEF, DIRECTOR)
    (keys / "another.pub").write_text(text, "utf-8")
    sign(drafted, chief)
    with pytest.raises(NotReleasable, match="did not sign"):
        release(drafted)


def test_two_keys_of_one_post_are_one_person(drafted: SmallArea, chief: Post):
    second = a_post(drafted.folder.parent, CHIEF)
    (drafted.folder / "keys" / "second.pub").write_bytes(second.public.read_bytes())
    assert sign(drafted, chief, second) == [False, False]


def test_names_that_are_no_post_here_do_not_release(drafted: SmallArea, chief: Post, director: Post):
    sign(drafted, chief, director)
    with pytest.raises(NotReleasable, match=r"A\. Analyst did not sign"):
        release(drafted, "A. Analyst", CHIEF)


def test_a_draft_that_was_made_anew_is_signed_anew(drafted: SmallArea, chief: Post, director: Post):
    sign(drafted, chief, director)
    drafted.mend("denizen.yaml", "name: Foursquare", "name: Fivesquare")
    drafted.run()
    with pytest.raises(NotReleasable, match="did not sign"):
        release(drafted)
    sign(drafted, chief, director)
    release(drafted)


def test_an_agreement_other_than_an_open_licence_is_signed_by_two_first(
    small_area: SmallArea, chief: Post, director: Post
):
    small_area.mend("agreements/POLICE.yaml", "kind: open_licence", "kind: dda")
    small_area.run()
    sign(small_area, chief, director)
    with pytest.raises(NotReleasable, match="POLICE is not signed by two people as it stands"):
        release(small_area)
    for post in (chief, director):
        sign_document(small_area.folder / "agreements" / "POLICE.yaml", post.pen, TODAY)
    release(small_area)


def test_an_agreement_changed_after_it_was_signed_stops_the_release(small_area: SmallArea, chief: Post, director: Post):
    small_area.mend("agreements/POLICE.yaml", "kind: open_licence", "kind: dda")
    for post in (chief, director):
        sign_document(small_area.folder / "agreements" / "POLICE.yaml", post.pen, TODAY)
    small_area.mend("agreements/POLICE.yaml", "ends_on: 2030-12-31", "ends_on: 2040-12-31")
    small_area.run()
    sign(small_area, chief, director)
    with pytest.raises(NotReleasable, match="POLICE is not signed"):
        release(small_area)


@pytest.mark.parametrize(
    ("status", "is_needed"), [("in_force", True), ("suspended", True), ("draft", False), ("ended", False)]
)
def test_a_code_that_binds_is_signed_by_two_first(
    small_area: SmallArea, chief: Post, director: Post, status: str, is_needed: bool
):
    small_area.mend("denizen.yaml", "purpose: population", "party: square_council\npurpose: population")
    small_area.write("codes/council.yaml", CODE.format(status=status))
    small_area.run()
    sign(small_area, chief, director)
    if is_needed:
        with pytest.raises(NotReleasable, match="CODE-COUNCIL is not signed by two people as it stands"):
            release(small_area)
        for post in (chief, director):
            sign_document(small_area.folder / "codes/council.yaml", post.pen, TODAY)
    release(small_area)


def test_where_no_key_is_known_names_are_taken_at_their_word(drafted: SmallArea):
    release(drafted, "One", "Another")


def test_who_decided_on_links_does_not_approve(drafted: SmallArea):
    ledger = Ledger.open(drafted.folder / "ledger")
    from denizen.intake.entering import pseudonym

    ledger.append("reviewed", review="r", reviewer=pseudonym("reviewer Jo Smith", b""), day="2026-01-05", decided=3)
    with pytest.raises(NotReleasable, match="has decided on links"):
        release(drafted, "Another", "jo  smith")
    release(drafted, "Jo Smith", "Another")


def test_there_is_nothing_to_sign_before_a_run_and_no_stranger_signs(small_area: SmallArea, chief: Post):
    with pytest.raises(NotFound, match="no draft"):
        sign(small_area, chief)
    small_area.run()
    with pytest.raises(NotPermitted, match="No post that is known"):
        sign(small_area, a_post(small_area.folder.parent, DIRECTOR))


def test_the_draft_is_signed_at_the_command_line(drafted: SmallArea, chief: Post, director: Post):
    assert "A second post has to sign" in denizen("approve", drafted.folder, "--key", chief.private)[1]
    assert "two posts have signed" in denizen("approve", drafted.folder, "--key", director.private)[1]
