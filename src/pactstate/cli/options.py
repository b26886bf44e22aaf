"""Options that several commands share: the folder, today, dates."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from pactstate.cli.errors import reinstall
from pactstate.cli.output import CannotRunError, complain
from pactstate.domain.dates import DateError, PartialDate
from pactstate.fileformat.config import Config, find_config
from pactstate.findings import Severity
from pactstate.folder.registry import (
    ConfigurationError,
    Folder,
    FolderError,
    read_folder,
)
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import nearest_folder, packaged_folder
from pactstate.version import __version__

__all__ = [
    "CONFIGURATION_ERRORS",
    "DATE",
    "DAY",
    "choose_folder",
    "configured_folders",
    "data_option",
    "folder_option",
    "open_folder",
    "today_option",
    "warn_of_errors",
]

CONFIGURATION_ERRORS = (FolderError, ConfigurationError)
"""Errors for a folder that cannot be read."""

_Command = TypeVar("_Command", bound=Callable[..., object])

# Generic for type checkers; in the first releases of click 8.2 it is not generic at run time.
if TYPE_CHECKING:
    _ParamType = click.ParamType[PartialDate]
else:
    _ParamType = click.ParamType


class _PartialDateType(_ParamType):
    """Date of the files: a day, a month, a year or an interval."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        try:
            return PartialDate(str(value))
        except DateError as error:
            self.fail(str(error), param, ctx)


class _DayType(_PartialDateType):
    """Date that is one day."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        date = super().convert(value, param, ctx)
        if not date.is_day:
            self.fail(f"'{value}' is not one day: write it as in '2026-11-22'", param, ctx)
        return date


DATE = _PartialDateType()
DAY = _DayType()


def data_option(command: _Command) -> _Command:
    """Add ``--data DIR`` to a command; the last default is the packaged data."""
    return folder_option("the nearest agreements/ upwards, the packaged ones")(command)


def folder_option(default: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds ``--data DIR``; ``default`` describes the folder without it."""
    return click.option(
        "--data",
        metavar="DIR",
        envvar="PACTSTATE_DATA",
        help=f"Folder of the agreements.  [default: $PACTSTATE_DATA, {default}]",
    )


def today_option(command: _Command) -> _Command:
    """Add ``--today DATE`` to a command, as a :class:`datetime.date`."""

    def resolve(ctx: click.Context, param: click.Parameter, value: PartialDate | None) -> dt.date:
        return value.earliest if value else dt.date.today()

    return click.option(
        "--today", type=DAY, callback=resolve, envvar="PACTSTATE_TODAY", metavar="DATE", help="Day to use as today."
    )(command)


def choose_folder(data: str | None) -> Path:
    """Return the folder to read: the named one, else that of the settings, else the nearest, else the packaged one."""
    folders = [Path(data)] if data else configured_folders() or [_nearest_or_packaged()]
    if len(folders) > 1:
        raise CannotRunError("the settings name several folders: choose one with --data")
    return folders[0]


def configured_folders(settings: Config | None = None) -> list[Path]:
    """Return the folders that settings name: the given settings, else those of the working directory."""
    try:
        config = settings or find_config(Path(), DEFAULT)
    except ConfigurationError as error:
        raise CannotRunError(str(error)) from None
    folders = [Path(path) for path in config.paths]
    for folder in folders:
        # Settings and links may come from a pull request: they must not lead out of the checked tree.
        if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(Path(config.place).parent)):
            raise CannotRunError(f"{config.place}: paths: '{folder}' leads out of the folder of the settings by a link")
    return folders


def _nearest_or_packaged() -> Path:
    """Return the nearest folder of agreements; else the packaged one, with a note on standard error."""
    here = nearest_folder()
    if here:
        return Path(os.path.relpath(here))
    packaged = packaged_folder()
    if not packaged.is_dir():
        missing = f"{packaged}, a part of pactstate, is missing: name a folder with --data, or run '{reinstall()}'"
        raise CannotRunError(f"no folder 'agreements' here or above, and {missing}")
    complain(f"no folder 'agreements' here or above: using the agreements that come with pactstate {__version__}")
    return packaged


def open_folder(path: Path) -> Folder:
    """Read a folder.

    Raises:
        CannotRunError: The folder cannot be used.
    """
    try:
        return read_folder(path)
    except CONFIGURATION_ERRORS as error:
        raise CannotRunError(str(error)) from None


def warn_of_errors(folder: Folder, today: dt.date) -> int:
    """Write to standard error that the files have errors, and return the exit code.

    The packaged agreements were checked before the release, so they are not checked again.
    """
    if Path(folder.path) == packaged_folder():
        return 0
    from pactstate.checks.runner import check_folder

    errors = [finding for finding in check_folder(folder, today).findings if finding.severity is Severity.ERROR]
    if not errors:
        return 0
    count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
    complain(
        f"{count} in {folder.path}, first in {errors[0].path}: answers may be wrong or missing; see 'pactstate check'"
    )
    return 1
