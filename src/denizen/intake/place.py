"""Whether a row is of this place, and whether the place has what that can be told by."""

from __future__ import annotations

from denizen.contracts import Field, Layout, Rule, is_wrong_by_itself
from denizen.errors import BadInput
from denizen.store import Store


def check_place_is_known(layout: Layout, file: str, store: Store) -> None:
    """Where the place has nothing to compare with, every row would be called one of another place.

    Raises:  BadInput, naming what denizen.yaml lacks.
    """
    gives = layout.gives
    if gives.shape in ("gazetteer", "suppressed"):
        return
    by_address = gives.shape == "records" and bool(layout.with_role("uprn", "postcode"))
    if gives.postcode or (by_address and not gives.area):
        if not store.value("SELECT COUNT(*) FROM postcodes"):
            raise BadInput(
                f"The rows of {layout.id} are placed by their address, and no postcode of this place is known.",
                where=file,
                mend="name a postcode file that covers the place under `geography.postcodes` in denizen.yaml",
            )
    elif gives.area and gives.shape != "events":
        _check_areas_are_known(layout, file, store)


def _check_areas_are_known(layout: Layout, file: str, store: Store) -> None:
    gives = layout.gives
    rows = store.rows(
        "SELECT DISTINCT vintage FROM known_areas WHERE geography = $geography ORDER BY vintage",
        {"geography": gives.geography.value},
    )
    known = [str(row[0]) for row in rows]
    if "" in known or gives.vintage in known:
        return
    others = f"; it has those of {', '.join(known)}" if known else ""
    older = "name the lookup from these to the areas of today under `geography.older` in denizen.yaml, or "
    raise BadInput(
        f"{layout.id} is about {gives.geography.value} areas of {gives.vintage}, and the place has none{others}.",
        where=file,
        mend=(older if known else "") + "add the areas under `geography.sets` in denizen.yaml, or leave this file out",
    )


def area_rule(layout: Layout) -> Rule | None:
    """The rule that a row is of this place. It needs the tables `known_areas`, `postcodes` and `gazetteer`.

    What is no code and no postcode at all is of no other place: its row is refused, and not set aside.
    """
    gives = layout.gives
    if gives.shape in ("gazetteer", "suppressed"):
        return None
    if gives.shape == "records" and layout.with_role("postcode"):
        return _address_rule(layout)
    if gives.postcode:
        return Rule(
            name="postcode_is_here",
            column=layout.field(gives.postcode).header,
            sentence="The postcode is not one of this place: the row is of another area, or the postcode is misspelt.",
            mend="nothing to mend if the file covers a larger area; else correct the postcode",
            condition=f"{gives.postcode} IN (SELECT postcode FROM postcodes)",
            severity="set_aside",
            unless=is_wrong_by_itself([layout.field(gives.postcode)], layout),
        )
    if not gives.area:
        return None
    vintage = "TRUE" if gives.shape == "events" else f"vintage IN ('', '{gives.vintage}')"
    known = f"(SELECT area_code FROM known_areas WHERE geography = '{gives.geography}' AND {vintage})"
    condition = f"{gives.area} IN {known}"
    # another rule speaks of an empty cell; a record without an area counts for the whole place
    may_be_empty = gives.shape in ("events", "records") or layout.field(gives.area).required
    return Rule(
        name="area_is_here",
        column=layout.field(gives.area).header,
        sentence="The area code is not one of this place: the row is of another area, or the code is wrong or too old.",
        mend=f"nothing to mend if the file covers a larger area; else look the code up ({gives.geography} {gives.vintage})",
        condition=f"{gives.area} IS NULL OR {condition}" if may_be_empty else condition,
        severity="set_aside",
        unless=_is_no_code(layout.field(gives.area), layout),
    )


def _is_no_code(area: Field, layout: Layout) -> str:
    """SQL that is true where the cell holds no code of any area; one of another kind of area, as a total's, is a code."""
    wrong = is_wrong_by_itself([area], layout)
    return wrong if area.derived else f"({wrong}) AND NOT REGEXP_MATCHES(raw_{area.name}, '^[A-Z][0-9]{{8}}$')"


def _address_rule(layout: Layout) -> Rule:
    """A record is of another place when its postcode is; without a postcode it is of this one, and stands nowhere in it."""
    postcode = layout.with_role("postcode")[0]
    by_uprn = "".join(f" OR {field.name} IN (SELECT uprn FROM gazetteer)" for field in layout.with_role("uprn"))
    return Rule(
        name="address_is_here",
        column=postcode.header,
        sentence="The postcode is not one of this place: the row is of another area, or the postcode is misspelt.",
        mend="nothing to mend if the file covers a larger area; else correct the postcode",
        condition=f"{postcode.name} IS NULL OR {postcode.name} IN (SELECT postcode FROM postcodes){by_uprn}",
        severity="set_aside",
    )
