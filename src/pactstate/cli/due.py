"""Command ``pactstate due``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import click

from pactstate.cli.completion import agreement_ids
from pactstate.cli.options import (
    DAY,
    ParamType,
    Records,
    choose_folder,
    data_option,
    open_records,
    read_length,
    select,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import draws_tables, emit, wants_colour, width
from pactstate.domain.agenda import Item, Topic
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.model import Period
from pactstate.text.escape import TerminalText, visible
from pactstate.views import agenda as view
from pactstate.views.agenda import Agenda

__all__ = ["command"]


class _End(ParamType[PartialDate | Period]):
    """End of a time: a date, or a length such as ``90d`` from its beginning."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate | Period:
        length = read_length(str(value))
        if length:
            return length
        try:
            return PartialDate(str(value))
        except DateError as error:
            self.fail(f"{error}; or write a length, as in '90d', '6m' or '1y'", param, ctx)


def _table(agenda: Agenda) -> TerminalText:
    if not draws_tables():
        return view.render_plain(agenda)
    from pactstate.cli.table import render_table

    lines = [view.cells(line, agenda.today) for line in agenda.lines]
    return render_table(view.COLUMNS, lines, visible(view.summary(agenda)), width=width(80), colour=wants_colour())


_FORMATS = {
    "table": _table,
    "json": view.render_json,
    "csv": view.render_csv,
    "markdown": view.render_markdown,
    "ics": view.render_ics,
}


@click.command(name="due")
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=agreement_ids)
@click.option("--from", "start", type=DAY, metavar="DATE", help="First day of what is coming.  [default: today]")
@click.option(
    "--until", type=_End(), metavar="DATE|90d", help="Last day of what is coming, or days, months or years from then."
)
@click.option("--overdue-only", is_flag=True, help="Leave out what is coming.")
@click.option("--fail-on", type=click.Choice(["overdue", "never"]), default="never", help="When to exit with 1.")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="table", show_default=True)
@data_option
@today_option
def command(
    ids: tuple[str, ...],
    start: PartialDate | None,
    until: PartialDate | Period | None,
    overdue_only: bool,
    fail_on: str,
    form: str,
    data: str | None,
    today: dt.date,
) -> int:
    """Show what is coming, and what is overdue.

    There is a row for each announced event that no source reports, each later effect of a reported act, entry into
    force by the agreement's own rule, end of a notice or of a term with the last day for notice, ignore that ends, and
    record without news for a year (five, if the agreement is in force or abandoned; the settings have 'due').

    \b
    Examples:
      pactstate due --until 90d
      pactstate due --overdue-only --fail-on overdue
      pactstate due --format ics > due.ics
    """
    folder = open_records(choose_folder(data), today)
    code = warn_of_errors(folder)
    first = start.earliest if start else today
    agenda = view.collect(
        select(folder, ids),
        today,
        start=first,
        end=until.after(PartialDate(first)) if isinstance(until, Period) else until,
        only_overdue=overdue_only,
        reminder=folder.config.reminder,
        others=[item for item in _ending_ignores(folder, today) if not ids or item.agreement in ids],
    )
    emit(_FORMATS[form](agenda))
    return max(code, 1 if fail_on == "overdue" and agenda.overdue else 0)


def _ending_ignores(folder: Records, today: dt.date) -> Iterator[Item]:
    """Yield the comments that silence findings and state a last day, under the agreement or file they stand in."""
    ids = {path: id for id, path in folder.agreement_paths.items()}
    for path, comments in folder.ignores:
        for number, ignore in enumerate((one for one in comments if one.until), 1):
            text, place = ignore.until or ("", ignore.location)
            try:
                date = PartialDate(text)
            except DateError:  # the check has a finding
                continue
            rules = ", ".join(word for word, _ in ignore.rules)
            detail = f"{path}:{place.line} [{rules}] {ignore.reason}"
            overdue = date.latest < today
            yield Item(ids.get(path, path), Topic.IGNORE, "", date, is_overdue=overdue, number=number, detail=detail)
