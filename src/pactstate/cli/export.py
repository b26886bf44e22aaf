"""Command ``pactstate export``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from pactstate.cli.completion import one_of
from pactstate.cli.options import (
    CONFIGURATION_ERRORS,
    DATE,
    choose_folders,
    folders_option,
    open_folder,
    today_option,
)
from pactstate.cli.output import CannotRunError, complain, emit
from pactstate.dataframe import MissingLibraryError
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.exchange.export import Read, Take, export, format_of, read_agreements
from pactstate.exchange.formats import FORMATS, ExportError
from pactstate.findings import Finding, Report
from pactstate.folder.files import OpenFolder
from pactstate.folder.files import open_folder as open_files
from pactstate.folder.read import Folder
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
@folders_option
@today_option
def command(
    tables: tuple[str, ...],
    target: str,
    form: str | None,
    on: PartialDate | None,
    known_by: PartialDate | None,
    since: str | None,
    data: tuple[str, ...],
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
    folders = choose_folders(data)
    question = Question(on or PartialDate(today), known_by, today)
    unread: list[str] = []
    try:
        form = format_of(place, form)
        reads = _reads(folders, since, today, unread, checks=TABLES["findings"] in chosen)
        done = export(reads, question, chosen, place, form)
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


def _reads(
    paths: Sequence[Path], since: str | None, today: dt.date, unread: list[str], *, checks: bool
) -> Iterator[Read]:
    """Yield a function for each folder, which reads its agreements and, with ``checks``, checks its files.

    It opens the folder itself, and leaves nothing of it but the findings, so that only one folder is in memory.
    """
    if since is not None:
        yield from _reads_changed(paths, since, today, unread, checks=checks)
        return
    for path in paths:
        yield partial(_read_and_check, path, today, unread) if checks else partial(_read, path, unread)


def _read(path: Path, unread: list[str], take: Take) -> Iterable[Finding]:
    for agreement in read_agreements(open_files(path, keeps=False), unread):
        take(agreement)
    return ()


def _read_and_check(path: Path, today: dt.date, unread: list[str], take: Take) -> Iterable[Finding]:
    from pactstate.checks.runner import Taken, check_folder

    opened = open_files(path, keeps=False)

    def take_file(file: Taken) -> None:
        if file.agreement:
            take(file.agreement)
        elif file.path not in opened.shared:
            unread.append(file.path)

    return _listed(check_folder(opened, today, taking=take_file), opened)


def _reads_changed(
    paths: Sequence[Path], since: str, today: dt.date, unread: list[str], *, checks: bool
) -> Iterator[Read]:
    # Imports git and archives, which an export of everything does not need.
    from pactstate.cli.against import find_bases

    folders = [open_folder(path) for path in paths]
    bases = [base.folder.registry for base in find_bases(since, folders, paths) if base.folder]
    before = {id: one for base in bases for id, one in base.items()}
    # The name of a file is the id of its agreement, whether or not the file could be read.
    present = {Path(path).stem for folder in folders for path in folder.paths}
    removed = [id for id in before if id not in present]
    if removed:
        complain(f"no longer there since '{since}', and so in no table: {', '.join(removed)}")
    for folder in folders:
        yield partial(_read_changed, folder, before, today, unread, checks)


def _read_changed(
    folder: Folder, before: Mapping[str, Agreement], today: dt.date, unread: list[str], checks: bool, take: Take
) -> Iterable[Finding]:
    unchanged: set[str] = set()
    for agreement in read_agreements(folder.opened, unread):
        if before.get(agreement.id) == agreement:
            unchanged.add(folder.agreement_paths[agreement.id])
        else:
            take(agreement)
    if not checks:
        return ()
    from pactstate.checks.runner import check_folder

    return _listed(check_folder(folder, today, only=lambda path: path not in unchanged), folder.opened)


def _listed(report: Report, opened: OpenFolder) -> Iterable[Finding]:
    """Return the findings of a folder for which a report has room, and print how many others there are."""
    from pactstate.reports.room import shortened

    short = shortened(report, opened.sizes())
    left_out = sum(one.count for one in short.unlisted)
    if left_out:
        complain(
            f"{opened.folder}: the table 'findings' has the {len(short.findings):,} gravest of "
            f"{len(short.findings) + left_out:,} findings: see 'pactstate check'"
        )
    return short.findings
