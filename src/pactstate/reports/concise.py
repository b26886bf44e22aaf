"""Concise format, for editors and people: one line for each finding."""

from __future__ import annotations

from pactstate.findings import Finding, Report
from pactstate.reports.base import Options, shown, summary
from pactstate.text.escape import TerminalText

__all__ = ["render"]


def render(report: Report, options: Options) -> TerminalText:
    """Return a line ``path:line:column: severity[rule] message; help`` for each finding, and a summary."""
    lines = map(_line, shown(report, options))
    return TerminalText.joined("\n", [*lines, summary(report, options), ""])


def _line(finding: Finding) -> str:
    return f"{finding}; {finding.help}" if finding.help else str(finding)
