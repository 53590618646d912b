"""For every layout of every contract: rows that are no rows of this list are told by number, and the good ones stay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from denizen.contracts import Field, Layout
from denizen.terms.receipts import Receipt
from good_files import (
    LAYOUTS,
    MANY,
    GoodDesk,
    Rows,
    as_csv,
    as_file,
    below,
    by_id,
    good_rows,
    layout_of,
    open_good_desk,
)

LISTS = ("records", "gazetteer", "suppressed")
"""shapes of which a row is one person, dwelling, case or address"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoodDesk]:
    opened = open_good_desk(tmp_path_factory.mktemp("desk"))
    yield opened
    opened.inner.store.close()


def with_cells(layout: Layout, rows: Rows, cells: dict[str, str], start: int = 0) -> Rows:
    """The rows, with these cells by the name of their column, from row `start` of the list on."""
    place = {name: place_of(layout, layout.field(name)) for name in cells}
    changed = [list(row) for row in rows]
    for row in changed[below(layout) + start :]:
        for name, cell in cells.items():
            row[place[name]] = cell
    return changed


def place_of(layout: Layout, field: Field) -> int:
    if layout.reading.header == "none":
        return int(field.header) - 1
    return good_rows(layout, 1)[0].index(field.header)


def rules(receipt: Receipt) -> dict[str, tuple[int, ...]]:
    return {refusal.rule: refusal.rows for refusal in receipt.refusals}


def numbered(layout: Layout, row: int) -> int:
    """The number that row `row` of the list (from 0) has in its file. Objects are counted from 1."""
    return row + 1 + (0 if layout.reading.format == "json" else below(layout))


# Lines that are no rows

QUOTED = [x for x in LAYOUTS if x.reading.format == "csv" and x.reading.quotes == "double"]


@pytest.mark.parametrize("layout", QUOTED, ids=by_id)
def test_each_damaged_line_costs_itself_and_is_told_by_its_number(desk: GoodDesk, layout: Layout) -> None:
    """A quote that is never closed, a NUL, a lost byte, a cell too many; and the good rows between them stay."""
    start, good = below(layout), [as_csv([row]) for row in good_rows(layout)]
    spoilt = [b'"' + good[start], b"\x00" + good[start], b"\xff" + good[start], good[start][:-1] + b",more\n"]
    lines = [line for pair in zip(good[start:], spoilt, strict=False) for line in pair]
    content = b"\xef\xbb\xbf" + b"".join([*good[:start], *lines, *good[start + 4 :]])
    receipt = desk.receive(layout, content)
    assert (receipt.received, receipt.accepted) == (MANY + 4, MANY)
    assert rules(receipt) == {
        "quote_is_closed": (start + 2,),
        "line_holds_no_nul": (start + 4,),
        "line_can_be_decoded": (start + 6,),
        "line_has_as_many_cells_as_the_header": (start + 8,),
    }


@pytest.mark.parametrize("layout", [x for x in QUOTED if len(good_rows(x, 1)[0]) > 1], ids=by_id)
def test_a_list_that_was_cut_short_loses_its_last_row_alone(desk: GoodDesk, layout: Layout) -> None:
    good = [as_csv([row]) for row in good_rows(layout)]
    last = good[-1][: good[-1].index(b",")]
    receipt = desk.receive(layout, b"".join([*good[:-1], last]))
    assert (receipt.received, receipt.accepted) == (MANY, MANY - 1)
    assert set(rules(receipt)) <= {"line_has_as_many_cells_as_the_header", "quote_is_closed"}


# Of another area


def elsewhere(layout: Layout) -> dict[str, str]:
    """Cells that place a row outside: by whichever column the list is placed; none where it cannot be told so."""
    fields = layout.with_role("postcode") if layout.gives.shape == "records" else ()
    if layout.gives.shape in ("gazetteer", "suppressed"):
        return {}
    if fields or layout.gives.postcode:
        postcodes = [field.name for field in layout.read_fields if field.type == "postcode"]
        uprns = [field.name for field in layout.with_role("uprn")]
        return dict.fromkeys(postcodes, "ZE9 9ZZ") | dict.fromkeys(uprns, "199999999999")
    area = layout.field(layout.gives.area) if layout.gives.area else None
    if area is None or area.derived:
        return {}
    return {area.name: _another(area)}


def _another(area: Field) -> str:
    """A code of the same form that is no area of this place."""
    if area.codes:
        return list(area.codes)[-1]
    return "".join("8" if sign.isdigit() and place > 2 else sign for place, sign in enumerate(area.example))


PLACED = [layout for layout in LAYOUTS if elsewhere(layout)]


@pytest.mark.parametrize("layout", PLACED, ids=by_id)
def test_a_list_of_another_area_is_set_aside_and_asked_about(desk: GoodDesk, layout: Layout) -> None:
    receipt = desk.receive(layout, as_file(layout, with_cells(layout, good_rows(layout), elsewhere(layout))))
    assert (receipt.received, receipt.accepted, receipt.set_aside) == (MANY, 0, MANY)
    assert [question for question in receipt.questions if "list of another area" in question]


