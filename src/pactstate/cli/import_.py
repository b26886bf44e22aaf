"""Command ``pactstate import``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

import attrs
import click

from pactstate.cli.options import CONFIGURATION_ERRORS, DAY, today_option
from pactstate.cli.output import CannotRunError, complain, emit, write_file
from pactstate.domain.dates import PartialDate
from pactstate.exchange.imports import ImportRefusedError, Plan, plan_import, write_plan
from pactstate.exchange.mapping import MappingError, read_mapping
from pactstate.exchange.read_table import RefusedTableError, RowError, read_table
from pactstate.text.escape import JsonText, TerminalText, json_text
from pactstate.text.suggest import clip

__all__ = ["command"]

_MAX_SHOWN: Final = 200
"""Number of refused cells, and of created agreements, that are printed; --report has all of them."""


@click.command(name="import")
@click.argument("mapping", metavar="MAPPING", type=click.Path())
@click.argument("table", metavar="TABLE", type=click.Path())
@click.option("--into", metavar="DIR", required=True, type=click.Path(), help="Folder of the agreements.")
@click.option("--write", "writes", is_flag=True, help="Write the new files; without it, only show what would happen.")
@click.option("--only", metavar="ID", multiple=True, help="Import only this agreement; may be repeated.")
@click.option("--accessed", type=DAY, metavar="DATE", help="Day on which the table was fetched, for the source.")
@click.option("--report", metavar="FILE", help="Write everything that is refused, and why, as JSON.")
@today_option
def command(
    mapping: str,
    table: str,
    into: str,
    writes: bool,
    only: tuple[str, ...],
    accessed: PartialDate | None,
    report: str | None,
    today: dt.date,
) -> int:
    """Import a spreadsheet, or the export of a register, as agreement files.

    TABLE is CSV, TSV or JSON Lines. MAPPING is a TOML file that says which column means what. A cell with several
    meanings is asked about, by row and column, and its row is not imported; nothing is guessed. An import creates new
    files, and changes no file that exists. Without --write, it is a dry run.

    \b
    Exit codes: 0 everything has a meaning, 1 something was refused or left out.

    \b
    Examples:
      pactstate import mapping.toml agreements.csv --into agreements
      pactstate import mapping.toml agreements.csv --into agreements --write
    """
    try:
        read = read_mapping(Path(mapping))
        if accessed:
            read = attrs.evolve(read, source=attrs.evolve(read.source, accessed=accessed))
        sheet = read_table(Path(table))
        plan = plan_import(read, sheet, Path(into), today, only)
        if sheet.encoding != "utf-8":
            complain(f"{table} is not UTF-8, and was read as {sheet.encoding}")
        if report:
            write_file(report, _as_json(plan))
        written = list(write_plan(plan)) if writes else []
    except (MappingError, RefusedTableError, ImportRefusedError, *CONFIGURATION_ERRORS) as error:
        raise CannotRunError(str(error)) from None
    emit(_as_text(plan, is_written=bool(written)))
    if not writes and plan.texts:
        complain("nothing was written: this was a dry run; add --write")
    return 1 if plan.errors or plan.unmapped else 0


def _as_text(plan: Plan, *, is_written: bool) -> TerminalText:
    created = [one for one in plan.outcomes if one.fate == "created"]
    lines = [TerminalText.of("created  {} (row {})", one.id, one.row) for one in created[:_MAX_SHOWN]]
    lines += [TerminalText.of("refused  {}", _in_words(error)) for error in plan.errors[:_MAX_SHOWN]]
    lines += [
        TerminalText.of("left out  column '{}': use it in the mapping, or name it under 'unused'", clip(column))
        for column in plan.unmapped
    ]
    more = max(len(created) - _MAX_SHOWN, 0) + max(len(plan.errors) - _MAX_SHOWN, 0)
    if more:
        lines.append(TerminalText.of("and {} more lines: see --report FILE", more))
    verb = "created" if is_written else "to create"
    counts = (plan.count("created"), verb, plan.count("unchanged"), plan.count("refused"))
    lines.append(TerminalText.of("{} {}, {} unchanged, {} refused\n", *counts))
    return TerminalText.joined("\n", lines)


def _in_words(error: RowError) -> str:
    return f"row {error.row}" + (f", column '{clip(error.column)}'" if error.column else "") + f": {error.reason}"


def _as_json(plan: Plan) -> JsonText:
    agreements = [{"fate": one.fate, "id": one.id or None, "row": one.row} for one in plan.outcomes]
    refused = [
        {"row": one.row, "column": one.column or None, "value": one.value or None, "reason": one.reason}
        for one in plan.errors
    ]
    data = {"version": 1, "agreements": agreements, "refused": refused, "columns_left_out": list(plan.unmapped)}
    return json_text(data, depth=2)
