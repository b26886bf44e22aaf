"""The report for programs: everything that is known of every finding, as data.

The form has a version: keys may be added to version 1, and none of them changes its meaning. Rule: interface.md.
"""

from __future__ import annotations

from typing import Final

import attrs

from pactstate.findings import Finding, Location, Remark, Report
from pactstate.reports.base import Options, counts
from pactstate.text.escape import JsonText, json_text

__all__ = ["render"]

VERSION: Final = 1


def render(report: Report, options: Options) -> JsonText:
    """The summary and the findings. Texts and paths are as they stand in the files and in the file system."""
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
    }


def _remark(remark: Remark) -> dict[str, object]:
    return {
        "kind": remark.kind.value,
        "message": remark.message,
        "rules": list(remark.rules),
        "paths": list(remark.paths),
    }


def _place(location: Location) -> dict[str, object]:
    return attrs.asdict(location)
