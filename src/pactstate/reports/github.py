"""Format of workflow commands, which GitHub shows as annotations on the lines of a pull request.

See GitHub's documentation, "Workflow commands". The runner refuses columns in a command that spans lines or ends before
it begins, and shows the first ten commands of each level in a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pactstate.findings import Finding, Report, Severity
from pactstate.reports.base import Options, notes, plural, shown, summary
from pactstate.text.escape import TerminalText, workflow_command

__all__ = ["MAX_ANNOTATIONS", "render"]

MAX_ANNOTATIONS: Final = 10
"""Number of annotations of each level that GitHub shows for a step."""

_LEVELS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(report: Report, options: Options) -> TerminalText:
    """Return a command for each gap and each finding, the gravest first, and a summary."""
    gaps = [workflow_command("notice", {"title": note.kind}, [note.message]) for note in notes(report)]
    findings = sorted(shown(report, options), key=lambda finding: finding.severity.gravity, reverse=True)
    last = TerminalText.of("{}{}", summary(report, options), _not_annotated(findings, len(gaps)))
    return TerminalText.joined("\n", [*gaps, *map(_command, findings), last, ""])


def _not_annotated(findings: list[Finding], gaps: int) -> str:
    """Return the number of findings of each level without an annotation. Gaps are notices, and come first."""
    levels = [*[Severity.INFO] * gaps, *(finding.severity for finding in findings)]
    beyond = {level: levels.count(level) - MAX_ANNOTATIONS for level in _LEVELS}
    without = ", ".join(plural(count, level) for level, count in beyond.items() if count > 0)
    return f"; GitHub annotates {MAX_ANNOTATIONS} of each level, the log alone has {without}" if without else ""


def _command(finding: Finding) -> TerminalText:
    # The log shows this text, but not the properties.
    lines = [f"{finding.path}:{finding.line}:{finding.column}: {finding.message} [{finding.rule}]"]
    if finding.help:
        lines.append(f"help: {finding.help}")
    return workflow_command(_LEVELS[finding.severity], _properties(finding), lines)


def _properties(finding: Finding) -> dict[str, str | int]:
    return {
        "file": finding.path,
        "line": finding.line,
        # GitHub shows the annotation below the last line.
        "endLine": finding.location.last_line,
        **({"col": finding.column, "endColumn": finding.end_column} if finding.line == finding.end_line else {}),
        "title": f"{finding.rule} ({finding.code})",
    }
