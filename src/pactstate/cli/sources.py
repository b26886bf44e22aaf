"""Command ``pactstate sources``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click

from pactstate.cli.completion import source_ids
from pactstate.cli.options import choose_folder, data_option, open_folder, today_option, warn_of_errors
from pactstate.cli.output import CannotRunError, emit, on_terminal, wants_colour, width
from pactstate.fileformat.suggest import like_source
from pactstate.text.escape import TerminalText, visible
from pactstate.views import sources as view
from pactstate.views.sources import Record

__all__ = ["command"]


def _table(found: Sequence[Record], in_detail: bool) -> TerminalText:
    if not on_terminal() and not wants_colour():
        return view.render_plain(found, in_detail=in_detail)
    from pactstate.cli.table import render_table

    lines = list(map(view.cells, found))
    table = render_table(view.COLUMNS, lines, visible(view.summary(found)), width=width(80), colour=wants_colour())
    return TerminalText.of("{}{}", table, view.details(found)) if in_detail else table


@click.command(name="sources")
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=source_ids)
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]), default="table", show_default=True
)
@data_option
@today_option
def command(ids: tuple[str, ...], form: str, data: str | None, today: dt.date) -> int:
    """Show what each source claims, and what was rejected.

    There is a row for each source: how many of its claims and statements are accepted or rejected, and how many
    statements were stale or premature on their day. For sources named by ID, the claims and statements follow.

    \b
    Examples:
      pactstate sources
      pactstate sources seed-004 seed-002
    """
    folder = open_folder(choose_folder(data))
    code = warn_of_errors(folder, today)
    found = view.records(folder.registry.agreements)
    if ids:
        known: dict[str, list[Record]] = {}
        for record in found:
            known.setdefault(record.source.id, []).append(record)
        unknown = next((id for id in ids if id not in known), None)
        if unknown is not None:
            hint = like_source(unknown, known)
            raise CannotRunError(f"no source '{unknown}'" + (f": {hint}" if hint else ""))
        found = [record for id in dict.fromkeys(ids) for record in known[id]]
    renderers = {"json": view.render_json, "csv": view.render_csv, "markdown": view.render_markdown}
    emit(renderers[form](found) if form in renderers else _table(found, bool(ids)))
    return code
