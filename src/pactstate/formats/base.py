"""What the formats share: their options, and which findings they show."""

from __future__ import annotations

import attrs

from pactstate.findings import Finding, Report, Severity

__all__ = ["Options", "plural", "shown", "summary"]


@attrs.frozen
class Options:
    """What a caller may ask of a format."""

    verbose: bool = False
    """Whether infos are shown."""
    colour: bool = False
    """Whether to use terminal colours."""
    suppressed: bool = False
    """Whether SARIF lists what comments have silenced, which some services open as alerts."""


def shown(report: Report, options: Options) -> list[Finding]:
    """The findings that people see: infos only if asked for."""
    return [finding for finding in report.findings if options.verbose or finding.severity is not Severity.INFO]


def summary(report: Report, options: Options) -> str:
    """One line: how many of each severity, in how many files."""
    files = plural(report.files, "file")
    counts = {severity: report.count(severity) for severity in reversed(Severity)}
    infos = counts[Severity.INFO]
    found = [
        plural(count, severity)
        for severity, count in counts.items()
        if count and (options.verbose or severity != "info")
    ]
    asides = [
        f"{plural(infos, 'info')} not shown: --verbose" if infos and not options.verbose else "",
        f"{len(report.suppressed)} silenced by comments" if report.suppressed else "",
        f"{report.dropped} more not kept" if report.dropped else "",
        *(remark.message for remark in report.remarks),
    ]
    aside = "; ".join(filter(None, asides))
    head = f"{', '.join(found)} in {files}" if found else f"{files} checked, nothing wrong"
    return f"{head} ({aside})" if aside else head


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
