"""``pactstate check``."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import attrs
import click

from pactstate.checks import check_folder
from pactstate.cli.options import choose_folder, data_option, open_folder, today_option
from pactstate.cli.output import CannotRunError, emit, wants_colour
from pactstate.findings import Finding, Report, Severity
from pactstate.formats.text import render
from pactstate.registry import FOLDER_NAME, Folder

__all__ = ["command"]


@click.command(name="check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--strict", is_flag=True, help="Warnings are errors.")
@click.option("--verbose", "-v", is_flag=True, help="Show infos too.")
@data_option
@today_option
def command(paths: tuple[str, ...], strict: bool, verbose: bool, data: str | None, today: dt.date) -> int:
    """Validate agreement files: their form, their transitions, their dates.

    PATH is a folder of agreements, or files in one; of files, the folder is read as well, since sources and links stand
    there, and only what concerns the files is reported. Without a PATH, the folder of --data.

    \b
    Exit codes: 0 no errors, 1 errors, 2 could not check.
    \b
    Examples:
      pactstate check
      pactstate check agreements/jp-ph-raa.yaml --strict
    """
    targets = [Path(os.path.normpath(path)) for path in paths] or [choose_folder(data)]
    texts: dict[str, Folder] = {}
    findings: list[Finding] = []
    files = 0
    for path, named in _folders(targets).items():
        folder = open_folder(path)
        missed = sorted(named.difference(folder.paths))
        if missed:
            raise CannotRunError(f"no agreement file: {missed[0]} (hidden files and other endings are passed over)")
        texts |= dict.fromkeys(folder.documents, folder)
        report = check_folder(folder, today)
        findings += [finding for finding in report.findings if not named or finding.path in named]
        files += len(named) or report.files
    if strict:
        findings = [_hardened(finding) for finding in findings]
    report = Report(findings, files=files)

    def line_of(path: str, line: int) -> str:
        return texts[path].documents[path].whole_line(line) if path in texts else ""

    emit(render(report, line_of, verbose=verbose, colour=wants_colour()))
    return 0 if report.ok else 1


def _folders(targets: list[Path]) -> dict[Path, set[str]]:
    """The folders to read, and the files in them that are reported on (none: all)."""
    folders: dict[Path, set[str]] = {}
    whole = {target for target in targets if target.is_dir() or not target.suffix}
    for target in targets:
        if target in whole:
            folders[target] = set()
            continue
        if not target.exists() and not target.is_symlink():
            raise CannotRunError(f"no such file: {target}")
        root = _root(target)
        if root not in whole:
            folders.setdefault(root, set()).add(str(target))
    return folders


def _root(file: Path) -> Path:
    """The folder of agreements in which a file stands: the one of that name, else the one with the sources."""
    for folder in file.parents:
        if Path(os.path.abspath(folder)).name == FOLDER_NAME:
            return folder
    for folder in list(file.parents)[:-1]:
        if (folder / "sources.yaml").exists() or (folder / "sources").is_dir():
            return folder
    return file.parent


def _hardened(finding: Finding) -> Finding:
    return attrs.evolve(finding, severity=Severity.ERROR) if finding.severity is Severity.WARNING else finding
