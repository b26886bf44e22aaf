"""Reader of tables from spreadsheets and registers: CSV, TSV, JSON Lines, XLSX and ODS, with limits.

No formula is computed: a cell is its text. See docs/import.md.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.errors import PactstateError
from pactstate.exchange.extent import letters_of
from pactstate.exchange.spreadsheet import MAX_CELLS, SPREADSHEETS, SpreadsheetError, sheet_rows
from pactstate.text.suggest import clip

__all__ = ["MAX_ROWS", "RefusedTableError", "RowError", "SheetTable", "TableRow", "read_table"]

MAX_TABLE_BYTES: Final = 256 * 1024 * 1024
"""Bytes of a table."""
MAX_ROWS: Final = 1_000_000
"""Rows of a table."""
MAX_COLUMNS: Final = 1_000
"""Columns of a table."""
MAX_SEPARATORS: Final = 100 * MAX_COLUMNS
"""Signs between cells in a line, some of which may be in quotes: the reader makes a list of a whole row."""
MAX_ROWS_ABOVE_DATA: Final = 20
"""Rows among which the header of a table is looked for."""
MAX_CELL: Final = 64 * 1024
"""Characters of a cell."""


class RefusedTableError(PactstateError):
    """The table cannot be read. The message is one line that names the file."""


@attrs.frozen
class RowError:
    """Reason why a row, or one of its cells, is not taken."""

    row: int
    """Number of the row in the file, as a spreadsheet counts it: the header is row 1."""
    column: str
    """Name of the column; empty for the whole row."""
    value: str
    """Text of the cell."""
    reason: str
    table: str = ""
    """Name of the table; empty for that of the agreements."""


@attrs.frozen
class TableRow:
    """One row of a table."""

    row: int
    cells: Mapping[str, str]
    """Text of each cell by column, without white space at its ends and with single blanks."""
    lines: Mapping[str, str] = MappingProxyType({})
    """Text of the cells that have several lines, with their line breaks."""


@attrs.frozen
class SheetTable:
    """Table as read: its columns, its rows, and the rows that are malformed."""

    path: str
    columns: tuple[str, ...]
    records: tuple[TableRow, ...]
    errors: tuple[RowError, ...]
    header: int
    """Row of the names of the columns."""
    encoding: str
    """UTF-8; UTF-16 if the file begins with its mark; cp1252, the usual encoding of Western spreadsheets; or cp932,
    which is Shift JIS.
    """
    sheet: str = ""
    """Name of the sheet, for a spreadsheet."""
    other_sheets: tuple[str, ...] = ()
    """Names of the other sheets of the spreadsheet."""


def read_table(path: Path, sheet: str | None = None, header: int | None = 1) -> SheetTable:
    """Read a table; the ending of the file says how: ``.csv``, ``.tsv``, ``.jsonl``, ``.ndjson``, ``.xlsx``, ``.ods``.

    Args:
        path: File.
        sheet: Name of the sheet of a spreadsheet. Default: the first one; the largest one without a ``header``.
        header: Row of the names of the columns; None: the first row that has as many cells as a header would.

    Raises:
        RefusedTableError: The file cannot be read, or is beyond a limit.
    """
    _refuse_other_format(path)
    if path.suffix.lower() in SPREADSHEETS:
        return _spreadsheet(path, sheet, header)
    if path.suffix.lower() not in (*_SEPARATED, *_JSON_LINES):
        raise RefusedTableError(f"{path}: the ending stands for no table: save it as CSV, TSV, JSON Lines, XLSX or ODS")
    text, encoding = _text(path)
    if path.suffix.lower() in _JSON_LINES:
        return SheetTable(str(path), *_json_lines(path, text), encoding)
    lines, delimiter = _separated(path, text, header)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return SheetTable(str(path), *_of_rows(path, reader, header), encoding)
    except csv.Error as error:
        raise RefusedTableError(
            f"{path} is no CSV, at line {reader.line_num} or before: {error}; is a quote opened there and not closed?"
        ) from None


_ZIP: Final = b"PK\3\4"
_OTHER_FORMATS: Final[Mapping[bytes, str]] = {
    _ZIP: "a zip archive, as spreadsheets are: give it the ending .xlsx or .ods",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old Excel, or one with a password: save it as XLSX without a password",
    b"%PDF": "a PDF: name the table that it was made of",
    b"<": "HTML or XML: open it in a spreadsheet, and save it as XLSX",
}
"""Advice on files of another format than their ending says, by their first bytes."""
_SEPARATED: Final = (".csv", ".tsv")
_DELIMITERS: Final = (",", ";", "\t", "|")
"""Signs that may stand between the cells of a CSV file."""
_JSON_LINES: Final = (".jsonl", ".ndjson")
_Read = tuple[tuple[str, ...], tuple[TableRow, ...], tuple[RowError, ...], int]
"""Columns, rows, rows that are malformed, and the row of the header."""


_NO_JAPANESE: Final = "[\0\ue000-\uf8ff\uff61-\uff9f]"
"""Signs of texts in other encodings that are read as Shift JIS: those without a meaning, and half-width letters."""
_NO_WESTERN: Final = "\0|[\u00a1-\u00ff\u0152-\u0192]{4}"
"""Signs of texts in other encodings that are read as cp1252: letters with accents that follow each other."""
_JAPANESE: Final = re.compile(rb"(?:\x82[\x9f-\xf1]|\x83[\x40-\x96]){2}|(?:[\x88-\x97][\x40-\xfc]){3}")
"""Kana, or usual kanji, that follow each other in Shift JIS; in cp1252 they are quotes and letters in turn."""
_TWO_SIGNS: Final = re.compile(rb"(?:[\x88-\x97][\x40-\xfc]){2}")
"""Two kanji in Shift JIS, or a quote and a letter two times in cp1252."""


def _refuse_other_format(path: Path) -> None:
    """Refuse a file that has another format than its ending says."""
    start = _content(path, 4)
    for mark, meaning in _OTHER_FORMATS.items():
        if start.startswith(mark) and not (mark == _ZIP and path.suffix.lower() in SPREADSHEETS):
            raise RefusedTableError(f"{path} is {meaning}")


def _spreadsheet(path: Path, sheet: str | None, header: int | None) -> SheetTable:
    if path.stat().st_size > MAX_TABLE_BYTES:
        raise RefusedTableError(f"{path} has more than {MAX_TABLE_BYTES:,} bytes: split the table")
    try:
        found = sheet_rows(path, sheet, MAX_ROWS, MAX_COLUMNS, header)
    except SpreadsheetError as error:
        raise RefusedTableError(f"{path} {error}") from None
    return SheetTable(str(path), *_of_rows(path, iter(found.rows), header), "utf-8", found.name, found.others)


def _content(path: Path, length: int) -> bytes:
    """Return the first bytes of a file."""
    try:
        if not path.is_file():
            raise RefusedTableError(f"{path} is no file: name a table")
        with path.open("rb") as stream:
            return stream.read(length)
    except OSError as error:
        raise RefusedTableError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None


def _text(path: Path) -> tuple[str, str]:
    data = _content(path, MAX_TABLE_BYTES + 1)
    if len(data) > MAX_TABLE_BYTES:
        raise RefusedTableError(f"{path} has more than {MAX_TABLE_BYTES:,} bytes: split the table")
    found = _decoded(data)
    if found is None:
        raise RefusedTableError(
            f"{path} is text in an encoding that is not known: open it in the program that wrote it, and save it as "
            "'CSV UTF-8 (comma delimited)'"
        )
    return found


def _decoded(data: bytes) -> tuple[str, str] | None:
    """Return a text and its encoding; None if it may be in several, or in one that is not known."""
    # A text in UTF-16 begins with a mark, and a text in another encoding is hardly ever valid UTF-8.
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = _in(data, "utf-16" if marked else "utf-8-sig", "\0")
    if marked or text is not None:
        return (text, "utf-16" if marked else "utf-8") if text is not None else None
    japanese, western = _in(data, "cp932", _NO_JAPANESE), _in(data, "cp1252", _NO_WESTERN)
    if japanese is not None and (western is None or _JAPANESE.search(data)):
        return japanese, "cp932"
    if japanese is not None and _TWO_SIGNS.search(data):
        return None
    return (western, "cp1252") if western is not None else None


def _in(data: bytes, encoding: str, unwanted: str) -> str | None:
    """Return a text in an encoding; None if it is not in it, or has a sign that texts in it do not have."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if re.search(unwanted, text) else text


