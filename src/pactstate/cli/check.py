"""``pactstate check``."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from pactstate.checks import check_folder, gravest
from pactstate.checks.parallel import WorkerError
from pactstate.checks.suppress import unknown_words
from pactstate.cli.completion import rules
from pactstate.cli.options import CONFIGURATION_ERRORS, folder_option, today_option
from pactstate.cli.output import CannotRunError, complain, emit, wants_colour, watched, write_file
from pactstate.cli.rooted import rooted
from pactstate.cli.targets import STDIN, Target, find_targets
from pactstate.findings import Finding, Location, Report, Severity
from pactstate.formats import FORMATS, Options, render
from pactstate.reading.config import Config, read_config
from pactstate.reading.files import is_wanted, system_name
from pactstate.reading.limits import DEFAULT
from pactstate.registry import Folder, FolderError
from pactstate.rules import RULES, Selection
from pactstate.shelf import Shelf

if TYPE_CHECKING:
    from pactstate.revisions import Base

__all__ = ["command"]

_FORMAT_OF_ENDING: Final = {".sarif": "sarif", ".json": "json", ".xml": "junit", ".md": "markdown", ".rdjson": "rdjson"}
_ON_SCREEN: Final = ("text", "concise", "github")


@click.command(name="check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: text; github in GitHub Actions]")
@click.option(
    "--output",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(),
    help="Write the report to a file, beside the screen.",
)
@click.option(
    "--against",
    metavar="BASE",
    help="Nothing recorded there may be gone: a git revision, or a folder or tar file, as in './before'.",
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
@click.option("--stdin-filename", metavar="PATH", help="The file in whose place '-' is read.")
@folder_option("those of the settings, the nearest agreements/ upwards")
@today_option
def command(
    paths: tuple[str, ...],
    form: str | None,
    files: tuple[str, ...],
    against: str | None,
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
    stdin_filename: str | None,
    data: str | None,
    today: dt.date,
) -> int:
    """Validate agreement files: their form, their transitions, their dates.

    PATH is a folder of agreements, or files in one, or '-' for standard input. Of files the folder is read as well,
    since sources and links stand there, and only what concerns the files is reported. Without a PATH, the folders that
    the settings name (pactstate.toml, or [tool.pactstate] in pyproject.toml), else the folder of --data.

    \b
    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not check.
    \b
    Examples:
      pactstate check
      pactstate check agreements/jp-ph-raa.yaml --strict
      pactstate check agreements --against origin/main
      pactstate check --ignore single-witness,PS205 --statistics
      pactstate check --format sarif --output pactstate.sarif
    """
    flags = {"select": _words(select), "ignore": _words(ignore)}
    _refuse_contradictions(paths, stdin_filename, files)
    settings = _settings(config, isolated)
    targets = find_targets(paths, data, stdin_filename, settings)
    if against is not None and any(target.folder is None for target in targets):
        raise CannotRunError("--against needs a folder to compare: name one with --data or --stdin-filename")
    asked = [Path(path) for path in paths] if paths or data is None else None
    # What is held against a base is read whole first; else one file after the other is read and checked.
    folders: Sequence[Folder | Shelf]
    bases: Sequence[Base | None]
    if against is None:
        folders, bases = [target.open(settings) for target in targets], [None] * len(targets)
    else:
        folders, bases = _held_against(against, targets, settings, asked)
    _refuse_to_overwrite(files, folders)
    _refuse_to_be_read(files, [str(target.folder) for target in targets if target.folder])
    _refuse_to_be_read(files, [base.name for base in bases if base and not base.commit])
    reports = [
        _checked(folder, target, base, flags, today, jobs)
        for folder, target, base in zip(folders, targets, bases, strict=True)
    ]
    report = _together([*reports, _wrong_flags(flags)])
    if strict:
        report = attrs.evolve(report, findings=map(_hardened, report.findings))
    screen = form if form and (not files or form in _ON_SCREEN) else _screen_format()
    _write(report, files, form)
    # Paths in what a service reads are those of the checkout; in what a person reads, those of the working directory.
    shown = render(screen, rooted(report, screen, os.environ), Options(verbose, wants_colour()))
    emit(shown, commands=screen == "github")
    if statistics and report.findings:
        show = emit if screen in ("text", "concise") else _aside
        show(_statistics(report))
    found = report.worst()
    failed = fail_on != "never" and found is not None and found >= Severity(fail_on)
    return 1 if failed and not exit_zero else 0


def _refuse_contradictions(paths: Sequence[str], stdin_filename: str | None, files: Sequence[str]) -> None:
    """Flags that would be passed over are a mistake of the caller's, who would think that they had been heeded."""
    given = click.get_current_context().get_parameter_source
    if stdin_filename and STDIN not in paths:
        raise CannotRunError("--stdin-filename goes with '-' as a PATH")
    if set(paths) - {STDIN} and given("data") is click.core.ParameterSource.COMMANDLINE:
        raise CannotRunError("--data does not go with a PATH: name the folder as the PATH")
    if STDIN in files:
        raise CannotRunError("--output takes a file; the screen shows --format")


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
    from pactstate.cli.bases import find_base, refuse_gone

    if asked is not None:
        refuse_gone(name, asked)
    folders = [target.read(settings) for target in targets]
    return folders, [find_base(name, folder, settings) for folder in folders]


def _checked(
    folder: Folder | Shelf,
    target: Target,
    base: Base | None,
    flags: dict[str, tuple[str, ...]],
    today: dt.date,
    jobs: int | None,
) -> Report:
    only = target.reports_on if target.only or target.alone else None
    try:
        return check_folder(folder, today, Selection(**flags), only=only, base=base, jobs=jobs, watch=watched)
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
        findings += (attrs.evolve(found, excerpt=given) for found in unknown_words(places, places, f"--{flag} names"))
    return Report(findings)


def _together(reports: Sequence[Report]) -> Report:
    # Settings that several folders share are told once.
    findings, dropped = gravest(list(dict.fromkeys(found for report in reports for found in report.findings)))
    return Report(
        findings=findings,
        paths=[path for report in reports for path in report.paths],
        suppressed=[one for report in reports for one in report.suppressed],
        dropped=dropped + sum(report.dropped for report in reports),
        remarks=dict.fromkeys(remark for report in reports for remark in report.remarks),
    )


def _hardened(finding: Finding) -> Finding:
    return attrs.evolve(finding, severity=Severity.ERROR) if finding.severity is Severity.WARNING else finding


def _screen_format() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _refuse_to_overwrite(files: Sequence[str], folders: Sequence[Folder | Shelf]) -> None:
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


def _write(report: Report, files: Sequence[str], form: str | None) -> None:
    """Write the report to files, each in the format that is asked for, else in that of its ending."""
    for file in files:
        by_ending = _FORMAT_OF_ENDING.get(Path(file).suffix.lower(), form or "text")
        chosen = form if form and form not in _ON_SCREEN else by_ending
        text = render(chosen, rooted(report, chosen, os.environ), Options(verbose=True))
        write_file(file, text, commands=chosen == "github")


def _aside(text: str) -> None:
    complain(text.rstrip("\n"), prefix="")


def _statistics(report: Report) -> str:
    counts = Counter(finding.rule for finding in report.findings)
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], RULES[pair[0]].code))
    width = len(str(max(counts.values(), default=0)))
    return "".join(f"{count:>{width}}  {RULES[rule].code}  {rule}\n" for rule, count in rows)
