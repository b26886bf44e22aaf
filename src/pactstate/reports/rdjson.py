"""Format of reviewdog (rdjson), which writes comments on the lines of a pull request.

See reviewdog.proto of reviewdog/reviewdog: columns count bytes of UTF-8 from 1, ends are exclusive, and a position
without a column means the line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Final

from pactstate.findings import Finding, Location, Related, Report, Severity
from pactstate.reports.base import Note, Options, notes
from pactstate.text.escape import JsonText, json_text, markdown

__all__ = ["render"]

_SEVERITIES: Final[Mapping[Severity | None, str]] = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.INFO: "INFO",
    None: "UNKNOWN_SEVERITY",
}


def render(report: Report, options: Options) -> JsonText:
    """Return a diagnostic for each finding and each note. The whole has the gravest severity."""
    return json_text(
        {
            "source": {"name": "pactstate"},
            "severity": _SEVERITIES[report.worst() or (Severity.INFO if notes(report) else None)],
            "diagnostics": itertools.chain(
                (_diagnostic(finding, report.page_address(finding.rule)) for finding in report.findings),
                map(_note, notes(report)),
            ),
        },
        depth=2,
    )


def _note(note: Note) -> dict[str, object]:
    """Return a diagnostic for a note: the format has no other place for it."""
    return {
        "message": _message(note.message),
        "location": {"path": note.path},
        "severity": _SEVERITIES[Severity.INFO],
        "code": {"value": note.kind},
        "related_locations": [],
    }


def _diagnostic(finding: Finding, page: str | None) -> dict[str, object]:
    return {
        "message": _message("; ".join(filter(None, (finding.message, finding.help)))),
        "location": _location(finding.location, finding.excerpt),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code, **({"url": page} if page else {})},
        "related_locations": [_related(related, finding) for related in finding.related],
    }


def _message(text: str) -> str:
    """Return the text for a comment, which is Markdown, and for the reporters that print it as it is.

    An underscore within a word gets no backslash: it is no markup, and those reporters would print the backslash.
    """
    return re.sub(r"(?<=[^\W_])\\_(?=[^\W_])", "_", markdown(text))


def _related(related: Related, finding: Finding) -> dict[str, object]:
    place = related.location
    same_line = (place.path, place.line) == (finding.path, finding.line)
    return {
        "message": _message(related.message),
        "location": _location(place, finding.excerpt if same_line else ""),
    }


def _location(location: Location, text: str) -> dict[str, object]:
    """Return the location, given the text of its first line; the text is empty if unknown."""
    if location.column - 1 > len(text):
        lines = {"start": {"line": location.line}, "end": {"line": location.last_line}}
        return {"path": location.path, "range": lines}
    start = _position(location.line, location.column, text)
    end = _position(location.end_line, location.end_column, text if location.end_line == location.line else "")
    return {"path": location.path, "range": {"start": start, "end": end}}


def _position(line: int, column: int, text: str) -> dict[str, int]:
    """Return the position: the line, and the column in bytes if the text before it is known."""
    if column - 1 > len(text):
        return {"line": line}
    return {"line": line, "column": len(text[: column - 1].encode("utf-8", "surrogatepass")) + 1}
