"""The report for a person at a terminal: what is wrong, the line with a caret, and what to write instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from pactstate.escape import visible, visible_characters
from pactstate.findings import Finding, Report, Severity
from pactstate.formats.base import Options, shown, summary

__all__ = ["render"]

SHOWN: Final = 200
"""So many findings are printed; the rest is counted."""
_WIDTH: Final = 160
"""Longer lines of a file are cut around the caret."""

_COLOURS: Final[Mapping[Severity, str]] = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def render(report: Report, options: Options) -> str:
    """The findings with their lines, and a summary."""
    findings = shown(report, options)
    blocks = ["\n".join(_block(finding, options.colour)) for finding in findings[:SHOWN]]
    if len(findings) > SHOWN:
        blocks.append(f"... and {len(findings) - SHOWN} more")
    return "\n\n".join((*blocks, summary(report, options))) + "\n"


def _block(finding: Finding, colour: bool) -> Iterator[str]:
    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    head = paint(_COLOURS[finding.severity], f"{finding.severity}[{finding.rule}]")
    yield f"{head}: {visible(finding.message)}"
    margin = " " * len(str(finding.line))
    yield f"{margin}--> {visible(f'{finding.path}:{finding.line}:{finding.column}')}"
    if finding.excerpt.strip():
        line, caret = _snippet(finding.excerpt, finding)
        yield f"{margin} |"
        yield f"{finding.line} | {line}"
        yield f"{margin} | {paint(_COLOURS[finding.severity], caret)}"
    for related in finding.related:
        place = related.location
        where = f"line {place.line}" if place.path == finding.path else f"{place.path}:{place.line}"
        yield f"{margin} = {visible(f'{where}: {related.message}')}"
    if finding.help:
        yield f"{margin} = help: {visible(finding.help)}"


def _snippet(source: str, finding: Finding) -> tuple[str, str]:
    """The line as it can be shown, and the caret under it; both cut when the line is long."""
    start = finding.column - 1
    end = finding.end_column - 1 if finding.end_line == finding.line else len(source)
    first = max(0, min(start - _WIDTH // 2, len(source) - _WIDTH))
    characters = visible_characters(source[first : first + _WIDTH])
    lead = "..." if first else ""
    trail = "..." if first + _WIDTH < len(source) else ""
    before = lead + "".join(characters[: start - first])
    marked = "".join(characters[start - first : end - first])
    return f"{lead}{''.join(characters)}{trail}", " " * _cells(before) + "^" * max(1, _cells(marked.rstrip()))


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes: East Asian characters take two, combining ones none."""
    shown = [character for character in text if unicodedata.category(character) not in ("Mn", "Me")]
    return len(shown) + sum(unicodedata.east_asian_width(character) in "WF" for character in shown)
