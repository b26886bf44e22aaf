"""Formats for a person: ``text`` with the line, a caret and the help of each finding, and ``concise`` in one line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pactstate.findings import Finding, Report, Severity
from pactstate.reports.base import Options, shown, summary, total
from pactstate.text.escape import TerminalText, visible_characters

__all__ = ["MAX_FINDINGS", "render", "render_concise"]

MAX_FINDINGS: Final = 200
"""Number of findings that are printed; the others are counted."""
_MAX_LINE: Final = 160
"""Length of a line of a file that is printed, in characters; a longer line is cut around the caret."""

_COLOURS: Final[Mapping[Severity, str]] = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def render(report: Report, options: Options) -> TerminalText:
    """Return the findings with their lines, and a summary."""
    findings = shown(report, options)
    blocks = [TerminalText.joined("\n", _block(finding, options.colour)) for finding in findings[:MAX_FINDINGS]]
    more = total(report, options) - len(blocks)
    if more:
        blocks.append(TerminalText.of("... and {} more", more))
    end = TerminalText.joined("\n", [summary(report, options), *_repairable(findings)])
    return TerminalText.of("{}\n", TerminalText.joined("\n\n", [*blocks, end]))


def _repairable(findings: Sequence[Finding]) -> Iterator[TerminalText]:
    """Yield the number of findings with a safe fix, and how to apply it, if there are any."""
    count = sum(finding.fix is not None and finding.fix.is_safe for finding in findings)
    if count:
        yield TerminalText.of("{} can be repaired: pactstate fix", count)


def render_concise(report: Report, options: Options) -> TerminalText:
    """Return a line ``path:line:column: severity[rule] message; help`` for each finding, and a summary."""
    lines = map(_line, shown(report, options))
    return TerminalText.joined("\n", [*lines, summary(report, options), ""])


def _line(finding: Finding) -> str:
    return f"{finding}; {finding.help}" if finding.help else str(finding)


def _block(finding: Finding, colour: bool) -> Iterator[TerminalText]:
    def paint(text: TerminalText) -> TerminalText:
        return TerminalText.of("\x1b[{}m{}\x1b[0m", _COLOURS[finding.severity], text) if colour else text

    head = paint(TerminalText.of("{}[{}]", finding.severity, finding.rule))
    yield TerminalText.of("{}: {}", head, finding.message)
    margin = " " * len(str(finding.line))
    yield TerminalText.of("{}--> {}", margin, f"{finding.path}:{finding.line}:{finding.column}")
    if finding.excerpt.strip():
        line, caret = _snippet(finding.excerpt, finding)
        yield TerminalText.of("{} |", margin)
        yield TerminalText.of("{} | {}", finding.line, line)
        yield TerminalText.of("{} | {}", margin, paint(caret))
    for related in finding.related:
        place = related.location
        where = f"line {place.line}" if place.path == finding.path else f"{place.path}:{place.line}"
        yield TerminalText.of("{} = {}", margin, f"{where}: {related.message}")
    if finding.help:
        yield TerminalText.of("{} = help: {}", margin, finding.help)


def _snippet(source: str, finding: Finding) -> tuple[TerminalText, TerminalText]:
    """Return the escaped line, and the caret under it; both are cut if the line is long."""
    start = finding.column - 1
    end = finding.end_column - 1 if finding.end_line == finding.line else len(source)
    first = max(0, min(start - _MAX_LINE // 2, len(source) - _MAX_LINE))
    characters = visible_characters(source[first : first + _MAX_LINE])
    lead = TerminalText.of("..." if first else "")
    trail = TerminalText.of("..." if first + _MAX_LINE < len(source) else "")
    before = lead + "".join(characters[: start - first])
    marked = "".join(characters[start - first : end - first])
    caret = TerminalText.of("{}{}", " " * _cells(before), "^" * max(1, _cells(marked.rstrip())))
    return TerminalText.joined("", [lead, *characters, trail]), caret


def _cells(text: str) -> int:
    """Return the width of a text in columns of a terminal: East Asian characters take two, combining marks none."""
    shown = [character for character in text if unicodedata.category(character) not in ("Mn", "Me")]
    return len(shown) + sum(unicodedata.east_asian_width(character) in "WF" for character in shown)
