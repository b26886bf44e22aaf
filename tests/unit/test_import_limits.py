"""Spreadsheets of strangers: what would cost much memory is refused before it is read."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.exchange.extent import ExtentError, extent
from pactstate.exchange.read_table import RefusedTableError, read_table
from sheets import book

CORNER = "has more than 5,000,000 cells: split the table"
OPEN_DOCUMENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
ROW = '<table:table-row{}><table:table-cell{} office:value-type="string"><text:p>A</text:p></table:table-cell></table:table-row>'


def changed(path: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """Return the path of a spreadsheet whose files were changed."""
    sheet = book(path.with_name("a.xlsx"), ("Ref", "Title"), ("1", "Access"))
    with zipfile.ZipFile(sheet) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            new.writestr(*change(one.filename, old.read(one)))
    return path


def replaced(old: str, new: str, name: str = "sheet1.xml") -> Callable[[str, bytes], tuple[str, bytes]]:
    def change(file: str, data: bytes) -> tuple[str, bytes]:
        assert not file.endswith(name) or old.encode() in data
        return file, data.replace(old.encode(), new.encode()) if file.endswith(name) else data

    return change


def elsewhere(file: str, data: bytes) -> tuple[str, bytes]:
    """Move the worksheet to a folder where none is expected, with a cell in the last corner."""
    moved = "xl/pictures/image1.png" if file.endswith("sheet1.xml") else file
    data = data.replace(b"worksheets/sheet1.xml", b"pictures/image1.png").replace(b'r="B2"', b'r="XFD1048576"')
    return moved, data


def unreadable(file: str, data: bytes) -> tuple[str, bytes]:
    moved, data = elsewhere(file, data)
    return moved, data.replace(b"</worksheet>", b"") if moved.endswith(".png") else data


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (replaced('r="B2"', 'r="XFD1048576"'), CORNER),
        (replaced('r="B2"', "r = '&#88;FD1048576'"), CORNER),
        (replaced('uniqueCount="4"', 'uniqueCount="4294967295"', "sharedStrings.xml"), CORNER),
        (elsewhere, CORNER),
        (unreadable, "is no spreadsheet: no element found"),
        (replaced("<sheetData>", "<sheetData"), "is no spreadsheet: not well-formed"),
        (replaced('<row r="2"', '<row r="x"'), "is no spreadsheet: invalid literal"),
        (
            replaced("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
            "is no spreadsheet: a sheet has no document type",
        ),
    ],
)
def test_a_few_bytes_that_stand_for_many_cells(
    tmp_path: Path, change: Callable[[str, bytes], tuple[str, bytes]], reason: str
) -> None:
    with pytest.raises(RefusedTableError, match=reason):
        read_table(changed(tmp_path / "b.xlsx", change))


def test_pictures_are_no_sheets(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("Ref",), ("1",))
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    assert [one.cells for one in read_table(path).records] == [{"Ref": "1"}]


def test_a_size_that_is_stated_too_small_is_refused(tmp_path: Path) -> None:
    path = changed(
        tmp_path / "b.xlsx", replaced("</sst>", f"<si><t>{'x' * 1_500_000}</t></si></sst>", "sharedStrings.xml")
    )
    with zipfile.ZipFile(path) as made:
        name = next(one for one in made.namelist() if one.endswith("sharedStrings.xml"))
        start = made.getinfo(name).header_offset
        stated = struct.pack("<I", zlib.crc32(made.read(name)[:100])), struct.pack("<I", 100)
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    while data[central + 46 : central + 46 + len(name)] != name.encode():
        central = data.index(b"PK\x01\x02", central + 1)
    # Checksum and size in the header before the file (APPNOTE 4.3.7), and in the central directory (4.3.12).
    for checksum, size in ((start + 14, start + 22), (central + 16, central + 24)):
        data[checksum : checksum + 4], data[size : size + 4] = stated
    path.write_bytes(data)
    with pytest.raises(RefusedTableError, match="unpacks to more than it states"):
        read_table(path)


def document(*tables: str) -> bytes:
    return OPEN_DOCUMENT.format("".join(f'<table:table table:name="S">{one}</table:table>' for one in tables)).encode()


@pytest.mark.parametrize(
    ("tables", "cells"),
    [
        ([ROW.format("", "")], 1),
        ([ROW.format("", ' table:number-columns-repeated="900"')], 900),
        ([ROW.format(' table:number-rows-repeated="900"', ' table:number-columns-repeated="3"')], 2_700),
        # Empty cells before one that is filled count, those behind do not.
        (
            [
                '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
                + ROW.format("", "")
            ],
            10,
        ),
        (
            [
                ROW.format("", "")
                + '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
            ],
            1,
        ),
        ([ROW.format("", ""), ROW.format("", ' table:number-columns-repeated="2"')], 3),
    ],
)
def test_the_extent_of_an_open_document(tables: list[str], cells: int) -> None:
    found = extent([document(*tables)], is_document=True)
    assert (found.cells, found.error) == (cells, "")


def test_an_error_in_an_open_document() -> None:
    row = "<table:table-row>{}</table:table-row>"
    wide = '<table:table-cell table:number-columns-repeated="27"/><table:table-cell calcext:value-type="error"/>'
    assert extent([document(row.format("") + row.format(wide * 2))], is_document=True).error == "AB2"


def test_an_open_document_that_repeats_a_cell_without_end(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        repeated = ROW.format(' table:number-rows-repeated="20000"', ' table:number-columns-repeated="900"')
        made.writestr("content.xml", document(repeated))
    with pytest.raises(RefusedTableError, match=CORNER):
        read_table(tmp_path / "a.ods")


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ('<row><c/><c/></row><row><c t="n"/></row>', 4),
        ('<row r="3"><c r="C3"/><c/></row>', 12),
        ("<row/>", 0),
    ],
)
def test_cells_without_a_place_follow_each_other(rows: str, cells: int) -> None:
    pieces = [bytes([one]) for one in f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()]
    assert extent(pieces, is_document=False).cells == cells


def test_what_is_no_xml_has_no_extent() -> None:
    with pytest.raises(ExtentError):
        extent([b"\x89PNG"], is_document=False)
