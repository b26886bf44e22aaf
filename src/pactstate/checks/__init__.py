"""The checks: what the present files say against the lifecycle, the evidence, and each other.

A rule is one small object whose docstring is its page; :data:`CHECKS` lists them all. Rule: domain.md section 5.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from pactstate.checks import claims, lifecycle, links, order, policy, recorded, rejections, sources, statements, terms
from pactstate.checks.base import Case, Check, Survey
from pactstate.checks.parallel import spread
from pactstate.checks.suppress import settle, unknown_words
from pactstate.findings import Finding, Report, Suppression
from pactstate.progress import Watch, unwatched
from pactstate.reading.document import NAME
from pactstate.reading.suggest import first
from pactstate.registry import Folder
from pactstate.rules import RULES, Selection

if TYPE_CHECKING:
    from pactstate.revisions import Base, Comparison

__all__ = ["AGREEMENT_CHECKS", "CHECKS", "FOLDER_CHECKS", "Case", "Check", "Survey", "check_folder", "gravest"]

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
    recorded.event_removed,
    recorded.event_rewritten,
    recorded.state_moved_back,
)

FOLDER_CHECKS: Final[tuple[Check[Survey], ...]] = (
    sources.undated_source,
    sources.unused_source,
    sources.source_from_future,
    sources.source_clock,
    recorded.agreement_removed,
    recorded.source_redated,
)

CHECKS: Final = (*AGREEMENT_CHECKS, *FOLDER_CHECKS)


MOST: Final = 10_000
"""So many findings are kept, the gravest first; the rest is counted."""


def check_folder(
    folder: Folder,
    today: dt.date,
    selection: Selection | None = None,
    *,
    expiry: dt.date | None = None,
    only: Callable[[str], bool] | None = None,
    base: Base | None = None,
    jobs: int = 1,
    watch: Watch = unwatched,
) -> Report:
    """All findings on a folder: what reading it found, and what every rule finds in every agreement.

    ``selection`` chooses rules on top of what the folder's settings say; ``expiry``, the day by which ignores are held
    to have expired, defaults to today. ``only`` says of a file's path whether it is reported on; all are by default.
    With a ``base``, the folder is held against it. With several ``jobs`` the agreements are shared out among so many
    processes; what is found is the same.
    """
    own = folder.config.selection
    survey = Survey(folder, today, _compared(base, folder) if base else None)
    told = {path: folder.documents.get(path) for path in folder.paths if only is None or only(path)}
    # What is gone would stand in a file that may be gone too.
    here = frozenset(folder.paths)
    # What a rule finds in an agreement stands in its file; the others need not be judged.
    cases = [
        Case(agreement, survey, survey.changes.get(agreement.id))
        for agreement in folder.registry.agreements
        if folder.places[agreement.id] in told
    ]
    names = _names(survey, selection or Selection())
    findings, more = list(folder.findings), 0
    for said in spread(lambda case: _check_case(case, names), cases, jobs, watch):
        if isinstance(said, Finding):
            findings.append(said)
        else:
            more += said
    for over_folder in FOLDER_CHECKS:
        findings += over_folder(survey)
    findings = [
        found
        for found in findings
        if found.path in told or (found.path not in here and (only is None or only(found.path)))
    ]
    documents = [document for document in told.values() if document]
    left, suppressed = settle(findings, documents, expiry or today, names, _unjudged(survey))
    words = dict.fromkeys((*own.select, *own.ignore))
    left += unknown_words(words, {word: folder.config.place_of(word) for word in words}, "the settings name")
    return _report(left, survey, suppressed, list(told), more)


def _compared(base: Base, folder: Folder) -> Comparison:
    # Most folders are held against no other.
    from pactstate.revisions import Comparison

    return Comparison(base, folder)


def _unjudged(survey: Survey) -> Iterable[str]:
    """The files to which not every rule has been put, since they, their sources or their base are not understood."""
    folder = survey.folder
    if folder.unread_sources or not folder.sources_complete:
        return folder.documents
    not_compared = survey.comparison.not_compared if survey.comparison else ()
    return {*not_compared, *(found.path for found in folder.findings if RULES[found.rule].form)}


def _check_case(case: Case, names: Collection[str]) -> list[Finding | int]:
    """What the rules of these names find, and last the number of what would not be kept in any event, if there is any.

    That is what comes after so many of the same severity in a file in which no comment silences anything.
    """
    kept: list[Finding | int] = []
    counts: Counter[str] = Counter()
    most = math.inf if NAME in case.document.text else MOST
    for check in AGREEMENT_CHECKS:
        for found in check(case) if check.info.name in names else ():
            counts[found.severity] += 1
            if counts[found.severity] <= most:
                kept.append(found)
    more = counts.total() - len(kept)
    return [*kept, more] if more else kept


def _names(survey: Survey, selection: Selection) -> frozenset[str]:
    """The rules that speak. Those that compare with a base go by the settings of the base, not of whoever rewrites."""
    names = selection.upon(survey.folder.config.selection).names
    there = survey.comparison.base.folder if survey.comparison else None
    recorded = selection.upon(there.config.selection).names if there else frozenset[str]()
    return frozenset(name for name, rule in RULES.items() if name in (recorded if rule.base else names))


def _remarks(survey: Survey) -> Iterator[str]:
    """What the settings switch off, since they may be a stranger's; and what was compared with what."""
    names = survey.folder.config.selection.names
    off = sum(name not in names and not rule.base for name, rule in RULES.items())
    if off:
        yield f"{off} rule{'' if off == 1 else 's'} switched off by {survey.folder.config.place}"
    if survey.comparison is None:
        return
    base, missed = survey.comparison.base, survey.comparison.not_compared
    if base.folder is None:
        yield f"there were no agreements in {survey.folder.path} at {base}: nothing was compared"
        return
    yield f"compared with {base}"
    if base.unsettled:
        yield f"the settings at {base} could not be used, so that the present ones were"
    if missed:
        yield f"not compared, since it could not be understood at {base}: {first(missed)}"


def gravest(findings: Sequence[Finding]) -> tuple[list[Finding], int]:
    """As many findings as are kept, the gravest first; and how many are not."""
    kept = sorted(findings, key=lambda found: found.severity, reverse=True)[:MOST]
    return kept, len(findings) - len(kept)


def _report(
    findings: Sequence[Finding], survey: Survey, suppressed: Sequence[Suppression], paths: Sequence[str], more: int
) -> Report:
    """The report: the findings that are kept, each with the line at which it points, and how many more there are."""
    folder = survey.folder
    kept, dropped = gravest(findings)
    named = {found.path for found in (*kept, *(one.finding for one in suppressed))}
    settings = [folder.config.document] if folder.config.document else []
    documents = {document.path: document for document in (*folder.documents.values(), *settings)}
    lines = {path: documents[path].text.split("\n") for path in named.intersection(documents)}

    def quoted(found: Finding) -> Finding:
        text = lines.get(found.path, [])
        return attrs.evolve(found, excerpt=text[found.line - 1].rstrip("\r")) if found.line <= len(text) else found

    return Report(
        findings=map(quoted, kept),
        paths=paths,
        suppressed=(attrs.evolve(one, finding=quoted(one.finding)) for one in suppressed),
        dropped=dropped + more,
        remarks=_remarks(survey),
    )
