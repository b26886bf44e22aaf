"""Rules, one module for each subject."""

from __future__ import annotations

from typing import Final

from pactstate.checks.case import Case
from pactstate.checks.context import FolderContext, SourcesContext
from pactstate.checks.rule import Rule
from pactstate.checks.rules import (
    claims,
    links,
    order,
    policy,
    recorded,
    report_dates,
    sources,
    statements,
    terms,
)

__all__ = ["AGREEMENT_CHECKS", "CHECKS", "FOLDER_CHECKS", "SOURCE_CHECKS"]

AGREEMENT_CHECKS: Final[tuple[Rule[Case], ...]] = (
    order.illegal_transition,
    order.repeated_event,
    order.nothing_to_act_on,
    order.out_of_order,
    policy.skipped_step,
    terms.incomplete_consent,
    order.notice_already_effective,
    terms.short_notice,
    terms.force_offset,
    terms.past_term,
    terms.retroactive,
    terms.undeclared_party,
    order.party_required,
    terms.future_event,
    order.party_not_allowed,
    policy.unusual_event,
    terms.unreported_end,
    report_dates.split_report,
    report_dates.report_before_event,
    report_dates.report_a_day_early,
    report_dates.date_narrowed,
    report_dates.late_announcement,
    report_dates.unconfirmed_announcement,
    report_dates.announcement_slipped,
    claims.unsourced_event,
    claims.date_conflict,
    claims.unsupported_date,
    statements.stale_statement,
    statements.premature_statement,
    claims.denied_event,
    statements.needless_rejection,
    claims.single_witness,
    recorded.event_removed,
    recorded.event_rewritten,
    recorded.state_moved_back,
)
"""Rules that look at one agreement."""

SOURCE_CHECKS: Final[tuple[Rule[SourcesContext], ...]] = (
    sources.source_from_future,
    sources.source_clock,
)
"""Rules that look at the sources of one file."""

FOLDER_CHECKS: Final[tuple[Rule[FolderContext], ...]] = (
    sources.undated_source,
    sources.unknown_source,
    sources.unused_source,
    links.dangling_link,
    links.link_mismatch,
    recorded.agreement_removed,
    recorded.source_redated,
)
"""Rules that look at all files of a folder."""

CHECKS: Final[tuple[Rule[Case] | Rule[SourcesContext] | Rule[FolderContext], ...]] = (
    *AGREEMENT_CHECKS,
    *SOURCE_CHECKS,
    *FOLDER_CHECKS,
)
"""All rules with a function. Rules without one apply while files and comments are read (see ``checks/pages.py``)."""
