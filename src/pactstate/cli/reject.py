"""Command ``pactstate reject``."""

from __future__ import annotations

import datetime as dt

import click

from pactstate.cli.completion import agreement_ids, events, source_ids
from pactstate.cli.edits import agreement_file, editing_options, open_to_edit, save
from pactstate.editing.records import find_entry, rejection
from pactstate.text.suggest import clip

__all__ = ["command"]


@click.command(name="reject")
@click.argument("id", metavar="ID", shell_complete=agreement_ids)
@click.argument("event", metavar="EVENT[#N]", shell_complete=events)
@click.argument("source", metavar="SRC", shell_complete=source_ids)
@click.option("--reason", required=True, metavar="TEXT", help="Why the claim is wrong.")
@editing_options
def command(
    id: str,
    event: str,
    source: str,
    reason: str,
    data: str | None,
    today: dt.date,
    dry_run: bool,
    allow_findings: bool,
) -> int:
    """Reject what a source claims about an event, with the reason. The claim stays in the file. N counts events.

    \b
    Example:
      pactstate reject jp-ph-raa in_force cebu-daily-news-2025-09-11 --reason "Gives the day of the report."
    """
    file = agreement_file(open_to_edit(data), id)
    return save(
        file,
        lambda old: rejection(old, find_entry(old, event), source, reason),
        f"the rejection of '{clip(source)}'",
        today,
        dry_run=dry_run,
        allow=allow_findings,
    )
