"""The report for a person at a terminal: what is wrong, the line with a caret, and what to write instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pactstate.escape import visible
from pactstate.findings import Finding, Report, Severity

__all__ = ["plural", "render", "summary"]

SHOWN: Final = 200
"""So many findings are printed; the rest is counted."""
_WIDTH: Final = 160
"""Longer lines of a file are cut around the caret."""

LineOf = Callable[[str, int], str]
"""A line of a file, by path and number."""

_COLOURS: Final[Mapping[Severity, str]] = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def render(report: Report, line_of: LineOf, *, verbose: bool = False, colour: bool = False) -> str:
    """The findings with their lines, and a summary. Infos are shown only if ``verbose``, and counted otherwise."""
    shown = [finding for finding in report.findings if verbose or finding.severity is not Severity.INFO]
    blocks = ["\n".join(_block(finding, line_of, colour)) for finding in shown[:SHOWN]]
    if len(shown) > SHOWN:
        blocks.append(f"... and {len(shown) - SHOWN} more")
    return "\n\n".join((*blocks, summary(report, verbose=verbose))) + "\n"


def summary(report: Report, *, verbose: bool) -> str:
    """One line: how many of each severity, in how many files."""
    files = plural(report.files, "file")
    counts = {severity: report.count(severity) for severity in reversed(Severity)}
    infos = counts[Severity.INFO]
    found = [plural(count, severity) for severity, count in counts.items() if count and (verbose or severity != "info")]
    hidden = f" ({plural(infos, 'info')} not shown: --verbose)" if infos and not verbose else ""
    return f"{', '.join(found)} in {files}{hidden}" if found else f"{files} checked, nothing wrong{hidden}"


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _block(finding: Finding, line_of: LineOf, colour: bool) -> Iterator[str]:
    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    head = paint(_COLOURS[finding.severity], f"{finding.severity}[{finding.rule}]")
    yield f"{head}: {visible(finding.message)}"
    margin = " " * len(str(finding.line))
    yield f"{margin}--> {visible(finding.path)}:{finding.line}:{finding.column}"
    source = line_of(finding.path, finding.line)
    if source.strip():
        shown, caret = _snippet(source, finding)
        yield f"{margin} |"
        yield f"{finding.line} | {shown}"
        yield f"{margin} | {paint(_COLOURS[finding.severity], caret)}"
    for related in finding.related:
        place = related.location
        where = f"line {place.line}" if place.path == finding.path else f"{visible(place.path)}:{place.line}"
        yield f"{margin} = {where}: {visible(related.message)}"
    if finding.help:
        yield f"{margin} = help: {visible(finding.help)}"


def _snippet(source: str, finding: Finding) -> tuple[str, str]:
    """The line as it can be shown, and the caret under it; both cut when the line is long."""
    start = finding.column - 1
    end = finding.end_column - 1 if finding.end_line == finding.line else len(source)
    first = max(0, start - _WIDTH // 2) if len(source) > _WIDTH else 0
    before = visible(source[first:start])
    marked = visible(source[start : max(end, start + 1)][:_WIDTH])
    after = visible(source[max(end, start + 1) : first + _WIDTH])
    lead = "..." if first else ""
    trail = "..." if first + _WIDTH < len(source) else ""
    caret = " " * _cells(lead + before) + "^" * max(1, _cells(marked.rstrip()))
    return f"{lead}{before}{marked}{after}{trail}", caret


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes: East Asian characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
