"""A release takes the draft mark off the book that somebody looked at, and off no other."""

from __future__ import annotations

import pytest

from denizen.errors import BadInput, CannotWrite, NotReleasable
from denizen.pipeline import writing
from denizen.pipeline.releasing import Release
from denizen.pipeline.run import RunReport, run_area
from denizen.store.ledger import Ledger
from small_area import TODAY, SmallArea


def release(area: SmallArea) -> RunReport:
    return run_area(area.folder, TODAY, area.listener, Release("One", "Another"))


def last(area: SmallArea, count: int) -> list[str]:
    return [entry.kind for entry in Ledger.open(area.folder / "ledger").entries()[-count:]]


@pytest.fixture
def drafted(small_area: SmallArea) -> SmallArea:
    small_area.run()
    return small_area


@pytest.mark.parametrize(
    ("prepared", "approved"), [("A. Analyst", "a.  analyst "), ("A. Analyst", " "), ("", "Another")]
)
def test_two_people_are_needed(prepared, approved):
    with pytest.raises(BadInput):
        Release(prepared, approved)


def test_the_draft_mark_comes_off_and_the_decision_is_on_record(drafted: SmallArea):
    draft = drafted.book()["index.html"]
    released = release(drafted)
    assert drafted.book()["index.html"] != draft
    *_, run, decision, done = Ledger.open(drafted.folder / "ledger").entries()
    assert [run.kind, decision.kind, done.kind] == ["run", "release", "released"]
    assert (decision.body["draft"], decision.body["draft_sha256"]) == (run.seq, run.body["book_sha256"])
    assert (decision.body["prepared_by"], decision.body["approved_by"]) == ("One", "Another")
    assert (done.body["release"], done.body["book_sha256"]) == (decision.seq, released.book_sha256)


def test_a_folder_without_a_draft_is_not_released(small_area: SmallArea):
    with pytest.raises(NotReleasable, match="no draft"):
        release(small_area)


def test_files_that_changed_since_the_draft_are_not_released(drafted: SmallArea):
    before = drafted.book()
    drafted.mend("data/age.csv", "Foursquare 001", "Foursquare One")
    with pytest.raises(NotReleasable, match="changed since the draft"):
        release(drafted)
    assert drafted.book() == before
    drafted.run()
    release(drafted)


def test_a_book_from_which_something_was_left_out_is_not_released(small_area: SmallArea):
    (small_area.folder / "data" / "employers.csv").unlink()
    small_area.run()
    with pytest.raises(NotReleasable, match=r"left out.*major_employers"):
        release(small_area)


def test_a_later_run_with_nothing_changed_keeps_it_released_and_says_so(drafted: SmallArea):
    release(drafted)
    before = drafted.book()
    again = drafted.run()
    assert drafted.book() == before
    assert "stays released" in again.notices[0]


def test_a_later_run_with_something_changed_is_a_draft_and_says_so(drafted: SmallArea):
    release(drafted)
    drafted.mend("denizen.yaml", "name: Foursquare", "name: Fivesquare")
    assert "this book is a draft" in drafted.run().notices[0]
    assert drafted.run().notices == ()


def test_a_release_that_could_not_be_written_stays_on_record_as_an_attempt(drafted: SmallArea, monkeypatch):
    before = drafted.book()

    def full(*_):
        raise CannotWrite("The disk is full.", where="book", mend="make room")

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_book", full)
        with pytest.raises(CannotWrite):
            release(drafted)
    assert last(drafted, 1) == ["release"]
    assert drafted.book() == before
    assert "did not end" in drafted.run().notices[0]
    assert drafted.book() == before
    release(drafted)
    assert last(drafted, 2) == ["release", "released"]
