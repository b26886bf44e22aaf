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
PS207 notice-already-effective   error
PS213 party-required             error
PS215 party-not-allowed          error
PS216 unusual-event              info
PS309 unknown-source             error
PS401 duplicate-id               error
"""


def _read_table(text: str) -> Mapping[str, RuleInfo]:
    rows = [line.split() for line in text.strip().splitlines()]
    rules = [RuleInfo(code, name, Severity(severity), bool(clock)) for code, name, severity, *clock in rows]
    return MappingProxyType({rule.name: rule for rule in rules})


RULES: Final = _read_table(_TABLE)
"""All rules, by name."""
