"""From what a book is made of to the book: every page of every edition, the downloads, the assets."""

from __future__ import annotations

from collections.abc import Iterator

from denizen.errors import NotReleasable
from denizen.profiles.book import ProfileBook
from denizen.profiles.counts import people_counts
from denizen.profiles.edition import Drawing, Edition, editions
from denizen.profiles.matter import BookMatter
from denizen.profiles.messages import gaps
from denizen.profiles.pages.about import about_pages
from denizen.profiles.pages.areas import area_pages
from denizen.profiles.pages.front import front_page
from denizen.profiles.pages.indicators import indicator_pages
from denizen.profiles.pages.register import register_pages
from denizen.profiles.pages.sources import source_pages, sources_index
from denizen.profiles.phrasing import number
from denizen.profiles.render import Page, environment, render
from denizen.profiles.story import place_story
from denizen.profiles.style import assets
from denizen.profiles.tables import downloads
from denizen.profiles.transparency_record import record_file


def compose(matter: BookMatter) -> ProfileBook:
    """The book, whole: the same matter gives the same bytes."""
    given = {**downloads(matter), **record_file(matter)}
    drawing = Drawing.of(matter, given)
    files = {**assets(), **given}
    made = editions(drawing)
    for edition in made:
        for page in pages(edition):
            files[edition.prefix + page.path] = render(edition, page)
    if len(made) > 1:
        files["index.html"] = environment().get_template("languages.html.j2").render(editions=made).encode()
    return ProfileBook(dict(sorted(files.items())), findings(made[0]))


def pages(edition: Edition) -> Iterator[Page]:
    """Every page of one edition."""
    yield front_page(edition)
    yield from area_pages(edition)
    yield from indicator_pages(edition)
    yield sources_index(edition)
    yield from source_pages(edition)
    yield from register_pages(edition)
    yield from about_pages(edition)


def findings(edition: Edition) -> tuple[str, ...]:
    """What the command line says was found."""
    m, matter = edition.m, edition.matter
    said = [
        m.plain(
            "findings.size",
            place=edition.place,
            figures=number(len(matter.table.figures)),
            indicators=len(matter.indicators),
            areas=sum(1 for area in matter.areas if edition.has_page(area)),
        )
    ]
    counts = people_counts(edition).everyone
    if len(counts) > 1:
        low, high = min(c.people for c in counts), max(c.people for c in counts)
        said.append(m.plain("findings.counts", n=len(counts), low=number(low), high=number(high), place=edition.place))
    said += [str(sentence.text.striptags().replace("\n", " ")) for sentence in place_story(edition)[:2]]
    received, refused = sum(r.received for r in matter.receipts), sum(r.refused for r in matter.receipts)
    if received:
        said.append(m.plain("findings.rows", received=number(received), refused=number(refused)))
    if matter.missing:
        said.append(m.plain("findings.missing", n=len(matter.missing), names=", ".join(s for s, _ in matter.missing)))
    return tuple(said)


def check_releasable(matter: BookMatter) -> None:
    """Refuse a release while a language of the place lacks texts. A draft is allowed with gaps.

    Raises:  NotReleasable, naming the first texts that are missing.
    """
    for language in matter.place.languages:
        missing = gaps(language, matter.indicators, matter.themes)
        if missing:
            raise NotReleasable(
                f"{len(missing)} texts of the book are not yet in the language `{language}`; the first: "
                f"{', '.join(missing[:3])}.",
                where=f"profiles/messages/{language}.yaml",
                mend="have these texts translated and signed off by a reader of the language, or release a draft",
            )
