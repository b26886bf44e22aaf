"""Fingerprint of a finding, which stays the same from run to run, so that services show only new findings as new.

It contains no line number, since lines move, and no message, since messages contain line numbers (SARIF 2.1.0, appendix
B). No two findings share a fingerprint: GitLab shows only the first of those that do.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pactstate.findings import Finding, Report

__all__ = ["digest", "fingerprints"]

_MAX_EXCERPT: Final = 1_000
"""Length up to which a line counts, in characters. A line may be as long as a file."""


def fingerprints(report: Report) -> list[str]:
    """Return one fingerprint for each finding, then one for each suppressed finding, as hexadecimal digits.

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
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _identity(finding: Finding) -> tuple[str | None, ...]:
    text = finding.marked.split() or finding.excerpt[:_MAX_EXCERPT].split()
    return (finding.code, finding.path, finding.agreement, " ".join(text))
