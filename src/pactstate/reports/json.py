"""JSON format, for programs: every finding with all its data.

The format has a version. Version 1 may get more keys, but no key changes its meaning.
"""

from __future__ import annotations

from typing import Final

import attrs

from pactstate.findings import Finding, Fix, Location, Remark, Report
from pactstate.reports.base import Options, counts
from pactstate.text.escape import JsonText, json_text

__all__ = ["render"]

VERSION: Final = 1
"""Version of the format."""


def render(report: Report, options: Options) -> JsonText:
    """Return the summary, the remarks and the findings, with texts and paths as they are in the files."""
    return json_text(
        {
            "version": VERSION,
            "summary": {
                **counts(report),
                "ok": report.ok,
                "by_rule": dict(sorted(report.by_rule.items())),
            },
            "remarks": [_remark(remark) for remark in report.remarks],
            "findings": (_finding(finding) for finding in report.findings),
        },
        depth=2,
    )


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
        "fix": _fix(finding.fix) if finding.fix else None,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "message": fix.message,
        "safe": fix.is_safe,
        "edits": [{**_place(edit.location), "text": edit.text} for edit in fix.edits],
    }


def _remark(remark: Remark) -> dict[str, object]:
    return {
        "kind": remark.kind.value,
        "message": remark.message,
        "rules": list(remark.rules),
        "paths": list(remark.paths),
    }


def _place(location: Location) -> dict[str, object]:
    return {field: getattr(location, field) for field in _PLACE}


_PLACE: Final = tuple(field.name for field in attrs.fields(Location))
