"""The report for a person in a hurry, and for editors that read it: one line for each finding."""

from __future__ import annotations

from pactstate.escape import visible
from pactstate.findings import Finding, Report
from pactstate.formats.base import Options, shown, summary

__all__ = ["render"]


def render(report: Report, options: Options) -> str:
    """``path:line:column: severity[rule] message; help`` for each finding, and a summary."""
    lines = [visible(_line(finding)) for finding in shown(report, options)]
    return "\n".join((*lines, summary(report, options))) + "\n"


def _line(finding: Finding) -> str:
    return f"{finding}; {finding.help}" if finding.help else str(finding)
