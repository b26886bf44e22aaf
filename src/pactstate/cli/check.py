"""Command ``pactstate check``."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import attrs
import click

from pactstate.checks.runner import check_folder, most_severe
from pactstate.checks.suppression import unknown_words
from pactstate.cli.completion import rules
from pactstate.cli.inputs import STDIN, Input, find_inputs
from pactstate.cli.options import CONFIGURATION_ERRORS, folder_option, jobs_option, today_option
from pactstate.cli.output import CannotRunError, complain, emit, emit_aside, wants_colour, with_progress, write_file
from pactstate.cli.report_files import OutputFile, find_output_files, relative_to_checkout
from pactstate.fileformat.config import Config, read_config
from pactstate.findings import Finding, Location, Report, Severity, Unlisted
from pactstate.folder.files import OpenFolder
from pactstate.folder.jobs import WorkerError
from pactstate.folder.read import Folder, FolderError
from pactstate.reports import FORMATS, Options, render
from pactstate.reports.room import shortened
from pactstate.rules import RULES, Selection
from pactstate.storage.disk import is_wanted, system_name
from pactstate.storage.limits import DEFAULT
from pactstate.text.escape import TerminalText

if TYPE_CHECKING:
    from pactstate.compare import Base

__all__ = ["command", "merge", "named_settings", "report_unknown_rules", "words_of"]

_Counted = TypeVar("_Counted", Finding, Unlisted)

_FORMATS_FOR_PEOPLE: Final = ("text", "concise", "github")
"""Formats that the screen shows also when a file has the same format."""


@click.command(name="check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: text; github in GitHub Actions]")
@click.option(
    "--output",
    metavar="[FORMAT:]FILE",
    multiple=True,
    type=click.Path(),
    help="Also write the report to this file; may be given several times.",
)
@click.option(
    "--path-prefix",
    metavar="PREFIX",
    default="",
    help="Put this before every path, in formats for programs.",
)
@click.option("--sarif-suppressed", is_flag=True, help="List findings that comments have silenced, in SARIF.")
@click.option(
    "--against",
    metavar="BASE",
    help="Also report what BASE has and the files have not: a git revision, or a folder or tar file, as in './before'.",
)
@click.option("--new-only", is_flag=True, help="With --against: report only findings that BASE did not have.")
@click.option(
    "--allow-uncompared",
    is_flag=True,
    help="With --against: do not fail on files of BASE that cannot be understood.",
)
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    shell_complete=rules,
    help="Apply only these rules: names, codes, or beginnings of codes.",
)
@click.option("--ignore", metavar="RULES", multiple=True, shell_complete=rules, help="Apply all rules but these.")
@click.option("--strict", is_flag=True, help="Report warnings as errors.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", help="[default: error]"
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--statistics", is_flag=True, help="Print the number of findings of each rule.")
@click.option("--verbose", "-v", is_flag=True, help="Show infos, too.")
@jobs_option
@click.option("--config", metavar="FILE", type=click.Path(), help="Read the settings from this file.")
@click.option("--isolated", is_flag=True, help="Read no settings.")
@click.option(
    "--all-rules", is_flag=True, help="Ignore which rules the settings select; --select and --ignore still apply."
)
@click.option("--fix", is_flag=True, help="Repair first what has one right repair, as 'pactstate fix' does.")
@click.option("--stdin-filename", metavar="PATH", help="Path of the file that '-' stands for.")
@folder_option("those of the settings, the nearest agreements/ upwards")
@today_option
def command(
    paths: tuple[str, ...],
    form: str | None,
    output: tuple[str, ...],
    path_prefix: str,
    sarif_suppressed: bool,
    against: str | None,
    new_only: bool,
    allow_uncompared: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    fail_on: str,
    exit_zero: bool,
    statistics: bool,
    verbose: bool,
    jobs: int | None,
    config: str | None,
    isolated: bool,
    all_rules: bool,
    fix: bool,
    stdin_filename: str | None,
    data: str | None,
    today: dt.date,
) -> int:
    """Check agreement files for errors in their form, their transitions and their dates.

    PATH is a folder of agreements, or a file in one, or '-' for standard input. The folder of a file is read as well,
    for its sources and links, but only findings on the file are reported. Without a PATH, pactstate checks the folders
    that the settings name (pactstate.toml, or [tool.pactstate] in pyproject.toml), else the folder of --data.

    \b
    Exit codes: 0 no finding at or above --fail-on, 1 findings, 2 could not check or compare all files.
    \b
    Examples:
      pactstate check
      pactstate check agreements/jp-ph-raa.yaml --strict
      pactstate check agreements --against origin/main --new-only
      pactstate check --ignore single-witness,PS205 --statistics
      pactstate check --output pactstate.sarif --output gitlab:gl-code-quality-report.json
    """
    flags = {"select": words_of(select), "ignore": words_of(ignore)}
    _refuse_unused_options(paths, stdin_filename)
    if against is None and (new_only or allow_uncompared):
        raise CannotRunError("--new-only and --allow-uncompared go with --against")
    output_files = find_output_files(output, form)
    selection = Selection(**flags, ignores_settings=all_rules)
    settings = named_settings(config, isolated)
    if fix:
        from pactstate.cli.repairs import refuse_standard_input

        refuse_standard_input(paths)
    inputs = find_inputs(paths, data, stdin_filename, settings)
    if against is not None and any(one.folder is None for one in inputs):
        raise CannotRunError("--against needs a folder to compare: name one with --data or --stdin-filename")
    if fix:
        from pactstate.cli.repairs import count_of, find_repairs, write_repairs

        repairs = find_repairs(inputs, settings, selection, today, unsafe=False)
        write_repairs(repairs)
        complain(f"repaired {count_of(repairs)}")
    named = [Path(path) for path in paths] if paths or data is None else None
    # A comparison needs the whole folder; without one, each file is read and checked by itself.
    folders: Sequence[Folder | OpenFolder]
    bases: Sequence[Base | None]
    if against is None:
        folders, bases = [one.open(settings) for one in inputs], [None] * len(inputs)
    else:
        folders, bases = _read_with_bases(against, inputs, settings, named, keeps=new_only)
    _refuse_to_overwrite(output_files, folders)
    _refuse_to_write_among([str(one.folder) for one in inputs if one.folder], output_files)
    _refuse_to_write_among([base.name for base in bases if base and not base.commit], output_files)
    screen = _screen_format(form, output_files)
    shows_infos = verbose or bool(output_files) or screen not in _FORMATS_FOR_PEOPLE
    least = Severity.INFO if shows_infos else Severity.WARNING
    reports = [
        _check(folder, one, base, selection, today, jobs, new_only, least)
        for folder, one, base in zip(folders, inputs, bases, strict=True)
    ]
    opened = [folder.opened if isinstance(folder, Folder) else folder for folder in folders]
    report = shortened(merge([*reports, report_unknown_rules(flags)]), (size for one in opened for size in one.sizes()))
    if strict:
        report = _as_errors(report)
    for file in output_files:
        options = Options(verbose=True, suppressed=sarif_suppressed)
        text = render(file.form, relative_to_checkout(report, file.form, os.environ, path_prefix), options)
        write_file(file.file, text, commands=file.form == "github")
    options = Options(verbose, wants_colour(), sarif_suppressed)
    text = render(screen, relative_to_checkout(report, screen, os.environ, path_prefix), options)
    emit(text, commands=screen == "github")
    if statistics and report.findings:
        show = emit if screen in ("text", "concise") else emit_aside
        show(_statistics(report))
    if report.uncompared and not allow_uncompared:
        from pactstate.cli.against import warn_of_uncompared

        warn_of_uncompared(report.uncompared)
        return 2
    found = report.worst()
    failed = fail_on != "never" and found is not None and found.gravity >= Severity(fail_on).gravity
    return 1 if failed and not exit_zero else 0


def _refuse_unused_options(paths: Sequence[str], stdin_filename: str | None) -> None:
    """Refuse options that would have no effect, since the user believes that they have."""
    given = click.get_current_context().get_parameter_source
    if stdin_filename and STDIN not in paths:
        raise CannotRunError("--stdin-filename goes with '-' as a PATH")
    if set(paths) - {STDIN} and given("data") is click.core.ParameterSource.COMMANDLINE:
        raise CannotRunError("--data does not go with a PATH: name the folder as the PATH")


def words_of(values: Sequence[str]) -> tuple[str, ...]:
    """Return the words of an option that may be given several times, with commas between the words."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def named_settings(file: str | None, isolated: bool) -> Config | None:
    """Return the settings that the user names; None for each folder's own."""
    if isolated and file:
        raise CannotRunError("--config and --isolated do not go together")
    if isolated:
        return Config()
    if file is None:
        return None
    try:
        return read_config(Path(file), DEFAULT) or Config()
    except CONFIGURATION_ERRORS as error:
        raise CannotRunError(str(error)) from None


