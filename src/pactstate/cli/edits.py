"""Changes of one file, as ``pactstate add`` and ``pactstate reject`` make them: check, diff, writing, state after."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import attrs
import click

from pactstate.checks.runner import check_folder
from pactstate.checks.since_base import new_findings
from pactstate.cli.options import choose_folder, folder_option, open_folder, select_one, today_option
from pactstate.cli.output import CannotRunError, complain, emit, wants_colour
from pactstate.domain.agreement import Agreement
from pactstate.editing.additions import Addition
from pactstate.editing.insertion import added
from pactstate.editing.unified_diff import unified_diff
from pactstate.errors import ValueRefusedError
from pactstate.findings import Finding, Report, Severity
from pactstate.folder.read import Draft, Folder, read_folder
from pactstate.reports import text as findings_text
from pactstate.reports.base import Options
from pactstate.rules import RULES
from pactstate.smallyaml import Data
from pactstate.storage.disk import UnreadableError, system_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import packaged_folder
from pactstate.storage.replace import replace_unchanged
from pactstate.text.escape import TerminalText, patch_text
from pactstate.views import explain

__all__ = ["File", "agreement_file", "editing_options", "open_to_edit", "save", "shared_file"]

_Command = TypeVar("_Command", bound=Callable[..., object])


def editing_options(command: _Command) -> _Command:
    """Add the options that all commands which change a file have."""
    dry_run = click.option("--dry-run", is_flag=True, help="Print the change as a diff for 'git apply'; write nothing.")
    allow = click.option("--allow-findings", is_flag=True, help="Write even if 'check' finds new errors.")
    folder = folder_option("the nearest agreements/ upwards")
    return dry_run(allow(folder(today_option(command))))


def open_to_edit(data: str | None) -> Folder:
    """Return the folder to change; the packaged agreements are refused, since the next installation replaces them."""
    path = choose_folder(data)
    if path == packaged_folder():
        raise CannotRunError("the agreements that come with pactstate are not changed: name a folder with --data")
    return open_folder(path)


@attrs.frozen(eq=False, repr=False)
class File:
    """File of a folder that can be changed: it can be read without errors in its form."""

    folder: Folder
    shown: str
    path: Path
    text: str
    data: Mapping[str, Data]
    agreement: Agreement | None
    """None for a file of shared sources."""


def agreement_file(folder: Folder, words: str) -> File:
    """Return the file of the agreement that is named or described."""
    agreement = select_one(folder, words)
    return _file(folder, folder.places[agreement.id], agreement)


def shared_file(folder: Folder) -> File:
    """Return the file of shared sources; the first, if there are several."""
    paths = list(folder.opened.shared)
    if not paths:
        raise CannotRunError(f"no file of shared sources in {folder.path}: make one of the name 'sources.yaml'")
    return _file(folder, paths[0], None)


def _file(folder: Folder, shown: str, agreement: Agreement | None) -> File:
    document = folder.documents.get(shown)
    errors = [found for found in folder.findings if found.path == shown and RULES[found.rule].form]
    if document is None or not document.complete or errors:
        raise CannotRunError(f"{shown} has errors: repair what 'pactstate check' finds first")
    place = folder.opened.folder
    path = place / os.path.relpath(system_name(shown), place)
    return File(folder, shown, path, document.text, document.data, agreement)


def save(
    file: File, make: Callable[[Mapping[str, Data]], Addition], what: str, today: dt.date, *, dry_run: bool, allow: bool
) -> int:
    """Add to a file, say what has changed, and return the exit code.

    Args:
        file: File to change.
        make: Function that returns the addition, given the data of the file.
        what: Name of the addition, for the first line of the output.
        today: Day of the states before and after.
        dry_run: Whether to print a diff and write nothing.
        allow: Whether to write even if there are new errors, other than errors of form.
    """
    try:
        text = added(file.text, make(file.data))
    except ValueRefusedError as error:
        raise CannotRunError(f"{file.shown}: {error}") from None
    draft = Draft(text.encode(), file.shown, file.path)
    after = read_folder(file.folder.opened.folder, config=file.folder.config, draft=draft, like=file.folder)
    before, report = check_folder(file.folder, today), check_folder(after, today)
    errors = [one for one in new_findings(report.findings, before.findings, str)[0] if one.severity is Severity.ERROR]
    if errors and not (allow and not any(RULES[one.rule].form for one in errors)):
        only = attrs.evolve(report, findings=errors, unlisted=(), suppressed=(), remarks=())
        emit(findings_text.render(only, Options(colour=wants_colour())))
        complain(f"{file.shown} is unchanged: the addition would bring the errors above")
        return 1
    if dry_run:
        emit(patch_text(unified_diff(os.path.relpath(system_name(file.shown)), file.text, text)))
        return 0
    try:
        replace_unchanged(file.path, file.text, text, DEFAULT)
    except UnreadableError as error:
        raise CannotRunError(f"{file.shown} {error.reason}") from None
    except OSError as error:
        raise CannotRunError(f"cannot write {file.shown}: {(error.strerror or str(error)).lower()}") from None
    emit(TerminalText.of("{}\n", TerminalText.joined("\n", _lines(file, after, report, what, today))))
    return 0


def _lines(file: File, after: Folder, report: Report, what: str, today: dt.date) -> Iterator[TerminalText]:
    yield TerminalText.of("{}: added {}", file.shown, what)
    if file.agreement:
        now = after.registry[file.agreement.id]
        for label, agreement in (("before", file.agreement), ("now", now)):
            sentence = explain.opening(agreement, agreement.status(today, today=today))
            yield TerminalText.of("{}: {}", label, explain.as_terminal(sentence))
    found = [one for one in report.findings if one.path == file.shown and one.severity is not Severity.INFO]
    yield TerminalText.of("check: {}", _count(found))
    yield from (TerminalText.of("  {}", f"{one}; {one.help}" if one.help else str(one)) for one in found)


def _count(found: Sequence[Finding]) -> str:
    if not found:
        return "no errors, no warnings"
    return "1 error or warning" if len(found) == 1 else f"{len(found)} errors and warnings"
