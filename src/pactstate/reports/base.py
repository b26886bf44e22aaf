"""What the formats share: their options, and which findings they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from pactstate.findings import Finding, Report, Severity
from pactstate.text.escape import TerminalText

__all__ = ["NOT_LISTED", "Note", "Options", "counts", "notes", "plural", "shown", "summary", "total"]

NOT_LISTED: Final = "not-listed"
"""Kind of the note that more findings are counted than listed."""


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


def total(report: Report, options: Options) -> int:
    """Return how many findings people would see if all were listed: infos only if asked for."""
    return sum(report.count(severity) for severity in Severity if options.verbose or severity is not Severity.INFO)


def summary(report: Report, options: Options) -> TerminalText:
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
        f"{report.dropped} of them not listed" if report.dropped else "",
        *(remark.message for remark in report.remarks),
    ]
    aside = TerminalText.joined("; ", filter(None, asides))
    head = f"{', '.join(found)} in {files}" if found else f"{files} checked, nothing wrong"
    return TerminalText.of("{} ({})", head, aside) if aside else TerminalText.of("{}", head)


@attrs.frozen
class Note:
    """Something that was not judged or is not listed, for formats that have no place for it but a finding's."""

    kind: str
    message: str
    path: str
    """A file that it concerns, or one of those that were checked."""
    key: tuple[str, ...]
    """What distinguishes it from all others, also in the next run."""


def notes(report: Report) -> list[Note]:
    """Return a note for each gap, and one for findings that are not listed."""
    found = [
        Note(
            gap.kind,
            f"{gap.message} ({', '.join(gap.rules)})" if gap.rules else gap.message,
            next(iter((*gap.paths, *report.paths, "."))),
            (gap.kind, gap.base, *gap.rules, *gap.paths),
        )
        for gap in report.gaps
    ]
    if report.dropped:
        message = f"{plural(report.dropped, 'more finding')} counted and not listed"
        found.append(Note(NOT_LISTED, message, next(iter((*report.paths, "."))), (NOT_LISTED,)))
    return found


def counts(report: Report) -> Mapping[str, int]:
    """Return the numbers of a summary, of everything found whether it is listed or not."""
    return {
        "files": report.files,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "suppressed": len(report.suppressed),
        "dropped": report.dropped,
    }


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