def _separated(path: Path, text: str, header: int | None) -> tuple[list[str], str]:
    """Return the lines of a text, and the sign that stands between its cells."""
    lines = text.splitlines(keepends=True)
    start = (header or 1) - 1
    # A title may have a comma, and a cell a semicolon: what most rows have separates the cells.
    rows = lines[start : start + MAX_ROWS_ABOVE_DATA]
    counts = {sign: (sum(sign in row for row in rows), "".join(rows[:1]).count(sign)) for sign in _DELIMITERS}
    delimiter = "\t" if path.suffix.lower() == ".tsv" else max(_DELIMITERS, key=counts.__getitem__)
    if any(line.count(delimiter) > MAX_SEPARATORS for line in lines):
        raise RefusedTableError(f"{path} has a line with more than {MAX_SEPARATORS:,} cells: is it a table?")
    return lines, delimiter


def _of_rows(path: Path, rows: Iterator[Sequence[str]], header: int | None) -> _Read:
    """Return the columns, the rows, and the rows that are malformed."""
    first = [row for _, row in zip(range(header or MAX_ROWS_ABOVE_DATA), rows, strict=False)]
    header = header or header_row(first)
    names = first[header - 1] if header <= len(first) else []
    columns = _columns(path, names, header)
    # Columns without a name and without a cell are left over from the formatting of a spreadsheet.
    empty = {column for column, name in zip(columns, names, strict=True) if not _tidy(name)}
    records: list[TableRow] = []
    errors: list[RowError] = []
    for number, row in enumerate(chain(first[header:], rows), header + 1):
        _refuse_more(path, number, len(columns) * len(records))
        cells = [_tidy(cell) for cell in row]
        if not any(cells):
            continue
        if any(cells[len(columns) :]):
            reason = f"the row has {len(cells)} cells, and the header {len(columns)}: put cells with a comma in quotes"
            errors.append(RowError(number, "", "", reason))
            continue
        cells += [""] * (len(columns) - len(cells))
        lines = _of_several_lines(zip(columns, row, strict=False))
        _add(TableRow(number, dict(zip(columns, cells, strict=False)), lines), records, errors)
        empty -= {column for column in empty if records and records[-1].cells[column]}
    return tuple(one for one in columns if one not in empty), tuple(records), tuple(errors), header


