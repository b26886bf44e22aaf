"""Formats of exported tables. Rows are written one after the other, so that memory does not grow with their number."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final, Protocol

import attrs

from pactstate.dataframe import MissingLibraryError
from pactstate.errors import PactstateError
from pactstate.tables.columns import Column, Table
from pactstate.tables.rows import CellValue, Row
from pactstate.text.escape import CsvText, csv_text, csv_writer, json_lines, json_text

__all__ = ["FORMATS", "ExportError", "Format", "Put", "datapackage", "head_as_csv", "rows_as_csv"]

Put = Callable[[Table, Sequence[Row]], None]
"""Function that writes rows of a table."""


class ExportError(PactstateError):
    """The tables cannot be written in this format. The message says why, and what to do."""


@attrs.frozen
class Format:
    """Format of exported tables."""

    suffixes: tuple[str, ...]
    """Endings of names of files of this format; none for one that writes a folder only."""
    takes_several: bool
    """Whether one file holds several tables; if not, each table is a file in a folder."""
    open: Callable[[Sequence[Table], Path], AbstractContextManager[Put]]
    """Function that opens a folder, or a file if it takes several tables, and gives a function that writes rows."""


def head_as_csv(table: Table) -> CsvText:
    """Return the first line of a table in CSV, with the names of the columns."""
    return csv_text([[column.name for column in table.columns]])


def rows_as_csv(table: Table, rows: Iterable[Row]) -> CsvText:
    """Return rows of a table as lines in CSV."""
    return csv_text(_csv_rows(table, [*rows]))


def _csv_rows(table: Table, rows: Sequence[Row]) -> Sequence[Sequence[str | int | None]]:
    """Return rows with ``true`` and ``false`` for their booleans."""
    booleans = _booleans(table)
    if not booleans or not rows:
        return rows
    found = [list(row) for row in rows]
    for row in found:
        for number in booleans:
            row[number] = _BOOLEANS[row[number]]
    return found


@cache
def _booleans(table: Table) -> Sequence[int]:
    # Cached, since a site writes the tables of each agreement by themselves.
    return [number for number, column in enumerate(table.columns) if column.type == "boolean"]


_BOOLEANS: Final[Mapping[CellValue, str]] = {True: "true", False: "false", None: ""}


@contextmanager
def _in_batches(tables: Sequence[Table], most: int, write: Put) -> Iterator[Put]:
    """Yield a function that collects rows of each table, and writes them when there are many, and at the end."""
    waiting: dict[str, list[Row]] = {table.name: [] for table in tables}

    def put(table: Table, rows: Sequence[Row]) -> None:
        kept = waiting[table.name]
        kept += rows
        if len(kept) >= most:
            write(table, kept)
            kept.clear()

    yield put
    for table in tables:
        write(table, waiting[table.name])


_LINES: Final = 16
"""Rows that are kept in memory, beside those of one agreement, before they are written to a CSV file."""


@contextmanager
def _csv(tables: Sequence[Table], folder: Path) -> Iterator[Put]:
    with ExitStack() as files:
        writers = {}
        for table in tables:
            path = folder / f"{table.name}.csv"
            stream = files.enter_context(path.open("w", encoding="utf-8", newline=""))
            writers[table.name] = csv_writer(stream)
            writers[table.name]([[column.name for column in table.columns]])

        def write(table: Table, rows: Sequence[Row]) -> None:
            writers[table.name](_csv_rows(table, rows))

        with _in_batches(tables, _LINES, write) as put:
            yield put
    text = json.dumps(datapackage(tables), indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8", newline="\n")


def datapackage(tables: Sequence[Table]) -> dict[str, object]:
    """Return the description of CSV files of these tables. See https://specs.frictionlessdata.io/data-package/."""
    return {
        "profile": "tabular-data-package",
        "name": "agreements",
        "resources": [_resource(table, {one.name for one in tables}) for table in tables],
    }


def _resource(table: Table, names: set[str]) -> dict[str, object]:
    foreign = [
        {
            "fields": list(one.columns),
            "reference": {"resource": one.table, "fields": list(_key_of(one.table))},
        }
        for one in table.foreign
        if one.table in names
    ]
    fields = [
        {"name": column.name, "type": _TABLE_SCHEMA.get(column.type, column.type), "description": column.description}
        for column in table.columns
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "encoding": "utf-8",
        "schema": {
            "fields": fields,
            "primaryKey": list(table.key),
            **({"foreignKeys": foreign} if foreign else {}),
            "missingValues": [""],
        },
    }


