"""``pactstate check``."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs
import click

from pactstate.checks.ignores import unknown_words
from pactstate.checks.runner import check_folder, most_severe
from pactstate.cli.completion import rules
from pactstate.cli.destinations import ON_SCREEN, destinations
from pactstate.cli.options import CONFIGURATION_ERRORS, folder_option, today_option
from pactstate.cli.output import CannotRunError, emit, emit_aside, wants_colour, watched, write_file
from pactstate.cli.rooted import rooted
from pactstate.cli.targets import STDIN, Target, find_targets
from pactstate.fileformat.config import Config, read_config
from pactstate.findings import Finding, Location, Report, Severity, Unlisted
from pactstate.folder.files import OpenFolder
from pactstate.folder.jobs import WorkerError
from pactstate.folder.registry import Folder, FolderError
from pactstate.reports import FORMATS, Options, render
from pactstate.rules import RULES, Selection
from pactstate.smallyaml.limits import DEFAULT
from pactstate.storage.disk import is_wanted, system_name
from pactstate.text.escape import TerminalText

if TYPE_CHECKING:
    from pactstate.compare import Base

__all__ = ["command"]

_Counted = TypeVar("_Counted", Finding, Unlisted)


@click.command(name="check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: text; github in GitHub Actions]")
@click.option(
    "--output",
    metavar="[FORMAT:]FILE",
    multiple=True,
    type=click.Path(),
    help="Write the report to a file, beside the screen; may be given several times.",
)
@click.option(
    "--path-prefix",
    metavar="PREFIX",
    default="",
    help="Put this before every path in formats for machines.",
)
@click.option("--sarif-suppressed", is_flag=True, help="List in SARIF what comments have silenced, too.")
@click.option(
    "--against",
    metavar="BASE",
    help="Nothing recorded there may be gone: a git revision, or a folder or tar file, as in './before'.",
)
@click.option("--new-only", is_flag=True, help="With --against: report only what BASE did not have already.")
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
    help="Only these rules: names, codes, their beginnings.",
)
@click.option("--ignore", metavar="RULES", multiple=True, shell_complete=rules, help="All but these.")
@click.option("--strict", is_flag=True, help="Warnings are errors.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error", help="[default: error]"
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--verbose", "-v", is_flag=True, help="Show infos too.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes.  [default: one a core; one for few files]",
)
@click.option("--config", metavar="FILE", type=click.Path(), help="Take the settings from this file.")
@click.option("--isolated", is_flag=True, help="Heed no settings.")
@click.option("--all-rules", is_flag=True, help="Settings switch no rule off; --select and --ignore count.")
@click.option("--stdin-filename", metavar="PATH", help="The file in whose place '-' is read.")
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
    stdin_filename: str | None,
    data: str | None,
    today: dt.date,
) -> int:
    """Validate agreement files: their form, their transitions, their dates.

    PATH is a folder of agreements, or files in one, or '-' for standard input. Of files the folder is read as well,
    since sources and links stand there, and only what concerns the files is reported. Without a PATH, the folders that
    the settings name (pactstate.toml, or [tool.pactstate] in pyproject.toml), else the folder of --data.

    \b
    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not check, or not compare all.
    \b
    Examples:
      pactstate check
      pactstate check agreements/jp-ph-raa.yaml --strict
      pactstate check agreements --against origin/main --new-only
      pactstate check --ignore single-witness,PS205 --statistics
      pactstate check --output pactstate.sarif --output gitlab:gl-code-quality-report.json
    """
    flags = {"select": _words(select), "ignore": _words(ignore)}
    _refuse_contradictions(paths, stdin_filename)
    if against is None and (new_only or allow_uncompared):
        raise CannotRunError("--new-only and --allow-uncompared go with --against")
    written = destinations(output, form)
    files = [one.file for one in written]
    selection = Selection(**flags, alone=all_rules)
    settings = _settings(config, isolated)
    targets = find_targets(paths, data, stdin_filename, settings)
    if against is not None and any(target.folder is None for target in targets):
        raise CannotRunError("--against needs a folder to compare: name one with --data or --stdin-filename")
    asked = [Path(path) for path in paths] if paths or data is None else None
    # What is held against a base is read whole first; else one file after the other is read and checked.
    folders: Sequence[Folder | OpenFolder]
    bases: Sequence[Base | None]
    if against is None:
        folders, bases = [target.open(settings) for target in targets], [None] * len(targets)
    else:
        folders, bases = _held_against(against, targets, settings, asked)
    _refuse_to_overwrite(files, folders)
    _refuse_to_be_read(files, [str(target.folder) for target in targets if target.folder])
    _refuse_to_be_read(files, [base.name for base in bases if base and not base.commit])
    reports = [
        _checked(folder, target, base, selection, today, jobs, new_only)
        for folder, target, base in zip(folders, targets, bases, strict=True)
    ]
    report = _together([*reports, _wrong_flags(flags)])
    if strict:
        report = _hardened(report)
    # The screen shows a format for machines only if no file takes it.
    taken = {one.form for one in written}
    screen = form if form and (form in ON_SCREEN or form not in taken) else _screen_format()
    for one in written:
        options = Options(verbose=True, suppressed=sarif_suppressed)
        text = render(one.form, rooted(report, one.form, os.environ, path_prefix), options)
        write_file(one.file, text, commands=one.form == "github")
    # Paths for programs are those of the repository; for people, those of the working directory.
    options = Options(verbose, wants_colour(), sarif_suppressed)
    shown = render(screen, rooted(report, screen, os.environ, path_prefix), options)
    emit(shown, commands=screen == "github")
    if statistics and report.findings:
        show = emit if screen in ("text", "concise") else emit_aside
        show(_statistics(report))
    if report.uncompared and not allow_uncompared:
        from pactstate.cli.bases import complain_of_uncompared

        complain_of_uncompared(report.uncompared)
        return 2
    found = report.worst()
    failed = fail_on != "never" and found is not None and found >= Severity(fail_on)
    return 1 if failed and not exit_zero else 0


def _refuse_contradictions(paths: Sequence[str], stdin_filename: str | None) -> None:
    """Flags that would be passed over are a mistake of the caller's, who would think that they had been heeded."""
    given = click.get_current_context().get_parameter_source
    if stdin_filename and STDIN not in paths:
        raise CannotRunError("--stdin-filename goes with '-' as a PATH")
    if set(paths) - {STDIN} and given("data") is click.core.ParameterSource.COMMANDLINE:
        raise CannotRunError("--data does not go with a PATH: name the folder as the PATH")