@pytest.mark.parametrize("layout", [PLACED[0], PLACED[-1]], ids=by_id)
def test_one_row_of_another_area_is_set_aside_and_nothing_is_asked(desk: GoodDesk, layout: Layout) -> None:
    rows = with_cells(layout, good_rows(layout), elsewhere(layout), start=MANY - 1)
    receipt = desk.receive(layout, as_file(layout, rows))
    assert (receipt.accepted, receipt.set_aside) == (MANY - 1, 1)
    assert not [question for question in receipt.questions if "another area" in question]


# Nobody is of this age

AGED = [(layout, field) for layout in LAYOUTS for field in layout.read_fields if field.role in ("age", "birth_year")]
BORN = [(layout, field) for layout in LAYOUTS for field in layout.read_fields if field.role == "birth_date"]
IMPOSSIBLE = {"age": ("140", "-1"), "birth_year": ("1885", "2026"), "birth_date": ("1885-12-01", "2025-12-02")}


@pytest.mark.parametrize("which", [0, 1], ids=["a hundred and forty", "not born yet"])
@pytest.mark.parametrize(("layout", "field"), [*AGED, *BORN], ids=lambda x: x.name if isinstance(x, Field) else x.id)
def test_an_age_that_nobody_has_is_refused_by_its_column(
    desk: GoodDesk, layout: Layout, field: Field, which: int
) -> None:
    rows = with_cells(layout, good_rows(layout), {field.name: IMPOSSIBLE[field.role][which]}, start=MANY - 1)
    receipt = desk.receive(layout, as_file(layout, rows))
    assert (receipt.accepted, receipt.refused) == (MANY - 1, 1)
    assert set(rules(receipt).values()) == {(numbered(layout, MANY - 1),)}
    assert all(refusal.mend for refusal in receipt.refusals)


def test_someone_of_a_hundred_and_ten_is_on_the_list(desk: GoodDesk) -> None:
    layout = layout_of("gp_register.keyed_patients")
    rows = with_cells(layout, good_rows(layout), {"birth_year": "1915"}, start=MANY - 1)
    assert desk.receive(layout, as_file(layout, rows)).accepted == MANY


# One identifier on every row

IDENTIFIED = [x for x in LAYOUTS if len(x.key) == 1 and not x.field(x.key[0]).derived and not x.field(x.key[0]).codes]


@pytest.mark.parametrize("layout", IDENTIFIED, ids=by_id)
def test_one_identifier_on_every_row_leaves_one_row(desk: GoodDesk, layout: Layout) -> None:
    """Three hundred rows with one NHS number, one UPRN, one reference: the first stays, and the rest is asked about."""
    start, good = below(layout), good_rows(layout)
    rows = [*good[:start], *[good[start]] * 300]
    receipt = desk.receive(layout, as_file(layout, rows))
    assert (receipt.received, receipt.accepted) == (300, 1)
    assert rules(receipt)["key_is_not_repeated"][0] == numbered(layout, 1)
    assert [question for question in receipt.questions if "299 of 300" in question and "same key" in question]


# Headers, totals, examples


@pytest.mark.parametrize(
    "layout", [x for x in LAYOUTS if x.reading.format != "json" and x.reading.header == "find"], ids=by_id
)
def test_headers_in_the_middle_cost_their_own_row(desk: GoodDesk, layout: Layout) -> None:
    head, *rows = good_rows(layout)
    receipt = desk.receive(layout, as_file(layout, [head, *rows[:3], head, *rows[3:]]))
    assert (receipt.received, receipt.accepted) == (MANY + 1, MANY)
    assert rules(receipt) == {"line_does_not_repeat_the_headers": (5,)}


def foot_of(layout: Layout, word: str) -> list[str]:
    width = len(good_rows(layout, 1)[0])
    return [word, *[""] * (width - 2), "108"] if width > 1 else [word]


def may_be_called_total(layout: Layout) -> bool:
    """Tables of statistics have a category of this name, and it is a row of theirs."""
    first = next(field for field in layout.read_fields if place_of(layout, field) == 0)
    return "Total" in first.codes


TABLES = [x for x in LAYOUTS if x.reading.format != "json" and not may_be_called_total(x)]


@pytest.mark.parametrize("layout", TABLES, ids=by_id)
def test_a_total_at_the_foot_is_no_row_of_the_list(desk: GoodDesk, layout: Layout) -> None:
    """Refused by its number; or, where the contract says that the list ends with it, not read at all."""
    receipt = desk.receive(layout, as_file(layout, [*good_rows(layout), foot_of(layout, "Total")]))
    assert receipt.accepted == MANY
    if layout.reading.end_at == "Total":
        assert (receipt.received, receipt.refusals) == (MANY, ())
    else:
        assert set(rules(receipt).values()) == {(numbered(layout, MANY),)}


