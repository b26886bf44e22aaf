"""The two doors for Python code: load agreements, or check them."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from pactstate.checks.runner import check_folder
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.vocabulary import Vocabulary
from pactstate.findings import AgreementError, Report, Severity
from pactstate.folder.registry import FolderError, Registry, nearest_folder, packaged_folder, read_folder
from pactstate.rules import RULES
from pactstate.storage.disk import FOLDER_NAME

__all__ = ["check", "load"]


def load(path: str | os.PathLike[str] | None = None, *, vocabulary: Vocabulary | None = None) -> Registry:
    """The agreements of a folder, linked with their sources.

    Without a path: the nearest folder named ``agreements`` from the working directory upwards, else the data that
    comes with the package. A ``vocabulary`` adds kinds and parties of one's own to those of the package and of the
    folder's settings. Raises :class:`~pactstate.AgreementError`, a group that carries every finding of severity
    error (those that depend on today apart: the same files load on any day), :class:`~pactstate.ConfigurationError` for
    settings that cannot be used, and :class:`~pactstate.FolderError` for a folder that is missing, unreadable or empty.
    """
    place = Path(path) if path is not None else nearest_folder() or packaged_folder()
    folder = read_folder(place, vocabulary=vocabulary)
    report = check_folder(folder, dt.date.max, expiry=dt.date.min)
    errors = [
        finding for finding in report.findings if finding.severity is Severity.ERROR and not RULES[finding.rule].clock
    ]
    if errors:
        raise AgreementError(errors)
    return folder.registry


def check(
    path: str | os.PathLike[str] | None = None,
    *,
    today: str | dt.date | None = None,
    against: str | os.PathLike[str] | None = None,
    new_only: bool = False,
    vocabulary: Vocabulary | None = None,
) -> Report:
    """Every finding on the agreements of a folder; without a path, of the nearest folder named ``agreements`` upwards.

    Unlike :func:`load`, this never takes the data that comes with the package: it would be well where nothing of the
    caller's was read. Without a folder it raises :class:`~pactstate.FolderError`.

    ``today`` (a date or its text; default: the day of the call) is what rules on the future and on expiry go by. The
    rules are those that the folder's settings select. ``against`` names what the folder is held against: a git
    revision, taken at its merge base with HEAD, or the path of another folder or of a tar archive (``./before``, or any
    :class:`os.PathLike`); with ``new_only``, findings that the base had already are left out. The report's
    ``uncompared`` names the files of the base that could not be understood. A ``vocabulary`` adds words as it does for
    :func:`load`.

    Never raises for what a file of agreements contains; raises :class:`~pactstate.DateError` for a text that is not one
    day, :class:`~pactstate.ConfigurationError` for settings that cannot be used, :class:`~pactstate.FolderError` for a
    folder that is missing, unreadable or empty, :class:`~pactstate.RevisionError` for a base that cannot be read, and
    :class:`ValueError` for ``new_only`` without a base.
    """
    if new_only and against is None:
        raise ValueError("new_only needs a base: name it with against")
    day = PartialDate(dt.date.today() if today is None else today)
    if not day.is_day:
        raise DateError(f"'{day}' is not one day")
    folder = read_folder(Path(path) if path is not None else _nearest(), vocabulary=vocabulary)
    if against is None:
        return check_folder(folder, day.earliest)
    # Git and archives are for those who ask for them.
    from pactstate.compare import read_base

    return check_folder(folder, day.earliest, base=read_base(_spelled(against), folder), new_only=new_only)


def _spelled(base: str | os.PathLike[str]) -> str:
    """A base's name; a path is made to look like one, so that it is not taken for a revision."""
    return base if isinstance(base, str) else os.path.abspath(base)


def _nearest() -> Path:
    folder = nearest_folder()
    if folder is None:
        raise FolderError(f"no folder '{FOLDER_NAME}' here or above: name a folder to check")
    return folder
