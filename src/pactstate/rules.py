"""The catalogue of rules: name, code, severity, and whether a rule depends on today.

One row a rule; everything that names a rule takes it from here. Rule: domain.md section 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.findings import Severity

__all__ = ["RULES", "RuleInfo"]


@attrs.frozen
class RuleInfo:
    """What is fixed about a rule."""

    code: str
    name: str
    severity: Severity
    clock: bool = False
    """Whether the outcome depends on today."""


_TABLE: Final = """
PS001 unreadable-file            error
PS002 invalid-yaml               error
PS003 duplicate-key              error
PS004 limit-exceeded             error
PS005 suspicious-character       error
PS006 unsafe-yaml                error
PS101 unknown-key                error
PS102 missing-key                error
PS103 invalid-value              error
PS104 invalid-date               error
PS105 ambiguous-scalar           info
PS106 unknown-party-code         error
PS107 file-name                  error
PS201 illegal-transition         error
PS202 repeated-event             error
PS203 nothing-to-act-on          error
PS204 out-of-order               error
PS205 skipped-step               warning
PS206 incomplete-consent         warning
PS207 notice-already-effective   error
PS208 short-notice               warning
PS209 force-offset               warning
PS210 past-term                  warning  clock
PS211 retroactive                error
PS212 undeclared-party           error
PS213 party-required             error
PS214 future-event               error    clock
PS215 party-not-allowed          error
PS216 unusual-event              info
PS301 report-before-event        error
PS302 report-a-day-early         warning
PS303 date-narrowed              info
PS304 late-announcement          warning
PS305 unconfirmed-announcement   warning  clock
PS306 announcement-slipped       info
PS307 undated-source             warning
PS308 unsourced-event            warning
PS309 unknown-source             error
PS310 unused-source              info
PS311 source-from-future         error    clock
PS312 source-clock               error
PS313 date-conflict              warning
PS314 unsupported-date           error
PS315 stale-statement            warning
PS316 premature-statement        warning
PS317 denied-event               warning
PS318 needless-rejection         info
PS319 single-witness             info
PS401 duplicate-id               error
PS402 dangling-link              error
PS403 link-mismatch              warning
"""


def _read_table(text: str) -> Mapping[str, RuleInfo]:
    rows = [line.split() for line in text.strip().splitlines()]
    rules = [RuleInfo(code, name, Severity(severity), bool(clock)) for code, name, severity, *clock in rows]
    return MappingProxyType({rule.name: rule for rule in rules})


RULES: Final = _read_table(_TABLE)
"""All rules, by name."""
