"""Extent of the sheets in a spreadsheet, by its XML, before a library makes room for all cells.

A cell in the last corner of a sheet takes a few bytes of a file, and in memory as many cells as lie before it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from xml.parsers import expat

import attrs

from pactstate.errors import PactstateError

__all__ = ["MARKS", "Extent", "ExtentError", "column_of", "extent", "letters_of"]

MARKS: Final = (b"sheetData", b"uniqueCount")
"""Names without which a file is neither a worksheet of XLSX nor its table of texts."""


class ExtentError(PactstateError):
    """The file is no XML, or has a document type, which a sheet never has."""


@attrs.define
class Extent:
    """Extent of the sheets, or of the table of texts, in an XML file."""

    cells: int = 0
    """Cells of all sheets, each from the first one to the last that is filled."""
    texts: int = 0
    """Texts that a table of texts states."""
    error: str = ""
    """Place of the first cell with an error, such as ``#N/A``; empty if there is none."""


def extent(pieces: Iterable[bytes], *, is_document: bool) -> Extent:
    """Return the extent of the sheets of an XML file.

    Args:
        pieces: Bytes of the file.
        is_document: Whether it is the ``content.xml`` of an OpenDocument, or a file of XLSX.

    Raises:
        ExtentError: The file is no XML, or no sheet.

    >>> extent([b'<sheetData><row><c r="C2"/></row></sheetData>'], is_document=False).cells
    6
    """
    reader = _DocumentReader() if is_document else _WorksheetReader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ExtentError(str(error)) from None
    reader.end_sheet()
    return reader.found


def _refuse_document_type(name: str, system: str | None, public: str | None, has_subset: bool) -> None:
    raise ExtentError("a sheet has no document type")


@attrs.define
class _SheetReader(ABC):
    """Reader of start tags that counts the cells of sheets."""

    found: Extent = attrs.field(factory=Extent)
    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0

    @abstractmethod
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count what a start tag stands for."""

    def fill(self, row: int, column: int) -> None:
        """Count a cell that is filled, up to which a sheet reaches."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)

    def note_error(self, row: int, column: int) -> None:
        """Note the place of a cell with an error, if it is the first."""
        self.found.error = self.found.error or f"{letters_of(column)}{row}"

    def end_sheet(self) -> None:
        """Add the cells of a sheet, and begin with the next one."""
        self.found.cells += self.rows * self.columns
        self.row = self.column = self.rows = self.columns = 0


@attrs.define
class _WorksheetReader(_SheetReader):
    """Reader of a worksheet of XLSX: rows and cells have a place, or follow the one before."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            case "c":
                place = attributes.get("r", "")
                letters = place.rstrip("0123456789")
                self.column = column_of(letters) if letters else self.column + 1
                self.row = int(place[len(letters) :] or self.row)
                self.fill(self.row, self.column)
                if attributes.get("t") == "e":
                    self.note_error(self.row, self.column)
            case "sst":
                self.found.texts = int(attributes.get("uniqueCount", 0))


@attrs.define
class _DocumentReader(_SheetReader):
    """Reader of an OpenDocument: rows and cells may be repeated, and only those with a value count."""

    repeated_rows: int = 1
    repeated_columns: int = 1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "table":
                self.end_sheet()
                self.repeated_rows = self.repeated_columns = 0
            case "table-row":
                self.row += self.repeated_rows
                self.repeated_rows, self.repeated_columns = _repeated(attributes, "number-rows-repeated"), 0
                self.column = 0
            case "table-cell" | "covered-table-cell":
                self.column += self.repeated_columns
                self.repeated_columns = _repeated(attributes, "number-columns-repeated")
                values = {key.rpartition(":")[2]: value for key, value in attributes.items()}
                if "error" in (values.get("value-type"), attributes.get("calcext:value-type")):
                    self.note_error(self.row + 1, self.column + 1)
                if not values.keys().isdisjoint(("value-type", "formula")):
                    self.fill_repeated()
            case "p":
                self.fill_repeated()

    def fill_repeated(self) -> None:
        """Count the cells that one tag stands for."""
        self.fill(self.row + self.repeated_rows, self.column + self.repeated_columns)


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    return next((int(value) for key, value in attributes.items() if key.rpartition(":")[2] == name), 1)


_LETTERS: Final = 26


def letters_of(column: int) -> str:
    """Return the letters of a column, counted from 1.

    >>> letters_of(1), letters_of(26), letters_of(27)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=2048)
def column_of(letters: str) -> int:
    """Return the number of a column, counted from 1.

    >>> column_of("A"), column_of("AA"), column_of("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters[:8]:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number
