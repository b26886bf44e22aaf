"""The checks: what the present files say against the lifecycle, the evidence, and each other.

A rule is one small object whose docstring is its page; :data:`CHECKS` lists them all. See docs/rules/.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

import attrs

from pactstate.checks.alone import Looker
from pactstate.checks.alone import quoted as quote
from pactstate.checks.context import Case, Check, Described, Survey, Tied
from pactstate.checks.gathered import MOST, Gathered
from pactstate.checks.ignores import settle, unknown_words
from pactstate.checks.known import new_findings
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
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import Document
from pactstate.findings import Finding, Remark, RemarkKind, Report, Severity, Suppression, Unlisted, unlisted
from pactstate.folder.jobs import spread
from pactstate.folder.progress import Watch, unwatched
from pactstate.folder.registry import Folder
from pactstate.folder.scan import Shelf
from pactstate.rules import RULES, Selection

if TYPE_CHECKING:
    from pactstate.compare import Base, Comparison

__all__ = [
    "AGREEMENT_CHECKS",
    "CHECKS",
    "FOLDER_CHECKS",
    "MOST",
    "SOURCE_CHECKS",
    "TIE_CHECKS",
    "Case",
    "Check",
    "Described",
    "Survey",
    "check_folder",
    "gravest",
]

_Seen = TypeVar("_Seen", Case, Described, Survey, Tied)

AGREEMENT_CHECKS: Final[tuple[Check[Case], ...]] = (
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

TIE_CHECKS: Final[tuple[Check[Tied], ...]] = (
    sources.unknown_source,
    links.dangling_link,
    links.link_mismatch,
)
"""Those that hold an agreement against others, when all files are known."""

SOURCE_CHECKS: Final[tuple[Check[Described], ...]] = (
    sources.source_from_future,
    sources.source_clock,
)

FOLDER_CHECKS: Final[tuple[Check[Survey], ...]] = (
    sources.undated_source,
    sources.unused_source,
    recorded.agreement_removed,
    recorded.source_redated,
)

CHECKS: Final[tuple[Check[Case] | Check[Described] | Check[Survey] | Check[Tied], ...]] = (
    *AGREEMENT_CHECKS,
    *TIE_CHECKS,
    *SOURCE_CHECKS,
    *FOLDER_CHECKS,
)


def check_folder(
    folder: Folder | Shelf,
    today: dt.date,
    selection: Selection | None = None,
    *,
    expiry: dt.date | None = None,
    only: Callable[[str], bool] | None = None,
    base: Base | None = None,
    new_only: bool = False,
    jobs: int | None = 1,
    watch: Watch = unwatched,
) -> Report:
    """All findings on a folder: what reading it found, and what every rule finds in every agreement.

    Of a folder that is not read yet (:func:`pactstate.folder.registry.open_shelf`), one file after the other is.
    ``selection`` chooses rules on top of what the folder's settings say; ``expiry``, the day by which ignores are held
    to have expired, defaults to today. ``only`` says of a file's path whether it is reported on; all are by default.
    With a ``base``, the folder, which then has to be read, is held against it; ``new_only`` then leaves out what the
    base had already. With several ``jobs`` the files are shared out among so many processes, with None among as many as
    are worth it; what is found is the same.

    Raises :class:`FolderError` for a file that changes while it is checked.
    """
    here, shelf = (folder, folder.shelf) if isinstance(folder, Folder) else (None, folder)
    survey = Survey(shelf, today, _compared(base, here) if base and here else None, new_only)
    selection = selection or Selection()
    judge = functools.partial(_judged, selection=selection, expiry=expiry or today, jobs=jobs, watch=watch)
    judged = judge(survey, shelf.config, only)
    if new_only and base and base.folder and survey.comparison:
        # Compared with itself: so its ignores of the rules that compare are judged as those of the folder are.
        there = Survey(base.folder.shelf, today, _compared(base, base.folder), keeps_all=True)
        own = base.folder.config
        before = judge(there, own, None, says_settings=own is not shelf.config)
        place = survey.comparison.place
        now, then = map(_quoter(survey), _by_file(judged.left)), map(_quoter(there), _by_file(before.left))
        left, known = new_findings(now, then, place)
        judged = attrs.evolve(judged, left=left, known=known)
    return _report(judged, survey, selection, only)


@attrs.frozen(eq=False, repr=False)
class _Judged:
    """All that a check finds, before the gravest are chosen."""

    left: list[Finding]
    suppressed: list[Suppression]
    told: list[str]
    """The files that are reported on."""
    unlisted: list[Unlisted]
    """Findings that are counted and not kept."""
    known: int = 0
    """How many were left out, since the base had them already."""


def _judged(
    survey: Survey,
    config: Config,
    only: Callable[[str], bool] | None,
    *,
    selection: Selection,
    expiry: dt.date,
    jobs: int | None,
    watch: Watch,
    says_settings: bool = True,
) -> _Judged:
    shelf = survey.shelf
    told = [path for path in shelf.paths if only is None or only(path)]
    names = _names(survey, config, selection)
    look = Looker(
        survey,
        frozenset(told),
        lambda case: _check_case(case, names),
        lambda described: _found(SOURCE_CHECKS, described, names),
    )
    gathered = Gathered(survey, names, frozenset(told))
    for path in shelf.shared:
        gathered.take(look(path))
    others = [path for path in shelf.paths if path not in shelf.shared]
    waiting: list[str] = []
    for gist in spread(lambda path: [look(path)], others, jobs, watch):
        # Only the path is kept, and the file looked at again: what is found in very many files takes too much room.
        if survey.index.waits(gist.outline):
            waiting.append(gist.outline.path)
        else:
            gathered.take(gist)
    for path in waiting:
        gathered.take(look(path))
    findings = [*gathered.findings, *survey.index.findings, *survey.index.unknown_roots(survey.document)]
    for ties in survey.ties.values():
        findings += _found(TIE_CHECKS, Tied(ties, survey), names)
    findings += _found(FOLDER_CHECKS, survey, names)
    if only:
        findings = [found for found in findings if only(found.path)]
    left, suppressed = settle(findings, gathered.comments, expiry, names, _unjudged(survey, gathered))
    if says_settings:
        words = dict.fromkeys((*config.selection.select, *config.selection.ignore))
        left += unknown_words(words, {word: config.place_of(word) for word in words}, "the settings name")
    return _Judged(left, suppressed, told, gathered.unlisted)


def _compared(base: Base, folder: Folder) -> Comparison:
    # Most folders are held against no other.
    from pactstate.compare import Comparison

    return Comparison(base, folder)


def _unjudged(survey: Survey, gathered: Gathered) -> Iterable[str]:
    """The files to which not every rule has been put, since they, their sources or their base are not understood."""
    if survey.shelf.unread_sources or not survey.shelf.sources_complete:
        return gathered.comments
    not_compared = survey.comparison.not_compared if survey.comparison else ()
    taken_twice = (found.path for found in survey.index.findings)
    return {*not_compared, *gathered.malformed, *taken_twice}


def _found(checks: Iterable[Check[_Seen]], seen: _Seen, names: Collection[str]) -> Iterator[Finding]:
    """What those of the rules that speak find in what they look at."""
    return (found for check in checks if check.info.name in names for found in check(seen))


def _check_case(case: Case, names: Collection[str]) -> tuple[list[Finding], list[Unlisted]]:
    """Return what the rules of these names find, and the number of findings that no report would list.

    Those come after so many of the same severity in a file in which no comment silences anything.
    """
    kept: list[Finding] = []
    counts: dict[Severity, int] = {}
    more: Counter[tuple[str, Severity]] = Counter()
    for check in _apt(AGREEMENT_CHECKS, frozenset(names), case.holds):
        for issue in check.body(case):
            found = check.found(issue, case)
            count = counts[found.severity] = counts.get(found.severity, 0) + 1
            if count <= MOST or case.may_silence or case.survey.keeps_all:
                kept.append(found)
            else:
                more[found.rule, found.severity] += 1
    return kept, unlisted(more)


@functools.lru_cache(maxsize=4096)
def _apt(checks: tuple[Check[Case], ...], names: frozenset[str], holds: frozenset[str]) -> tuple[Check[Case], ...]:
    """The rules of these names that may find something in an agreement that holds this."""
    return tuple(check for check in checks if check.info.name in names and check.needs <= holds)


def _names(survey: Survey, config: Config, selection: Selection) -> frozenset[str]:
    """The rules that speak. Those that compare with a base go by the settings of the base, not of whoever rewrites."""
    names = selection.upon(config.selection).names
    there = survey.comparison.base.folder if survey.comparison else None
    recorded = selection.upon(there.config.selection).names if there else frozenset[str]()
    return frozenset(name for name, rule in RULES.items() if name in (recorded if rule.base else names))


def _remarks(survey: Survey, selection: Selection, uncompared: Sequence[str], known: int) -> Iterator[Remark]:
    """Yield what settings switch off, since they may be a stranger's; and what was compared with what."""
    config = survey.shelf.config
    off = _switched_off(selection, config.selection, base=False)
    if off:
        yield Remark(RemarkKind.RULES_OFF, off, [config.place])
    if survey.comparison is None:
        return
    base = survey.comparison.base
    if base.folder is None:
        yield Remark(RemarkKind.NOTHING_COMPARED, paths=[str(survey.shelf.folder)], base=str(base))
        return
    yield Remark(RemarkKind.COMPARED, paths=[base.former] if base.former else (), base=str(base))
    off = _switched_off(selection, base.folder.config.selection, base=True)
    if off:
        yield Remark(RemarkKind.RULES_OFF, off, [base.folder.config.place], str(base))
    if base.unsettled:
        yield Remark(RemarkKind.PRESENT_SETTINGS, base=str(base))
    if known:
        yield Remark(RemarkKind.KNOWN, base=str(base), count=known)
    if uncompared:
        yield Remark(RemarkKind.NOT_COMPARED, paths=uncompared, base=str(base))


