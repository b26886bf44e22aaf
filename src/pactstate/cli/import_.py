"""Command ``pactstate import``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pactstate.cli.completion import one_of
from pactstate.cli.options import CONFIGURATION_ERRORS, DAY, today_option
from pactstate.cli.output import CannotRunError, complain, emit, write_file
from pactstate.domain.dates import PartialDate
from pactstate.exchange.guess import proposal
from pactstate.exchange.imports import ImportRefusedError, Plan, plan_import, write_plan
from pactstate.exchange.mapping import MappingError, preset_text, presets, read_mapping
from pactstate.exchange.read_table import RefusedTableError, RowError, read_table
from pactstate.storage.replace import RECORDS
from pactstate.text.escape import CsvText, JsonText, TerminalText, csv_text, json_records
from pactstate.text.suggest import clip

# Imported only for types: most runs of a command complete nothing.
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["command"]

_MAX_SHOWN: Final = 200
"""Number of refused cells, and of created agreements, that are printed; --report has all of them."""


def _presets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    # The names are read only for completion.
    return one_of(presets())(ctx, param, incomplete)


@click.command(name="import")
@click.argument("mapping", metavar="MAPPING|PRESET", required=False, type=click.Path())
@click.argument("tables", metavar="TABLE...", nargs=-1, type=click.Path())
@click.option("--into", metavar="DIR", type=click.Path(), help="Folder of the agreements.")
@click.option("--write", "writes", is_flag=True, help="Write the new files; without it, only show what would happen.")
@click.option("--update", "may_update", is_flag=True, help="Also insert what records that exist lack.")
@click.option("--only", metavar="ID", multiple=True, help="Import only this agreement; may be repeated.")
@click.option("--accessed", type=DAY, metavar="DATE", help="Day on which the table was fetched, for the source.")
@click.option(
    "--report",
    metavar="FILE",
    help="Write everything that is refused, and why: CSV if FILE ends with .csv, else JSON.",
)
@click.option("--guess", metavar="FILE", type=click.Path(), help="Only print a mapping proposed for this table.")
@click.option("--show", metavar="PRESET", help="Only print a mapping that is built in.", shell_complete=_presets)
@today_option
def command(
    mapping: str | None,
    tables: tuple[str, ...],
    into: str | None,
    writes: bool,
    may_update: bool,
    only: tuple[str, ...],
    accessed: PartialDate | None,
    report: str | None,
    guess: str | None,
    show: str | None,
    today: dt.date,
) -> int:
    """Import a spreadsheet, or the export of a register, as agreement files.

    TABLE is CSV, TSV, JSON Lines, XLSX or ODS. MAPPING is a TOML file that says which column means what, or the name
    of one that is built in. A cell with several meanings is asked about, by row and column, and its row is not
    imported; nothing is guessed. Records that exist keep all they have; with --update, what they lack is inserted.
    Without --write, it is a dry run.

    \b
    Exit codes: 0 everything has a meaning, 1 something was refused or left out.

    \b
    Examples:
      pactstate import --guess agreements.xlsx > mapping.toml
      pactstate import mapping.toml agreements.xlsx --into agreements
      pactstate import ieadb-members iea-memb.xlsx --accessed 2026-11-30 --into agreements --write
    """
    try:
        if show is not None:
            emit(TerminalText.joined("\n", preset_text(show).split("\n")))
            return 0
        if guess is not None:
            emit(TerminalText.joined("\n", proposal(read_table(Path(guess), header=None)).split("\n")))
            return 0
        if mapping is None or into is None:
            raise CannotRunError(
                "name a mapping, its tables and --into DIR; --guess FILE proposes a mapping, and built in are "
                f"{', '.join(presets())}"
            )
        if report:
            _refuse_to_overwrite(report, (mapping, *tables))
        read = read_mapping(Path(mapping), accessed)
        # Only the first table, that of the agreements, may be one sheet of several.
        sheets = [
            read_table(Path(path), *((None, 1) if number else (read.sheet, read.header)))
            for number, path in enumerate(tables)
        ]
        plan = plan_import(read, sheets, Path(into), today, only, may_update=may_update)
        for sheet in sheets:
            if sheet.encoding != "utf-8":
                complain(f"{sheet.path} is not UTF-8, and was read as {sheet.encoding}")
        if report:
            write_file(report, _as_csv(plan) if report.lower().endswith(".csv") else _as_json(plan))
        written = list(write_plan(plan)) if writes else []
    except (MappingError, RefusedTableError, ImportRefusedError, *CONFIGURATION_ERRORS) as error:
        raise CannotRunError(str(error)) from None
    emit(_as_text(plan, is_written=bool(written)))
    if not writes and (plan.texts or plan.updates):
        complain("nothing was written: this was a dry run; add --write")
    return 1 if plan.errors or plan.unmapped else 0


def _refuse_to_overwrite(report: str, read: Iterable[str]) -> None:
    """Refuse to write a report over a file that is read, over a record, or over settings."""
    if os.path.realpath(report) in map(os.path.realpath, read):
        raise CannotRunError(f"cannot write {report}: it is one of the files that are read")
    if Path(report).suffix.lower() in RECORDS:
        raise CannotRunError(
            f"cannot write {report}: a report is CSV or JSON, so name a file that ends with .csv or .json"
        )


def _as_text(plan: Plan, *, is_written: bool) -> TerminalText:
    created, updated = ([one for one in plan.outcomes if one.fate == fate] for fate in ("created", "updated"))
    lines = [TerminalText.of("created  {} (row {})", one.id, one.row) for one in created[:_MAX_SHOWN]]
    lines += [TerminalText.of("updated  {} (row {})", one.id, one.row) for one in updated[:_MAX_SHOWN]]
    lines += [TerminalText.of("refused  {}", _in_words(error)) for error in plan.errors[:_MAX_SHOWN]]
    lines += [
        TerminalText.of("left out  column '{}': use it in the mapping, or name it under 'unused'", clip(column))
        for column in plan.unmapped
    ]
    lines += [TerminalText.of("gone     {}: the table has no row of it", id) for id in plan.gone[:_MAX_SHOWN]]
    more = sum(max(len(some) - _MAX_SHOWN, 0) for some in (created, updated, plan.errors, plan.gone))
    if more:
        lines.append(TerminalText.of("and {} more lines: see --report FILE", more))
    to, end = ("", "d") if is_written else ("to ", "")
    counts = [TerminalText.of("{} {}create{}", plan.count("created"), to, end)]
    counts += [TerminalText.of("{} {}update{}", len(updated), to, end)] if updated else []
    counts.append(TerminalText.of("{} unchanged, {} refused", plan.count("unchanged"), plan.count("refused")))
    if plan.left_out:
        counts.append(TerminalText.of("{} rows left out by 'where' or 'unless'", plan.left_out))
    lines.append(TerminalText.joined(", ", counts))
    return TerminalText.joined("\n", [*lines, ""])


def _in_words(error: RowError) -> str:
    table = f"table '{clip(error.table)}', " if error.table else ""
    return (
        f"{table}row {error.row}" + (f", column '{clip(error.column)}'" if error.column else "") + f": {error.reason}"
    )


def _as_csv(plan: Plan) -> CsvText:
    """Return what is refused as CSV: a row for each reason."""
    return csv_text(
        [
            ("table", "row", "column", "value", "reason"),
            *((one.table, one.row, one.column, one.value, one.reason) for one in plan.errors),
        ]
    )


def _as_json(plan: Plan) -> JsonText:
    agreements = [{"fate": one.fate, "id": one.id or None, "row": one.row} for one in plan.outcomes]
    refused = [
        {
            "table": one.table or None,
            "row": one.row,
            "column": one.column or None,
            "value": one.value or None,
            "reason": one.reason,
        }
        for one in plan.errors
    ]
    data = {
        "version": 1,
        "agreements": agreements,
        "refused": refused,
        "columns_left_out": list(plan.unmapped),
        "rows_left_out": plan.left_out,
        "gone": list(plan.gone),
    }
    return json_records(data)