@pytest.mark.parametrize("word", ["TOTAL:", "Grand total", "Sub-total", "Cyfanswm", "  total ", "Number of records"])
def test_a_total_may_be_called_as_offices_call_it(desk: GoodDesk, word: str) -> None:
    layout = layout_of("social_housing.persons")
    receipt = desk.receive(layout, as_file(layout, [*good_rows(layout), foot_of(layout, word)]))
    assert rules(receipt) == {"row_is_not_a_total": (numbered(layout, MANY),)}


@pytest.mark.parametrize("name", ["Total", "Sum", "Count"])
def test_somebody_who_is_called_total_is_somebody(desk: GoodDesk, name: str) -> None:
    layout = layout_of("social_housing.persons")
    field = layout.with_role("surname")[0]
    rows = with_cells(layout, good_rows(layout), {field.name: name})
    place = place_of(layout, field)
    first = [[row[place], *row[:place], *row[place + 1 :]] for row in rows]
    assert desk.receive(layout, as_file(layout, first)).accepted == MANY


def example_of(layout: Layout) -> list[str]:
    """The row that the template of a partner comes with."""
    width = len(good_rows(layout, 1)[0])
    row = [""] * width
    for field in reversed(layout.read_fields):
        row[place_of(layout, field)] = field.example
    return row


EXAMPLED = [x for x in LAYOUTS if x.gives.shape in LISTS and sum(bool(f.example) for f in x.read_fields) > 2]


@pytest.mark.parametrize("layout", EXAMPLED, ids=by_id)
def test_the_example_of_the_template_is_no_row_of_the_list(desk: GoodDesk, layout: Layout) -> None:
    start, rows = below(layout), good_rows(layout)
    receipt = desk.receive(layout, as_file(layout, [*rows[:start], example_of(layout), *rows[start:]]))
    assert (receipt.received, receipt.accepted) == (MANY + 1, MANY)
    assert rules(receipt) == {"row_is_not_the_example_of_the_template": (numbered(layout, 0),)}


COUNTED = [x for x in LAYOUTS if x.tier == "T0" and x.gives.shape not in LISTS]


@pytest.mark.parametrize("layout", COUNTED, ids=by_id)
def test_counts_that_equal_the_example_may_be_true_and_are_asked_about(desk: GoodDesk, layout: Layout) -> None:
    start, rows = below(layout), good_rows(layout)
    receipt = desk.receive(layout, as_file(layout, [*rows[:start], example_of(layout), *rows[start:]]))
    assert receipt.received == MANY + 1
    assert [question for question in receipt.questions if "same as the example of the template" in question]


# Cells that a spreadsheet would run

FORMULAS = ("=1+1", "+44(0)", "-n/a", "@SUM(A1)", '=HYPERLINK("http://x.example")', "=cmd|' /C calc'!A0")


def free_column(layout: Layout) -> Field | None:
    """A column of plain text without a form, a list or a rule, which no key has."""
    checks = " ".join(check.implementation for check in layout.checks)
    taken = {*layout.key, layout.gives.area, layout.gives.category, layout.gives.once_per, *layout.gives.categories}
    return next(
        (
            field
            for field in layout.read_fields
            if field.type == "string" and not (field.codes or field.pattern or field.kept_if)
            if field.name not in taken
            and field.name not in checks
            and field.role in ("", "title", "surname", "address")
        ),
        None,
    )


FREE = [(layout, field) for layout in LAYOUTS if (field := free_column(layout))]


@pytest.mark.parametrize(("layout", "field"), FREE, ids=lambda x: x.name if isinstance(x, Field) else x.id)
def test_a_cell_that_starts_like_a_formula_is_kept_as_the_text_it_is(
    desk: GoodDesk, layout: Layout, field: Field
) -> None:
    start, rows = below(layout), good_rows(layout, len(FORMULAS))
    place = place_of(layout, field)
    changed = [[*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows[start:], FORMULAS, strict=True)]
    receipt = desk.receive(layout, as_file(layout, [*rows[:start], *changed]))
    assert receipt.accepted == len(FORMULAS)
    assert desk.accepted(field.name) == list(FORMULAS)


def test_a_number_with_a_sign_before_it_is_a_number(desk: GoodDesk) -> None:
    """What is defused on the way out is not damaged on the way in: +12 is twelve, and -12 is refused as a count."""
    layout = layout_of("libraries.members_by_lsoa")
    name = layout.gives.value
    rows = with_cells(layout, good_rows(layout), {name: "+12"})
    assert desk.receive(layout, as_file(layout, rows)).accepted == MANY
    assert set(desk.accepted(name)) == {12}
    assert desk.receive(layout, as_file(layout, with_cells(layout, rows, {name: "-12"}))).accepted == 0


def test_every_way_of_being_placed_is_looked_at() -> None:
    """Should a contract be written that none of these tests reaches, this says so."""
    shapes = {layout.gives.shape for layout in PLACED}
    assert shapes == {"area_counts", "events", "places", "records"}
    assert {field.role for _, field in [*AGED, *BORN]} == {"age", "birth_year", "birth_date"}
