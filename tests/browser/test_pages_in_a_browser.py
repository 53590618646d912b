"""What a reader meets: pages that pass axe, maps that are painted, rows that print, a phone that needs no sideways scroll."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

KINDS = (
    "index.html",
    "areas/index.html",
    "areas/E05015507.html",
    "areas/E02002796.html",
    "indicators/index.html",
    "indicators/antisocial_behaviour_rate.html",
    "indicators/religion.html",
    "indicators/residents.html",
    "indicators/mid_year_population.html",
    "indicators/hate_crime.html",
    "trends.html",
    "sources/index.html",
    "sources/police.html",
    "sources/council_tax.html",
    "methods.html",
    "agreements.html",
    "accessibility.html",
    "data/index.html",
)
RATE = "indicators/antisocial_behaviour_rate.html"
PAINT = {
    "q0": (173, 209, 241),
    "q1": (107, 172, 230),
    "q2": (32, 115, 188),
    "q3": (18, 67, 109),
    "q4": (9, 33, 53),
}


def _open(page: Page, book: Path, path: str) -> None:
    page.goto((book / path).as_uri())


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(page, book, path):
    _open(page, book, path)
    assert _violations(page) == []


@pytest.mark.parametrize(
    "path", ["index.html", "cy/index.html", "cy/indicators/religion.html", "en/areas/E05015507.html"]
)
def test_axe_finds_nothing_in_a_book_of_two_languages(page, welsh_book, path):
    _open(page, welsh_book, path)
    assert _violations(page) == []


@pytest.mark.parametrize("path", ["index.html", "areas/E05015507.html", RATE, "sources/police.html"])
def test_axe_finds_nothing_on_a_phone(page, book, path):
    page.set_viewport_size({"width": 320, "height": 640})
    _open(page, book, path)
    assert _violations(page) == []


@pytest.mark.parametrize("path", KINDS)
def test_a_phone_of_320_pixels_needs_no_sideways_scroll(page, book, path):
    page.set_viewport_size({"width": 320, "height": 640})
    _open(page, book, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_caption_on_a_phone_is_as_wide_as_its_table(page, book):
    """Chromium lays a caption of a stacked table out beside no column at all, one word to a line."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((book / "index.html").as_uri())
    caption, table = (page.locator(f"table.counts{part}").first.bounding_box() for part in (" caption", ""))
    assert caption is not None and table is not None
    assert caption["width"] > 0.9 * table["width"]


def _places(page: Page) -> list[dict[str, object]]:
    """A point well inside each area that is large enough to have one, in the pixels of a screenshot of the map."""
    return page.evaluate(
        """() => {
            const map = document.querySelector('svg.map'), box = map.getBoundingClientRect();
            const inside = (path, x, y) => path.isPointInFill(new DOMPoint(x, y));
            return [...map.querySelectorAll('a')].map(link => {
                const path = link.querySelector('path'), b = path.getBBox(), to = path.getScreenCTM(), n = 24;
                let best = null;
                for (let i = 1; i < n && !best; i++) for (let j = 1; j < n && !best; j++) {
                    const x = b.x + b.width * i / n, y = b.y + b.height * j / n;
                    const ring = [2, 4, 5].flatMap(r => [0, 1, 2, 3, 4, 5, 6, 7].map(
                        k => [r * Math.cos(k * Math.PI / 4), r * Math.sin(k * Math.PI / 4)]));
                    if (ring.every(([p, q]) => inside(path, x + p, y + q))) {
                        const at = new DOMPoint(x, y).matrixTransform(to);
                        best = [at.x - box.x, at.y - box.y];
                    }
                }
                return {style: path.className.baseVal, fill: getComputedStyle(path).fill, at: best,
                        doubtful: link.classList.contains('unsure')};
            });
        }"""
    )


def _pixels(browser: Browser, picture: bytes, places: list[list[float]]) -> list[list[int]]:
    """Colours of a picture at these places, read by the browser itself."""
    blank = browser.new_page()
    url = "data:image/png;base64," + base64.b64encode(picture).decode()
    colours = blank.evaluate(
        """async ([url, places]) => {
            const image = new Image(); image.src = url; await image.decode();
            const canvas = document.createElement('canvas');
            canvas.width = image.width; canvas.height = image.height;
            const brush = canvas.getContext('2d'); brush.drawImage(image, 0, 0);
            return places.map(([x, y]) => [...brush.getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3));
        }""",
        [url, places],
    )
    blank.close()
    return colours


