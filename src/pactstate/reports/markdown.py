"""Markdown format, for the summary of a workflow or a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pactstate.findings import Finding, Remark, Report, Suppression
from pactstate.reports.base import Options, plural, summary
from pactstate.text.escape import MarkdownText, markdown

__all__ = ["render"]

# Sizes of the two tables in bytes. GitHub refuses a step summary of more than 1 MiB, and other steps write to it, too.
_MAX_FINDINGS_SIZE: Final = 700_000
_MAX_SILENCED_SIZE: Final = 200_000


def render(report: Report, options: Options) -> MarkdownText:
    """Return a summary, a table of all findings with the gravest first, and a table of silenced findings."""
    findings = sorted(report.findings, key=lambda finding: finding.severity.gravity, reverse=True)
    parts = [
        MarkdownText.of("**{}**", summary(report, Options(verbose=True))),
        *(_gap(remark) for remark in report.gaps if remark.rules),
        *_table(("Severity", "Where", "Finding"), map(_finding_row, findings), _MAX_FINDINGS_SIZE),
        *_table(("Silenced", "Finding", "Reason"), map(_silenced_row, report.suppressed), _MAX_SILENCED_SIZE),
    ]
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", parts))


def _gap(remark: Remark) -> MarkdownText:
    return MarkdownText.of("{}: {}", remark.message, ", ".join(remark.rules))


def _table(head: Sequence[str], rows: Iterable[Sequence[MarkdownText]], max_size: int) -> list[MarkdownText]:
    """Return the table, and a line with the number of rows left out; nothing for a table without rows."""
    lines = [_row(row) for row in rows]
    if not lines:
        return []
    kept = _fitting(lines, max_size)
    table = MarkdownText.joined("\n", [_row(head), MarkdownText.of("| --- | --- | --- |"), *kept])
    if len(kept) == len(lines):
        return [table]
    return [
        table,
        MarkdownText.of(
            "{} left out: GitHub limits the size of this page.", plural(len(lines) - len(kept), "more row")
        ),
    ]


def _row(cells: Sequence[str]) -> MarkdownText:
    return MarkdownText.of("| {} |", MarkdownText.joined(" | ", cells))


def _fitting(lines: list[MarkdownText], max_size: int) -> list[MarkdownText]:
    """Return the lines that fit. A line that is too long is left out, and shorter ones after it are kept."""
    kept = []
    for line in lines:
        size = len(line.encode()) + 1
        if size <= max_size:
            kept.append(line)
            max_size -= size
    return kept


def _finding_row(finding: Finding) -> list[MarkdownText]:
    return [markdown(finding.severity), _where(finding), _message(finding)]


def _silenced_row(suppression: Suppression) -> list[MarkdownText]:
    until = f" (until {suppression.until})" if suppression.until else ""
    return [_where(suppression.finding), _message(suppression.finding), markdown(f"{suppression.reason}{until}")]


def _where(finding: Finding) -> MarkdownText:
    # Without a column: GitHub shows ":100:" as an emoji.
    return markdown(f"{finding.path}:{finding.line}")


def _message(finding: Finding) -> MarkdownText:
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    return MarkdownText.of("**{}**: {}", finding.rule, text)
