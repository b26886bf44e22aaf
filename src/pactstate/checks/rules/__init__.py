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
    rejections,
    sources,
    statements,
    terms,
    transitions,
)

__all__ = ["AGREEMENT_CHECKS", "CHECKS", "FOLDER_CHECKS", "SOURCE_CHECKS"]

AGREEMENT_CHECKS: Final[tuple[Rule[Case], ...]] = (
    transitions.illegal_transition,
    transitions.repeated_event,
    transitions.nothing_to_act_on,
    order.out_of_order,
    policy.skipped_step,
    terms.incomplete_consent,
    transitions.notice_already_effective,
    terms.short_notice,
    terms.force_offset,
    terms.past_term,
    terms.retroactive,
    terms.undeclared_party,
    transitions.party_required,
    terms.future_event,
    transitions.party_not_allowed,
    policy.unusual_event,
    terms.unreported_end,
    claims.split_report,
    claims.report_before_event,
    claims.report_a_day_early,
    claims.date_narrowed,
    claims.late_announcement,
    claims.unconfirmed_announcement,
    claims.announcement_slipped,
    claims.unsourced_event,
    claims.date_conflict,
    claims.unsupported_date,
    statements.stale_statement,
    statements.premature_statement,
    claims.denied_event,
    rejections.needless_rejection,
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
"""All rules with a function. Rules without one apply while files and comments are read (see :mod:`form`)."""
