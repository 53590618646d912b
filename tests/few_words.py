"""A small vocabulary for tests of rules: drawn as trees, a term below the one that stands further left above it."""

from __future__ import annotations

from datetime import date

from denizen.agreements.vocabulary import Term, TermList, Vocabulary, vocabulary_of

DRAWN = {
    "purpose": """
        any_purpose
          statistics
            population
            planning
          enforcement !
            immigration !
        """,
    "item": """
        any_item
          personal
            name
            tenancy
          counts
        """,
    "recipient": """
        anyone
          council
          police
          charity
        """,
    "source": """
        any_source
          gp_register
          social_housing
        """,
    "subjects": """
        everyone
          tenants
          people_at_risk
        """,
    "action": """
        any_act
          link
          disclose
            pass_on
            publish
        """,
    "grain": "person household oa lsoa msoa lad",
    "area": """
        everywhere
          england
          wales
        """,
}


def terms_of(drawn: str) -> list[Term]:
    """The terms of a drawn tree, two spaces a step; `!` marks one that is never askable."""
    lines = [line for line in drawn.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    path: list[str] = []
    terms = []
    for line in lines:
        depth = (len(line) - len(line.lstrip()) - margin) // 2
        name = line.split()[0]
        path[depth:] = [name]
        terms.append(
            Term(
                id=name,
                label=name.replace("_", " "),
                parent=path[depth - 1] if depth else "",
                askable=not line.endswith("!"),
            )
        )
    return terms


def few_words() -> Vocabulary:
    return vocabulary_of(
        TermList(
            dimension=dimension,
            version="1",
            ordered=dimension == "grain",
            terms=tuple(Term(id=name, label=name) for name in drawn.split())
            if dimension == "grain"
            else tuple(terms_of(drawn)),
        )
        for dimension, drawn in DRAWN.items()
    )


def fewest_words() -> Vocabulary:
    """Three dimensions of a few terms each and one term in every other, so that all cases can be counted out."""
    drawn = {
        **dict.fromkeys(DRAWN, "whatever"),
        "purpose": "any\n  figures\n    counts\n    plans\n  letters !",
        "item": "all\n  names\n  homes\n    rents",
        "grain": "person oa lsoa lad",
    }
    return vocabulary_of(
        TermList(
            dimension=dimension,
            version="1",
            ordered=dimension == "grain",
            terms=tuple(Term(id=name, label=name) for name in text.split())
            if dimension == "grain"
            else tuple(terms_of(text)),
        )
        for dimension, text in drawn.items()
    ).from_day(date.max)
