"""Paths as other programs look them up: from the top level of the repository, wherever the command was run."""

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

__all__ = ["rooted"]

# A checkout without its .git folder, as in an unpacked archive, has its root from the service.
_ROOTS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_NO_FILES: Final = ("", "command line", "<stdin>")
_FOR_PROGRAMS: Final = ("json", "github", "sarif", "junit", "gitlab", "rdjson")


def rooted(report: Report, form: str, environment: Mapping[str, str], prefix: str = "") -> Report:
    """Return the report with its paths seen from a root, in the formats that programs match with files.

    The root is the top level of the git repository that holds the file, else the checkout of the service, else, for
    relative paths, the working directory. Files outside keep their paths. The prefix is put before every other path.
    """
    if form not in _FOR_PROGRAMS:
        return report
    checkout = next((environment[name] for name in _ROOTS if environment.get(name)), "")

    @cache
    def root(folder: Path) -> Path | None:
        """Return the folder from which files in a folder are seen; None for a folder outside of all."""
        for above in (folder, *folder.parents):
            if os.path.lexists(above / ".git"):
                return above
        root = Path(os.path.realpath(checkout)) if checkout else None
        return root if root and folder.is_relative_to(root) else None

    @cache
    def working() -> Path:
        return Path(os.path.realpath(os.curdir))

    @cache
    def seen(path: str) -> str:
        if path in _NO_FILES:
            return path
        place = Path(os.path.normpath(system_name(path)))
        # A file that is a link is meant itself, not what it leads to.
        folder = Path(os.path.realpath(place.parent))
        above = root(folder)
        if above is None and not place.is_absolute() and folder.is_relative_to(working()):
            above = working()
        if above is None:
            return shown_name(place.as_posix())
        return posixpath.normpath(
            posixpath.join(prefix, shown_name((folder / place.name).relative_to(above).as_posix()))
        )

    def moved(location: Location) -> Location:
        return attrs.evolve(location, path=seen(location.path))

    def found(finding: Finding) -> Finding:
        related = tuple(attrs.evolve(one, location=moved(one.location)) for one in finding.related)
        return attrs.evolve(finding, location=moved(finding.location), related=related)

    def noted(remark: Remark) -> Remark:
        return attrs.evolve(remark, paths=map(seen, remark.paths))

    return attrs.evolve(
        report,
        findings=map(found, report.findings),
        paths=map(seen, report.paths),
        suppressed=[
            attrs.evolve(one, finding=found(one.finding), location=moved(one.location)) for one in report.suppressed
        ],
        remarks=map(noted, report.remarks),
    )
