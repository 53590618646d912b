"""A folder of lists for `denizen link`, drawn row by row, and what comes of linking them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from denizen.linkage.patterns import PATTERNS
from denizen.pipeline.linking import THRESHOLD
from denizen.pipeline.linking_lists import LinkedLists, link_lists
from denizen.pipeline.lists_from_map import read_map
from denizen.pipeline.lists_linked import link_taken, take_in
from denizen.store import Store

HEADERS = ("id", "name", "born", "sex", "address", "pc")
FIELDS = "id: id, name: name, birth_date: born, sex: sex, address: address, postcode: pc"
SYLLABLES = ("bar", "kol", "mir", "ston", "dal", "wen", "hop", "fen", "gal", "tor", "lup", "zan")
Row = Sequence[object]
Groups = set[frozenset[str]]


class Lists:
    """A folder of lists with their map, and what comes of linking them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.map, self.out = folder / "lists", folder / "map.yaml", folder / "links.csv"
        self.folder.mkdir()

    def write(self, content: str | bytes, name: str = "a.csv") -> None:
        (self.folder / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def of(self, *lists: Iterable[Row], headers: Sequence[str] = HEADERS, fields: str = FIELDS) -> None:
        """Lists a, b, c ... of these rows."""
        names = "abcdefgh"[: len(lists)]
        for name, rows in zip(names, lists, strict=True):
            self.write(as_csv(headers, rows), f"{name}.csv")
        self.mapped(*(f"{name}: {{file: {name}.csv, {fields}}}" for name in names))

    def mapped(self, *sources: str, more: str = "") -> None:
        self.map.write_text("sources:\n" + "".join(f"  {source}\n" for source in sources) + more, "utf-8")

    def link(self, threshold: float = THRESHOLD) -> LinkedLists:
        return link_lists(self.folder, self.map, self.out, threshold)

    def rows(self) -> list[dict[str, str]]:
        with self.out.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def groups(self) -> Groups:
        self.link()
        found = defaultdict(set)
        for row in self.rows():
            found[row["cluster_id"]].add(f"{row['source']} {row['record_id']}")
        return {frozenset(records) for records in found.values()}

    def compared(self) -> int:
        """How many pairs are compared."""
        lists = read_map(self.map)
        with Store.apart(self.folder / "spill", self.folder) as store:
            take_in(store, self.folder, lists, "map")
            link_taken(store, lists, THRESHOLD)
            return int(store.value(f"SELECT COUNT(*) FROM {PATTERNS}"))


def as_csv(headers: Sequence[str], rows: Iterable[Row]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([headers, *rows])
    return held.getvalue()


def surname(number: int) -> str:
    return "".join(SYLLABLES[number // 12**place % 12] for place in range(3)).title()


def person(number: int, **other: object) -> list[object]:
    """A record of someone unlike all others."""
    told: dict[str, object] = {
        "id": f"r{number}",
        "name": f"{surname(number * 7 + 5)} {surname(number * 131)}",
        "born": f"{1930 + number * 37 % 90}-{1 + number * 5 % 12:02}-{1 + number * 11 % 28:02}",
        "sex": "MF"[number % 2],
        "address": f"{1 + number % 97} {surname(number * 17 + 3)} Street",
        "pc": f"ZT{1 + number % 60} {number % 10}{'ABDEFGHJ'[number // 10 % 8]}{'LNPQRSTU'[number // 80 % 8]}",
    }
    return list((told | other).values())


def alone(*lists: Iterable[Row]) -> Groups:
    return {frozenset({f"{name} {row[0]}"}) for name, rows in zip("abcdefgh", lists, strict=False) for row in rows}


def pairs(ids: Iterable[object]) -> Groups:
    return {frozenset({f"a {one}", f"b {one}"}) for one in ids}
