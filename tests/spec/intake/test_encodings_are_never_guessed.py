"""Strict UTF-8, then UTF-16 where the file says so, then the contract's encoding; letters are never weighed."""

import codecs

import pytest

from visits_list import Desk, day, lines, reasons

NAMES = ["Nuñez", "Siân", "Zoë’s", "O’Hara"]
TEXT = lines(*(day(number, worker=name) for number, name in enumerate(NAMES, 1)))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_accents_stay_as_they_are(desk: Desk, content: bytes, encoding: str) -> None:
    receipt = desk.receive(content)
    assert receipt.encoding == encoding
    assert desk.accepted("worker") == NAMES


def test_welsh_letters_stay_in_utf_16(desk: Desk) -> None:
    desk.receive(lines(day(1, worker="Llŷr Dŵr")).encode("utf-16"))
    assert desk.accepted("worker") == ["Llŷr Dŵr"]


def test_another_encoding_than_utf_8_is_noted(desk: Desk) -> None:
    assert "cp1252" in desk.receive(TEXT.encode("cp1252")).notes[0]


def test_a_byte_that_cp1252_lacks_costs_its_line(desk: Desk) -> None:
    receipt = desk.receive(TEXT.encode("cp1252").replace(b"Si\xe2n", b"Si\x81n"))
    assert (receipt.accepted, reasons(receipt)) == (3, {"line_can_be_decoded": (3,)})


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_one_damaged_line_does_not_turn_a_utf_8_file_into_another(desk: Desk, mark: bytes) -> None:
    receipt = desk.receive(mark + TEXT.encode("utf-8").replace("Siân".encode(), b"Si\xe2n"))
    assert reasons(receipt) == {"line_can_be_decoded": (3,)}
    assert desk.accepted("worker") == ["Nuñez", "Zoë’s", "O’Hara"]


def test_a_utf_16_file_that_was_cut_in_the_middle_of_a_letter_loses_its_last_line_alone(desk: Desk) -> None:
    receipt = desk.receive(TEXT.rstrip().encode("utf-16")[:-1])
    assert (receipt.received, receipt.accepted) == (4, 3)
