"""The report for the page of a workflow's step, or for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pactstate.escape import markdown
from pactstate.findings import Finding, Report, Suppression
from pactstate.formats.base import Options, summary

__all__ = ["render"]

# GitHub refuses a step's page of more than 1 MiB, and other lines may be on it. In bytes, for the rows of each table.
_ROOM: Final = 700_000
_ROOM_SILENCED: Final = 200_000


def render(report: Report, options: Options) -> str:
    """A summary, a table of all findings with the gravest first, and one of those that comments have silenced."""
    findings = sorted(report.findings, key=lambda finding: finding.severity, reverse=True)
    parts = [
        f"**{summary(report, Options(verbose=True))}**",
        *_table("Severity | Where | Finding", map(_found, findings), _ROOM),
        *_table("Silenced | Finding | Reason", map(_silenced, report.suppressed), _ROOM_SILENCED),
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: str, rows: Iterable[list[str]], room: int) -> list[str]:
    """The table, if there is any row, and how many rows are left out for want of room."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    kept = _fitting(lines, room)
    table = "\n".join((f"| {head} |", "| --- | --- | --- |", *kept)) if lines else ""
    left_out = f"{len(lines) - len(kept)} more are left out here, for want of room." if len(kept) < len(lines) else ""
    return [part for part in (table, left_out) if part]


def _fitting(lines: list[str], room: int) -> list[str]:
    """The lines that fit; a huge one does not keep out those after it."""
    kept = []
    for line in lines:
        size = len(line.encode()) + 1
        if size <= room:
            kept.append(line)
            room -= size
    return kept


def _found(finding: Finding) -> list[str]:
    return [finding.severity, _where(finding), _said(finding)]


def _silenced(suppression: Suppression) -> list[str]:
    until = f" (until {suppression.until})" if suppression.until else ""
    return [_where(suppression.finding), _said(suppression.finding), markdown(f"{suppression.reason}{until}")]


def _where(finding: Finding) -> str:
    # No column: ":100:" is an emoji to GitHub.
    return markdown(f"{finding.path}:{finding.line}")


def _said(finding: Finding) -> str:
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    return f"**{markdown(finding.rule)}**: {markdown(text)}"
