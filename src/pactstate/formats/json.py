"""The report for programs: everything that is known of every finding, as data.

The form has a version: keys may be added to version 1, and none of them changes its meaning. Rule: interface.md.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from pactstate.escape import json_text
from pactstate.findings import Finding, Location, Report, Severity
from pactstate.formats.base import Options

__all__ = ["render", "strict"]

VERSION: Final = 1

# A backslash that stands for itself, a pair that stands for one character, and half of such a pair.
_ESCAPES: Final = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\u(?P<half>d[89a-f]..)")


def render(report: Report, options: Options) -> str:
    """The summary and the findings. Texts and paths are as they stand in the files and in the file system."""
    return strict(
        {
            "version": VERSION,
            "summary": {
                "files": report.files,
                "errors": report.count(Severity.ERROR),
                "warnings": report.count(Severity.WARNING),
                "infos": report.count(Severity.INFO),
                "suppressed": len(report.suppressed),
                "dropped": report.dropped,
                "ok": report.ok,
            },
            "findings": [_finding(finding) for finding in report.findings],
        }
    )


def strict(value: object) -> str:
    r"""A value as JSON that every parser takes.

    Names of files that are not UTF-8 hold half characters (surrogates), which strict parsers refuse: these are written
    out, as in ``\u{dcff}``.
    """
    return _ESCAPES.sub(_whole, json_text(value)) + "\n"


def _whole(match: re.Match[str]) -> str:
    half = match["half"]
    return rf"\\u{{{half}}}" if half else match.group()


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place(finding.location),
        "agreement": finding.agreement,
        "related": [{"message": one.message, **_place(one.location)} for one in finding.related],
        "help": finding.help,
    }


def _place(location: Location) -> dict[str, object]:
    return attrs.asdict(location)
