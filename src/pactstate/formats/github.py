"""The report as workflow commands, of which GitHub makes annotations of the lines of a pull request.

Rules: GitHub's documentation of workflow commands, and what the runner does with them: it refuses columns in a command
that spans lines or ends before it begins, and shows the first ten commands of each level and step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pactstate.escape import TerminalText, workflow_command
from pactstate.findings import Finding, Report, Severity
from pactstate.formats.base import Options, plural, shown, summary

__all__ = ["SHOWN", "render"]

SHOWN: Final = 10
"""GitHub shows so many annotations of a level for each step."""

_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(report: Report, options: Options) -> TerminalText:
    """One command for each finding, the gravest first, and a summary that says what GitHub leaves out."""
    findings = sorted(shown(report, options), key=lambda finding: finding.severity, reverse=True)
    last = TerminalText.of("{}{}", summary(report, options), _beyond(findings))
    return TerminalText.joined("\n", [*map(_command, findings), last, ""])


def _beyond(findings: list[Finding]) -> str:
    """How many findings of each level get no annotation."""
    levels = [finding.severity for finding in findings]
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
