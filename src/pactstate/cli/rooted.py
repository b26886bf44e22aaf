"""Paths as a service sees them: from the root of the checkout, wherever the command was run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from pactstate.findings import Finding, Location, Report
from pactstate.reading.files import shown_name, system_name

__all__ = ["rooted"]

_ROOTS: Final = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
_NO_FILES: Final = ("", "command line", "<stdin>")
_FOR_SERVICES: Final = ("github", "sarif", "gitlab", "rdjson")


def rooted(report: Report, form: str, environment: Mapping[str, str]) -> Report:
    """The report with its paths seen from the checkout, in the formats that a service matches with its files."""
    root = next((environment[name] for name in _ROOTS if environment.get(name)), None)
    if root is None or form not in _FOR_SERVICES:
        return report

    @cache
    def seen(path: str) -> str:
        place = Path(system_name(path))
        # A file that is a link itself is meant, not what it leads to.
        whole = Path(os.path.realpath(place.parent)) / place.name
        inside = Path(os.path.relpath(whole, os.path.realpath(root)))
        is_outside = inside.parts[:1] == ("..",) or path in _NO_FILES
        return path if is_outside else shown_name(inside.as_posix())

    def moved(location: Location) -> Location:
        return attrs.evolve(location, path=seen(location.path))

    def found(finding: Finding) -> Finding:
        related = tuple(attrs.evolve(one, location=moved(one.location)) for one in finding.related)
        return attrs.evolve(finding, location=moved(finding.location), related=related)

    return attrs.evolve(
        report,
        findings=map(found, report.findings),
        paths=map(seen, report.paths),
        suppressed=[
            attrs.evolve(one, finding=found(one.finding), location=moved(one.location)) for one in report.suppressed
        ],
    )
