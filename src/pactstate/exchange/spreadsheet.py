"""Rows of a spreadsheet in Excel or OpenDocument format, read by python-calamine behind limits.

A cell is its value as text. Formulas are not computed: the value that the spreadsheet has saved is read.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.parsers import expat

import attrs

from pactstate.errors import PactstateError
from pactstate.exchange.date_formats import shown_dates
from pactstate.exchange.extent import MARKS, ExtentError, extent, letters_of
from pactstate.text.suggest import clip, did_you_mean, listed

__all__ = ["SPREADSHEETS", "SheetRows", "SpreadsheetError", "sheet_rows"]

SPREADSHEETS: Final = (".xlsx", ".xlsm", ".ods")
"""Endings of spreadsheets."""
MAX_UNPACKED_BYTES: Final = 512 * 1024 * 1024
"""Bytes of all files in the archive that a spreadsheet is."""
MAX_RATIO: Final = 200
"""Bytes of a file in the archive for each byte that it takes there. Usual sheets stay below 30."""
MAX_MEMBERS: Final = 10_000
"""Files in the archive."""
MAX_CELLS: Final = 5_000_000
"""Cells of a table, and of all sheets of a spreadsheet, from the first one to the last that is filled."""
_PIECE: Final = 1024 * 1024
"""Bytes that are unpacked at a time."""
_FREE_BYTES: Final = 1024 * 1024
"""Size up to which any ratio is allowed, since a small file costs little."""


class SpreadsheetError(PactstateError):
    """The spreadsheet cannot be read. The message says why, without the name of the file."""


@attrs.frozen
class SheetRows:
    """Rows of a sheet as texts; row and column numbers are those of the spreadsheet."""

    rows: list[list[str]]
    name: str
    others: tuple[str, ...]
    """Names of the other sheets."""


def sheet_rows(path: Path, sheet: str | None, max_rows: int, max_columns: int, header: int | None = 1) -> SheetRows:
    """Return the rows of a sheet.

    Args:
        path: Spreadsheet.
        sheet: Name of the sheet. Default: the first one; the largest one if the row of the header is not known.
        max_rows: Rows that are allowed.
        max_columns: Columns that are allowed.
        header: Row of the names of the columns. Merged cells above it do not count; none count if it is not known.

    Raises:
        SpreadsheetError: A library is missing, or the file is no spreadsheet, is beyond a limit, has merged cells, or
            has no such sheet.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # optional, and slow to import
    except ImportError:
        raise SpreadsheetError("needs python-calamine: pip install 'pactstate[xlsx]'; or save it as CSV") from None
    _refuse_unsafe(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            names = book.sheet_names
            sheets = {one: book.get_sheet_by_name(one) for one in names} if sheet is None and header is None else {}
            largest = max(sheets, key=lambda one: sheets[one].height * sheets[one].width, default=sheet)
            name = _chosen(largest, names)
            found = sheets[name] if name in sheets else book.get_sheet_by_name(name)
            last_row, last_column = found.end or (0, 0)
            if last_row >= max_rows or last_column >= max_columns:
                raise SpreadsheetError(f"has more than {max_rows:,} rows or {max_columns:,} columns: split the sheet")
            ranges = found.merged_cell_ranges or ()
            merged = min(
                (start for start, (end, _) in ranges if header is not None and end >= header - 1), default=None
            )
            if merged is not None:
                row, column = merged
                where = f"{letters_of(column + 1)}{row + 1}"
                raise SpreadsheetError(
                    f"has merged cells, the first at {where}: unmerge them and fill each cell, or name their columns "
                    "under 'fill_down' in [agreements]"
                )
            rows = [[_text(value) for value in row] for row in found.to_python(skip_empty_area=False)]
            _shorten_dates(path, name, rows)
            return SheetRows(rows, name, tuple(one for one in names if one != name))
    except (CalamineError, expat.ExpatError) as error:
        raise SpreadsheetError(
            f"is no spreadsheet that can be read ({clip(str(error))}): save it as XLSX, ODS or CSV UTF-8"
        ) from None


def _shorten_dates(path: Path, sheet: str, rows: list[list[str]]) -> None:
    """Leave out the day of dates whose cell shows a month or a year, if it is the first one."""
    with zipfile.ZipFile(path) as archive:
        members = {one.filename: one for one in archive.infolist()}

        def content(name: str) -> Iterator[bytes]:
            return _pieces(archive, members[name]) if name in members else iter(())

        for row, column, length in shown_dates(content, sheet):
            text = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""
            if _FIRST_DAY.fullmatch(text[length:]):
                rows[row - 1][column - 1] = text[:length]


_FIRST_DAY: Final = re.compile("(?:-01)+")


def _refuse_unsafe(path: Path) -> None:
    """Refuse an archive beyond a limit before it is unpacked to memory, and cells with errors."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED_BYTES:
                raise SpreadsheetError(f"unpacks to more than {MAX_UNPACKED_BYTES:,} bytes: split it")
            if any(one.file_size > max(_FREE_BYTES, one.compress_size * MAX_RATIO) for one in members):
                raise SpreadsheetError(f"unpacks to more than {MAX_RATIO} times its size: save the sheet as CSV UTF-8")
            _refuse_content(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise SpreadsheetError("is no spreadsheet that can be read: save it as XLSX, ODS or CSV UTF-8") from None


def _refuse_content(archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse more cells or texts than the limit, and cells with errors.

    Which file is a worksheet is stated in other files, so that all are read. The library makes room for every cell up
    to the last one, and for as many texts as a file states.
    """
    cells = 0
    for one in members:
        try:
            found = extent(_pieces(archive, one), is_document=one.filename == "content.xml")
        except ExtentError as error:
            # Pictures and the like are no XML; a worksheet that only the library could read is refused.
            if _has_any(_pieces(archive, one), MARKS):
                raise SpreadsheetError(f"is no spreadsheet: {error}") from None
            continue
        cells += found.cells
        if found.error:
            raise SpreadsheetError(f"has an error, such as #N/A, in cell {found.error}: correct or empty it")
        if max(cells, found.texts) > MAX_CELLS:
            raise SpreadsheetError(f"has more than {MAX_CELLS:,} cells: split the table")


def _has_any(pieces: Iterable[bytes], marks: Sequence[bytes]) -> bool:
    end = b""
    for piece in pieces:
        if any(mark in end + piece for mark in marks):
            return True
        end = piece[-max(map(len, marks)) :]
    return False


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the content of a file in an archive.

    Some releases of python-calamine unpack a file whatever its stated size is (0.6 and older). Told a larger size,
    ``zipfile`` reads to the end of the data.

    Raises:
        SpreadsheetError: The file is larger than the archive states.
    """
    whole = copy.copy(member)
    whole.file_size = MAX_UNPACKED_BYTES
    size = 0
    with archive.open(whole) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > member.file_size:
                raise SpreadsheetError("unpacks to more than it states: save the sheet as CSV UTF-8")
            yield piece


def _chosen(sheet: str | None, names: Sequence[str]) -> str:
    if sheet is None:
        return names[0]
    if sheet not in names:
        raise SpreadsheetError(f"has no sheet '{clip(sheet)}': {did_you_mean(sheet, names) or listed(names)}")
    return sheet


_Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def _text(value: _Value) -> str:
    """Return the text of a value, as a person would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
