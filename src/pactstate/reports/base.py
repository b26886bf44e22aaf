"""Parts that several formats share: options, selection of findings, numbers, the summary, fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from pactstate.findings import Finding, Report, Severity
from pactstate.text.escape import TerminalText

__all__ = [
    "NOT_LISTED",
    "Note",
    "Options",
    "counts",
    "digest",
    "fingerprints",
    "notes",
    "plural",
    "shown",
    "summary",
    "total",
]

NOT_LISTED: Final = "not-listed"
"""Kind of the note that more findings were counted than are listed."""


@attrs.frozen
class Options:
    """Options of a format."""

    verbose: bool = False
    """Whether infos are shown."""
    colour: bool = False
    """Whether to use terminal colours."""
    suppressed: bool = False
    """Whether SARIF lists findings that comments have silenced. GitHub opens alerts for them."""


def shown(report: Report, options: Options) -> list[Finding]:
    """Return the findings that formats for people show: infos only if verbose."""
    return [finding for finding in report.findings if options.verbose or finding.severity is not Severity.INFO]


def total(report: Report, options: Options) -> int:
    """Return the number of findings that formats for people would show without a limit: infos only if verbose."""
    return sum(report.count(severity) for severity in Severity if options.verbose or severity is not Severity.INFO)


def summary(report: Report, options: Options) -> TerminalText:
    """Return one line with the number of findings of each severity, and the number of files."""
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
    """Gap in the report, for formats in which only a finding can express it."""

    kind: str
    message: str
    path: str
    """File that it concerns, or one of the checked files."""
    key: tuple[str, ...]
    """Identity that stays the same from run to run."""


def notes(report: Report) -> list[Note]:
    """Return a note for each gap, and one for the findings that are not listed."""
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
    """Return the numbers of a summary. They count listed and unlisted findings."""
    return {
        "files": report.files,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "suppressed": len(report.suppressed),
        "dropped": report.dropped,
    }


def plural(count: int, noun: str) -> str:
    """Return a number with its noun.

    >>> plural(2, "file")
    '2 files'
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


_MAX_EXCERPT: Final = 1_000
"""Length up to which a line counts, in characters. A line may be as long as a file."""


def fingerprints(report: Report) -> list[str]:
    """Return one fingerprint for each finding, then one for each suppressed finding, as hexadecimal digits.

    A fingerprint stays the same from run to run, so that services show only new findings as new. It contains no line
    number, since lines move, and no message, since messages contain line numbers (SARIF 2.1.0, appendix B). No two
    findings share a fingerprint: GitLab shows only the first of those that do.

    Findings that differ only in their place are numbered in the order of the places, together with suppressed ones, so
    that a suppression changes no other fingerprint.
    """
    findings = [*report.findings, *(one.finding for one in report.suppressed)]
    counts: Counter[tuple[str | None, ...]] = Counter()
    digests = [""] * len(findings)
    for index in sorted(range(len(findings)), key=lambda index: (findings[index].line, findings[index].column)):
        identity = _identity(findings[index])
        counts[identity] += 1
        digests[index] = digest((*identity, counts[identity]))
    return digests


def digest(parts: Sequence[str | int | None]) -> str:
    """Return the SHA-256 of the parts, as hexadecimal digits."""
    # Imported here: few formats need them, and hashlib loads OpenSSL.
    import hashlib
    import json

    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _identity(finding: Finding) -> tuple[str | None, ...]:
    text = finding.marked.split() or finding.excerpt[:_MAX_EXCERPT].split()
    return (finding.code, finding.path, finding.agreement, " ".join(text))
