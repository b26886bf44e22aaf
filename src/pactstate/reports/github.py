"""The report as workflow commands, of which GitHub makes annotations of the lines of a pull request.

Rules: GitHub's documentation of workflow commands, and what the runner does with them: it refuses columns in a command
that spans lines or ends before it begins, and shows the first ten commands of each level and step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pactstate.findings import Finding, Report, Severity
from pactstate.reports.base import Options, notes, plural, shown, summary
from pactstate.text.escape import TerminalText, workflow_command

__all__ = ["SHOWN", "render"]

SHOWN: Final = 10
"""GitHub shows so many annotations of a level for each step."""

_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(report: Report, options: Options) -> TerminalText:
    """Return a command for each gap and each finding, the gravest first, and a summary of what GitHub leaves out."""
    gaps = [workflow_command("notice", {"title": note.kind}, [note.message]) for note in notes(report)]
    findings = sorted(shown(report, options), key=lambda finding: finding.severity, reverse=True)
    last = TerminalText.of("{}{}", summary(report, options), _beyond(findings, len(gaps)))
    return TerminalText.joined("\n", [*gaps, *map(_command, findings), last, ""])


def _beyond(findings: list[Finding], gaps: int) -> str:
    """Return how many findings of each level get no annotation; gaps are notices, and come first."""
    levels = [*[Severity.INFO] * gaps, *(finding.severity for finding in findings)]
    beyond = {level: levels.count(level) - SHOWN for level in _LEVELS}
    without = ", ".join(plural(count, level) for level, count in beyond.items() if count > 0)
    return f"; GitHub annotates {SHOWN} of each level, the log alone has {without}" if without else ""


def _command(finding: Finding) -> TerminalText:
    # The log shows this text only, not the properties.
    lines = [f"{finding.path}:{finding.line}:{finding.column}: {finding.message} [{finding.rule}]"]
    if finding.help:
        lines.append(f"help: {finding.help}")
    return workflow_command(_LEVELS[finding.severity], _properties(finding), lines)


def _properties(finding: Finding) -> dict[str, str | int]:
    return {
        "file": finding.path,
        "line": finding.line,
        # GitHub puts the annotation under it.
        "endLine": finding.location.last_line,
        **({"col": finding.column, "endColumn": finding.end_column} if finding.line == finding.end_line else {}),
        "title": f"{finding.rule} ({finding.code})",
    }
