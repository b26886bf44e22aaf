"""Files that reports are written to, and the paths that reports contain.

Paths are relative to the top of the checkout, by which other programs find files, wherever the command was run.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from pactstate.cli.output import CannotRunError
from pactstate.findings import Finding, Fix, Location, Remark, Report
from pactstate.reports import FORMATS
from pactstate.storage.disk import shown_name, system_name

__all__ = ["FORMATS_BY_SUFFIX", "OutputFile", "find_output_files", "relative_to_checkout"]

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


_CHECKOUT_VARIABLES: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Variables in which GitHub and GitLab give the folder of the checkout. Unpacked archives have no ``.git`` to find."""
_NOT_FILES: Final = ("", "command line", "<stdin>")
_FOR_PROGRAMS: Final = ("json", "github", "sarif", "junit", "gitlab", "rdjson")


def relative_to_checkout(report: Report, form: str, environment: Mapping[str, str], prefix: str = "") -> Report:
    """Return the report with paths relative to the top of the checkout, in the formats that programs read.

    The top is the root of the git repository that holds the file, else the checkout that the CI service names, else,
    for relative paths, the working directory. Paths of files outside stay as they are; all others get the prefix.
    """
    if form not in _FOR_PROGRAMS:
        return report
    checkout = next((environment[name] for name in _CHECKOUT_VARIABLES if environment.get(name)), "")

    @cache
    def top_of(folder: Path) -> Path | None:
        """Return the top of the checkout that holds a folder; None for a folder outside of any."""
        for above in (folder, *folder.parents):
            if os.path.lexists(above / ".git"):
                return above
        top = Path(os.path.realpath(checkout)) if checkout else None
        return top if top and folder.is_relative_to(top) else None

    @cache
    def working_directory() -> Path:
        return Path(os.path.realpath(os.curdir))

    @cache
    def relative(path: str) -> str:
        if path in _NOT_FILES:
            return path
        place = Path(os.path.normpath(system_name(path)))
        # Only the folder is resolved: a file that is a link keeps its own name.
        folder = Path(os.path.realpath(place.parent))
        top = top_of(folder)
        if top is None and not place.is_absolute() and folder.is_relative_to(working_directory()):
            top = working_directory()
        if top is None:
            return shown_name(place.as_posix())
        inside = shown_name((folder / place.name).relative_to(top).as_posix())
        return posixpath.normpath(posixpath.join(prefix, inside))

    def location(one: Location) -> Location:
        return attrs.evolve(one, path=relative(one.path))

    def finding(one: Finding) -> Finding:
        if all(
            relative(place.path) == place.path for place in (one.location, *(other.location for other in one.related))
        ):
            return one
        related = tuple(attrs.evolve(other, location=location(other.location)) for other in one.related)
        return attrs.evolve(one, location=location(one.location), related=related, fix=one.fix and fix(one.fix))

    def fix(one: Fix) -> Fix:
        return attrs.evolve(
            one, edits=tuple(attrs.evolve(edit, location=location(edit.location)) for edit in one.edits)
        )

    def remark(one: Remark) -> Remark:
        return attrs.evolve(one, paths=map(relative, one.paths))

    return attrs.evolve(
        report,
        findings=map(finding, report.findings),
        paths=map(relative, report.paths),
        suppressed=[
            attrs.evolve(one, finding=finding(one.finding), location=location(one.location))
            for one in report.suppressed
        ],
        remarks=map(remark, report.remarks),
    )