_TABLE_SCHEMA: Final = {"uri": "string"}


def _key_of(name: str) -> tuple[str, ...]:
    from pactstate.tables.columns import TABLES

    return TABLES[name].key


@contextmanager
def _jsonl(tables: Sequence[Table], file: Path) -> Iterator[Put]:
    names = {table.name: ["table", *(column.name for column in table.columns)] for table in tables}
    begun: set[str] = set()
    with file.open("w", encoding="utf-8", newline="\n") as stream:

        def put(table: Table, rows: Sequence[Row]) -> None:
            cells = ((table.name, *row) for row in rows)
            # Readers take the columns of a table from its first line. The other lines leave out empty cells, which are
            # half of all, since the name of a column is longer than most cells.
            first = None if table.name in begun else next(cells, None)
            if first is not None:
                begun.add(table.name)
                stream.write(json_text(dict(zip(names[table.name], first, strict=True)), depth=0, compact=True))
            stream.writelines(json_lines(names[table.name], cells))

        yield put


_SQL_TYPES: Final = {"string": "TEXT", "uri": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}
_VIEWS: Final = {
    "status_now": (
        {"agreements"},
        "SELECT agreement, title, kind, parties, words AS status, since, expected, newest FROM agreements",
    ),
    "timeline": (
        {"agreements", "events"},
        (
            "SELECT agreement, title, number, date, date_earliest, date_latest, event, party, note FROM events "
            "JOIN agreements USING (agreement) ORDER BY agreement, number"
        ),
    ),
}
"""Views of the database: the tables that each needs, and its query."""


@contextmanager
def _sqlite(tables: Sequence[Table], file: Path) -> Iterator[Put]:
    import sqlite3  # takes 1 % of the time of a small site, which needs only CSV

    connection = sqlite3.connect(file, isolation_level=None)
    try:
        names = {table.name for table in tables}
        # The file is a draft: a journal would only cost time. The size of a page is fixed, for the same bytes anywhere.
        for line in ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA page_size = 4096", "BEGIN"):
            connection.execute(line)
        for table in tables:
            connection.execute(_create(table, names))
        for name, (needed, query) in _VIEWS.items():
            if needed <= names:
                connection.execute(f"CREATE VIEW {name} AS {query}")
        inserts = {table.name: _insert(table) for table in tables}

        def put(table: Table, rows: Sequence[Row]) -> None:
            connection.executemany(inserts[table.name], rows)

        yield put
        connection.execute("COMMIT")
    finally:
        connection.close()


def _create(table: Table, names: set[str]) -> str:
    lines = [f'"{column.name}" {_SQL_TYPES[column.type]}{_required(column, table)}' for column in table.columns]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    lines += [
        f"FOREIGN KEY ({_names(one.columns)}) REFERENCES {one.table} ({_names(_key_of(one.table))})"
        for one in table.foreign
        if one.table in names
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)}) STRICT'


def _required(column: Column, table: Table) -> str:
    return " NOT NULL" if column.name in table.key else ""


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _insert(table: Table) -> str:
    name, places = table.name, ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{name}" VALUES ({places})'  # noqa: S608 - the name is one of TABLES, the values are bound


_BATCH: Final = 5_000
"""Rows that are kept in memory, beside those of one agreement, before they are written to a Parquet file."""


@contextmanager
def _parquet(tables: Sequence[Table], folder: Path) -> Iterator[Put]:
    arrow, parquet = _library("pyarrow", "Parquet", "parquet"), _library("pyarrow.parquet", "Parquet", "parquet")
    types = {
        "string": arrow.string(),
        "uri": arrow.string(),
        "date": arrow.date32(),
        "integer": arrow.int64(),
        "boolean": arrow.bool_(),
    }
    with ExitStack() as files:
        schemas = {
            table.name: arrow.schema([(column.name, types[column.type]) for column in table.columns])
            for table in tables
        }
        writers = {
            table.name: files.enter_context(
                parquet.ParquetWriter(str(folder / f"{table.name}.parquet"), schemas[table.name])
            )
            for table in tables
        }

        def write(table: Table, rows: Sequence[Row]) -> None:
            columns = [
                [_day(row[number]) if column.type == "date" else row[number] for row in rows]
                for number, column in enumerate(table.columns)
            ]
            schema = schemas[table.name]
            arrays = [arrow.array(values, one.type) for values, one in zip(columns, schema, strict=True)]
            writers[table.name].write_table(arrow.Table.from_arrays(arrays, schema=schema))

        with _in_batches(tables, _BATCH, write) as put:
            yield put


