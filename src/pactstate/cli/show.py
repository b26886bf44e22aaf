"""Command ``pactstate show``."""

from __future__ import annotations

import datetime as dt

import click

from pactstate.cli.completion import agreement_ids
from pactstate.cli.options import (
    DATE,
    choose_folder,
    data_option,
    open_records,
    select_one,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import emit, knows_links, width
from pactstate.domain.dates import PartialDate
from pactstate.views import history as view
from pactstate.views import history_json
from pactstate.views.known_record import elsewhere

__all__ = ["command"]


@click.command(name="show")
@click.argument("id", metavar="ID", shell_complete=agreement_ids)
@click.option("--on", type=DATE, metavar="DATE", help="Day of the state.  [default: today]")
@click.option("--known-by", type=DATE, metavar="DATE", help="Count only sources published by this day.  [default: all]")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@data_option
@today_option
def command(
    id: str, on: PartialDate | None, known_by: PartialDate | None, form: str, data: str | None, today: dt.date
) -> int:
    """Show the history of one agreement with its evidence.

    The history names who reported or announced each event and when, which claims were rejected and why, and the states
    that sources have given, next to the state of their day. What came after --on stands apart. Contradictions follow,
    with those of other files whose sources this one cites; then the sources with their titles and addresses. With
    --known-by, it counts only claims made by then.

    \b
    Example:
      pactstate show jp-ph-raa
    """
    folder = open_records(choose_folder(data), today)
    code = warn_of_errors(folder)
    agreement = select_one(folder, id)
    status = agreement.status(on or today, known_by, today=today)
    others = list(elsewhere(agreement, folder.registry.agreements))
    if form == "text":
        emit(view.render_text(agreement, status, width(100), others, links=knows_links()))
    else:
        emit({"json": history_json.render_json, "markdown": view.render_markdown}[form](agreement, status, others))
    return code
