"""The report for the page of a workflow's step, or for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pactstate.findings import Finding, Remark, Report, Suppression
from pactstate.reports.base import Options, summary
from pactstate.text.escape import MarkdownText, markdown

__all__ = ["render"]

# GitHub refuses a step's page of more than 1 MiB, and other lines may be on it. In bytes, for the rows of each table.
_ROOM: Final = 700_000
_ROOM_SILENCED: Final = 200_000


def render(report: Report, options: Options) -> MarkdownText:
    """A summary, a table of all findings with the gravest first, and one of those that comments have silenced."""
    findings = sorted(report.findings, key=lambda finding: finding.severity, reverse=True)
    parts = [
        MarkdownText.of("**{}**", summary(report, Options(verbose=True))),
        *(_gap(remark) for remark in report.gaps if remark.rules),
        *_table(("Severity", "Where", "Finding"), map(_found, findings), _ROOM),
        *_table(("Silenced", "Finding", "Reason"), map(_silenced, report.suppressed), _ROOM_SILENCED),
    ]
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", parts))


def _gap(remark: Remark) -> MarkdownText:
    return MarkdownText.of("{}: {}", remark.message, ", ".join(remark.rules))


def _table(head: Sequence[str], rows: Iterable[Sequence[MarkdownText]], room: int) -> list[MarkdownText]:
    """The table, if there is any row, and how many rows are left out for want of room."""
    lines = [_row(row) for row in rows]
    if not lines:
        return []
    kept = _fitting(lines, room)
    table = MarkdownText.joined("\n", [_row(head), MarkdownText.of("| --- | --- | --- |"), *kept])
    if len(kept) == len(lines):
        return [table]
    return [table, MarkdownText.of("{} more are left out here, for want of room.", len(lines) - len(kept))]


def _row(cells: Sequence[str]) -> MarkdownText:
    return MarkdownText.of("| {} |", MarkdownText.joined(" | ", cells))


def _fitting(lines: list[MarkdownText], room: int) -> list[MarkdownText]:
    """The lines that fit; a huge one does not keep out those after it."""
    kept = []
    for line in lines:
        size = len(line.encode()) + 1
        if size <= room:
            kept.append(line)
            room -= size
    return kept


def _found(finding: Finding) -> list[MarkdownText]:
    return [markdown(finding.severity), _where(finding), _said(finding)]


def _silenced(suppression: Suppression) -> list[MarkdownText]:
    until = f" (until {suppression.until})" if suppression.until else ""
    return [_where(suppression.finding), _said(suppression.finding), markdown(f"{suppression.reason}{until}")]


def _where(finding: Finding) -> MarkdownText:
    # No column: ":100:" is an emoji to GitHub.
    return markdown(f"{finding.path}:{finding.line}")


def _said(finding: Finding) -> MarkdownText:
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    return MarkdownText.of("**{}**: {}", finding.rule, text)
