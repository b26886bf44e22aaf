"""Options that several commands share: the folder, today, dates."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import attrs
import click

from pactstate.cli.output import CannotRunError, complain
from pactstate.cli.uncaught import reinstall
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.model import Period
from pactstate.domain.parties import parties_named
from pactstate.fileformat.config import Config, find_config
from pactstate.fileformat.find import date_in_words, find_agreements, similar_agreements, unknown_words
from pactstate.fileformat.suggest import like_agreement, like_party
from pactstate.findings import Report, Severity
from pactstate.folder.files import OpenFolder
from pactstate.folder.files import open_folder as open_files
from pactstate.folder.read import ConfigurationError, Folder, FolderError, read_folder
from pactstate.folder.registry import Registry
from pactstate.rules import RULES, Selection
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import nearest_folder, packaged_folder
from pactstate.text.suggest import clip, question
from pactstate.version import __version__

__all__ = [
    "AGE",
    "CONFIGURATION_ERRORS",
    "DATE",
    "DAY",
    "ParamType",
    "Records",
    "choose_folder",
    "choose_folders",
    "configured_folders",
    "data_option",
    "folder_option",
    "folders_option",
    "jobs_option",
    "like_described",
    "one_question",
    "open_folder",
    "open_records",
    "party_code",
    "read_length",
    "records_of",
    "select",
    "select_one",
    "today_option",
    "warn_of_errors",
]

CONFIGURATION_ERRORS = (FolderError, ConfigurationError)
"""Errors for a folder that cannot be read."""

_MAX_SHOWN: Final = 8
"""Number of agreements that one message names."""
_MAX_SUGGESTED: Final = 3

_Command = TypeVar("_Command", bound=Callable[..., object])

# The rules are imported only for a check; click is generic for type checkers, and not in the first releases of 8.2.
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pactstate.checks.runner import Taken
    from pactstate.fileformat.ignores import Ignore

    ParamType = click.ParamType
else:

    class ParamType(click.ParamType):
        """Type of an option or argument, named with the type of its values."""

        def __class_getitem__(cls, values: object) -> type:
            return cls


class _PartialDateType(ParamType[PartialDate]):
    """Date of the files: a day, a month, a year or an interval; or one in words, such as '20 October 2023'."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        try:
            return date_in_words(str(value))
        except DateError as error:
            self.fail(str(error), param, ctx)


class _DayType(_PartialDateType):
    """Date that is one day."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PartialDate:
        date = super().convert(value, param, ctx)
        if not date.is_day:
            self.fail(f"'{value}' is not one day: write it as in '2026-11-22'", param, ctx)
        return date


_UNITS: Final = {"d": "days", "w": "days", "m": "months", "y": "years"}
_PERIOD: Final = r"(?P<count>[0-9]{1,4}) ?(?P<unit>d|w|m|y|days?|weeks?|months?|years?)"


def read_length(text: str) -> Period | None:
    """Return a length of time such as ``90d``, ``2w``, ``6m``, ``2y`` or ``2 years``; None for another text."""
    length = re.fullmatch(_PERIOD, text)
    if length is None:
        return None
    unit = length["unit"][0]
    return Period(int(length["count"]) * (7 if unit == "w" else 1), _UNITS[unit])


class _AgeType(ParamType[Period]):
    """Length of time, such as ``2y``."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        length = read_length(str(value))
        if length is None:
            self.fail(f"'{value}' is not a length of time: write it as in '90d', '6m' or '2y'", param, ctx)
        return length


AGE = _AgeType()
DATE = _PartialDateType()
DAY = _DayType()


def data_option(command: _Command) -> _Command:
    """Add ``--data DIR`` to a command; the last default is the packaged data."""
    return folder_option("the nearest agreements/ upwards, the packaged ones")(command)


