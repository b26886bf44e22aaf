"""Command ``pactstate log``."""

from __future__ import annotations

import datetime as dt

import click

from pactstate.cli.completion import agreement_ids, parties
from pactstate.cli.options import (
    DATE,
    choose_folder,
    data_option,
    open_records,
    party_code,
    select,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import complain, draws_tables, emit, wants_colour, width
from pactstate.domain.dates import PartialDate
from pactstate.text.escape import TerminalText
from pactstate.text.suggest import first
from pactstate.views import log as view
from pactstate.views.log import Log

__all__ = ["command"]


def _table(log: Log) -> TerminalText:
    if not draws_tables():
        return view.render_plain(log)
    from pactstate.cli.table import render_table

    return render_table(
        view.COLUMNS,
        list(map(view.cells, log.changes)),
        view.summary(log),
        width=width(80),
        colour=wants_colour(),
        optional=["Publisher", "Published"],
    )


_FORMATS = {"table": _table, "json": view.render_json, "csv": view.render_csv, "markdown": view.render_markdown}


@click.command(name="log")
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=agreement_ids)
@click.option("--until", type=DATE, metavar="DATE", help="Leave out states that became known later.  [default: today]")
@click.option("--flags", is_flag=True, help="Also show when each flag became known, and its end.")
@click.option(
    "--party", metavar="CODE", help="Also show when it became known where this party stands.", shell_complete=parties
)
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="table", show_default=True)
@data_option
@today_option
def command(
    ids: tuple[str, ...],
    until: PartialDate | None,
    flags: bool,
    party: str | None,
    form: str,
    data: str | None,
    today: dt.date,
) -> int:
    """Show when each state became known, and from which source.

    There is a row for each day on which another state became certain, as known by that day: the state, since when it
    holds, how many days it took to become known, and the source that was the first to report its event. Sources
    without a date are not counted.

    \b
    Examples:
      pactstate log
      pactstate log us-ph-vfa --flags --party PH
      pactstate log jp-ph-raa --until 2025-08-20 --format json
    """
    folder = open_records(choose_folder(data), today)
    code = warn_of_errors(folder)
    code_of_party = party_code(party, folder.config.vocabulary.parties) if party else None
    last = until.latest if until else today
    log = view.record(select(folder, ids), last, today, flags=flags, party=code_of_party)
    emit(_FORMATS[form](log))
    if log.left_out:
        complain(f"not in the log, since their histories are too long: {first(log.left_out)}")
    return code
