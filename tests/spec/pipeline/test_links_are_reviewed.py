"""Reviewers decide of pairs drawn by chance: blind, twice, without a search; what they say can be taken back, and is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from denizen.cli import app
from denizen.cli_review import lines_of
from denizen.errors import BadInput, NotFound, NotPermitted
from denizen.pipeline.review_file import ReviewFile
from denizen.pipeline.review_screen import side_by_side, told
from denizen.pipeline.reviewing import QUESTION, Seat, Sitting, Window, agreement_told, review, take_back
from listed_people import FORENAMES, LISTS, SURNAMES, deliver, links, run, store_of, vault_of
from small_area import TODAY, Silent, SmallArea, draw_small_area
from source_desk import ENVIRON

PAIRS = 12
ADA, BEN, CLEO, DIL = "Ada Quincetree", "Ben Medlarbush", "Cleo Damsonhill", "Dil Sloeberry"

Says = Callable[[str], str]
"""what a reviewer types when a pair is on the screen"""


@dataclass
class Screen:
    """A scripted reviewer, and all that stood on the screen."""

    says: Says
    shown: list[str] = field(default_factory=list)

    def window(self) -> Window:
        return Window(self.shown.append, lambda question: self._answered(question))

    def _answered(self, question: str) -> str:
        said = self.says(self.shown[-1])
        self.shown.append(question + said)
        return said

    @property
    def pairs(self) -> list[str]:
        return [text for text in self.shown if text.startswith("\nPair ")]


def by_name(text: str) -> str:
    """Same where the names of both sides are those of one invented person."""
    words = [word for word in text.replace(",", " ").split() if word in FORENAMES]
    return "s" if len(words) == 2 and words[0] == words[1] else "d"


def always(answer: str) -> Says:
    return lambda _: answer


def in_turn(*answers: str) -> Says:
    left = iter(answers)
    return lambda _: next(left, "q")


def seat(area: SmallArea, reviewer: str = ADA) -> Seat:
    return Seat(area.folder, reviewer, TODAY, ENVIRON)


def sit(area: SmallArea, says: Says, reviewer: str = ADA, **how: bool) -> tuple[Sitting, Screen]:
    screen = Screen(says)
    return review(seat(area, reviewer), screen.window(), Silent(), PAIRS, **how), screen


def number_of(text: str) -> int:
    return int(text.split("Pair ")[1].split(",")[0])


@pytest.fixture(scope="module")
def linked_area(tmp_path_factory: pytest.TempPathFactory) -> SmallArea:
    """An area folder whose lists were linked in a run: each test takes a copy."""
    drawn = draw_small_area(tmp_path_factory.mktemp("linked") / "foursquare")
    deliver(drawn, list(range(48)), sources=list(LISTS))
    run(drawn)
    return drawn


@pytest.fixture
def area(linked_area: SmallArea, tmp_path: Path) -> SmallArea:
    return SmallArea(copytree(linked_area.folder, tmp_path / "foursquare"))


def reviews(area: SmallArea) -> list[str]:
    return [holding.delivery for holding in vault_of(area).held() if holding.source == "link_review"]


def test_a_reviewer_answers_every_pair_of_the_sample_and_is_asked_none_twice(area: SmallArea) -> None:
    sitting, screen = sit(area, by_name)
    assert sitting.decided == len(screen.pairs) >= PAIRS
    assert sitting.left == 0
    assert len({number_of(pair) for pair in screen.pairs}) == sitting.decided
    again, screen = sit(area, by_name)
    assert (again.decided, screen.pairs) == (0, [])
    assert "Somebody else has to look at it too" in screen.shown[0]


def test_a_second_reviewer_sees_the_same_pairs_in_another_order(area: SmallArea) -> None:
    _, first = sit(area, by_name)
    _, second = sit(area, by_name, BEN)
    orders = [[number_of(pair) for pair in screen.pairs] for screen in (first, second)]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_stopping_keeps_what_was_decided_and_the_rest_comes_next_time(area: SmallArea) -> None:
    one, first = sit(area, in_turn("s", "d", "q"))
    assert (one.decided, one.left) == (2, len(area_pairs(area)) - 2)
    _, second = sit(area, by_name)
    assert number_of(second.pairs[0]) == number_of(first.pairs[2])


def area_pairs(area: SmallArea) -> dict[int, object]:
    with store_of(area) as store:
        open_reviews(area, store)
        return dict(ReviewFile(reviews(area)[-1], store).pairs())


def open_reviews(area: SmallArea, store: object) -> None:
    vault = vault_of(area)
    for name in reviews(area):
        store.delivery(name, vault.key_of(name, TODAY))  # type: ignore[attr-defined]


def test_the_screen_is_blind(area: SmallArea) -> None:
    """Nothing of what the model thinks, of what is linked, or of what another said: words and numbers alike."""
    _, first = sit(area, by_name)
    _, second = sit(area, always("d"), BEN)
    with store_of(area) as store:
        open_reviews(area, store)
        table = next(name for name in store.tables() if name.startswith("pairs__"))
        numbers = {
            f"{value:.2f}"[:5] for row in store.rows(f'SELECT weight, inclusion FROM "{table}"') for value in row
        }
    for screen in (first, second):
        text = "\n".join(screen.shown).lower()
        for word in (
            "weight",
            "bits",
            "probab",
            "chance of",
            "stratum",
            "linked",
            "model",
            "agree",
            ADA.lower(),
            BEN.lower(),
        ):
            assert word not in text.replace(QUESTION.lower(), ""), word
        assert not [number for number in numbers if len(number) > 3 and number in text]
    answered = dict(zip(map(number_of, first.pairs), first.pairs, strict=True))
    for pair in second.pairs:
        same = answered[number_of(pair)].split("\n", 3)[3]
        assert pair.split("\n", 3)[3] == same, "what the first reviewer said changes what the second sees"


def test_it_fits_into_eighty_columns_and_needs_no_colour(area: SmallArea) -> None:
    _, screen = sit(area, by_name)
    lines = [line for text in screen.shown for line in text.split("\n")]
    assert max(map(len, lines)) <= 80
    assert len(QUESTION) < 80
    assert "\x1b" not in "".join(screen.shown)


def test_what_differs_is_marked_and_what_only_one_tells_is_marked_otherwise() -> None:
    one = told({"name": "KHAN, Amina", "postcode": "FS1 1AA", "sex": "female", "uprn": None}, "Register")
    other = told(
        {"title": "Ms", "forename": "Amina", "surname": "Khan", "postcode": "fs1 1aa", "birth_date": "1984-02-11"},
        "Homes",
    )
    assert side_by_side(one, other) == [
        "              A                                B",
        "List          Register                         Homes",
        "Name        * KHAN, Amina                      Ms Amina Khan",
        "Sex         . female",
        "Born on     .                                  1984-02-11",
        "Postcode      FS1 1AA                          fs1 1aa",
    ]
    assert side_by_side({"name": "KHAN, Amina"}, {"name": "Amina Khan"})[1][12] == " ", (
        "the same words in another order"
    )


def test_any_other_letter_is_asked_again(area: SmallArea) -> None:
    sitting, screen = sit(area, in_turn("y", "", "yes", "S", "q"))
    assert sitting.decided == 1
    assert sum("Type one of the letters" in text for text in screen.shown) == 3


def test_no_name_is_kept_or_written_and_nobody_is_told_by_the_ledger(area: SmallArea) -> None:
    sit(area, by_name)
    made = [path for path in area.folder.rglob("*") if path.is_file() and "data" not in path.parts]
    words = [*SURNAMES, *ADA.split()[1:]]
    assert [
        path.name for path in made if any(word.lower().encode() in path.read_bytes().lower() for word in words)
    ] == []
    with store_of(area) as store:
        open_reviews(area, store)
        tables = {name: str(store.rows(f'SELECT * FROM "{name}"')) for name in store.tables()}
    assert len([name for name in tables if name.startswith(("pairs__", "strata__", "decisions__", "drawn__"))]) == 4
    assert [name for name, text in tables.items() if any(word in text for word in words)] == []


def test_the_ledger_notes_how_many_and_a_pseudonym(area: SmallArea) -> None:
    sitting, _ = sit(area, by_name)
    take_back(seat(area), Silent())
    entries = [json.loads(line) for line in (area.folder / "ledger" / "ledger.jsonl").read_text().splitlines()]
    bodies = [entry.get("entry", entry) for entry in entries]
    noted = [body for body in bodies if body.get("kind") == "reviewed"]
    assert [body.get("decided") for body in noted] == [sitting.decided, None]
    assert [body.get("taken_back") for body in noted] == [None, 1]
    assert len(noted[0]["reviewer"]) == 32
    assert noted[0].keys() - {"decided", "seq", "time", "kind", "until"} == {"review", "reviewer", "day"}


def test_the_last_decision_is_taken_back_or_one_that_is_named(area: SmallArea) -> None:
    sitting, screen = sit(area, by_name)
    order = [number_of(pair) for pair in screen.pairs]
    assert take_back(seat(area), Silent()) == order[-1]
    assert take_back(seat(area), Silent(), order[0]) == order[0]
    again, screen = sit(area, by_name)
    assert again.decided == 2
    assert sorted(number_of(pair) for pair in screen.pairs) == sorted([order[0], order[-1]])
    assert sitting.left == again.left == 0


def test_nobody_takes_back_what_another_said(area: SmallArea) -> None:
    sit(area, by_name)
    with pytest.raises(NotFound, match="no such decision"):
        take_back(seat(area, BEN), Silent())


def test_agreement_is_told_of_two_who_looked(area: SmallArea) -> None:
    sit(area, by_name)
    assert agreement_told(seat(area), Silent()).agreement is None
    sit(area, by_name, BEN)
    found = agreement_told(seat(area), Silent())
    assert found.agreement is not None
    assert (found.agreement.share, found.agreement.kappa, found.differing) == (1.0, 1.0, 0)
    assert "Cohen's kappa: 1.00 (1.00 to 1.00)." in lines_of(found)
    assert found.estimated is not None
    assert found.estimated.precision.value == 1.0


def test_few_answers_say_nothing_of_all_links(area: SmallArea) -> None:
    sit(area, in_turn("s", "d", "s", "q"))
    assert agreement_told(seat(area), Silent()).estimated is None


def test_a_third_looks_only_at_what_two_answered_differently(area: SmallArea) -> None:
    sit(area, by_name)
    _, second = sit(area, lambda text: "c" if number_of(text) == 2 else by_name(text), BEN)
    assert len(second.pairs) >= PAIRS
    sitting, third = sit(area, by_name, CLEO)
    assert [number_of(pair) for pair in third.pairs] == [2]
    assert sitting.left == 0
    fourth, screen = sit(area, by_name, DIL)
    assert fourth.decided == 0
    assert "Three reviewers have looked" in screen.shown[0]


def test_who_knows_the_people_steps_aside(area: SmallArea) -> None:
    """A conflict of interest is no answer: the pair counts for neither side, and is not shown to that reviewer again."""
    sitting, _ = sit(area, always("x"))
    sit(area, by_name, BEN)
    found = agreement_told(seat(area), Silent())
    assert found.agreement is None
    assert sitting.left == 0


def test_what_two_say_holds_in_the_next_run(area: SmallArea) -> None:
    before = links(area)
    assert len(set(before.values())) == 48
    sit(area, always("d"))
    run(area)
    assert links(area) == before, "one reviewer alone decides nothing"
    sit(area, always("d"), BEN)
    run(area)
    assert len(set(links(area).values())) > 48, "links that two reviewers parted are still there"
    while True:
        try:
            take_back(seat(area, BEN), Silent())
        except NotFound:
            break
    run(area)
    assert len(set(links(area).values())) == 48, "what was taken back still holds"


def test_the_page_of_methods_tells_what_reviewers_found(area: SmallArea) -> None:
    run(area)
    assert "Reviewers looked" not in area.book()["methods.html"].decode()
    sit(area, by_name)
    sit(area, by_name, BEN)
    run(area)
    assert "Reviewers looked at" in area.book()["methods.html"].decode()


def test_another_sample_is_drawn_when_asked_for_and_the_first_stays(area: SmallArea) -> None:
    sit(area, by_name)
    sitting, screen = sit(area, in_turn("s", "q"), anew=True)
    assert (sitting.decided, len(screen.pairs)) == (1, 2)
    assert len(reviews(area)) == 2


def test_a_review_is_due_when_the_first_of_its_deliveries_is(area: SmallArea) -> None:
    sit(area, in_turn("s", "q"))
    held = vault_of(area).held()
    of_lists = [holding for holding in held if holding.source in LISTS]
    (about,) = [holding for holding in held if holding.source == "link_review"]
    assert about.due == min(holding.due for holding in of_lists)
    assert about.agreement == "COUNCIL_TAX and ELECTORAL_REGISTER and SOCIAL_HOUSING"


def test_decisions_outlast_what_is_derived_and_the_deliveries_of_next_month(area: SmallArea) -> None:
    sit(area, by_name)
    decisions = agreement_told(seat(area), Silent()).decisions
    deliver(area, list(range(2, 50)), sources=list(LISTS))
    run(area)
    assert agreement_told(seat(area), Silent()).decisions == decisions
    vault_of(area).forget_derived()
    run(area)
    assert agreement_told(seat(area), Silent()).decisions == decisions


def test_a_record_that_is_held_no_longer_is_not_shown(area: SmallArea) -> None:
    sit(area, in_turn("q"))
    deliver(area, list(range(48, 64)), sources=list(LISTS))
    sitting, screen = sit(area, by_name)
    assert (sitting.decided, screen.pairs) == (0, [])
    assert all("no longer held" in text for text in screen.shown[1:])


def test_a_review_goes_with_an_agreement_that_it_rests_on(area: SmallArea) -> None:
    sit(area, by_name)
    area.mend("agreements/council_tax.yaml", "status: in_force", "status: ended")
    run(area)
    assert reviews(area) == []


def test_a_review_goes_on_its_day(area: SmallArea) -> None:
    sit(area, by_name)
    due = min(holding.due for holding in vault_of(area).held())
    run(area, today=due)
    assert reviews(area) == []


def test_there_is_no_way_to_ask_for_a_person(area: SmallArea) -> None:
    """Neither an option nor an answer names anybody: what is typed is one letter, and the sample is drawn by chance."""
    options = {name for parameter in _command().params for name in parameter.opts}
    assert options == {"folder", "--reviewer", "--how-many", "--new", "--undo", "--pair", "--agreement"}
    _, screen = sit(area, in_turn(SURNAMES[0], "q"))
    assert len(screen.pairs) == 1


def _command():
    import typer

    return typer.main.get_command(app).commands["review"]


def test_names_are_shown_at_a_terminal_alone(area: SmallArea, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(app, ["review", str(area.folder), "--reviewer", ADA])
    assert isinstance(done.exception, NotPermitted)
    assert not any(surname in done.output for surname in SURNAMES)


def test_without_lists_of_people_there_is_nothing_to_review(small_area: SmallArea) -> None:
    with pytest.raises(NotFound, match="nothing was linked"):
        sit(small_area, by_name)


def test_a_reviewer_without_a_name_is_asked_for_one(area: SmallArea) -> None:
    with pytest.raises(BadInput, match="not said who is reviewing"):
        sit(area, by_name, "  ")
    assert reviews(area) == [], "a sample was drawn for nobody"
