"""Files that a report is written to, and the format of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from pactstate.cli.output import CannotRunError
from pactstate.reports import FORMATS

__all__ = ["ON_SCREEN", "Destination", "destinations"]

ON_SCREEN: Final = ("text", "concise", "github")
"""Formats that the screen shows also beside files."""

# The first format of an ending is its default; the others are named with --format or before the file.
_FORMATS_OF_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    ".sarif": ("sarif",),
    ".json": ("json", "sarif", "gitlab", "rdjson"),
    ".xml": ("junit",),
    ".md": ("markdown",),
    ".rdjson": ("rdjson",),
}


@attrs.frozen
class Destination:
    """One file, and the format in which it is written."""

    file: str
    form: str


def destinations(values: Iterable[str], form: str | None) -> list[Destination]:
    """Return the file and the format of each value of ``--output``.

    A value is ``FORMAT:FILE`` or a file. What stands before a colon and is no format belongs to the name of the file. A
    file without a format has that of ``--format`` if its ending allows it, else that of its ending.

    Raises :class:`CannotRunError` for a value that names no file, and for a file that is named in two formats.
    """
    found = [_destination(value, form) for value in values]
    forms: dict[str, str] = {}
    for one in found:
        place = os.path.realpath(one.file)
        # Devices and pipes take several reports one after the other.
        if forms.setdefault(place, one.form) != one.form and not _is_stream(place):
            raise CannotRunError(f"--output names {one.file} in two formats: name another file for each")
    return found


def _destination(value: str, form: str | None) -> Destination:
    prefix, colon, rest = value.partition(":")
    named = prefix.lower()
    if not colon or named not in FORMATS:
        named, rest = "", value
    if not rest:
        raise CannotRunError("--output takes the name of a file, which is empty here")
    if rest == "-":
        raise CannotRunError("--output takes a file; the screen shows --format")
    if os.path.split(rest)[1] in ("", os.curdir, os.pardir) or Path(rest).is_dir():
        raise CannotRunError(f"--output takes a file, and {rest} is a folder: add the file's name")
    return Destination(rest, named or _form_of(Path(rest).suffix.lower(), form))


def _form_of(ending: str, form: str | None) -> str:
    allowed = _FORMATS_OF_ENDINGS.get(ending, FORMATS)
    return form if form is not None and form in allowed else allowed[0]


def _is_stream(place: str) -> bool:
    path = Path(place)
    return path.exists() and not path.is_file()
