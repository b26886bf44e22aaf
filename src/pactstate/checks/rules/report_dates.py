"""Rules on when a source was published: before, on or after the event that it reports or announces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, cast

from pactstate.checks.case import Case
from pactstate.checks.context import CitedClaim
from pactstate.checks.rule import Found, Issue, rule
from pactstate.domain.dates import PartialDate, certainly_before, compatible
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.known_by import SLACK
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Event, Period, Role, Source
from pactstate.findings import Related

__all__ = [
    "announcement_slipped",
    "date_narrowed",
    "late_announcement",
    "report_a_day_early",
    "report_before_event",
    "split_report",
    "unconfirmed_announcement",
]


def _early(case: Case, beyond: bool) -> Iterator[CitedClaim]:
    return (cited for cited, days in case.early if (days > SLACK) is beyond)


def _early_issue(case: Case, cited: CitedClaim, aside: str, help: str) -> Issue:
    source, (field, day) = cast("Source", cited.source), cast("tuple[str, PartialDate]", cited.last_day)
    place = case.source_at(source.id, field)
    message = (
        f"'{cited.event.name}' on {cited.event.date} is reported by '{source.id}', "
        f"which was {field} before it ({day}, {case.in_words(place)}){aside}"
    )
    return Issue(case.claim_at(cited), message, help, (Related(f"{field} {day}", place),))


@rule("report-before-event", over="agreement", needs=("early source",))
def report_before_event(case: Case) -> Iterator[Found]:
    """A report was certainly published before the event that it reports.

    Nothing can be reported before it has happened; one day is allowed for time zones. Such a source probably announced
    the event. On 2025-08-12 newspapers in Manila wrote that an agreement would enter into force on 2025-09-11. They
    belong under `announced_by`, and their claim was not certain until that day came.

    A partial date is an interval of days: a source of `2016` can report an event of 2016-02-29.

    To do: if the source says what will happen, move the claim to `announced_by`. Otherwise correct the date of the
    entry or of the source. If the article was changed after the event, give that day as `updated`.
    """
    help = "did it announce it? then it belongs under 'announced_by'; an article 'updated' later says so"
    for cited in _early(case, beyond=True):
        yield partial(_early_issue, case, cited, "", case.swap_advice(cited.index, help))


@rule("report-a-day-early", over="agreement", needs=("early source",))
def report_a_day_early(case: Case) -> Iterator[Found]:
    """A report bears the date of the day before the event.

    When it is morning in Manila, it is still the evening before in Washington. A page published in Washington may
    report the event and bear the earlier date, so this is no error. More often the source announced the event for the
    next day: an article of 10 September that says that an agreement enters into force on 11 September is an
    announcement.

    To do: read the source again. If it says what will happen on the next day, move the claim to `announced_by`. If it
    reports across time zones, silence the finding and give this reason.
    """
    for cited in _early(case, beyond=False):
        yield partial(_early_issue, case, cited, ": a day early", "did it announce it for the next day?")


@rule("date-narrowed", over="agreement", needs=("narrowed",))
def date_narrowed(case: Case) -> Iterator[Found]:
    """A report narrows the day of an event.

    An event has happened by the day on which it is reported. An event of `2023-09` that a page of 20 September 2023
    reports happened between 1 and 21 September (one day is added for time zones). The status uses the narrowed
    interval. Nothing is wrong; the finding only says what follows from the record.

    To do: nothing. If the source gives the exact day, write it as the entry's `date`.
    """
    for entry in case.live:
        if entry.evidence is Evidence.REPORTED and entry.span[1] < entry.date.latest:
            yield partial(_narrowed, case, entry)


def _narrowed(case: Case, entry: LiveEntry) -> Issue:
    words = f"'{entry.event.name}' on {entry.date} was reported by then: {PartialDate.between(*entry.span)}"
    return Issue(case.at("history", entry.index, "date"), words)


@rule("late-announcement", over="agreement", needs=("announced",))
def late_announcement(case: Case) -> Iterator[Found]:
    """A source announces an event that had certainly happened before it.

    An announcement says what will happen, and makes nothing certain. A source published after the event can report that
    it happened. Under `announced_by`, that evidence is lost. It is also possible that the source announces another
    event, and that the claim is in the wrong entry.

    To do: if the source says that the event has happened, move the claim to `reported_by`. Otherwise check which event
    it announces, and both dates.
    """
    for cited in case.accepted(Role.ANNOUNCED):
        published = cited.published
        if published and cited.source and certainly_before(cited.date, published):
            yield partial(_late, case, cited, cited.source)


def _late(case: Case, cited: CitedClaim, source: Source) -> Issue:
    return Issue(
        case.claim_at(cited),
        f"'{source.id}' announces '{cited.event.name}' on {cited.date}, published after it ({cited.published})",
        "does it report the event? then it belongs under 'reported_by'",
        case.publication_of(source),
    )


@rule("unconfirmed-announcement", over="agreement", needs=("announced",))
def unconfirmed_announcement(case: Case) -> Iterator[Found]:
    """An announced day has passed, and no source reports that the event happened.

    An announcement makes nothing certain. The status presumes that the event happened, and says so. Not every announced
    event takes place. The agreement on the security of information between Japan and the Republic of Korea was to be
    signed on 2012-06-29; the signing was put off less than an hour before. An agreement was signed only on 2016-11-23.

    To do: look for a report, and add it under `reported_by`. If the event did not take place, record `postponed`, as
    long as the agreement is not in force; afterwards, reject the announcement with the reason.
    """
    for entry in case.live:
        if entry.evidence is not Evidence.ANNOUNCED or not certainly_before(entry.date, case.today):
            continue
        # If another entry reports the event, split-report has a finding.
        if case.report_of(entry) is None:
            yield partial(_unconfirmed, case, entry)


def _unconfirmed(case: Case, entry: LiveEntry) -> Issue:
    return Issue(
        case.at("history", entry.index, "date"),
        f"'{entry.event.name}' was announced for {entry.date}, which has passed; no source reports it",
        "add a report; if it did not take place, record 'postponed' or reject the announcement with a reason",
    )


@rule("split-report", over="agreement", needs=("announced",))
def split_report(case: Case) -> Iterator[Issue]:
    """The announcement and the report of one event are in two entries.

    An entry is one event, and its sources are claims about it. In an entry of its own, the announcement looks like a
    second event, and nobody sees who announced the event and how long before. The entry into force of the
    Japan-Philippines reciprocal access agreement on 2025-09-11 was announced on 2025-08-12, and reported on the day
    itself. These are two claims on one entry.

    To do: move the claims of one entry to the other, under `announced_by` and `reported_by`, and delete the empty one.
    """
    reports: dict[tuple[EventKind, str | None], LiveEntry] = {
        (kind, entry.event.party): entry for entry in reversed(case.firm) for kind in entry.event.kinds
    }
    same_day = {(kind, entry.event.party, entry.date.text): entry for entry in case.firm for kind in entry.event.kinds}
    merged = 0
    last_off = {entry.event.of: entry.index for entry in sorted(case.live, key=lambda entry: entry.index)}
    for index, event in enumerate(case.agreement.history):
        told = {claim.role for claim in event.claims if claim.accepted}
        if Role.ANNOUNCED not in told or Role.REPORTED in told:
            continue
        for kind in event.kinds:
            report = same_day.get((kind, event.party, event.date.text)) or reports.get((kind, event.party))
            if report and _is_report_of(report, event, index, is_off=last_off.get(kind, -1) > index):
                from pactstate.editing.repairs import fix_by_merging  # few files need it

                place = case.event_at(report.index)
                yield Issue(
                    case.event_at(index),
                    f"'{kind}' is announced for {event.date} here, and reported on {report.event.date} in another "
                    f"entry ({case.in_words(place)})",
                    "merge the two: one entry with 'announced_by' and 'reported_by'",
                    (Related(f"'{kind}' on {report.event.date}", place),),
                    fix=fix_by_merging(case.document, index, report.index) if merged < _MAX_MERGED else None,
                )
                merged += 1
                break


def _is_report_of(report: LiveEntry, event: Event, index: int, *, is_off: bool) -> bool:
    """Return whether an entry reports what another one announces: on the same day, or after it within a year.

    ``is_off`` is true if a later entry postpones an event of this kind; a report is then of another attempt.
    """
    if report.index < index:
        return report.date.text == event.date.text
    return report.index > index and _is_near(event.date, report.date) and not is_off


def _is_near(announced: PartialDate, reported: PartialDate) -> bool:
    """Return whether two dates may be of one event: the report is of the same day, or at most a year later."""
    return not certainly_before(reported, announced) and not certainly_before(_A_YEAR.after(announced), reported)


_A_YEAR = Period(1, "years")
_MAX_MERGED: Final = 10
"""Repairs in one file, since each of them looks at the whole file."""


@rule("announcement-slipped", over="agreement", needs=("announced", "another date"))
def announcement_slipped(case: Case) -> Iterator[Issue]:
    """The event took place on another day than the announced one.

    Nothing is wrong with that. The announcement keeps its own day, because no other day was known before the report. A
    status with `--known-by` before the report uses the announced day.

    To do: nothing, if both days are right. Otherwise correct the `date` of the claim or of the entry.
    """
    reported = {entry.index for entry in case.live if entry.evidence is Evidence.REPORTED}
    for cited in case.accepted(Role.ANNOUNCED):
        if cited.index in reported and not compatible(cited.date, cited.event.date):
            yield Issue(
                case.claim_at(cited, "date"),
                f"'{cited.event.name}' was announced for {cited.date}, and is reported for {cited.event.date}",
            )