def _complete_folder(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def folder_option(default: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds ``--data DIR``; ``default`` describes the folder without it."""
    return click.option(
        "--data",
        metavar="DIR",
        envvar="PACTSTATE_DATA",
        shell_complete=_complete_folder,
        help=f"Folder of the agreements.  [default: $PACTSTATE_DATA, {default}]",
    )


class _FolderType(ParamType[str]):
    """Folder of agreements."""

    name = "DIR"

    def split_envvar_value(self, rv: str) -> list[str]:
        # The variable names one folder; the blanks in its name separate nothing.
        return [rv] if rv else []


def folders_option(command: _Command) -> _Command:
    """Add ``--data DIR``, which may be repeated, to a command."""
    return click.option(
        "--data",
        metavar="DIR",
        type=_FolderType(),
        multiple=True,
        envvar="PACTSTATE_DATA",
        shell_complete=_complete_folder,
        help="Folder of the agreements; repeat it for several.  [default: $PACTSTATE_DATA, those of the settings, the "
        "nearest agreements/ upwards, the packaged ones]",
    )(command)


def today_option(command: _Command) -> _Command:
    """Add ``--today DATE`` to a command, as a :class:`datetime.date`."""

    def resolve(ctx: click.Context, param: click.Parameter, value: PartialDate | None) -> dt.date:
        return value.earliest if value else dt.date.today()

    return click.option(
        "--today", type=DAY, callback=resolve, envvar="PACTSTATE_TODAY", metavar="DATE", help="Day to use as today."
    )(command)


def jobs_option(command: _Command) -> _Command:
    """Add ``--jobs N`` to a command; None stands for as many as are worth it."""
    return click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1, 64),
        metavar="N",
        help="Number of processes.  [default: one for each core; one for few files]",
    )(command)


def choose_folder(data: str | None) -> Path:
    """Return the folder to read: the named one, else that of the settings, else the nearest, else the packaged one."""
    folders = choose_folders([data] if data else [])
    if len(folders) > 1:
        raise CannotRunError("the settings name several folders: choose one with --data")
    return folders[0]


def choose_folders(data: Sequence[str]) -> list[Path]:
    """Return the folders to read: the named ones, else those of the settings, else the nearest or the packaged one."""
    return [*map(Path, data)] or configured_folders() or [_nearest_or_packaged()]


def configured_folders(settings: Config | None = None) -> list[Path]:
    """Return the folders that settings name: the given settings, else those of the working directory."""
    try:
        config = settings or find_config(Path(), DEFAULT)
    except ConfigurationError as error:
        raise CannotRunError(str(error)) from None
    folders = [Path(path) for path in config.paths]
    for folder in folders:
        # Settings and links may come from a pull request: they must not lead out of the checked tree.
        if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(Path(config.path).parent)):
            raise CannotRunError(f"{config.path}: paths: '{folder}' leads out of the folder of the settings by a link")
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


@attrs.frozen(eq=False, repr=False)
class Records:
    """Folder that was read for a question: its agreements, and the errors in its files. No file is kept."""

    path: str
    registry: Registry
    config: Config
    agreement_paths: Mapping[str, str]
    """Path of the file of each agreement, by id."""
    ignores: Iterable[tuple[str, Sequence[Ignore]]]
    """Path of each file with its comments that silence findings."""
    errors: Report = attrs.field(factory=Report)
    """Errors, with one or more of each file that has any."""


def open_records(path: Path, today: dt.date) -> Records:
    """Read the agreements of a folder, and check it for errors.

    Raises:
        CannotRunError: The folder cannot be used.
    """
    if path == packaged_folder():
        return records_of(open_folder(path), today)

    files: dict[str, Taken] = {}

    def take(file: Taken) -> None:
        # Copies have the fields, whatever characters are in them, and not what the rules have worked out.
        files[file.path] = file._replace(agreement=copy(file.agreement))

    try:
        opened = open_files(path, keeps=False)
        errors = _errors(opened, today, take)
    except CONFIGURATION_ERRORS as error:
        raise CannotRunError(str(error)) from None
    agreements = {shown: one.agreement for shown, one in files.items() if one.agreement}
    return Records(
        str(opened.folder),
        Registry(agreements.values(), str(opened.folder)),
        opened.config,
        {one.id: shown for shown, one in agreements.items()},
        [(shown, files[shown].ignores) for shown in opened.paths],
        errors,
    )


def records_of(folder: Folder, today: dt.date) -> Records:
    """Return the agreements of a folder that was loaded, and the errors in its files.

    The packaged agreements were checked before the release, so they are not checked again.
    """
    errors = Report() if Path(folder.path) == packaged_folder() else _errors(folder, today)
    return Records(folder.path, folder.registry, folder.config, folder.agreement_paths, _ignores(folder), errors)


def _ignores(folder: Folder) -> Iterator[tuple[str, Sequence[Ignore]]]:
    """Find the comments that silence findings when they are asked for: most commands need none."""
    from pactstate.fileformat.ignores import ignores

    for path, document in folder.documents.items():
        yield path, ignores(document)


_WARNINGS: Final = tuple(name for name, rule in RULES.items() if rule.severity is not Severity.ERROR)


def _errors(folder: Folder | OpenFolder, today: dt.date, take: Callable[[Taken], object] | None = None) -> Report:
    from pactstate.checks.runner import check_folder

    # Rules that only warn cost as much as half of reading the files, and their findings would be left out here.
    return check_folder(folder, today, Selection(ignore=_WARNINGS), taking=take, most=1)


def warn_of_errors(records: Records) -> int:
    """Write to standard error that the files have errors, and return the exit code."""
    errors = records.errors.count(Severity.ERROR)
    if not errors:
        return 0
    count = "1 error" if errors == 1 else f"{errors} errors"
    first = records.errors.findings[0].path
    complain(f"{count} in {records.path}, first in {first}: answers may be wrong or missing; see 'pactstate check'")
    return 1


def select(folder: Folder | Records, words: Sequence[str]) -> list[Agreement]:
    """Return the agreements that are named or described, once each; all of them without a word.

    Words without quotes, as in ``pactstate status japan uk access``, are one description if an agreement fits it.

    Raises:
        CannotRunError: A word means none.
    """
    if not words:
        return list(folder.registry.agreements)
    found = [one for word in one_question(folder, words) for one in _described(folder, word)]
    return list({one.id: one for one in found}.values())


def one_question(folder: Folder | Records, words: Sequence[str]) -> Sequence[str]:
    """Return words as one description if an agreement fits all of them, and none is an id or has a blank."""
    agreements = folder.registry.agreements
    formerly = {id for one in agreements for id in one.formerly}
    if len(words) < 2 or any(" " in word or word in folder.registry or word in formerly for word in words):
        return words
    together = " ".join(words)
    return (together,) if find_agreements(together, agreements, folder.config.vocabulary.parties) else words


def select_one(folder: Folder | Records, word: str) -> Agreement:
    """Return the one agreement that is named or described.

    Raises:
        CannotRunError: The word means none, or several.
    """
    found = _described(folder, word)
    if len(found) > 1:
        shown = ", ".join(one.id for one in found[:_MAX_SHOWN])
        more = f" and {len(found) - _MAX_SHOWN} more" if len(found) > _MAX_SHOWN else ""
        raise CannotRunError(f"'{clip(word)}' means {len(found)} agreements: {shown}{more}; name one of them")
    return found[0]


def _described(folder: Folder | Records, word: str) -> Sequence[Agreement]:
    parties = folder.config.vocabulary.parties
    found = find_agreements(word, folder.registry.agreements, parties)
    if not found:
        hint = like_described(folder, word) or _unknown(folder, word)
        raise CannotRunError(f"no agreement '{clip(word)}'" + (f": {hint}" if hint else ""))
    return found


def _unknown(folder: Folder | Records, word: str) -> str | None:
    """Return which words of a description fit nothing, if several words are given."""
    unknown = unknown_words(word, folder.registry.agreements, folder.config.vocabulary.parties)
    if not unknown or len(word.split()) < 2:
        return None
    shown = ", ".join(f"'{clip(one)}'" for one in unknown[:_MAX_SHOWN])
    return f"{shown} {'is' if len(unknown) == 1 else 'are'} in no id or title, and no party's name"


def like_described(folder: Folder | Records, word: str) -> str | None:
    """Return the question for a word that means no agreement: the agreements that it resembles."""
    hint = like_agreement(word, folder.registry)
    if hint is None:
        similar = similar_agreements(word, folder.registry.agreements, folder.config.vocabulary.parties)
        hint = question([one.id for one in similar[:_MAX_SUGGESTED]]) if similar else None
    return hint


def party_code(word: str, known: Mapping[str, str]) -> str:
    """Return the code of a party that a person names by code or name; refuse one that names none, or several."""
    codes = (word,) if word in known else parties_named(word, known)
    if len(codes) != 1:
        hint = like_party(word, known) or "write a code or a name, as in 'JP' or 'Japan'"
        raise CannotRunError(f"no party '{clip(word)}': {hint}")
    return codes[0]
