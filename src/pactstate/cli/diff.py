"""``pactstate diff``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from pactstate.cli.bases import complain_of_uncompared, find_bases, refuse_missing
from pactstate.cli.options import DATE, choose_folder, data_option, open_folder, today_option, warn_of_errors
from pactstate.cli.output import emit, width
from pactstate.cli.targets import Target, find_targets
from pactstate.compare import Comparison
from pactstate.domain.dates import PartialDate
from pactstate.views import diff as view

__all__ = ["command"]


@click.command(name="diff")
@click.argument("base", metavar="BASE")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--on", type=DATE, metavar="DATE", help="The day on which states are compared.  [default: today]")
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
    """What has changed since BASE.

    PATH is a folder of agreements, or a file in one, which means its folder; by default the folder of --data. BASE is
    a git revision, of which the merge base with HEAD is taken, or a folder or tar file, as in './before'. Of
    each agreement: where it stood then and stands now, and which events, claims, statements and sources were added,
    corrected, rejected, removed, or rewritten without a reason. Markdown is made for comments on pull requests.
    HEAD:FOLDER is a folder that had another path then.

    \b
    Exit codes: 0 compared, 1 compared and the files have errors, 2 not compared, or not all of it.

    \b
    Examples:
      pactstate diff origin/main
      pactstate diff HEAD~1 agreements --on 2025-09-20 --format markdown
    """
    targets = find_targets(paths, None, None, None) if paths else [Target(choose_folder(data))]
    refuse_missing(base, [target.folder for target in targets])
    folders = [open_folder(target.folder) for target in targets if target.folder]
    code = max([warn_of_errors(folder, today) for folder in folders], default=0)
    asked = [Path(path) for path in paths] if paths or data is None else None
    bases = find_bases(base, folders, asked)
    comparisons = [Comparison(there, folder) for there, folder in zip(bases, folders, strict=True)]
    day = on or PartialDate(today)
    if form == "text":
        emit(view.render_text(comparisons, day, width(100)))
    else:
        emit({"json": view.render_json, "markdown": view.render_markdown}[form](comparisons, day))
    uncompared = [path for comparison in comparisons for path in comparison.not_compared]
    if uncompared and not allow_uncompared:
        complain_of_uncompared(uncompared)
        return 2
    return code
