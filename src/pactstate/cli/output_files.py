"""Files named with ``--output``, and the format of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from pactstate.cli.output import CannotRunError
from pactstate.reports import FORMATS

__all__ = ["FORMATS_BY_SUFFIX", "OutputFile", "find_output_files"]

FORMATS_BY_SUFFIX: Final[Mapping[str, tuple[str, ...]]] = {
    ".sarif": ("sarif",),
    ".json": ("json", "sarif", "gitlab", "rdjson"),
    ".xml": ("junit",),
    ".md": ("markdown",),
    ".rdjson": ("rdjson",),
}
"""Formats that a suffix may stand for. The first is the default; ``--format`` or ``FORMAT:FILE`` chooses another."""


@attrs.frozen
class OutputFile:
    """File that a report is written to."""

    file: str
    form: str
    """Format, one of :data:`pactstate.reports.FORMATS`."""


def find_output_files(values: Iterable[str], form: str | None) -> list[OutputFile]:
    """Return the file and the format of each value of ``--output``.

    A value is ``FORMAT:FILE`` or ``FILE``. Text before a colon that is no format is part of the file's name. A file
    without a format gets that of ``--format`` if its suffix allows it, else the default of its suffix.

    Raises:
        CannotRunError: A value names no file, or one file is named in two formats.
    """
    found = [_output_file(value, form) for value in values]
    forms: dict[str, str] = {}
    for one in found:
        place = os.path.realpath(one.file)
        # Devices and pipes take several reports one after the other.
        if forms.setdefault(place, one.form) != one.form and not _is_stream(place):
            raise CannotRunError(f"--output names {one.file} in two formats: name another file for each")
    return found


def _output_file(value: str, form: str | None) -> OutputFile:
    prefix, colon, file = value.partition(":")
    named = prefix.lower()
    if not colon or named not in FORMATS:
        named, file = "", value
    if not file:
        raise CannotRunError("--output needs the name of a file, and the name is empty")
    if file == "-":
        raise CannotRunError("--output needs the name of a file; for the screen, use --format")
    if os.path.split(file)[1] in ("", os.curdir, os.pardir) or Path(file).is_dir():
        raise CannotRunError(f"--output needs the name of a file, and {file} is a folder: add the name of a file")
    return OutputFile(file, named or _form_of(Path(file).suffix.lower(), form))


def _form_of(suffix: str, form: str | None) -> str:
    allowed = FORMATS_BY_SUFFIX.get(suffix, FORMATS)
    return form if form is not None and form in allowed else allowed[0]


def _is_stream(place: str) -> bool:
    path = Path(place)
    return path.exists() and not path.is_file()
