"""Rules on what the agreement's own text and parties require of its history."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.dates import certainly_before, compatible
from pactstate.findings import Related, Severity
from pactstate.lifecycle import EventKind, State
from pactstate.model import Period
from pactstate.timeline import Evidence, LiveEntry

__all__ = [
    "force_offset",
    "future_event",
    "incomplete_consent",
    "past_term",
    "retroactive",
    "short_notice",
    "undeclared_party",
]

# Acts by which a state becomes a party (VCLT 11-16).
_JOINING = frozenset({EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE})


@over_agreements("incomplete-consent")
def incomplete_consent(case: Case) -> Iterator[Issue]:
    """In force, while the consent of some parties only is recorded.

    A treaty enters into force when consent to be bound is established for all negotiating states, or as it provides
    (VCLT 24). If the other side's consent was not found, that is a gap in the record; `consents_needed` says when
    fewer are enough.
    """
    terms = case.agreement.terms
    for number, entry in enumerate(case.firm):
        position = case.steps[number].position
        before = case.steps[number - 1].position.state if number else None
        consented = position.ledger.consented
        if position.state is not State.IN_FORCE or before is State.IN_FORCE or not consented:
            continue
        missing = [party for party in terms.parties if party not in (*consented, *position.ledger.gone)]
        if missing if terms.consents_needed is None else len(consented) < terms.consents_needed:
            yield Issue(
                case.event_at(entry.index, len(entry.event.kinds) - 1),
                f"in_force with the consent of {', '.join(consented)} only",
                f"record 'ratified' for {', '.join(missing)} with its source, or say how many are enough: "
                "'consents_needed'",
            )


@over_agreements("short-notice")
def short_notice(case: Case) -> Iterator[Issue]:
    """A notice that takes effect certainly sooner than the agreement's own term of notice allows.

    A party leaves on the terms of the treaty (VCLT 54, 56); a shorter notice is a mistyped date, or a dispute worth a
    note.
    """
    term = case.agreement.term
    for entry in case.live:
        event = entry.event
        if not (term and term.notice and event.effective and EventKind.NOTICE_GIVEN in event.kinds):
            continue
        due = term.notice.after(event.date)
        if certainly_before(event.effective, due):
            place = case.at("term", "notice")
            yield Issue(
                case.at("history", entry.index, "effective"),
                f"effective {event.effective}; {term.notice} after {event.date} is {due} ({case.said(place)})",
                "check both dates and the term",
                (Related(f"notice {term.notice}", place),),
            )


@over_agreements("force-offset")
def force_offset(case: Case) -> Iterator[Issue]:
    """The day of force is not what the agreement's own rule gives.

    `entry_into_force: {after: ratified, days: 30}` says that it enters into force 30 days after the exchange of notes
    (VCLT 24). Compared are intervals: only a certain difference counts.
    """
    rule = case.agreement.entry_into_force
    complete = {
        entry.index for entry, step in zip(case.firm, case.steps, strict=True) if step.position.state is State.RATIFIED
    }
    last: LiveEntry | None = None
    completed = False
    for entry in case.live if rule else ():
        event = entry.event
        # Of several consents, the one that completed the number counts.
        if rule and rule.after in event.kinds and not (completed and rule.after is EventKind.RATIFIED):
            last = entry
            completed = entry.index in complete
        if rule and last and EventKind.IN_FORCE in event.kinds:
            due = Period(rule.days, "days").after(Period(rule.months, "months").after(last.event.date))
            if not compatible(due, event.date) and not (event.effective and compatible(due, event.effective)):
                place = case.at("history", last.index, "date")
                yield Issue(
                    case.at("history", entry.index, "date"),
                    f"in_force on {event.date}; the agreement's own rule gives {due} "
                    f"('{rule.after}' on {last.event.date}, {case.said(place)})",
                    "check both dates and 'entry_into_force'",
                    (Related(f"'{rule.after}' on {last.event.date}", place),),
                )
            return


@over_agreements("past-term")
def past_term(case: Case) -> Iterator[Issue]:
    """Its term is over, it does not renew itself, and nothing has been recorded since.

    Look for an extension, a successor or an expiry (`terminated`, `reason: expired`; VCLT 54).
    """
    term = case.agreement.term
    position = case.steps[-1].position if case.steps else None
    if not (term and term.years and term.renews is False and position and position.state is State.IN_FORCE):
        return
    start = next(entry for entry in case.live if EventKind.IN_FORCE in entry.event.kinds)
    end = Period(term.years, "years").after(start.event.effective or start.event.date)
    since = [
        entry
        for entry in case.live
        if EventKind.EXTENDED in entry.event.kinds or not certainly_before(entry.event.date, end)
    ]
    if certainly_before(end, case.today) and not since:
        place = case.at("history", start.index, "date")
        yield Issue(
            case.at("term", "years"),
            f"its {Period(term.years, 'years')} were over on {end} (in force since {start.event.date}, "
            f"{case.said(place)}), and nothing is recorded since",
            "record the extension or the end, or 'renews: true'",
            (Related(f"in force since {start.event.date}", place),),
        )


@over_agreements("retroactive")
def retroactive(case: Case) -> Iterator[Issue]:
    """`effective` is certainly before `date`.

    Retroactive force is real (VCLT 28 lets parties agree to it) and reported as an info; every other event takes
    effect on the day of the act or later.
    """
    for index, event in enumerate(case.agreement.history):
        if event.effective and certainly_before(event.effective, event.date):
            retroactive_force = EventKind.IN_FORCE in event.kinds
            yield Issue(
                case.at("history", index, "effective"),
                f"'{event.name}' on {event.date} is effective {event.effective}, before it happened",
                None if retroactive_force else "'date' is the day of the act, 'effective' the day it takes effect",
                severity=Severity.INFO if retroactive_force else None,
            )


@over_agreements("undeclared-party")
def undeclared_party(case: Case) -> Iterator[Issue]:
    """The act of somebody who is not among the `parties`, and does not join by it.

    A signature, a consent or force for one state makes it a party (VCLT 15); an approval, a notice or a withdrawal by
    anybody else is a mistyped code.
    """
    parties = case.agreement.parties
    joined = set(parties)
    help = f"the parties are {', '.join(parties)}"
    for entry in case.live:
        event = entry.event
        if event.party is None:
            continue
        if _JOINING.intersection(event.kinds):
            joined.add(event.party)
        elif event.party not in joined:
            yield Issue(
                case.at("history", entry.index, "party"), f"{event.party} is not a party of this agreement", help
            )
    for index, party in enumerate(case.agreement.approvals_needed or ()):
        if party not in parties:
            yield Issue(case.at("approvals_needed", index), f"{party} is not a party of this agreement", help)


@over_agreements("future-event")
def future_event(case: Case) -> Iterator[Issue]:
    """An event dated certainly after today, and not only announced.

    What lies ahead can be announced (`announced_by`); nobody can report it.
    """
    for entry in case.live:
        if entry.evidence is Evidence.REPORTED and certainly_before(case.today, entry.event.date):
            yield Issue(
                case.at("history", entry.index, "date"),
                f"'{entry.event.name}' is dated {entry.event.date}, after today ({case.today})",
                "correct the date, or cite the source under 'announced_by'",
            )
