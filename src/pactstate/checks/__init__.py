"""The checks: what the present files say against the lifecycle, the evidence, and each other.

A rule is one small object whose docstring is its page; :data:`CHECKS` lists them all. Rule: domain.md section 5.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from pactstate.checks import evidence, lifecycle, order, policy
from pactstate.checks.base import Case, Check
from pactstate.findings import Report
from pactstate.registry import Folder

__all__ = ["CHECKS", "Case", "Check", "check_folder"]

CHECKS: Final[tuple[Check, ...]] = (
    lifecycle.illegal_transition,
    lifecycle.repeated_event,
    lifecycle.nothing_to_act_on,
    order.out_of_order,
    policy.skipped_step,
    lifecycle.notice_already_effective,
    lifecycle.party_required,
    lifecycle.party_not_allowed,
    policy.unusual_event,
    evidence.unknown_source,
)


def check_folder(folder: Folder, today: dt.date) -> Report:
    """All findings on a folder: what reading it found, and what every rule finds in every agreement."""
    findings = list(folder.findings)
    for agreement in folder.registry.agreements:
        case = Case(agreement, folder, today)
        for check in CHECKS:
            findings += check(case)
    return Report(findings, files=folder.files)
