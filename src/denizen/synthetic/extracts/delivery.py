"""One file that a partner delivers, and the ways of writing it: CSV, JSON, workbook. The same rows, the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from denizen.errors import CannotWrite
from denizen.synthetic.extracts.workbook import Cell, workbook


@dataclass(frozen=True)
class Delivery:
    """A file of one layout: where it lies below the lists' folder, what it describes, what its supplier counted.

    `tier` is T0 (counts of areas) to T3 (names), or nothing for lists that tell of no person. `also` names other layouts
    that the same file is read in. `snapshot` is the day that the rows describe, where no column tells it. `rows` is the
    number that was written; `controls` says that the supplier tells it beside the file.
    """

    source: str
    layout: str
    file: str
    rows: int
    tier: str = ""
    snapshot: str = ""
    also: tuple[str, ...] = ()
    controls: bool = False


@dataclass(frozen=True)
class Desk:
    """Where lists are written: the folder that holds one folder for each source."""

    folder: Path

    def csv(self, delivery: str, header: Sequence[str], rows: Iterable[Sequence[object]], **said: Any) -> Delivery:
        """Write `source/layout name` as CSV in UTF-8. `titles` are lines above the header, `notes` below the rows."""
        held = io.StringIO(newline="")
        quoting: Literal[0, 2] = csv.QUOTE_NONNUMERIC if said.pop("quoted", False) else csv.QUOTE_MINIMAL
        writer = csv.writer(held, lineterminator="\r\n" if said.pop("crlf", False) else "\n", quoting=quoting)
        writer.writerows(said.pop("titles", ()))
        writer.writerow(header)
        count = 0
        for row in rows:
            writer.writerow(row)
            count += 1
        writer.writerows(said.pop("notes", ()))
        encoding = said.pop("encoding", "utf-8")
        return self._write(delivery, "csv", held.getvalue().encode(encoding, "replace"), count, said)

    def json(self, delivery: str, records: Sequence[dict[str, Any]], within: str = "", **said: Any) -> Delivery:
        """Write objects as JSON: a list, or a list under one key."""
        content: object = {within: list(records)} if within else list(records)
        text = json.dumps(content, ensure_ascii=False, indent=1)
        return self._write(delivery, "json", text.encode(), len(records), said)

    def workbook(self, delivery: str, rows: Sequence[Sequence[Cell]], **said: Any) -> Delivery:
        """Write a workbook of one sheet; the first row is the header."""
        return self._write(delivery, "xlsx", workbook(rows), len(rows) - 1, said)

    def _write(self, delivery: str, ending: str, content: bytes, rows: int, said: dict[str, Any]) -> Delivery:
        source, layout = delivery.split(".")
        name = "_".join(part for part in (layout, said.pop("part", "")) if part)
        path = self.folder / source / f"{name}.{ending}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError:
            raise CannotWrite(
                "The list cannot be written.",
                where=str(path),
                mend="free space, or name a folder that you may write to",
            ) from None
        return Delivery(source, layout, f"{source}/{path.name}", rows, **said)