def test_every_area_of_a_map_is_painted_in_the_colour_of_its_class(page, book, browser):
    _open(page, book, RATE)
    areas = _places(page)
    assert len(areas) == 152
    counted = {style: sum(area["style"] == style for area in areas) for style in {area["style"] for area in areas}}
    assert counted["withheld"] == 9
    assert set(counted) == {"q0", "q1", "q2", "q3", "q4", "withheld"}
    for area in areas:
        if area["style"] in PAINT:
            assert area["fill"] == "rgb({}, {}, {})".format(*PAINT[area["style"]])
        else:
            assert area["fill"].startswith("url(")
    clear = [area for area in areas if area["at"] and area["style"] in PAINT and not area["doubtful"]]
    assert len(clear) > 100
    seen = _pixels(browser, page.locator("svg.map").first.screenshot(), [area["at"] for area in clear])
    wrong = [
        (area["style"], colour)
        for area, colour in zip(clear, seen, strict=True)
        if max(abs(a - b) for a, b in zip(colour, PAINT[area["style"]], strict=True)) > 6
    ]
    assert wrong == []


def test_a_withheld_area_is_hatched_and_not_one_flat_colour(page, book, browser):
    _open(page, book, RATE)
    widest = max((a for a in _places(page) if a["style"] == "withheld" and a["at"]), key=lambda a: a["at"][0])
    x, y = widest["at"]
    around = [[x + dx, y + dy] for dx in range(-4, 5) for dy in range(-4, 5)]
    seen = _pixels(browser, page.locator("svg.map").first.screenshot(), around)
    assert len({tuple(colour) for colour in seen}) > 3


def test_the_legend_counts_what_is_painted(page, book):
    _open(page, book, RATE)
    styles = [area["style"] for area in _places(page)]
    lines = page.locator(".map-side .legend li")
    for n in range(lines.count()):
        style = lines.nth(n).locator(".swatch").get_attribute("class").removeprefix("swatch ")
        told = int(re.search(r"\((\d+) area", lines.nth(n).inner_text()).group(1))
        assert told == (styles.count(style) if style != "doubtful" else page.locator("svg.map a.unsure").count())


def test_rows_stand_in_the_order_of_their_names(page, book):
    _open(page, book, RATE)
    for table in page.locator("table.areas-table").all():
        names = table.locator("tbody th").all_inner_texts()
        assert names == sorted(names)


def test_small_maps_are_painted_too(page, book):
    _open(page, book, "indicators/religion.html")
    fills = page.evaluate("[...document.querySelectorAll('svg.small use')].map(use => getComputedStyle(use).fill)")
    assert len(fills) == 6 * 31
    assert len(set(fills)) >= 3
    assert "rgb(0, 0, 0)" not in fills


@pytest.mark.parametrize("path", ["trends.html", "indicators/mid_year_population.html", "indicators/hate_crime.html"])
def test_no_two_words_of_a_chart_lie_on_each_other(page, book, path):
    _open(page, book, path)
    overlaps = page.evaluate(
        """() => [...document.querySelectorAll('svg.trend')].flatMap(chart => {
            const words = [...chart.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
            const frame = chart.getBoundingClientRect();
            const out = words.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1).map(([t]) => t);
            return out.concat(words.flatMap(([one, a], i) => words.slice(i + 1)
                .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                .map(([other]) => one + ' / ' + other)));
        })"""
    )
    assert overlaps == []