def _read_with_bases(
    name: str, inputs: Sequence[Input], settings: Config | None, named: Sequence[Path] | None, *, keeps: bool
) -> tuple[list[Folder], list[Base]]:
    """Return the folders and their bases.

    ``named`` are the paths that a person named: a folder of the base below them may be missing now. ``keeps`` says
    whether the bases are checked, too.
    """
    # Imports git and archives, which a check without a base does not need.
    from pactstate.cli.against import find_bases, refuse_missing

    refuse_missing(name, [one.folder for one in inputs])
    folders = [one.read(settings) for one in inputs]
    return folders, find_bases(name, folders, named, settings, keeps=keeps)


def _check(
    folder: Folder | OpenFolder,
    one: Input,
    base: Base | None,
    selection: Selection,
    today: dt.date,
    jobs: int | None,
    new_only: bool,
    least: Severity,
) -> Report:
    only = one.reports_on if one.only or one.only_draft else None
    try:
        report = check_folder(
            folder,
            today,
            selection,
            only=only,
            base=base,
            new_only=new_only,
            jobs=jobs,
            progress=with_progress,
            least=least,
        )
    except (FolderError, WorkerError) as error:
        raise CannotRunError(str(error)) from None
    if isinstance(folder, OpenFolder):
        # The next folder needs the room.
        folder.close()
    return report


