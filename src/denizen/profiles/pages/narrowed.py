"""What clauses kept out of a run, list by list: deliveries that were refused, columns that stayed out, duties that bind."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from denizen.agreements.vocabulary import load_vocabulary
from denizen.profiles.account import Narrowed
from denizen.profiles.edition import Edition


@dataclass(frozen=True, slots=True)
class RefusedTold:
    """One reason why deliveries of a list were not read."""

    title: Markup
    deliveries: Markup
    why: Markup
    clause: str


@dataclass(frozen=True, slots=True)
class NarrowedTold:
    """What clauses made of one list."""

    title: Markup
    layouts: Markup
    """how many kinds of delivery of it, where they are several"""
    duties: tuple[Markup, ...]
    columns: tuple[tuple[str, Markup], ...]
    """clauses, and the columns that they kept out"""


def refused_told(edition: Edition) -> list[RefusedTold]:
    return [
        RefusedTold(
            edition.layout_title(one.layout),
            edition.m.t("register.deliveries", n=one.deliveries),
            edition.m.english(one.why),
            one.clause,
        )
        for one in edition.matter.account.refused
    ]


def narrowed_told(edition: Edition) -> list[NarrowedTold]:
    """Layouts of one source of which clauses made the same stand together."""
    alike: dict[tuple[str, Narrowed], list[Markup]] = {}
    for one in edition.matter.account.narrowed:
        source, _, _ = one.layout.partition(".")
        alike.setdefault((source, replace(one, layout="", agreement="")), []).append(edition.layout_title(one.layout))
    return [
        NarrowedTold(
            titles[0] if len(titles) == 1 else edition.source_title(source),
            edition.m.t("register.layouts", n=len(titles)) if len(titles) > 1 else Markup(""),
            tuple(_duties(edition, one)),
            _columns(edition, one),
        )
        for (source, one), titles in alike.items()
    ]


def _columns(edition: Edition, one: Narrowed) -> tuple[tuple[str, Markup], ...]:
    """Columns by the clauses that keep them out; their names are those of the contract."""
    by_clause: dict[str, list[str]] = {}
    for column, clauses in one.kept_out:
        by_clause.setdefault(clauses, []).append(column.replace("_", " "))
    return tuple((clauses, edition.m.english(", ".join(columns))) for clauses, columns in by_clause.items())


def _duties(edition: Edition, one: Narrowed) -> list[Markup]:
    m, grain = edition.m, load_vocabulary().label("grain", one.smallest)
    said = (
        (not one.may_link, m.t("register.duty.linked")),
        (one.retain_days, m.t("register.duty.kept", n=one.retain_days)),
        (one.smallest, m.t("register.duty.smallest", grain=grain)),
        (one.minimum_cell, m.t("register.duty.minimum", n=one.minimum_cell)),
        (one.round_to, m.t("register.duty.rounded", n=one.round_to)),
    )
    return [text for binds, text in said if binds]
