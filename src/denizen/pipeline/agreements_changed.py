"""Two versions of a text compared; the codes of a folder brought into one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import wrap

import yaml

from denizen.agreements.clauses_changed import clauses_changed
from denizen.agreements.code import Code
from denizen.agreements.combining import Combined, combined
from denizen.agreements.differences import Difference, difference
from denizen.agreements.instruments import rulebook
from denizen.agreements.one_code import one_code, terms_left
from denizen.agreements.paper_faults import Paper
from denizen.agreements.papers import instrument_of, words_of
from denizen.agreements.terms_changed import paired, terms_changed
from denizen.agreements.vocabulary import load_vocabulary
from denizen.errors import CannotWrite, DenizenError, NotFound
from denizen.pipeline.agreements_checked import read_paper, read_papers


def compare(old: Path, new: Path, day: date) -> Difference:
    """What a new version of a text, or of a folder of them, says and judges differently from a day on: terms, clauses, cases.

    The texts' own first and last days are left aside: the question is what each says while it holds. Where one file of a
    partnership's folder is named, the parties and areas of the texts around it are known as well.

    Raises:  NotFound; BadDocument; UnreadableFile.
    """
    before, after = read_papers(old), read_papers(new)
    both = {f"old {file}": paper for file, paper in before.items()} | {
        f"new {file}": paper for file, paper in after.items()
    }
    words, _ = words_of({**_around(old), **_around(new), **both}, load_vocabulary())
    books = [
        rulebook(words, [instrument_of(paper, file).at_all_times() for file, paper in papers.items()], day)
        for papers in (before, after)
    ]
    found = difference(books[0], books[1])
    pairs = paired(before, after)
    terms = terms_changed([(before.get(was), after.get(becomes)) for was, becomes in pairs])
    return replace(
        found,
        clauses=clauses_changed(pairs, found.changes, books[0], books[1]),
        terms=terms,
        proved=found.proved if terms else (*found.proved, "No term outside the rules has changed."),
    )


def _around(place: Path) -> dict[str, Paper]:
    """The texts that lie around one file in `codes` or `agreements`, for the words that they bring; those that cannot be read
    bring none."""
    if not place.is_file() or place.parent.name not in ("codes", "agreements"):
        return {}
    found: dict[str, Paper] = {}
    for inner in ("codes", "agreements"):
        for file in sorted((place.parent.parent / inner).glob("*.y*ml")):
            with suppress(DenizenError):
                found[str(file)] = read_paper(file)
    return found


def combine_folder(folder: Path, out: Path, day: date) -> Combined:
    """Bring the codes of a folder into one, and write it to a new file.

    Raises:  NotFound, where there are fewer than two codes; CannotWrite, where the file is there already.
    """
    papers = read_papers(folder)
    codes = {file: paper for file, paper in papers.items() if isinstance(paper, Code)}
    if len(codes) < 2:
        raise NotFound(
            f"There {'is one code' if codes else 'is no code'} here, and it takes two to combine.",
            where=str(folder),
            mend="name a folder with a code of each partner",
        )
    if out.exists():
        raise CannotWrite(f"{out.name} is there already.", where=str(out), mend="name a new file")
    words, _ = words_of(papers, load_vocabulary())
    book = rulebook(words, [instrument_of(code, file) for file, code in codes.items()], day)
    found = combined(book)
    found = replace(found, left_out=(*found.left_out, *terms_left(list(codes.values()))))
    text = _open_questions(found) + yaml.safe_dump(
        one_code(found, list(codes.values()), words, day), sort_keys=False, allow_unicode=True, width=110
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, "utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(
            f"{out.name} cannot be written ({reason}).", where=str(out), mend="look at the folder"
        ) from None
    return found


def _open_questions(found: Combined) -> str:
    """What the partners have to agree on before they sign, as comments at the head of the file."""
    said = [f"To be agreed before anybody signs: {one.sentence}" for one in found.unresolved]
    said += [f"Left out: {one.sentence}" for one in found.left_out]
    return "".join(f"# {line}\n" for sentence in said for line in wrap(sentence, 110))
