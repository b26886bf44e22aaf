"""Command ``pactstate sources``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click

from pactstate.cli.completion import source_ids
from pactstate.cli.options import choose_folder, data_option, open_records, today_option, warn_of_errors
from pactstate.cli.output import CannotRunError, draws_tables, emit, knows_links, wants_colour, width
from pactstate.fileformat.find import find_sources
from pactstate.fileformat.suggest import like_source
from pactstate.text.escape import SafeText, TerminalText, visible
from pactstate.text.suggest import clip
from pactstate.views import sources as view
from pactstate.views.sources import Record

__all__ = ["command"]


def _table(found: Sequence[Record], in_detail: bool) -> TerminalText:
    if not draws_tables():
        return view.render_plain(found, in_detail=in_detail)
    from pactstate.cli.table import render_table

    lines = list(map(view.cells, found))
    summary = visible(view.summary(found))
    table = render_table(
        view.COLUMNS, lines, summary, width=width(80), colour=wants_colour(), optional=["Type", "Published"]
    )
    if not in_detail:
        return table
    return TerminalText.of("{}{}", table, view.details(found, links=knows_links(), width=width(100)))


def _publishers(found: Sequence[Record], form: str) -> SafeText:
    grouped = view.publishers(found)
    renderers = {
        "json": view.render_publishers_json,
        "csv": view.render_publishers_csv,
        "markdown": view.render_publishers_markdown,
    }
    if form in renderers:
        return renderers[form](grouped)
    if not draws_tables():
        return view.render_publishers_plain(grouped)
    from pactstate.cli.table import render_table

    lines = list(map(view.publisher_cells, grouped))
    summary = visible(view.summary_of_publishers(grouped))
    return render_table(view.COLUMNS_OF_PUBLISHERS, lines, summary, width=width(80), colour=wants_colour())


@click.command(name="sources")
@click.argument("words", metavar="[ID|WORDS]...", nargs=-1, shell_complete=source_ids)
@click.option("--disputed", is_flag=True, help="Only sources that contradict others, or the history.")
@click.option("--by-publisher", is_flag=True, help="Print a row for each publisher: claims, share that stands, delay.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]), default="table", show_default=True
)
@data_option
@today_option
def command(
    words: tuple[str, ...], disputed: bool, by_publisher: bool, form: str, data: str | None, today: dt.date
) -> int:
    """Show what each source claims, and what was rejected.

    There is a row for each source: how many of its claims and statements are accepted or rejected, and how many
    statements were stale or premature on their day. An argument is an id, words of the title, the publisher or the
    address, or a day, month or year of publication. For sources so named, and with --disputed, the title, the address,
    the claims and the statements follow: which sources a claim contradicts, and why it was rejected.

    \b
    Examples:
      pactstate sources
      pactstate sources seed-004 "manila bulletin" 2025-08
      pactstate sources --disputed
      pactstate sources --by-publisher
    """
    folder = open_records(choose_folder(data), today)
    code = warn_of_errors(folder)
    found = _named(view.records(folder.registry.agreements), words)
    if disputed:
        found = [record for record in found if record.contradictions]
    if by_publisher:
        emit(_publishers(found, form))
        return code
    renderers = {"json": view.render_json, "csv": view.render_csv, "markdown": view.render_markdown}
    emit(renderers[form](found) if form in renderers else _table(found, bool(words) or disputed))
    return code


def _named(found: list[Record], words: Sequence[str]) -> list[Record]:
    """Return the records of the sources that are named or described, once each; all of them without a word."""
    if not words:
        return found
    by_source = {record.source: record for record in found}
    named: dict[int, Record] = {}
    for word in words:
        sources = find_sources(word, by_source)
        if not sources:
            hint = like_source(word, [record.source.id for record in found])
            raise CannotRunError(f"no source '{clip(word)}'" + (f": {hint}" if hint else ""))
        named |= {id(by_source[source]): by_source[source] for source in sources}
    return list(named.values())