def _day(value: CellValue) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(str(value))


MAX_SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet, its header included, by https://support.microsoft.com/office/excel-specifications-and-limits."""
_MAX_SHEET_TEXT: Final = 32_767
"""Characters of a cell, by the same page."""
_MAX_LINK: Final = 2_079
"""Characters of an address that is a link, by the same page."""
_MAX_LINKS: Final = 65_530
"""Links of a sheet, by the same page."""
_CREATED: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Day of creation in the file, so that the same tables give the same bytes."""


@contextmanager
def _xlsx(tables: Sequence[Table], file: Path) -> Iterator[Put]:
    library = _library("xlsxwriter", "XLSX", "xlsx")
    # In constant memory, a row is written when the next one begins. Texts are never taken for formulas.
    options = {"constant_memory": True, "tmpdir": str(file.parent), "strings_to_formulas": False}
    book = library.Workbook(str(file), {**options, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": _CREATED})
    bold = book.add_format({"bold": True})
    sheets = {table.name: book.add_worksheet(table.name) for table in tables}
    counts, links = dict.fromkeys(sheets, 1), dict.fromkeys(sheets, 0)
    writers = {
        table.name: [_cell_writer(sheets[table.name], column, links) for column in table.columns] for table in tables
    }
    for table in tables:
        sheets[table.name].freeze_panes(1, 0)
        for number, column in enumerate(table.columns):
            sheets[table.name].write_string(0, number, column.name, bold)

    def put(table: Table, rows: Sequence[Row]) -> None:
        start, writes = counts[table.name], writers[table.name]
        if start + len(rows) > MAX_SHEET_ROWS:
            raise ExportError(
                f"the table '{table.name}' has more than the {MAX_SHEET_ROWS:,} rows of a sheet: export fewer "
                "agreements, or another format, such as sqlite"
            )
        counts[table.name] += len(rows)
        for at, row in enumerate(rows, start):
            for number, value in enumerate(row):
                if value is not None:
                    writes[number](at, number, value)

    try:
        yield put
    finally:
        book.close()


class _Sheet(Protocol):
    """Sheet of XlsxWriter."""

    name: str

    def write_boolean(self, row: int, column: int, value: CellValue, /) -> object: ...
    def write_number(self, row: int, column: int, value: CellValue, /) -> object: ...
    def write_string(self, row: int, column: int, value: CellValue, /) -> object: ...
    def write_url(self, row: int, column: int, value: CellValue, /) -> object: ...


def _cell_writer(sheet: _Sheet, column: Column, links: dict[str, int]) -> Callable[[int, int, CellValue], object]:
    """Return the function that writes a cell of a column; ``links`` has the number of links of each sheet."""
    if column.type in ("boolean", "integer"):
        return sheet.write_boolean if column.type == "boolean" else sheet.write_number

    def write_text(at: int, number: int, value: CellValue) -> object:
        return sheet.write_string(at, number, str(value)[:_MAX_SHEET_TEXT])

    def write_link(at: int, number: int, value: CellValue) -> object:
        if len(str(value)) > _MAX_LINK or links[sheet.name] == _MAX_LINKS:
            return write_text(at, number, value)
        links[sheet.name] += 1
        return sheet.write_url(at, number, value)

    return write_link if column.type == "uri" else write_text


def _library(name: str, form: str, extra: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        raise MissingLibraryError(f"{form} needs {package}: pip install 'pactstate[{extra}]'") from None


FORMATS: Final = {
    "csv": Format((), False, _csv),
    "jsonl": Format((".jsonl", ".ndjson"), True, _jsonl),
    "sqlite": Format((".sqlite", ".sqlite3", ".db"), True, _sqlite),
    "parquet": Format((".parquet",), False, _parquet),
    "xlsx": Format((".xlsx",), True, _xlsx),
}
"""Formats by name."""
