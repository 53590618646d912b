"""Links that resolve, nothing fetched, the same bytes, and a disk that holds the old book or the new, never half."""

from __future__ import annotations

import errno
import posixpath
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from denizen.errors import CannotWrite
from denizen.profiles import ProfileBook, compose, restore_book, write_book
from sample_book import bilingual_matter, sample_matter


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.heads = 0
        self.lang = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.heads += tag == "h1"
        self.lang = self.lang or given.get("lang", "")
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.loads += [given[key] for key in ("src", "data", "poster", "srcset") if key in given]
        self.loads += [given["href"]] if tag in ("link", "use", "image") and "href" in given else []


def _pages(book: ProfileBook) -> dict[str, _Page]:
    return {path: _Page(content.decode()) for path, content in book.files.items() if path.endswith(".html")}


@pytest.fixture(scope="module", params=["one language", "two languages", "lists of partners"])
def any_book(request, book, welsh_book, shared_book):
    return {"one language": book, "two languages": welsh_book, "lists of partners": shared_book}[request.param]


def test_every_internal_link_leads_somewhere(any_book):
    pages = _pages(any_book)
    for path, page in pages.items():
        for link in page.links + page.loads:
            if link.startswith("https://"):
                continue
            target, _, anchor = link.partition("#")
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert whole in any_book.files, f"{path} leads to {link}"
            if anchor and whole in pages:
                assert anchor in pages[whole].ids, f"{path} leads to {link}"


def test_nothing_is_fetched_from_anywhere(any_book):
    for path, page in _pages(any_book).items():
        assert not [load for load in page.loads if re.match(r"(https?:)?//", load)], path
    for path, content in any_book.files.items():
        if path.endswith((".css", ".html")):
            fetched = [
                url for url in re.findall(r"url\(([^)]*)\)", content.decode()) if not url.strip("\"'").startswith("#")
            ]
            assert fetched == [], path
            assert "@import" not in content.decode()
    assert not re.search(r"fetch|XMLHttp|import\(", any_book.files["assets/denizen.js"].decode())
    assert len(any_book.files["assets/denizen.js"]) < 4096


def test_every_page_has_one_heading_a_language_and_no_id_twice(any_book):
    for path, page in _pages(any_book).items():
        assert page.heads == 1, path
        assert page.lang in ("en", "cy"), path
        assert len(page.ids) == len(set(page.ids)), path


def test_every_page_carries_draft_mark_fingerprint_and_not_official(book, matter):
    for path, content in book.files.items():
        if path.endswith(".html"):
            text = content.decode()
            assert matter.fingerprint in text, path
            assert "Local estimates, not official statistics." in text, path
            assert "This book has not been released." in text, path


def test_each_page_of_a_welsh_place_leads_to_its_counterpart(welsh_book):
    pages = _pages(welsh_book)
    for path, page in pages.items():
        language, _, rest = path.partition("/")
        if language in ("en", "cy"):
            other = "cy" if language == "en" else "en"
            counterpart = posixpath.relpath(f"{other}/{rest}", posixpath.dirname(path))
            assert counterpart in page.links, path
            assert page.lang == language
    assert {path[3:] for path in pages if path.startswith("en/")} == {
        path[3:] for path in pages if path.startswith("cy/")
    }
    assert pages["index.html"].links == ["en/index.html", "cy/index.html"]


def test_the_same_matter_gives_the_same_bytes(book):
    sample_matter.cache_clear()
    assert compose(sample_matter()).files == book.files


def test_two_languages_give_the_same_bytes(welsh_book):
    assert compose(bilingual_matter()).files == welsh_book.files


def test_no_bare_float_reaches_a_page(book):
    for path, content in book.files.items():
        if path.endswith(".html"):
            text = re.sub(r"<svg.*?</svg>|<[^>]*>", " ", content.decode(), flags=re.S)
            assert not re.findall(r"\d\.\d{4,}|\bNone\b(?! of)|\bnan\b", text), path


def test_a_book_replaces_the_old_one_whole(folder: Path):
    write_book(ProfileBook({"index.html": b"old", "gone.html": b"old"}, ()), folder)
    write_book(ProfileBook({"index.html": b"new", "areas/a.html": b"new"}, ()), folder)
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()) == [
        "areas/a.html",
        "index.html",
    ]
    assert [p.name for p in folder.parent.iterdir()] == ["book"]


def test_a_full_disk_leaves_the_old_book_whole(folder: Path, monkeypatch):
    write_book(ProfileBook({"index.html": b"old"}, ()), folder)

    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWrite, match="the disk is full"):
        write_book(ProfileBook({"index.html": b"new"}, ()), folder)
    monkeypatch.undo()
    assert (folder / "index.html").read_bytes() == b"old"
    assert [p.name for p in folder.parent.iterdir()] == ["book"]


def test_a_folder_that_cannot_be_moved_leaves_the_old_book_whole(folder: Path, monkeypatch):
    write_book(ProfileBook({"index.html": b"old"}, ()), folder)
    move = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "book.new":
            raise PermissionError(errno.EACCES, "Permission denied")
        return move(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CannotWrite, match="permission denied"):
        write_book(ProfileBook({"index.html": b"new"}, ()), folder)
    monkeypatch.undo()
    assert (folder / "index.html").read_bytes() == b"old"


def test_a_run_that_died_between_two_moves_is_mended(folder: Path):
    write_book(ProfileBook({"index.html": b"old"}, ()), folder)
    shutil.move(folder, folder.with_name("book.old"))
    assert restore_book(folder)
    assert (folder / "index.html").read_bytes() == b"old"
    assert not restore_book(folder)


def test_no_file_of_a_book_can_lie_outside_it(folder: Path):
    with pytest.raises(ValueError, match="outside the book"):
        write_book(ProfileBook({"../secret": b""}, ()), folder)


def test_the_vendored_stylesheet_is_the_one_in_the_lock():
    import hashlib

    import denizen.profiles

    vendor = Path(denizen.profiles.__file__).parent / "assets" / "vendor"
    digest = hashlib.sha256((vendor / "govuk-frontend.min.css").read_bytes()).hexdigest()
    assert digest in (vendor / "vendor.lock").read_text("utf-8")
    assert "MIT" in (vendor / "govuk-frontend.LICENSE.txt").read_text("utf-8")
