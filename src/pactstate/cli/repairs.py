"""Repairs of files, as ``pactstate fix`` and ``pactstate check --fix`` make them: find, show as a diff, write."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pactstate.checks.repair import Change, Repairs, repair_folder
from pactstate.cli.inputs import STDIN, Input
from pactstate.cli.output import CannotRunError
from pactstate.editing.unified_diff import unified_diff
from pactstate.fileformat.config import Config
from pactstate.folder.files import OpenFolder
from pactstate.reports.base import plural
from pactstate.rules import Selection
from pactstate.storage.disk import Store, UnreadableError, system_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import packaged_folder
from pactstate.storage.replace import replace_unchanged
from pactstate.text.escape import PatchText, patch_text

__all__ = ["as_diff", "count_of", "find_repairs", "refuse_standard_input", "write_repairs"]


def refuse_standard_input(paths: Sequence[str]) -> None:
    """Refuse ``-`` among the paths, since there is no file to write."""
    if STDIN in paths:
        raise CannotRunError("standard input cannot be repaired: name the file")


def find_repairs(
    inputs: Sequence[Input],
    settings: Config | None,
    selection: Selection,
    today: dt.date,
    *,
    unsafe: bool,
) -> list[Repairs]:
    """Return the repairs of each folder; nothing is written.

    Args:
        inputs: Folders, with the files to change.
        settings: Settings that the user named; None for each folder's own.
        selection: Rules whose findings are repaired.
        today: Day of the check.
        unsafe: Whether to apply unsafe fixes, too.

    Raises:
        CannotRunError: A folder cannot be read, or its files are not to be changed.
    """
    return [_repairs(one, settings, selection, today, unsafe=unsafe) for one in inputs]


def _repairs(one: Input, settings: Config | None, selection: Selection, today: dt.date, *, unsafe: bool) -> Repairs:
    folder = one.folder or Path()
    if os.path.realpath(folder) == os.path.realpath(packaged_folder()):
        raise CannotRunError("the agreements that come with pactstate are not changed: name another folder")

    def open_with(store: Store, before: OpenFolder | None) -> OpenFolder:
        return one.open(settings, store, before, keeps=True)

    return repair_folder(open_with, today, selection, only=one.reports_on, unsafe=unsafe)


def as_diff(repairs: Iterable[Repairs]) -> tuple[PatchText, bool]:
    """Return the changes as a diff, and whether ``git apply`` takes it: it has no characters that are written out."""
    changes = [change for one in repairs for change in one.changes]
    lines = [
        line
        for change in changes
        for line in unified_diff(os.path.relpath(system_name(change.shown)), change.old, change.new)
    ]
    patch = patch_text(lines)
    return patch, patch == "".join(f"{line}\n" for line in lines)


def write_repairs(repairs: Iterable[Repairs]) -> None:
    """Replace each file that was repaired, in one step.

    Raises:
        CannotRunError: A file is behind a link, has changed since it was read, or cannot be written.
    """
    for change in (change for one in repairs for change in one.changes):
        _write(change)


def _write(change: Change) -> None:
    try:
        replace_unchanged(change.path, change.old, change.new, DEFAULT)
    except UnreadableError as error:
        raise CannotRunError(f"{change.shown} {error.reason}") from None
    except OSError as error:
        raise CannotRunError(f"cannot write {change.shown}: {(error.strerror or str(error)).lower()}") from None


def count_of(repairs: Sequence[Repairs]) -> str:
    """Return the numbers of repairs and of repaired files in words."""
    made = sum(len(one.made) for one in repairs)
    files = sum(len(one.changes) for one in repairs)
    return f"{plural(made, 'finding')} in {plural(files, 'file')}"