def _words(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _settings(file: str | None, isolated: bool) -> Config | None:
    """The settings that the caller asks for; None: each folder's own."""
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


def _held_against(
    name: str, targets: Sequence[Target], settings: Config | None, asked: Sequence[Path] | None
) -> tuple[list[Folder], list[Base]]:
    """Each folder and what it is held against. Folders that are gone are looked for where something was asked for."""
    # Git and archives are for those who ask for them.
    from pactstate.cli.bases import find_bases, refuse_missing

    refuse_missing(name, [target.folder for target in targets])
    folders = [target.read(settings) for target in targets]
    return folders, find_bases(name, folders, asked, settings)


def _checked(
    folder: Folder | OpenFolder,
    target: Target,
    base: Base | None,
    selection: Selection,
    today: dt.date,
    jobs: int | None,
    new_only: bool,
) -> Report:
    only = target.reports_on if target.only or target.alone else None
    try:
        return check_folder(folder, today, selection, only=only, base=base, new_only=new_only, jobs=jobs, watch=watched)
    except (FolderError, WorkerError) as error:
        raise CannotRunError(str(error)) from None


def _wrong_flags(flags: dict[str, tuple[str, ...]]) -> Report:
    """What is wrong with the words of ``--select`` and ``--ignore``."""
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


def _together(reports: Sequence[Report]) -> Report:
    # Settings that several folders share are told once.
    findings, more = most_severe(list(dict.fromkeys(found for report in reports for found in report.findings)))
    addresses = {report.rule_url for report in reports if report.paths}
    return Report(
        findings=findings,
        paths=[path for report in reports for path in report.paths],
        suppressed=[one for report in reports for one in report.suppressed],
        unlisted=[*more, *(one for report in reports for one in report.unlisted)],
        remarks=dict.fromkeys(remark for report in reports for remark in report.remarks),
        # Folders with different settings share no address.
        rule_url=addresses.pop() if len(addresses) == 1 else None,
    )


def _hardened(report: Report) -> Report:
    """Return the report with errors in place of warnings."""
    return attrs.evolve(report, findings=map(_as_error, report.findings), unlisted=map(_as_error, report.unlisted))


def _as_error(counted: _Counted) -> _Counted:
    return attrs.evolve(counted, severity=Severity.ERROR) if counted.severity is Severity.WARNING else counted


def _screen_format() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _refuse_to_overwrite(files: Sequence[str], folders: Sequence[Folder | OpenFolder]) -> None:
    for file in files:
        read = {path for folder in folders for path in (*folder.paths, folder.config.place)}
        if os.path.realpath(file) in {os.path.realpath(system_name(path)) for path in read if path}:
            raise CannotRunError(f"cannot write {file}: it is one of the files that are checked")


def _refuse_to_be_read(files: Sequence[str], places: Sequence[str]) -> None:
    """A report that lay where agreements are read would be read as one, or lie in the place of one."""
    for file in files:
        for place in map(os.path.realpath, places):
            path = Path(os.path.realpath(file))
            if str(path) == place or (is_wanted(path.name) and path.is_relative_to(place)):
                raise CannotRunError(f"cannot write {file}: agreements are read there")


def _statistics(report: Report) -> TerminalText:
    counts = report.by_rule
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], RULES[pair[0]].code))
    width = len(str(max(counts.values(), default=0)))
    lines = [TerminalText.of("{:>{}}  {}  {}\n", count, width, RULES[rule].code, rule) for rule, count in rows]
    return TerminalText.joined("", lines)
