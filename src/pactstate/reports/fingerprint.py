"""What a finding is known by from one run to the next, so that only new ones are shown as new.

Line numbers take no part, since lines move; nor do messages, which mention them. Rules: GitLab drops all but the first
of the findings with one fingerprint, and SARIF 2.1.0 appendix B advises against line numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pactstate.findings import Finding, Report

__all__ = ["digest", "fingerprints", "marked"]


_LONG: Final = 1_000
"""So much of a line is looked at, which may be as long as the file."""


def fingerprints(report: Report) -> list[str]:
    """One for each finding, then one for each suppressed finding, as hexadecimal digits; no two are alike.

    Findings that differ in nothing but their places are numbered by them, suppressed ones among the others: to silence
    one, or to speak again of it, renames no other.
    """
    findings = [*report.findings, *(one.finding for one in report.suppressed)]
    seen: Counter[tuple[str | None, ...]] = Counter()
    known = [""] * len(findings)
    for index in sorted(range(len(findings)), key=lambda index: (findings[index].line, findings[index].column)):
        identity = _identity(findings[index])
        seen[identity] += 1
        known[index] = digest((*identity, seen[identity]))
    return known


def digest(parts: Sequence[str | int | None]) -> str:
    """Return hexadecimal digits that stand for these parts."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def marked(finding: Finding) -> str:
    """What the finding points at, as far as it stands on its first line; empty when that is a place without width."""
    return finding.marked


def _identity(finding: Finding) -> tuple[str | None, ...]:
    text = marked(finding).split() or finding.excerpt[:_LONG].split()
    return (finding.code, finding.path, finding.agreement, " ".join(text))
