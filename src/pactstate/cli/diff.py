"""Command ``pactstate diff``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pactstate.cli.against import find_bases, refuse_missing, warn_of_uncompared
from pactstate.cli.inputs import Input, find_inputs
from pactstate.cli.options import (
    DATE,
    choose_folder,
    data_option,
    open_folder,
    records_of,
    today_option,
    warn_of_errors,
)
from pactstate.cli.output import emit, width
from pactstate.compare import Comparison
from pactstate.domain.dates import PartialDate
from pactstate.views import diff as view

__all__ = ["command"]


@click.command(name="diff")
@click.argument("base", metavar="BASE")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--on", type=DATE, metavar="DATE", help="Day on which states are compared.  [default: today]")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--allow-uncompared", is_flag=True, help="Do not fail on files of BASE that cannot be understood.")
@data_option
@today_option
def command(
    base: str,
    paths: tuple[str, ...],
    on: PartialDate | None,
    form: str,
    allow_uncompared: bool,
    data: str | None,
    today: dt.date,
) -> int:
    """Show what has changed since BASE.

    PATH is a folder of agreements, or a file in one, which means its folder; by default the folder of --data. BASE is
    a git revision, whose merge base with HEAD is read, or a folder or tar file, as in './before'. HEAD:FOLDER names a
    folder that had another path then. For each agreement, pactstate shows its state then and now, and which events,
    claims, statements and sources were added, corrected, rejected, removed, or rewritten without a reason. The
    Markdown is made for comments on pull requests.

    \b
    Exit codes: 0 compared, 1 compared and the files have errors, 2 could not compare all files.

    \b
    Examples:
      pactstate diff origin/main
      pactstate diff HEAD~1 agreements --on 2025-09-20 --format markdown
    """
    inputs = find_inputs(paths, None, None, None) if paths else [Input(choose_folder(data))]
    refuse_missing(base, [one.folder for one in inputs])
    folders = [open_folder(one.folder) for one in inputs if one.folder]
    code = max([warn_of_errors(records_of(folder, today)) for folder in folders], default=0)
    named = [Path(path) for path in paths] if paths or data is None else None
    bases = find_bases(base, folders, named)
    for folder in folders:
        # The base has taken equal files over from this folder by now, and a comparison needs no texts.
        folder.opened.forget()
    comparisons = [Comparison(there, folder) for there, folder in zip(bases, folders, strict=True)]
    day = on or PartialDate(today)
    if form == "text":
        emit(view.render_text(comparisons, day, width(100)))
    else:
        emit({"json": view.render_json, "markdown": view.render_markdown}[form](comparisons, day))
    uncompared = [path for comparison in comparisons for path in comparison.not_compared]
    if uncompared and not allow_uncompared:
        warn_of_uncompared(uncompared)
        return 2
    return code
