"""Rules on what each source says of each event, and when it said so."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.base import Case, Cited, Issue, over_agreements
from pactstate.dates import PartialDate, certainly_before, compatible
from pactstate.findings import Related
from pactstate.model import Role
from pactstate.timeline import SLACK, Evidence

__all__ = [
    "announcement_slipped",
    "date_conflict",
    "date_narrowed",
    "denied_event",
    "late_announcement",
    "report_a_day_early",
    "report_before_event",
    "single_witness",
    "unconfirmed_announcement",
    "unsourced_event",
    "unsupported_date",
]


def _accepted(case: Case, *roles: Role) -> Iterator[Cited]:
    return (cited for cited in case.claims if cited.claim.role in roles and cited.claim.accepted)


def _early(case: Case, beyond: bool) -> Iterator[tuple[Cited, str, tuple[Related, ...]]]:
    for cited in _accepted(case, Role.REPORTED):
        early, last = cited.days_early, cited.last_day
        if early is not None and last is not None and cited.source is not None and (early > SLACK) is beyond:
            field, day = last
            place = case.survey.source_at(cited.source.id, field)
            message = (
                f"'{cited.event.name}' on {cited.event.date} is reported by '{cited.source.id}', "
                f"which was {field} before it ({day}, {case.said(place)})"
            )
            yield cited, message, (Related(f"{field} {day}", place),)


@over_agreements("report-before-event")
def report_before_event(case: Case) -> Iterator[Issue]:
    """A report that was certainly published before what it reports.

    Nothing can be reported before it has happened; one day is allowed for time zones. The source will have announced
    the event, or one of the dates is wrong.
    """
    for cited, message, related in _early(case, beyond=True):
        help = "did it announce it? then it belongs under 'announced_by'; an article 'updated' later says so"
        yield Issue(case.claim_at(cited), message, help, related)


@over_agreements("report-a-day-early")
def report_a_day_early(case: Case) -> Iterator[Issue]:
    """A report that bears the date of the day before the event.

    A page printed west of the event may bear yesterday's date, so this passes; more often it announced the event for
    the next day.
    """
    for cited, message, related in _early(case, beyond=False):
        yield Issue(case.claim_at(cited), f"{message}: a day early", "did it announce it for the next day?", related)


@over_agreements("date-narrowed")
def date_narrowed(case: Case) -> Iterator[Issue]:
    """A report narrows the day of an event.

    What is reported has happened by then: an event of July that a page of the 10th reports lies between the 1st and the
    11th (a day of slack included). The status goes by the narrowed day.
    """
    for entry in case.live:
        first, last = entry.span
        if entry.evidence is Evidence.REPORTED and last < entry.date.latest:
            yield Issue(
                case.at("history", entry.index, "date"),
                f"'{entry.event.name}' on {entry.date} was reported by then: {PartialDate.between(first, last)}",
            )


@over_agreements("late-announcement")
def late_announcement(case: Case) -> Iterator[Issue]:
    """A source announces an event that was certainly over when it was published.

    It may report the event, or announce another one.
    """
    for cited in _accepted(case, Role.ANNOUNCED):
        published = cited.published
        if published and cited.source and certainly_before(cited.date, published):
            related = case.publication_of(cited.source)
            yield Issue(
                case.claim_at(cited),
                f"'{cited.source.id}' announces '{cited.event.name}' on {cited.date}, published after it ({published})",
                "does it report the event? then it belongs under 'reported_by'",
                related,
            )


@over_agreements("unconfirmed-announcement")
def unconfirmed_announcement(case: Case) -> Iterator[Issue]:
    """An announced day has passed, and no source reports that it happened.

    The status presumes it and is not certain. Look for a report. If it did not take place, `postponed` cancels it
    before force; afterwards the announcement is rejected, with the reason.
    """
    for entry in case.live:
        if entry.evidence is Evidence.ANNOUNCED and certainly_before(entry.date, case.today):
            yield Issue(
                case.at("history", entry.index, "date"),
                f"'{entry.event.name}' was announced for {entry.date}, which has passed; no source reports it",
                "add a report; if it did not take place, record 'postponed' or reject the announcement with a reason",
            )


@over_agreements("announcement-slipped")
def announcement_slipped(case: Case) -> Iterator[Issue]:
    """The event took place on another day than the one announced.

    Nothing is wrong with that; the announcement keeps its own day, because until the report it was all that was known.
    """
    reported = {entry.index for entry in case.live if entry.evidence is Evidence.REPORTED}
    for cited in _accepted(case, Role.ANNOUNCED):
        if cited.index in reported and not compatible(cited.date, cited.event.date):
            yield Issue(
                case.claim_at(cited, "date"),
                f"'{cited.event.name}' was announced for {cited.date}, and is reported for {cited.event.date}",
            )


@over_agreements("unsourced-event")
def unsourced_event(case: Case) -> Iterator[Issue]:
    """An entry without any source.

    It counts as reported when all is taken together, and for nothing as soon as `known_by` asks who knew it.
    """
    for index, event in enumerate(case.agreement.history):
        if not event.claims:
            yield Issue(
                case.event_at(index),
                f"no source is cited for '{event.name}' on {event.date}",
                "add 'reported_by: [...]'",
            )


_TELLING = (Role.REPORTED, Role.ANNOUNCED)


def _own_date_conflicts(cited: Cited) -> bool:
    return not compatible(cited.date, cited.event.date)


@over_agreements("date-conflict")
def date_conflict(case: Case) -> Iterator[Issue]:
    """An accepted source gives the event another day than the entry has.

    One of them is wrong: correct the entry, or reject the claim with a reason. An announced day that slipped is no
    conflict.
    """
    supported = {cited.index for cited in _accepted(case, *_TELLING) if not _own_date_conflicts(cited)}
    for cited in _accepted(case, *_TELLING):
        # An announced day may be moved, by a report or by another announcement.
        slipped = cited.claim.role is Role.ANNOUNCED and cited.index in supported
        if _own_date_conflicts(cited) and not slipped:
            place = case.at("history", cited.index, "date")
            yield Issue(
                case.claim_at(cited, "date"),
                f"'{cited.claim.source}' dates '{cited.event.name}' to {cited.date}, the entry to {cited.event.date} "
                f"({case.said(place)})",
                "correct the entry, or reject the claim: 'rejected: reason'",
                (Related(f"'{cited.event.name}' on {cited.event.date}", place),),
            )


@over_agreements("unsupported-date")
def unsupported_date(case: Case) -> Iterator[Issue]:
    """No accepted source is compatible with the entry's date.

    Every date comes from a source, with its precision.
    """
    supported: dict[int, bool] = {}
    for cited in _accepted(case, *_TELLING):
        supported[cited.index] = supported.get(cited.index, False) or not _own_date_conflicts(cited)
    for index, fits in supported.items():
        if not fits:
            event = case.agreement.history[index]
            yield Issue(
                case.at("history", index, "date"),
                f"none of its sources dates '{event.name}' to {event.date}",
                "take a date from a source that you trust",
            )


@over_agreements("denied-event")
def denied_event(case: Case) -> Iterator[Issue]:
    """One accepted source reports an event, and another denies it.

    Both cannot hold: reject one of them with a reason, or keep the conflict open and explain it.
    """
    for cited in _accepted(case, Role.DENIED):
        report = next((other for other in _accepted(case, Role.REPORTED) if other.index == cited.index), None)
        if report:
            place = case.claim_at(report)
            yield Issue(
                case.claim_at(cited),
                f"'{cited.claim.source}' denies '{cited.event.name}' on {cited.event.date}, which "
                f"'{report.claim.source}' reports ({case.said(place)})",
                "reject one of the two: 'rejected: reason'",
                (Related(f"reported by '{report.claim.source}'", place),),
            )


@over_agreements("single-witness")
def single_witness(case: Case) -> Iterator[Issue]:
    """All reports of an event go back to one source.

    Three papers that copy one agency are one witness (`based_on`).
    """
    for index, event in enumerate(case.agreement.history):
        reports = event.accepted(Role.REPORTED)
        roots = {root for claim in reports for root in _roots(case, claim.source)}
        if len(reports) > 1 and len(roots) == 1:
            yield Issue(
                case.event_at(index),
                f"all {len(reports)} reports of '{event.name}' on {event.date} go back to '{roots.pop()}'",
            )


def _roots(case: Case, id: str) -> set[str]:
    """The sources that a source goes back to, itself if it copies none."""
    roots, seen, pending = set[str](), set[str](), [id]
    while pending:
        here = pending.pop()
        if here in seen:
            continue
        seen.add(here)
        source = case.agreement.source(here)
        if source and source.based_on:
            pending += source.based_on
        else:
            roots.add(here)
    return roots or {id}
