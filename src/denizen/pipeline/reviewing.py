"""What `denizen review` does: draws pairs by chance, shows each to a reviewer who knows nothing else of it, keeps the answer.

Rows are read from their deliveries when they are shown, and are written nowhere. There is no way to ask for a person.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from denizen.errors import BadInput, NotFound
from denizen.linkage.agreement import Agreement, agreement
from denizen.linkage.linked import Linked
from denizen.linkage.sampling import draw
from denizen.pipeline.flow import take_in
from denizen.pipeline.folder import LEDGER, STORE, open_folder
from denizen.pipeline.given import Given
from denizen.pipeline.keeping import Keeping
from denizen.pipeline.linking_people import decided, known_as, link_people, linked_aside
from denizen.pipeline.lists_of_people import ListsOfPeople, lists_of_people
from denizen.pipeline.receiving import deliveries_in_use, receive_step
from denizen.pipeline.recording import Record
from denizen.pipeline.review_file import CANNOT_SAY, CONFLICT, DIFFERENT, LOOKS, SAME, Known, Pair, ReviewFile
from denizen.pipeline.review_screen import LEGEND, Told, side_by_side, told
from denizen.pipeline.run import given_of
from denizen.pipeline.steps import Listener, Steps
from denizen.pipeline.vaulting import leave_out_who_objected, open_vault, sweep_what_is_due
from denizen.shapes import LISTED, PERSON_LINKS
from denizen.standardise.persons import row_of
from denizen.store import Store
from denizen.store.ledger import Ledger
from denizen.terms.linkage import ReviewedLinks

KEYS = {"s": SAME, "d": DIFFERENT, "c": CANNOT_SAY, "x": CONFLICT}
STOP = "q"
QUESTION = "s same person, d different, c cannot say, x I know them, q stop: "
HOW_MANY = 100
"""pairs of a sample, where nobody says otherwise"""


@dataclass(frozen=True, slots=True)
class Window:
    """Where the reviewer sits: lines are said, and a question is answered with a line (None when the window is closed)."""

    say: Callable[[str], None]
    ask: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Seat:
    """Which area folder is reviewed, by whom, on which day; and the environment, which names the vault key."""

    folder: Path
    reviewer: str
    today: date
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """What came of a sitting: pairs decided, and pairs that are left for this reviewer."""

    decided: int
    left: int


@dataclass(frozen=True, slots=True)
class ReviewTold:
    """How a review stands: pairs drawn, looks at them, how far reviewers agree, what it says of the links."""

    pairs: int
    decisions: int
    agreement: Agreement | None
    differing: int
    estimated: ReviewedLinks | None


@dataclass(frozen=True, slots=True)
class _Room:
    """The open store with the lists that are linked in it."""

    seat: Seat
    given: Given
    people: ListsOfPeople
    store: Store
    keeping: Keeping
    steps: Steps
    ledger: Ledger

    @property
    def reviewer(self) -> str:
        """The pseudonym that stands for the reviewer's name.

        Raises:  BadInput, when there is no name.
        """
        name = " ".join(self.seat.reviewer.split())
        if not name:
            raise BadInput("It is not said who is reviewing.", where="--reviewer", mend="give your own name")
        return self.keeping.reviewer_known_as(name)

    def newest(self) -> ReviewFile | None:
        names = self.keeping.reviews
        return ReviewFile(names[-1], self.store) if names else None

    def one_drawn(self) -> ReviewFile:
        """The newest sample.

        Raises:  NotFound.
        """
        found = self.newest()
        if found is None:
            raise NotFound(
                "No pairs were drawn for review yet.", where=str(self.seat.folder), mend="run `denizen review` first"
            )
        return found


def review(seat: Seat, window: Window, listener: Listener, how_many: int = HOW_MANY, *, anew: bool = False) -> Sitting:
    """Let a reviewer decide on the pairs of the newest sample; one is drawn where there is none, or where asked for anew.

    Each decision is kept as soon as it is taken. The ledger keeps how many, and the reviewer's pseudonym.
    Raises:  NotFound, when no lists were linked; BadInput; whatever `take_in` raises.
    """
    if how_many < 1:
        raise BadInput("A sample has one pair or more.", where="--how-many", mend="ask for 100")
    with _opened(seat, listener) as room:
        reviewer = room.reviewer
        file = None if anew else room.newest()
        file = file or _drawn(room, how_many)
        taken = _sit(room, file, window)
        left = len(file.left_for(reviewer))
        if taken:
            _note(room, file, decided=taken)
    return Sitting(taken, left)


def take_back(seat: Seat, listener: Listener, pair: int | None = None) -> int:
    """Take back the reviewer's last decision in the newest sample, or the one about a pair; the number of the pair.

    Raises:  NotFound, when there is nothing to take back.
    """
    with _opened(seat, listener) as room:
        file = room.one_drawn()
        found = file.take_back(room.reviewer, pair)
        if found is None:
            raise NotFound(
                "There is no such decision of this reviewer.",
                where=str(seat.folder),
                mend="look at the name and the number",
            )
        _note(room, file, taken_back=1)
    return found.pair


def agreement_told(seat: Seat, listener: Listener) -> ReviewTold:
    """How the newest review stands.

    Raises:  NotFound, when nothing was drawn.
    """
    with _opened(seat, listener) as room:
        file = room.one_drawn()
        both = list(file.both().values())
        return ReviewTold(
            len(file.pairs()), len(file.decisions()), agreement(both), len(file.differing()), file.estimated()
        )


@contextmanager
def _opened(seat: Seat, listener: Listener) -> Iterator[_Room]:
    """The store of an area folder as its last run left it, or as a run would: files that changed are taken in first."""
    given = given_of(open_folder(seat.folder), seat.today)
    store_folder, ledger_folder = seat.folder / STORE, seat.folder / LEDGER
    vault = open_vault(given, store_folder, seat.environ, needs_one=True)
    if vault:
        sweep_what_is_due(vault, store_folder, Ledger.open(ledger_folder), seat.today)
        leave_out_who_objected(vault, Ledger.open(ledger_folder), given)
    with Store.open(store_folder, vault.main_key() if vault else None) as store:
        ledger = Ledger.open(ledger_folder)
        steps, keeping = Steps(store, listener), Keeping(store, vault, seat.today)
        found = take_in(given, store, steps, Record(ledger), keeping)
        link_people(found.received, given, store, steps, keeping)
        people = lists_of_people(found.received, given)
        if len(people.lists) < 2:
            raise NotFound(
                "There are not two lists of people here, so that nothing was linked.",
                where=str(seat.folder),
                mend="run the folder with two lists of tier T2 or T3, and the agreements for them",
            )
        yield _Room(seat, given, people, store, keeping, steps, ledger)
        keeping.close(deliveries_in_use(steps).values(), ledger)


def _drawn(room: _Room, how_many: int) -> ReviewFile:
    """A sample of pairs in a new file; what it is drawn from lies in memory, and is gone at the end."""
    store, key = room.store, room.keeping.pseudonym_key()
    reviews = [ReviewFile(name, store) for name in room.keeping.reviews]
    seed = secrets.randbits(64)
    with store.aside():
        linked, known = linked_aside(store, room.people, decided(reviews), key)
        frame = _frame(linked, known)
        told_of = store.rows("SELECT born IS NOT NULL FROM people ORDER BY record")
        kinds = ["born" if row[0] else "not told" for row in told_of]
        drawn = draw(frame, kinds, how_many, np.random.default_rng(seed).random(len(frame.a)))
    if not len(drawn.pairs):
        raise NotFound(
            "No two records are alike enough to be looked at.", where=str(room.seat.folder), mend="nothing to mend"
        )
    in_use = deliveries_in_use(room.steps)
    deliveries = [in_use[receive_step(item.permitted)] for item in room.people.taken]
    return ReviewFile.begin(room.keeping, store, deliveries, frame, known, drawn, seed, room.seat.today)


def _frame(linked: Linked, known: list[Known]) -> Linked:
    """The links without pairs of two lines about one entry of a list, which nobody has to decide."""
    names: dict[Known, int] = {}
    number = np.array([names.setdefault(name, len(names)) for name in known], dtype=np.int64)
    is_two = number[linked.a] != number[linked.b]
    a, b, weight, pattern = (column[is_two] for column in (linked.a, linked.b, linked.weight, linked.pattern))
    return replace(linked, a=a, b=b, weight=weight, pattern=pattern, raised=None)


def _sit(room: _Room, file: ReviewFile, window: Window) -> int:
    """Show what is left to a reviewer, pair by pair; how many were decided."""
    reviewer, pairs = room.reviewer, file.pairs()
    left = file.left_for(reviewer)
    window.say(_greeting(file.look_of(reviewer), len(left)))
    taken = 0
    for place, number in enumerate(left, 1):
        records = _both_told(room, pairs[number])
        if records is None:
            window.say(f"Pair {number} is not shown: one of its records is no longer held.")
            continue
        window.say("\n".join(["", f"Pair {number}, {place} of {len(left)}", "", *side_by_side(*records), ""]))
        answer = _answer(window)
        if answer is None:
            break
        file.decide(number, reviewer, answer, room.seat.today)
        taken += 1
    return taken


def _greeting(look: int, left: int) -> str:
    if look > LOOKS:
        return "Three reviewers have looked at this sample. Draw another with --new."
    if not left:
        return "Nothing is left for you in this sample." + (
            " Somebody else has to look at it too." if look == 1 else ""
        )
    which = "that the first two reviewers answered differently" if look == LOOKS else "drawn by chance"
    return f"{left} pairs {which}. Are both records about one person?\n{LEGEND}"


def _answer(window: Window) -> str | None:
    """What the reviewer says of the pair that is shown; None to stop."""
    while True:
        said = window.ask(QUESTION)
        key = STOP if said is None else said.strip().lower()
        if key == STOP:
            return None
        if key in KEYS:
            return KEYS[key]
        window.say("Type one of the letters s, d, c, x, q.")


def _both_told(room: _Room, pair: Pair) -> tuple[Told, Told] | None:
    """What both records of a pair tell, read from their deliveries now; None where one is not there any longer."""
    one, other = _told_of(room, pair.one), _told_of(room, pair.other)
    return (one, other) if one and other else None


def _told_of(room: _Room, known: Known) -> Told | None:
    layout, record = known
    one = next((one for one in room.people.lists if one.layout.id == layout), None)
    if one is None:
        return None
    sql = (
        f"SELECT MIN(row_number) FROM {PERSON_LINKS.name} WHERE source || '.' || layout = $layout AND record = $record"
    )
    row_number = room.store.value(sql, {"layout": layout, "record": record})
    statement = row_of(one, row_number or 0)
    for values in room.store.rows(statement.sql, statement.values):
        row = dict(zip(LISTED.names[1:], values, strict=True))
        if known_as(room.people, layout, row["record_id"], room.keeping.pseudonym_key()) == record:
            return told(row, room.given.contracts[one.layout.source].title)
    return None


def _note(room: _Room, file: ReviewFile, **counts: int) -> None:
    """Put on record that a review took place: how many, and by whom, by pseudonym."""
    day = room.seat.today.isoformat()
    room.ledger.append("reviewed", review=file.name, reviewer=room.reviewer, day=day, **counts)
