"""GitLab's Code Quality format, of which merge requests show new and repaired findings.

See GitLab's documentation, "Code Quality report format". It has no silenced findings, so they are left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from pactstate.findings import Finding, Report, Severity
from pactstate.reports.base import Note, Options, digest, fingerprints, notes
from pactstate.text.escape import JsonText, json_text, visible

__all__ = ["render"]

_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def render(report: Report, options: Options) -> JsonText:
    """Return a list with an object for each finding and each note."""
    found = map(_degradation, report.findings, fingerprints(report))
    return json_text(itertools.chain(found, map(_note, notes(report))), depth=1)


def _note(note: Note) -> dict[str, object]:
    """Return an issue for a note: the format has no other place for it."""
    return {
        "description": visible(note.message),
        "check_name": note.kind,
        "fingerprint": digest(note.key),
        "severity": "info",
        "location": {"path": note.path, "lines": {"begin": 1, "end": 1}},
    }


def _degradation(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": visible("; ".join(filter(None, (finding.message, finding.help)))),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": finding.line, "end": finding.location.last_line}},
    }
