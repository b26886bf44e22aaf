"""Functions for Python programs: load agreements, or check them."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from pactstate.checks.runner import check_folder
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.vocabulary import Vocabulary
from pactstate.findings import AgreementError, Report, Severity
from pactstate.folder.files import open_folder
from pactstate.folder.registry import FolderError, Registry, read_folder
from pactstate.rules import RULES
from pactstate.storage.locate import FOLDER_NAME, nearest_folder, packaged_folder

__all__ = ["check", "load"]


def load(path: str | os.PathLike[str] | None = None, *, vocabulary: Vocabulary | None = None) -> Registry:
    """Load the agreements of a folder.

    Args:
        path: Folder of agreements. Default: the nearest folder named ``agreements`` in or above the working directory,
            else the agreements that come with the package.
        vocabulary: Kinds and parties in addition to those of the package and of the folder's settings.

    Returns:
        The agreements by id, with their sources.

    Raises:
        AgreementError: The files have errors; the exception has all findings of severity error. Rules that depend on
            today are not counted, so that the same files load on every day.
        ConfigurationError: The settings of the folder cannot be used.
        FolderError: The folder is missing, unreadable or empty.

    >>> registry = load("agreements")
    >>> registry["jp-ph-raa"].parties
    ('JP', 'PH')
    """
    place = Path(path) if path is not None else nearest_folder() or packaged_folder()
    # The files are not kept beside their agreements: they take three times as much memory.
    folder = open_folder(place, vocabulary=vocabulary, keeps=False)
    agreements: list[Agreement] = []
    report = check_folder(folder, dt.date.max, expiry=dt.date.min, taking=agreements.append)
    errors = [
        finding for finding in report.findings if finding.severity is Severity.ERROR and not RULES[finding.rule].clock
    ]
    if errors:
        raise AgreementError(errors)
    return Registry(agreements, str(folder.folder))


def check(
    path: str | os.PathLike[str] | None = None,
    *,
    today: str | dt.date | None = None,
    against: str | os.PathLike[str] | None = None,
    new_only: bool = False,
    vocabulary: Vocabulary | None = None,
) -> Report:
    """Check the agreements of a folder. Never raises for the content of their files.

    Args:
        path: Folder of agreements. Default: the nearest folder named ``agreements`` in or above the working directory.
            The data of the package is no default here: a check of it says nothing about the caller's files.
        today: Day for rules on the future and on expiry. Default: the day of the call.
        against: Base of the comparison: a git revision, whose merge base with HEAD is read; or the path of another
            folder or of a tar archive, as in ``"./before"`` or as any :class:`os.PathLike`.
        new_only: Whether to leave out findings that the base has, too.
        vocabulary: Kinds and parties in addition to those of the package and of the folder's settings.

    Returns:
        The findings of the rules that the folder's settings select. ``uncompared`` names the files of the base that
        could not be understood.

    Raises:
        ConfigurationError: The settings of the folder cannot be used.
        DateError: ``today`` is not one day.
        FolderError: The folder is missing, unreadable or empty.
        RevisionError: The base cannot be read.
        ValueError: ``new_only`` is set without a base.

    >>> report = check("agreements", today="2027-01-01")
    >>> report.ok
    True
    """
    if new_only and against is None:
        raise ValueError("new_only needs a base: pass it as against")
    day = PartialDate(dt.date.today() if today is None else today)
    if not day.is_day:
        raise DateError(f"'{day}' is not one day")
    folder = read_folder(Path(path) if path is not None else _nearest(), vocabulary=vocabulary)
    if against is None:
        return check_folder(folder, day.earliest)
    # Imports git and archives, which a check without a base does not need.
    from pactstate.compare import read_base

    return check_folder(folder, day.earliest, base=read_base(_base_name(against), folder), new_only=new_only)


def _base_name(base: str | os.PathLike[str]) -> str:
    """Return the name of a base. A path is made absolute, so that it is not read as a revision."""
    return base if isinstance(base, str) else os.path.abspath(base)


def _nearest() -> Path:
    folder = nearest_folder()
    if folder is None:
        raise FolderError(f"no folder '{FOLDER_NAME}' here or above: name a folder to check")
    return folder
