"""The report as GitLab's Code Quality report, of which merge requests show what is new and what is mended.

Rule: GitLab's documentation, "Code Quality report format". It knows no silenced findings; they are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pactstate.escape import JsonText, json_text, visible
from pactstate.findings import Finding, Report, Severity
from pactstate.formats.base import Options
from pactstate.formats.fingerprint import fingerprints

__all__ = ["render"]

_SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def render(report: Report, options: Options) -> JsonText:
    """A list with one object for each finding; empty when there is none."""
    known = fingerprints(report)
    return json_text((_degradation(finding, known[index]) for index, finding in enumerate(report.findings)), depth=1)


def _degradation(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": visible("; ".join(filter(None, (finding.message, finding.help)))),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": finding.line, "end": finding.location.last_line}},
    }