@pytest.mark.parametrize("path", KINDS)
def test_paper_cuts_nothing(page, book, path):
    page.set_viewport_size({"width": 690, "height": 1000})  # the width of A4 less its margins
    page.emulate_media(media="print")
    _open(page, book, path)
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('.scroll')].filter(box => {
            const style = getComputedStyle(box);
            return style.overflowX !== 'visible' || box.scrollWidth > box.clientWidth + 1;
        }).map(box => box.getAttribute('aria-label'))"""
    )
    assert hidden == []
    heads = page.evaluate("[...document.querySelectorAll('thead')].map(head => getComputedStyle(head).display)")
    assert set(heads) <= {"table-header-group"}


@pytest.mark.parametrize(("width", "media"), [(690, "print"), (320, "screen"), (1280, "screen")])
@pytest.mark.parametrize("path", ["index.html", RATE, "indicators/religion.html", "areas/E05015507.html"])
def test_no_number_is_broken_over_two_lines(page, book, path, width, media):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media=media)
    _open(page, book, path)
    broken = page.evaluate(
        """() => [...document.querySelectorAll('td, dd, .dot-value')].flatMap(cell => [...cell.childNodes])
            .filter(node => node.nodeType === 3 && /^\\s*[£\\d.,%]+\\s*$/.test(node.data)).filter(node => {
                const range = document.createRange(); range.selectNodeContents(node);
                return range.getClientRects().length > 1;
            }).map(node => node.data)"""
    )
    assert broken == []


def test_every_row_of_every_area_is_in_the_print(page, book, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("NO PDFTOTEXT: the rows of the print were not counted (Debian: apt-get install poppler-utils)")
    _open(page, book, RATE)
    page.fill("input[type=search] >> nth=0", "Derby 013")
    names = page.locator("table.areas-table").first.locator("tbody th").all_text_contents()
    page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "page.pdf", "-"], check=True, capture_output=True)
    printed = done.stdout.decode()
    assert len(names) == 152
    assert [
        name
        for name in names
        if not re.search(rf"^\s*{re.escape(name)}\b.*\d|{re.escape(name)} +withheld", printed, re.M)
    ] == []


def test_the_keyboard_reaches_the_skip_link_the_map_and_its_row(page, book):
    _open(page, book, RATE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.locator("a.skip-map").focus()
    assert page.locator("a.skip-map").bounding_box()["x"] >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg.map') !== null")
    told = page.locator(".readout").inner_text()
    assert told == page.evaluate("document.activeElement.querySelector('title').textContent")
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).fill") == "rgb(255, 221, 0)"
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    assert row.locator("th").inner_text() == told.split(":")[0]
    assert page.evaluate("document.querySelector('tr:target').getBoundingClientRect().top < innerHeight")


def test_pointing_at_an_area_reads_its_figure(page, book):
    _open(page, book, RATE)
    page.locator("svg.map a").nth(20).hover(force=True)
    assert re.search(r"^Derby .*: (\d|withheld)", page.locator(".readout").inner_text())


def test_the_finder_leads_to_a_neighbourhood(page, book):
    _open(page, book, "index.html")
    page.locator("#list-ward a", has_text="Littleover").click()
    assert page.locator("h1").inner_text() == "Who lives in Littleover?"


def test_a_filter_narrows_a_table_by_name(page, book):
    _open(page, book, RATE)
    page.get_by_label("Show only areas whose name contains").first.fill("derby 013")
    shown = page.locator("table.areas-table").first.locator("tbody tr:visible th").all_inner_texts()
    assert shown
    assert all(name.startswith("Derby 013") for name in shown)


def test_pages_work_without_javascript(browser, book):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((book / RATE).as_uri())
    assert page.locator("svg.map a").count() == 152
    assert page.locator("table.areas-table").first.locator("tbody tr").count() == 152
    assert page.locator("input").count() == 0
    page.locator("footer a", has_text="Methods").click()
    assert page.locator("h1").inner_text() == "How the figures are made"
    context.close()


def test_focus_can_be_seen_on_every_kind_of_link(page, book):
    _open(page, book, "index.html")
    for selector in (".site-nav a >> nth=1", ".story-link >> nth=0", "svg.map a >> nth=0", ".site-footer a >> nth=0"):
        link = page.locator(selector)
        before = link.screenshot() if "svg" not in selector else page.locator("svg.map").first.screenshot()
        link.focus()
        after = link.screenshot() if "svg" not in selector else page.locator("svg.map").first.screenshot()
        assert before != after, selector
