"""The checks: what the present files say against the lifecycle, the evidence, and each other.

A rule is one small object whose docstring is its page; :data:`CHECKS` lists them all. Rule: domain.md section 5.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from pactstate.checks import claims, lifecycle, links, order, policy, rejections, sources, statements, terms
from pactstate.checks.base import Case, Check, Survey
from pactstate.findings import Report
from pactstate.registry import Folder

__all__ = ["AGREEMENT_CHECKS", "CHECKS", "FOLDER_CHECKS", "Case", "Check", "Survey", "check_folder"]

AGREEMENT_CHECKS: Final[tuple[Check[Case], ...]] = (
    lifecycle.illegal_transition,
    lifecycle.repeated_event,
    lifecycle.nothing_to_act_on,
    order.out_of_order,
    policy.skipped_step,
    terms.incomplete_consent,
    lifecycle.notice_already_effective,
    terms.short_notice,
    terms.force_offset,
    terms.past_term,
    terms.retroactive,
    terms.undeclared_party,
    lifecycle.party_required,
    terms.future_event,
    lifecycle.party_not_allowed,
    policy.unusual_event,
    claims.report_before_event,
    claims.report_a_day_early,
    claims.date_narrowed,
    claims.late_announcement,
    claims.unconfirmed_announcement,
    claims.announcement_slipped,
    claims.unsourced_event,
    sources.unknown_source,
    claims.date_conflict,
    claims.unsupported_date,
    statements.stale_statement,
    statements.premature_statement,
    claims.denied_event,
    rejections.needless_rejection,
    claims.single_witness,
    links.dangling_link,
    links.link_mismatch,
)

FOLDER_CHECKS: Final[tuple[Check[Survey], ...]] = (
    sources.undated_source,
    sources.unused_source,
    sources.source_from_future,
    sources.source_clock,
)

CHECKS: Final = (*AGREEMENT_CHECKS, *FOLDER_CHECKS)


def check_folder(folder: Folder, today: dt.date) -> Report:
    """All findings on a folder: what reading it found, and what every rule finds in every agreement."""
    findings = list(folder.findings)
    survey = Survey(folder, today)
    for agreement in folder.registry.agreements:
        case = Case(agreement, survey)
        for over_agreement in AGREEMENT_CHECKS:
            findings += over_agreement(case)
    for over_folder in FOLDER_CHECKS:
        findings += over_folder(survey)
    return Report(findings, files=folder.files)
