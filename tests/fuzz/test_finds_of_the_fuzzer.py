"""What the fuzzer found, each with its bytes: every one once raised something else than a sentence, or took all memory."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from denizen.contracts import load_contract
from denizen.documents import Document, parse_document
from denizen.errors import BadDocument, UnreadableFile
from denizen.intake.workbook import rows_of_workbook
from sheets import workbook
from visits_list import LIMITS


class Letter(Document):
    a: str


DOCUMENTS = {
    "a list that holds itself": b"a: &x [1, *x]\nb: !!int 1\n? [a]\n: 2\n<<: 3\n",
    "brackets a thousand deep": b"a: " + b"[" * 1_000,
    "a number that is a mark": b"a: !!int _\n",
    "an hour without minutes": b"a: !!int 1:\n",
    "a mapping for a text": b"a: !!str {}\n",
    "a list as a key": b"? [a]\n: 1\n",
    "a key that merges a number": b"<<: 3\n",
    "half of a character": "a: \ud800\n".encode("utf-8", "surrogatepass"),
    "an alias of what comes later": b"a: *x\nb: &x 1\n",
}


@pytest.mark.parametrize("content", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_that_no_reader_of_yaml_bears(content: bytes) -> None:
    text = content.decode("utf-8", "surrogatepass")
    for read in (lambda: parse_document(text, "it.yaml", Letter), lambda: load_contract(text, "it.yaml")):
        with pytest.raises(BadDocument) as error:
            read()
        assert error.value.where.startswith("it.yaml")
        assert error.value.mend


SHEET, CELL = "xl/worksheets/sheet1.xml", '<c r="A2" t="s"><v>1</v></c>'
FAR = {
    "a column of five letters": '<c r="OOrHB3" t="s"><v>1</v></c>',
    "a row that no sheet has": '<c r="A9999999" t="s"><v>1</v></c>',
    "a cell at the far corner": '<c r="XFD900000" t="s"><v>1</v></c>',
    "no space before the reference": '<c t="s"r="XFD900000"><v>1</v></c>',
    "no space, and five letters": "<c t='s'r='ZZZZZ9000000'><v>1</v></c>",
    "another name space": '<x:c r="XFD900000" t="s"><v>1</v></x:c>',
    "a reference that stands twice": '<c r="A2" r="XFD900000" t="s"><v>1</v></c>',
    "a letter written as a number": '<c r="&#88;FD900000" t="s"><v>1</v></c>',
    "a feed for a space": '<c\x0cr="XFD900000" t="s"><v>1</v></c>',
    "a reference without quotes": '<c r=XFD900000 t="s"><v>1</v></c>',
}
"""cells that a reader would lay a whole sheet out for, in terabytes"""


def with_cell(cell: str) -> bytes:
    """A workbook of two cells, the second of them another."""
    with zipfile.ZipFile(io.BytesIO(workbook([["Name"], ["one"]]))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    sheet = members[SHEET].decode()
    assert CELL in sheet
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, part in {**members, SHEET: sheet.replace(CELL, cell).encode()}.items():
            package.writestr(name, part)
    return held.getvalue()


@pytest.mark.parametrize("cell", FAR.values(), ids=FAR.keys())
def test_a_cell_that_is_very_far_away_is_told_before_the_sheet_is_laid_out(cell: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        rows_of_workbook(with_cell(cell), "list.xlsx", "", LIMITS)
    assert error.value.mend


READ = textwrap.dedent("""
    import resource, sys
    from pathlib import Path
    from denizen.errors import UnreadableFile
    from denizen.intake.workbook import rows_of_workbook
    sys.path.insert(0, sys.argv[1])
    from visits_list import LIMITS
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    for file in sorted(Path(sys.argv[2]).glob("*.xlsx")):
        try:
            rows_of_workbook(file.read_bytes(), file.name, "", LIMITS)
        except UnreadableFile:
            print("told")
""")


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_AS"), reason="no limit of memory here")
def test_with_little_memory_they_are_told_too(tmp_path: Path) -> None:
    """A reader that takes too much of it ends the whole program, which nothing can catch: so this is another program."""
    for number, cell in enumerate(FAR.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(with_cell(cell))
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", READ, tests, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["told"] * len(FAR)), done.stderr[-500:]
