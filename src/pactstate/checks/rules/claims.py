"""Rules on what the sources of an event say: whether there are any, whether they agree, and whether one denies it."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from pactstate.checks.case import Case
from pactstate.checks.context import CitedClaim
from pactstate.checks.rule import Found, Issue, rule
from pactstate.domain.dates import compatible
from pactstate.domain.model import Role
from pactstate.findings import Related, Severity

__all__ = ["date_conflict", "denied_event", "single_witness", "unsourced_event", "unsupported_date"]


@rule("unsourced-event", over="agreement", needs=("no claims",))
def unsourced_event(case: Case) -> Iterator[Found]:
    """An entry cites no source.

    A history is only as good as its sources. An entry without a source counts as reported as long as all sources are
    taken together. With `--known-by` it does not count at all, since nobody can say who knew of it and when. For the
    agreement of 2016 between Japan and the Philippines on defence equipment, no source was found that gives the day of
    entry into force. The entry cites a white paper for the month; a day given from memory does not belong there.

    To do: add `reported_by:` or `announced_by:` with the id of a source. If no source speaks of the event, delete the
    entry.
    """
    for index, event in enumerate(case.agreement.history):
        if not event.claims:
            yield partial(_unsourced, case, index)


def _unsourced(case: Case, index: int) -> Issue:
    event = case.agreement.history[index]
    message = f"no source is cited for '{event.name}' on {event.date}"
    return Issue(case.event_at(index), message, "add 'reported_by: [...]'")


_AFFIRMING_ROLES = (Role.REPORTED, Role.ANNOUNCED)


def _own_date_conflicts(cited: CitedClaim) -> bool:
    return not compatible(cited.date, cited.event.date)


@rule("date-conflict", over="agreement", needs=("another date",))
def date_conflict(case: Case) -> Iterator[Issue]:
    """An accepted source dates the event to another day than the entry does.

    One of the two dates is wrong, or they are about two events. One newspaper dates the Philippine President's
    ratification of the reciprocal access agreement with Japan to 2024-12-16, three other sources to 2024-11-05. On 16
    December the Senate concurred. The signing of the agreement between Japan and the United Kingdom is dated to
    2023-01-11 by the ministry, and to 2023-01-12 by an encyclopedia that uses Japanese time.

    Of two announcements with different days, the one published last counts. The finding is then an info, because a
    planned day often slips; but the two announcements may also be about two events. When a report of the event exists,
    the announced days are no conflict.

    To do: correct the entry, or reject the claim with the reason: `rejected: ...`.
    """
    telling = case.accepted(*_AFFIRMING_ROLES)
    supported = {cited.index for cited in telling if not _own_date_conflicts(cited)}
    for cited in telling:
        # A changed plan is no conflict, as long as another claim supports the date of the entry.
        slipped = cited.claim.role is Role.ANNOUNCED and cited.index in supported
        if _own_date_conflicts(cited) and not slipped:
            place = case.at("history", cited.index, "date")
            yield Issue(
                case.claim_at(cited, "date"),
                f"'{cited.claim.source}' dates '{cited.event.name}' to {cited.date}, the entry to {cited.event.date} "
                f"({case.in_words(place)})",
                "correct the entry, or reject the claim: 'rejected: reason'",
                (Related(f"'{cited.event.name}' on {cited.event.date}", place),),
            )
    reported = {cited.index for cited in telling if cited.claim.role is Role.REPORTED}
    pending = [cited for cited in telling if cited.index not in reported]
    for index, claims in itertools.groupby(pending, key=lambda cited: cited.index):
        yield from _announced_apart(case, index, list(claims))


def _announced_apart(case: Case, index: int, announced: Sequence[CitedClaim]) -> Iterator[Issue]:
    """Yield an issue for each announcement of an entry whose day differs from that of an earlier one in the file."""
    # Least last day (negated) and greatest first day so far: the first conflict is found by bisection.
    lasts: list[int] = []
    firsts: list[int] = []
    for later in announced:
        first, last = later.date.earliest.toordinal(), later.date.latest.toordinal()
        number = min(bisect.bisect_right(lasts, -first), bisect.bisect_right(firsts, last))
        if number < len(lasts):
            earlier = announced[number]
            one = later if later.claim.date else earlier
            place = case.claim_at(earlier)
            yield Issue(
                case.claim_at(one, "date"),
                f"'{later.event.name}' is announced for {earlier.date} by '{earlier.claim.source}' "
                f"({case.in_words(place)}) and for {later.date} by '{later.claim.source}'",
                "nothing is wrong if the day was moved: the announcement published last counts; otherwise reject "
                "one of them: 'rejected: reason'",
                (Related(f"announced for {earlier.date}", place),),
                severity=Severity.INFO,
            )
        lasts.append(max([-last, *lasts[-1:]]))
        firsts.append(max([first, *firsts[-1:]]))


@rule("unsupported-date", over="agreement", needs=("another date",))
def unsupported_date(case: Case) -> Iterator[Issue]:
    """No accepted source is compatible with the entry's date.

    Every date comes from a source, with the precision that the source gives. If every source gives another date, the
    entry's date has no evidence. Such a date was often computed. For example, 30 days from the signing of the
    Japan-Philippines agreement on supplies and services would be 2026-02-14. No source names it as the day of entry
    into force, and on that day the Diet did not have the text yet.

    To do: take the date from a source that you trust, and reject the claims that are wrong.
    """
    supported: dict[int, bool] = {}
    for cited in case.accepted(*_AFFIRMING_ROLES):
        supported[cited.index] = supported.get(cited.index, False) or not _own_date_conflicts(cited)
    for index, fits in supported.items():
        if not fits:
            event = case.agreement.history[index]
            yield Issue(
                case.at("history", index, "date"),
                f"none of its sources dates '{event.name}' to {event.date}",
                "take a date from a source that you trust",
            )


@rule("denied-event", over="agreement", needs=("denied",))
def denied_event(case: Case) -> Iterator[Issue]:
    """One accepted source reports an event, and another one denies it.

    Both cannot be true, unless they speak of two different things. When the Philippines suspended the end of the
    Visiting Forces Agreement in June 2020, the President's office stressed that only the process of ending it was
    suspended. This denies a suspension of the treaty, but not the suspension of the notice.

    To do: reject one of the two claims with a reason, or record them under two events. To keep the conflict open,
    silence the finding and give the reason.
    """
    reports = {cited.index: cited for cited in reversed(case.accepted(Role.REPORTED))}
    for cited in case.accepted(Role.DENIED):
        report = reports.get(cited.index)
        if report:
            place = case.claim_at(report)
            yield Issue(
                case.claim_at(cited),
                f"'{cited.claim.source}' denies '{cited.event.name}' on {cited.event.date}, which "
                f"'{report.claim.source}' reports ({case.in_words(place)})",
                "reject one of the two: 'rejected: reason'",
                (Related(f"reported by '{report.claim.source}'", place),),
            )


@rule("single-witness", over="agreement", needs=("one origin",))
def single_witness(case: Case) -> Iterator[Issue]:
    """All reports of an event go back to one source.

    Three newspapers that copy one news agency are one witness: together they prove no more than the agency does.
    `based_on` names the source that another one goes back to. For example, only one article and three aggregators say
    that negotiations on the security of information between Japan and the Philippines opened in May 2026; no official
    text was found.

    To do: look for an independent source, an official text if there is one. You need not change anything.
    """
    for index, event in enumerate(case.agreement.history):
        reports = event.accepted(Role.REPORTED)
        if len(reports) < 2:
            continue
        roots = {root for claim in reports for root in case.origins.get(claim.source) or [claim.source]}
        if len(roots) == 1:
            yield Issue(
                case.event_at(index),
                f"all {len(reports)} reports of '{event.name}' on {event.date} go back to '{roots.pop()}'",
            )
