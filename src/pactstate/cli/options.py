"""Options that several commands share, and what they mean: the folder, today, dates."""

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
    nearest_folder,
    packaged_folder,
    read_folder,
)
from pactstate.storage.limits import DEFAULT
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
"""Why a folder cannot be read."""

_Command = TypeVar("_Command", bound=Callable[..., object])

# Type checkers want to know what it converts to; the first releases of click that will do for us take no answer.
if TYPE_CHECKING:
    _ParamType = click.ParamType[PartialDate]
else:
    _ParamType = click.ParamType


class _PartialDateType(_ParamType):
    """A partial date, as in the files."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        try:
            return PartialDate(str(value))
        except DateError as error:
            self.fail(str(error), param, ctx)


class _DayType(_PartialDateType):
    """A whole day."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        date = super().convert(value, param, ctx)
        if not date.is_day:
            self.fail(f"'{value}' is not one day: write it as in '2026-11-22'", param, ctx)
        return date


DATE = _PartialDateType()
DAY = _DayType()


def data_option(command: _Command) -> _Command:
    """``--data DIR``, with the packaged data as the last resort."""
    return folder_option("the nearest agreements/ upwards, the packaged ones")(command)


def folder_option(default: str) -> Callable[[_Command], _Command]:
    """``--data DIR``, with what is taken where neither it nor the environment says anything."""
    return click.option(
        "--data",
        metavar="DIR",
        envvar="PACTSTATE_DATA",
        help=f"The agreements.  [default: $PACTSTATE_DATA, {default}]",
    )


def today_option(command: _Command) -> _Command:
    """``--today DATE``, as a :class:`datetime.date`."""

    def resolve(ctx: click.Context, param: click.Parameter, value: PartialDate | None) -> dt.date:
        return value.earliest if value else dt.date.today()

    return click.option(
        "--today", type=DAY, callback=resolve, envvar="PACTSTATE_TODAY", metavar="DATE", help="Take this day for today."
    )(command)


def choose_folder(data: str | None) -> Path:
    """The folder that is meant: the one named, else that of the settings, else the nearest, else the packaged one."""
    folders = [Path(data)] if data else configured_folders() or [_nearest_or_packaged()]
    if len(folders) > 1:
        raise CannotRunError("the settings name several folders: choose one with --data")
    return folders[0]


def configured_folders(settings: Config | None = None) -> list[Path]:
    """The folders that settings name: the given ones, else those of the working directory."""
    try:
        config = settings or find_config(Path(), DEFAULT)
    except ConfigurationError as error:
        raise CannotRunError(str(error)) from None
    folders = [Path(path) for path in config.paths]
    for folder in folders:
        # The settings may be a stranger's, and so may a link beside them: they lead nowhere outside.
        if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(Path(config.place).parent)):
            raise CannotRunError(f"{config.place}: paths: '{folder}' leads out of the folder of the settings by a link")
    return folders


def _nearest_or_packaged() -> Path:
    """The nearest folder of agreements, as seen from here, else the packaged one (which is said)."""
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
    """Read a folder; one that cannot be used ends the command."""
    try:
        return read_folder(path)
    except CONFIGURATION_ERRORS as error:
        raise CannotRunError(str(error)) from None


def warn_of_errors(folder: Folder, today: dt.date) -> int:
    """Say on standard error that the files have errors, and give the exit code for it.

    What comes with the package has been checked before, and need not be each time that somebody asks it something.
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