def report_unknown_rules(flags: dict[str, tuple[str, ...]]) -> Report:
    """Return a report on words of ``--select`` and ``--ignore`` that mean no rule."""
    findings: list[Finding] = []
    for flag, words in flags.items():
        given = f"--{flag} {','.join(words)}"
        places: dict[str, Location] = {}
        column = len(flag) + 4
        for word in words:
            places.setdefault(word, Location("command line", 1, column, 1, column + len(word)))
            column += len(word) + 1
        findings += unknown_words(places, f"--{flag} names", functools.partial(_given, given))
    return Report(findings)


def _given(flag: str, place: Location) -> str:
    return flag


def merge(reports: Sequence[Report]) -> Report:
    """Return the reports on several folders as one."""
    # Findings on settings that several folders share occur in each of their reports.
    findings, more = most_severe(list(dict.fromkeys(found for report in reports for found in report.findings)))
    addresses = {report.rule_url for report in reports if report.paths}
    return Report(
        findings=findings,
        paths=[path for report in reports for path in report.paths],
        suppressed=[one for report in reports for one in report.suppressed],
        unlisted=[*more, *(one for report in reports for one in report.unlisted)],
        remarks=dict.fromkeys(remark for report in reports for remark in report.remarks),
        # Folders with different settings have no common address.
        rule_url=addresses.pop() if len(addresses) == 1 else None,
        least=max((report.least for report in reports), key=lambda least: least.gravity),
    )


def _as_errors(report: Report) -> Report:
    """Return the report with errors in place of warnings."""
    return attrs.evolve(report, findings=map(_as_error, report.findings), unlisted=map(_as_error, report.unlisted))


def _as_error(counted: _Counted) -> _Counted:
    return attrs.evolve(counted, severity=Severity.ERROR) if counted.severity is Severity.WARNING else counted


def _screen_format(form: str | None, output_files: Sequence[OutputFile]) -> str:
    """Return the format of the screen: that of ``--format``, unless it is for programs and a file has it."""
    if form and (form in _FORMATS_FOR_PEOPLE or form not in {one.form for one in output_files}):
        return form
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _refuse_to_overwrite(files: Sequence[OutputFile], folders: Sequence[Folder | OpenFolder]) -> None:
    """Refuse to write a report over a file that is checked, or over the settings."""
    read = {path for folder in folders for path in (*folder.paths, folder.config.path)}
    places = {os.path.realpath(system_name(path)) for path in read if path} if files else set()
    for one in files:
        if os.path.realpath(one.file) in places:
            raise CannotRunError(f"cannot write {one.file}: it is one of the files that are checked")


def _refuse_to_write_among(places: Sequence[str], files: Sequence[OutputFile]) -> None:
    """Refuse to write a report where agreements are read: the next check would read it as an agreement."""
    for one in files:
        for place in map(os.path.realpath, places):
            path = Path(os.path.realpath(one.file))
            if str(path) == place or (is_wanted(path.name) and path.is_relative_to(place)):
                raise CannotRunError(f"cannot write {one.file}: agreements are read there")


def _statistics(report: Report) -> TerminalText:
    counts = report.by_rule
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], RULES[pair[0]].code))
    width = len(str(max(counts.values(), default=0)))
    lines = [TerminalText.of("{:>{}}  {}  {}\n", count, width, RULES[rule].code, rule) for rule, count in rows]
    return TerminalText.joined("", lines)
