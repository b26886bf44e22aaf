"""Command ``pactstate export``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from pactstate.cli.completion import one_of
from pactstate.cli.options import (
    CONFIGURATION_ERRORS,
    DATE,
    choose_folder,
    data_option,
    open_folder,
    today_option,
)
from pactstate.cli.output import CannotRunError, complain, emit
from pactstate.dataframe import MissingLibraryError
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.exchange.export import Read, export, format_of, read_agreements
from pactstate.exchange.formats import FORMATS, ExportError
from pactstate.findings import Finding
from pactstate.folder.files import open_folder as open_files
from pactstate.tables.columns import TABLES, Table
from pactstate.tables.rows import Question
from pactstate.text.escape import TerminalText
from pactstate.text.suggest import did_you_mean

__all__ = ["command"]

_ALL = "all"
_MAX_NOTES = 10
"""Number of notes that are printed."""


@click.command(name="export")
@click.argument("tables", metavar="[TABLE]...", nargs=-1, shell_complete=one_of(TABLES))
@click.option("--to", "target", metavar="PATH", required=True, type=click.Path(), help="File, or folder, to write.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="Format.  [default: by the ending, else csv]")
@click.option("--on", type=DATE, metavar="DATE", help="Day of the states.  [default: today]")
@click.option("--known-by", type=DATE, metavar="DATE", help="Count only sources published by this day.  [default: all]")
@click.option("--since", metavar="BASE", help="Export only agreements that are new or changed since this git revision.")
@data_option
@today_option
def command(
    tables: tuple[str, ...],
    target: str,
    form: str | None,
    on: PartialDate | None,
    known_by: PartialDate | None,
    since: str | None,
    data: str | None,
    today: dt.date,
) -> int:
    """Export agreements as tables for spreadsheets, databases and notebooks.

    \b
    TABLE is one of: agreements, parties, events, claims, sources, statements, spells,
    party_spells, knowledge, links, identifiers, findings. Default: all.

    PATH is a folder for CSV, with its datapackage.json, and for Parquet; or a file that ends with .sqlite, .jsonl or
    .xlsx, or with .parquet for one table. XLSX and Parquet need extras: pip install 'pactstate[xlsx,parquet]'. Every
    date has its text, and its first and last possible day. In CSV, a text that a spreadsheet would take for a formula
    begins with a "'".

    \b
    Exit codes: 0 exported, 1 exported without files that could not be read.

    \b
    Examples:
      pactstate export --to tables
      pactstate export spells party_spells --to panel.sqlite --known-by 2025-08-20
    """
    chosen = _tables(tables)
    place = Path(target)
    folder = choose_folder(data)
    question = Question(on or PartialDate(today), known_by, today)
    unread: list[str] = []
    try:
        form = format_of(place, form)
        read = _reading(folder, since, today, unread, checks=TABLES["findings"] in chosen)
        done = export(read, question, chosen, place, form)
    except (ExportError, MissingLibraryError, *CONFIGURATION_ERRORS) as error:
        raise CannotRunError(str(error)) from None
    for note in done.notes[:_MAX_NOTES]:
        complain(note)
    if len(done.notes) > _MAX_NOTES:
        complain(f"and {len(done.notes) - _MAX_NOTES} more notes of this kind")
    counts = ", ".join(f"{name} {count:,}" for name, count in done.rows.items())
    emit(TerminalText.of("{}: rows of {}\n", target, counts))
    if unread:
        count = "1 file was" if len(unread) == 1 else f"{len(unread):,} files were"
        complain(f"{count} left out, first {unread[0]}: they have errors; see 'pactstate check'")
        return 1
    return 0


def _tables(names: tuple[str, ...]) -> list[Table]:
    if not names or _ALL in names:
        return list(TABLES.values())
    for name in names:
        if name not in TABLES:
            hint = did_you_mean(name, TABLES) or f"write one of {', '.join(TABLES)}, or {_ALL}"
            raise CannotRunError(f"no table '{name}': {hint}")
    return [table for name, table in TABLES.items() if name in names]


def _reading(path: Path, since: str | None, today: dt.date, unread: list[str], *, checks: bool) -> Read:
    """Return the function that reads the agreements to export, and checks their files if that is asked for."""
    if since is not None:
        return _reading_changed(path, since, today, unread, checks=checks)
    opened = open_files(path, keeps=False)

    def read(take: Callable[[Agreement], object]) -> Iterable[Finding]:
        for agreement in read_agreements(opened, unread):
            take(agreement)
        return ()

    def read_and_check(take: Callable[[Agreement], object]) -> Iterable[Finding]:
        from pactstate.checks.runner import Taken, check_folder

        def take_file(file: Taken) -> None:
            if file.agreement:
                take(file.agreement)
            elif file.path not in opened.shared:
                unread.append(file.path)

        return check_folder(opened, today, taking=take_file).findings

    return read_and_check if checks else read


def _reading_changed(path: Path, since: str, today: dt.date, unread: list[str], *, checks: bool) -> Read:
    # Imports git and archives, which an export of everything does not need.
    from pactstate.cli.against import find_bases

    folder = open_folder(path)
    (base,) = find_bases(since, [folder], [path])
    before = base.folder.registry if base.folder else {}
    changed = [one for one in read_agreements(folder.opened, unread) if one.id not in before or before[one.id] != one]
    removed = [id for id in before if id not in folder.registry]
    if removed:
        complain(f"no longer there since '{since}', and so in no table: {', '.join(removed)}")

    def read(take: Callable[[Agreement], object]) -> Iterable[Finding]:
        for agreement in changed:
            take(agreement)
        if not checks:
            return ()
        from pactstate.checks.runner import check_folder

        return check_folder(folder, today).findings

    return read
