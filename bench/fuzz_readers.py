"""Throws bytes at the readers until one of them raises something else than a sentence.

    python -m bench.fuzz_readers csv -max_total_time=600

The first word names a reader; the rest is for libFuzzer. It needs atheris, which is no dependency of denizen: install it
into an environment of its own beside this package. What it finds becomes a test in tests/fuzz, with its bytes.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from json import decoder
from pathlib import Path
from types import FunctionType

import xlsxwriter

from denizen import documents
from denizen.agreements import Permit, Purpose
from denizen.contracts import Layout, load_contracts, loading
from denizen.errors import DenizenError
from denizen.intake import Limits, csv_rows, decode, entering, geography, headers, json_rows, land, package, workbook
from denizen.pipeline.folder import AreaFile
from denizen.terms.areas import Geography

LIMITS = Limits(unpacked_ratio=100, unpacked_bytes=1e8, line_length=100_000, lines_in_cell=20, cells_in_sheet=1_000_000)
CONTRACTS = load_contracts(nation="england")
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz"))
FILE = FOLDER / "file"
Reader = Callable[[bytes], object]


def landing(source: str, name: str) -> Reader:
    """The whole way of a file of one layout, from bytes to columns of text."""
    layout = CONTRACTS[source].layout(name)
    permit = Permit("DSA-1", source, name, Purpose.POPULATION_STATISTICS, date(2026, 1, 5), frozenset({"*"}))
    door = land.Door(permit, CONTRACTS[source].never, LIMITS, b"a key of pseudonyms, for fuzzing")

    def read(data: bytes) -> None:
        FILE.write_bytes(data)
        landed = land.land(FILE, "file", layout, door)
        landed_rows = {len(column) for column in landed.columns.values()} | {len(landed.numbers)}
        if len(landed_rows) != 1:
            raise AssertionError("columns of different lengths")
        if any("\x00" in cell for column in landed.columns.values() for cell in column if cell):
            raise AssertionError("a NUL came in")
        for column in landed.columns.values():
            "".join(filter(None, column)).encode()
        for item in landed.dropped:
            item.column.encode()

    return read


def below_headers(layout: Layout, read: Reader) -> Reader:
    """The same, with the right headers above the bytes."""
    head = ",".join(field.header for field in layout.read_fields).encode() + b"\n"
    return lambda data: read(head + data)


def boundaries(data: bytes) -> None:
    FILE.write_bytes(data)
    areas = geography.read_boundaries(
        FILE, "file", LIMITS, geography=Geography.LSOA, vintage="2021", code="code", title="name", title_cy="cy"
    )
    for area in areas:
        (area.code + area.name + area.name_cy).encode()


def columns(data: bytes) -> None:
    FILE.write_bytes(data)
    geography.read_columns(FILE, "file", ["pcd", "east"], LIMITS)


def document(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        loading.load_contract(text, "file.yaml")
    finally:
        documents.parse_document(text, "file.yaml", AreaFile)


def in_a_workbook(read: Reader) -> Reader:
    """The bytes are put into one part of a good workbook: the first byte says which part, the second and third where."""
    members = _members(_workbook())
    names = sorted(members)

    def put(data: bytes) -> None:
        if len(data) < 4 or data[0] == 255:
            read(b"PK" + data)
            return
        name = names[data[0] % len(names)]
        part = members[name]
        at, until = data[1] * len(part) // 256, data[2] * len(part) // 256
        mended = part[:at] + data[3:] + part[max(at, until) :]
        read(_packed({**members, name: mended}))

    return put


def _workbook() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet("Sheet1")
    layout = CONTRACTS["community_groups"].layout("membership_list")
    page.write_row(0, 0, [field.header for field in layout.read_fields])
    for row in range(1, 4):
        page.write_row(row, 0, [field.example for field in layout.read_fields])
        page.write_datetime(row, 12, date(2025, 12, row), book.add_format({"num_format": "dd/mm/yyyy"}))
        page.write_number(row, 13, 1.5)
    page.merge_range(6, 0, 6, 3, "foot")
    book.close()
    return held.getvalue()


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, part in members.items():
            package.writestr(name, part)
    return held.getvalue()


def seeds(reader: str) -> list[bytes]:
    layout = CONTRACTS["gp_register"].layout("patients")
    head = ",".join(field.header for field in layout.read_fields)
    row = ",".join(field.example for field in layout.read_fields)
    ring = [[-1.5, 52.9], [-1.4, 52.9], [-1.4, 53.0], [-1.5, 52.9]]
    square = {"type": "Polygon", "coordinates": [ring]}
    areas = {"features": [{"properties": {"code": "E01", "name": "A"}, "geometry": square}]}
    contracts = Path(__file__).parents[1] / "src" / "denizen" / "contracts" / "sources"
    return {
        "csv": [f"{head}\n{row}\n".encode(), f'a title\n\n{head}\r\n"{row}\n'.encode("utf-16")],
        "rows": [f"{row}\n{row}\n".encode(), f'"{row}"\n'.encode()],
        "workbook": [bytes([n, 99, 108]) + b'<c r="A2" t="s"><v>0</v></c>' for n in range(12)],
        "json": [
            b'[{"id":"360G-1","recipientOrganization":[{"name":"A","postalCode":"DE1 2FS"}]}]',
            b'{"grants":[{"id":1}]}',
        ],
        "boundaries": [json.dumps(areas).encode()],
        "columns": [b"pcd,east,north\nFS1 1AA,1,2\n"],
        "document": [
            (contracts / "libraries.yaml").read_bytes()[:1500],
            b"a: &x [1, *x]\nb: !!int 1\n? [a]\n: 2\n<<: 3\n",
        ],
    }[reader]


def in_words(words: Sequence[bytes], read: Reader) -> Reader:
    """Half of all inputs are bytes as they are; in the other half each byte stands for one of these words."""

    def put(data: bytes) -> None:
        read(b"".join(words[byte % len(words)] for byte in data[1:]) if data[:1] == b"\x00" else data)

    return put


_JSON = b"""[ ] { } , : null true "" "a" "\\ud800" "\\u0000" 1 -1.5 1e999 NaN "id" "grants" "features" "properties" "geometry"
"type" "Polygon" "MultiPolygon" "coordinates" "code" "name" [[-1,52],[-1,53],[-2,53],[-1,52]] {"code":"E01","name":"A"}""".split()
_JSON += [b"9" * 400, b'"\xf0\x9f\x98\x80"', b"\n"]
_YAML = [
    b"\n",
    b"\n  ",
    b"\n- ",
    b"\n    ",
    b": ",
    b"- ",
    b"? ",
    b"&a ",
    b"*a",
    b"!!int ",
    b"!!set ",
    b"!x ",
    b"<<: ",
    b"[",
    b"]",
]
_YAML += [
    b"{",
    b"}",
    b", ",
    b"'",
    b'"',
    b"|\n",
    b"a",
    b"area",
    b"name",
    b"schema",
    b"id",
    b"1",
    b"0x_",
    b"._",
    b"1:2",
    b"~",
    b"#",
]
_CSV = [
    b",",
    b'"',
    b"\n",
    b"\r\n",
    b";",
    b"\t",
    b"|",
    b" ",
    b"\x00",
    b"\xff",
    b"\xc3\xa9",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"'",
    b"=1",
]
_CSV += [field.header.encode() for field in CONTRACTS["gp_register"].layout("patients").read_fields]
_CSV += [field.example.encode() for field in CONTRACTS["gp_register"].layout("patients").read_fields]

READERS: dict[str, Reader] = {
    "csv": in_words(_CSV, landing("gp_register", "patients")),
    "rows": in_words(
        _CSV, below_headers(CONTRACTS["gp_register"].layout("patients"), landing("gp_register", "patients"))
    ),
    "workbook": in_a_workbook(landing("community_groups", "membership_list")),
    "json": in_words(_JSON, landing("charities", "grants_json")),
    "boundaries": in_words(_JSON, boundaries),
    "columns": in_words(_CSV, columns),
    "document": in_words(_YAML, document),
}


def _looked_into() -> list[FunctionType]:
    """Every function of the readers: the fuzzer is told which of their lines an input reaches."""
    modules = (
        csv_rows,
        decode,
        entering,
        geography,
        headers,
        json_rows,
        land,
        package,
        workbook,
        documents,
        loading,
        decoder,
    )
    return [
        found
        for module in modules
        for found in vars(module).values()
        if isinstance(found, FunctionType) and found.__module__ == module.__name__
    ]


def main() -> None:
    try:
        import atheris
    except ImportError:
        sys.exit(
            "atheris is not installed here: `pip install atheris` in an environment of its own, then run this again"
        )
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in READERS:
        sys.exit(f"name a reader: {', '.join(READERS)}")
    read = READERS[name]
    corpus = FOLDER / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed{number}").write_bytes(seed)

    def one(data: bytes) -> None:
        try:
            read(data)
        except DenizenError as error:
            str(error).encode()

    for function in _looked_into():
        atheris.instrument_func(function)
    atheris.Setup([sys.argv[0], *sys.argv[1:], str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