def _uncompared(survey: Survey, only: Callable[[str], bool] | None) -> list[str]:
    """The files of the base that could not be understood, as far as they concern a file that is reported on."""
    comparison = survey.comparison
    if comparison is None:
        return []
    missed = comparison.not_compared
    return [path for path in missed if only is None or any(map(only, comparison.concerned(path)))]


def _switched_off(selection: Selection, settings: Selection, *, base: bool) -> list[str]:
    """Return the rules that settings switch off and the caller does not, of those that need a base or of the others."""
    silent = selection.names - selection.upon(settings).names
    return [name for name, rule in RULES.items() if name in silent and rule.base is base]


def gravest(findings: Sequence[Finding]) -> tuple[list[Finding], list[Unlisted]]:
    """Return as many findings as are kept, the gravest first, and the number of the others."""
    ordered = sorted(findings, key=lambda found: found.severity, reverse=True)
    return ordered[:MOST], unlisted(Counter((found.rule, found.severity) for found in ordered[MOST:]))


def _quoter(survey: Survey) -> Callable[[Finding], Finding]:
    """Return what gives a finding the line at which it points; fast for findings in the order of their files."""
    settings = survey.shelf.config.document

    @functools.lru_cache(maxsize=1)
    def document(path: str) -> Document | None:
        if settings and settings.path == path:
            return settings
        return survey.document(path) if path in survey.digests else None

    def quoted(found: Finding) -> Finding:
        text = None if found.excerpt else document(found.path)
        return quote([found], text)[0] if text else found

    return quoted


def _by_file(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda found: found.path)


def _report(judged: _Judged, survey: Survey, selection: Selection, only: Callable[[str], bool] | None) -> Report:
    """The report: the findings that are kept, each with the line at which it points, and how many more there are."""
    kept, more = gravest(judged.left)
    quoted = _quoter(survey)
    return Report(
        findings=map(quoted, _by_file(kept)),
        paths=judged.told,
        suppressed=(attrs.evolve(one, finding=quoted(one.finding)) for one in judged.suppressed),
        unlisted=[*more, *judged.unlisted],
        remarks=_remarks(survey, selection, _uncompared(survey, only), judged.known),
        rule_url=survey.shelf.config.rule_url,
    )
