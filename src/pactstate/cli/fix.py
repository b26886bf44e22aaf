"""Command ``pactstate fix``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click

from pactstate.checks.repair import Repairs
from pactstate.cli.check import merge, named_settings, report_unknown_rules, words_of
from pactstate.cli.completion import rules
from pactstate.cli.inputs import find_inputs
from pactstate.cli.options import folder_option, today_option
from pactstate.cli.output import complain, emit, wants_colour
from pactstate.cli.repairs import as_diff, count_of, find_repairs, refuse_standard_input, write_repairs
from pactstate.reports import Options
from pactstate.reports import text as findings_text
from pactstate.reports.base import plural
from pactstate.rules import Selection
from pactstate.text.escape import TerminalText

__all__ = ["command"]


@click.command(name="fix")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    shell_complete=rules,
    help="Repair only what these rules find: names, codes, or beginnings of codes.",
)
@click.option("--ignore", metavar="RULES", multiple=True, shell_complete=rules, help="Leave what these rules find.")
@click.option("--unsafe", is_flag=True, help="Also apply likely repairs, which you look at before you keep them.")
@click.option("--dry-run", "--diff", is_flag=True, help="Print the changes as a diff for 'git apply'; write nothing.")
@click.option("--config", metavar="FILE", type=click.Path(), help="Read the settings from this file.")
@click.option("--isolated", is_flag=True, help="Read no settings.")
@folder_option("those of the settings, the nearest agreements/ upwards")
@today_option
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    unsafe: bool,
    dry_run: bool,
    config: str | None,
    isolated: bool,
    data: str | None,
    today: dt.date,
) -> int:
    """Repair what has one right repair, and say what is left.

    Dates in another spelling, names of parties, words and ids in another form, typing errors in the YAML, quotes,
    comments that silence nothing, the missing half of a link. Nothing else in a file is changed. A repair that is only
    likely needs --unsafe.

    \b
    Exit codes: 0 no errors are left, 1 errors are left, 2 could not check or write. With --dry-run 0.
    \b
    Examples:
      pactstate fix
      pactstate fix agreements/jp-ph-raa.yaml --select invalid-date --dry-run
    """
    flags = {"select": words_of(select), "ignore": words_of(ignore)}
    selection = Selection(flags["select"], flags["ignore"])
    settings = named_settings(config, isolated)
    refuse_standard_input(paths)
    inputs = find_inputs(paths, data, None, settings)
    repairs = find_repairs(inputs, settings, selection, today, unsafe=unsafe)
    if dry_run:
        patch, is_exact = as_diff(repairs)
        emit(patch)
        aside = "" if is_exact else "; characters that do not show are written out, so that git refuses this diff"
        complain(f"would repair {count_of(repairs)}{aside}")
        return 0
    write_repairs(repairs)
    report = merge([*(one.report for one in repairs), report_unknown_rules(flags)])
    emit(TerminalText.joined("", _lines(repairs, unsafe=unsafe)))
    emit(findings_text.render(report, Options(colour=wants_colour())))
    return 0 if report.ok else 1


def _lines(repairs: Sequence[Repairs], *, unsafe: bool) -> list[TerminalText]:
    lines = [
        TerminalText.of(
            "{}:{}:{}: repaired[{}] {}\n",
            found.path,
            found.line,
            found.column,
            found.rule,
            found.fix and found.fix.message,
        )
        for one in repairs
        for found in one.made
    ]
    lines.append(TerminalText.of("repaired {}\n", count_of(repairs)))
    more = sum(bool(found.fix and not found.fix.is_safe) for one in repairs for found in one.report.findings)
    if more and not unsafe:
        lines.append(TerminalText.of("{} with --unsafe\n", plural(more, "more repair")))
    return [*lines, TerminalText.of("\n")]
