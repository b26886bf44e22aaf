"""Rules on what may follow what: the faults that the replay found, with the places that they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.findings import Related
from pactstate.lifecycle import TABLE, EventKind, State
from pactstate.reading.suggest import listed

__all__ = [
    "illegal_transition",
    "nothing_to_act_on",
    "notice_already_effective",
    "party_not_allowed",
    "party_required",
    "repeated_event",
]


def _faults(case: Case, name: str) -> Iterator[tuple[int, int, EventKind, str]]:
    """The faults of one rule: the live entry's number, the event's number in it, the event, and the message."""
    for number, step in enumerate(case.steps):
        for kind, fault in step.faults:
            if fault.rule == name:
                yield number, case.live[number].event.kinds.index(kind), kind, fault.message


def _with_place(case: Case, number: int, nth: int, message: str, earlier: EventKind, help: str) -> Issue:
    """An issue at an event that names an earlier one, of the same party if it has one, by its date and line."""
    index = case.live[number].index
    other = case.latest_before(number, earlier, case.live[number].event.party)
    help = case.advice(index, help)
    if other is None:
        return Issue(case.event_at(index, nth), message, help)
    event = other.event
    place = case.at("history", other.index, "event")
    return Issue(
        case.event_at(index, nth),
        f"{message} ({event.date}, {case.said(place)})",
        help,
        (Related(f"'{event.name}' on {event.date}", place),),
    )


@over_agreements("illegal-transition")
def illegal_transition(case: Case) -> Iterator[Issue]:
    """An event that cannot follow the state in which the agreement is.

    The backbone (proposed, negotiating, signed, ratified, in force) moves forward, may skip a state, and never goes
    back. The whole table is in the documentation; each of its empty cells is this error.
    """
    for number, nth, kind, message in _faults(case, "illegal-transition"):
        since = case.steps[number - 1].since if number else None
        before = case.steps[number - 1].position.state if number else None
        index = case.live[number].index
        help = case.advice(index, _possible(before))
        if since is None or case.steps[number].since == number:
            yield Issue(case.event_at(index, nth), message, help)
            continue
        event = case.live[since].event
        place = case.at("history", case.live[since].index, "event")
        yield Issue(
            case.event_at(index, nth),
            f"'{kind}' cannot follow {before} (since {event.date}, {case.said(place)})",
            help,
            (Related(f"{before} since {event.date}", place),),
        )


def _possible(state: State | None) -> str:
    kinds = [kind for kind, cell in TABLE[state].items() if cell and kind is not EventKind.NOTE]
    if not kinds:
        return "nothing follows it but 'note'; a claim that is wrong stays, with 'rejected: reason'"
    return f"possible here: {listed(kinds)}; a claim that is wrong stays, with 'rejected: reason'"


@over_agreements("repeated-event")
def repeated_event(case: Case) -> Iterator[Issue]:
    """An event that has happened already, and can happen only once.

    Further signatures, consents and accessions name the party whose act they are. Two sources for one event are two
    claims on one entry, not two entries.
    """
    for number, nth, kind, message in _faults(case, "repeated-event"):
        yield _with_place(
            case,
            number,
            nth,
            message,
            kind,
            "put both sources into one entry, or make it a 'note'",
        )


@over_agreements("nothing-to-act-on")
def nothing_to_act_on(case: Case) -> Iterator[Issue]:
    """A resumption without a suspension, or a hold or revocation without a notice.

    Suspending the treaty is not suspending the notice: `suspended` and `resumed` speak of the treaty (VCLT 57),
    `notice_suspended` and `notice_revoked` of a notice to leave it (VCLT 67-68).
    """
    for number, nth, _, message in _faults(case, "nothing-to-act-on"):
        index = case.live[number].index
        help = case.advice(index, "record what it ends first, with its date and source")
        yield Issue(case.event_at(index, nth), message, help)


@over_agreements("notice-already-effective")
def notice_already_effective(case: Case) -> Iterator[Issue]:
    """A notice of withdrawal is revoked certainly after the day on which it took effect.

    A notice may be revoked at any time before it takes effect (VCLT 68); afterwards the party has left.
    """
    for number, nth, _, message in _faults(case, "notice-already-effective"):
        help = "check both dates, or record the withdrawal"
        yield _with_place(case, number, nth, message, EventKind.NOTICE_GIVEN, help)


@over_agreements("party-required")
def party_required(case: Case) -> Iterator[Issue]:
    """An event that is one party's act, without `party`.

    A domestic approval, a notice and a withdrawal are acts of one side; the ledger of who has done what rests on them.
    """
    for number, nth, _, message in _faults(case, "party-required"):
        yield Issue(case.event_at(case.live[number].index, nth), message)


@over_agreements("party-not-allowed")
def party_not_allowed(case: Case) -> Iterator[Issue]:
    """A `party` on an event that speaks for all parties.

    Negotiations, an adopted text or an end are common to the parties. What one side alone did about them is a `note`,
    or stands in `by` or `note`.
    """
    for number, _, _, message in _faults(case, "party-not-allowed"):
        yield Issue(case.at("history", case.live[number].index, "party"), message)
