"""Paths relative to the top of the checkout, by which other programs find files, wherever the command was run."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from pactstate.findings import Finding, Location, Remark, Report
from pactstate.storage.disk import shown_name, system_name

__all__ = ["relative_to_checkout"]

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
        related = tuple(attrs.evolve(other, location=location(other.location)) for other in one.related)
        return attrs.evolve(one, location=location(one.location), related=related)

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