def header_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the number of the first row that has at least half as many filled cells as the fullest, and two or more.

    >>> header_row([["Agreements of the desk", "", ""], [], ["Ref", "Title", ""], ["1", "Access", "x"]])
    3
    """
    filled = [sum(bool(_tidy(cell)) for cell in row) for row in rows]
    least = max(2, (max(filled, default=0) + 1) // 2)
    return next((number for number, count in enumerate(filled, 1) if count >= least), 1)


def _columns(path: Path, header: Sequence[str], row: int) -> tuple[str, ...]:
    columns = tuple(_tidy(name) or f"column {number}" for number, name in enumerate(header, 1))
    if not any(map(_tidy, header)):
        raise RefusedTableError(
            f"{path} has no header in row {row}: write the names of the columns there, or say with 'header' in the "
            "mapping which row has them"
        )
    if len(columns) > MAX_COLUMNS:
        raise RefusedTableError(f"{path} has more than {MAX_COLUMNS:,} columns")
    numbers: dict[str, int] = {}
    for number, name in enumerate(columns, 1):
        first = numbers.setdefault(name, number)
        if first != number:
            raise RefusedTableError(
                f"{path} has two columns '{clip(name)}', {letters_of(first)} and {letters_of(number)}: give each a "
                f"name of its own, or say with 'header' in the mapping which row has the names, if it is not row {row}"
            )
    return columns


def _json_lines(path: Path, text: str) -> _Read:
    columns: dict[str, None] = {}
    records: list[TableRow] = []
    errors: list[RowError] = []
    count = 0
    for number, line in enumerate(text.split("\n"), 1):
        _refuse_more(path, number, count)
        if not line.strip():
            continue
        try:
            pairs = _pairs(line)
        except (ValueError, RecursionError):
            pairs = None
        if pairs is None:
            errors.append(RowError(number, "", "", "the line is no JSON object"))
            continue
        cells = {_tidy(key): _plain(value) for key, value in pairs}
        columns.update(dict.fromkeys(cells))
        count += len(cells)
        if len(columns) > MAX_COLUMNS:
            raise RefusedTableError(f"{path} has more than {MAX_COLUMNS:,} columns")
        if len(cells) < len(pairs):
            errors.append(RowError(number, "", "", "the object has a key two times: give each a name of its own"))
            continue
        nested = [name for name, value in cells.items() if value is None]
        if nested:
            errors.append(RowError(number, nested[0], "", "the value is a list or an object: write a text or a number"))
            continue
        lines = _of_several_lines((_tidy(key), value) for key, value in pairs if isinstance(value, str))
        _add(TableRow(number, {name: value or "" for name, value in cells.items()}, lines), records, errors)
    if not columns:
        raise RefusedTableError(f"{path} has no row that is a JSON object: write one object on each line")
    return tuple(columns), tuple(records), tuple(errors), 1


class _Pairs(list[tuple[str, object]]):
    """Keys and values of a JSON object, in which a key may stand twice."""


def _pairs(line: str) -> _Pairs | None:
    """Return the keys and values of a JSON object; None for another value. A number is the text that it is written as.

    Raises:
        RecursionError: The text is nested too deeply.
        ValueError: The text is no JSON.
    """
    data: object = json.loads(
        line, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=_refuse_constant
    )
    return data if isinstance(data, _Pairs) else None


def _refuse_constant(name: str) -> str:
    raise ValueError(f"{name} is no JSON")


def _plain(value: object) -> str | None:
    """Return the text of a plain value; None for a list or an object."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return _tidy(value) if isinstance(value, str) else None


def _refuse_more(path: Path, rows: int, cells: int) -> None:
    if rows > MAX_ROWS:
        raise RefusedTableError(f"{path} has more than {MAX_ROWS:,} rows: split the table")
    if cells > MAX_CELLS:
        raise RefusedTableError(f"{path} has more than {MAX_CELLS:,} cells: split the table")


def _add(record: TableRow, records: list[TableRow], errors: list[RowError]) -> None:
    long = next((name for name, value in record.cells.items() if len(value) > MAX_CELL), None)
    if long is None:
        records.append(record)
    else:
        errors.append(RowError(record.row, long, "", f"the cell has more than {MAX_CELL:,} characters"))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _of_several_lines(cells: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the texts that have several lines, with their line breaks and single blanks."""
    return {column: "\n".join(map(_tidy, text.strip().split("\n"))) for column, text in cells if "\n" in text.strip()}
