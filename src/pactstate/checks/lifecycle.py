"""Rules on what may follow what: the faults that the replay found, with the places that they speak of."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.findings import Related
from pactstate.lifecycle import START, TABLE, EventKind, State
from pactstate.reading.suggest import listed
from pactstate.timeline import Evidence, LiveEntry, Step, replay

__all__ = [
    "illegal_transition",
    "nothing_to_act_on",
    "notice_already_effective",
    "party_not_allowed",
    "party_required",
    "repeated_event",
]


@attrs.frozen
class _Found:
    """A fault, where it stands, and the step that the history had reached before it."""

    entry: LiveEntry
    number: int
    """How many firm entries precede it."""
    nth: int
    kind: EventKind
    message: str
    before: Step | None


def _faults(case: Case, name: str) -> Iterator[_Found]:
    """The faults of one rule, in the order of the list.

    Reported entries are held against each other, each announced one against what is reported above it: an announcement
    that was overtaken puts nothing else in the wrong.
    """
    number = 0
    for entry in case.live:
        before = case.steps[number - 1] if number else None
        if entry.evidence is Evidence.REPORTED:
            faults = case.steps[number].faults
            number += 1
        else:
            position = before.position if before else START
            faults = replay([entry.event], case.agreement.terms, position)[0].faults
        for kind, fault in faults:
            if fault.rule == name:
                nth = entry.event.kinds.index(kind)
                yield _Found(entry, number, nth, kind, fault.message, before)


def _with_place(case: Case, found: _Found, earlier: EventKind, help: str) -> Issue:
    """An issue at an event that names an earlier one, of the same party if it has one, by its date and line."""
    place = case.event_at(found.entry.index, found.nth)
    help = case.advice(found.entry.index, help)
    firm = found.entry.evidence is Evidence.REPORTED
    other = case.latest_before(found.number - firm, earlier, found.entry.event.party)
    if other is None:
        return Issue(place, found.message, help)
    event, there = other.event, case.at("history", other.index, "event")
    return Issue(
        place,
        f"{found.message} ({event.date}, {case.said(there)})",
        help,
        (Related(f"'{event.name}' on {event.date}", there),),
    )


@over_agreements("illegal-transition")
def illegal_transition(case: Case) -> Iterator[Issue]:
    """An event that cannot follow the state in which the agreement is.

    The backbone (proposed, negotiating, signed, ratified, in force) moves forward, may skip a state, and never goes
    back. The whole table is in the documentation; each of its empty cells is this error.
    """
    for found in _faults(case, "illegal-transition"):
        place = case.event_at(found.entry.index, found.nth)
        state = found.before.position.state if found.before else None
        help = case.advice(found.entry.index, _possible(state))
        if found.before is None or found.before.since is None or not found.message.endswith(f"follow {state}"):
            # The first event of all, or one that an event of its own entry makes illegal.
            yield Issue(place, found.message, help)
            continue
        since = case.firm[found.before.since]
        there = case.at("history", since.index, "event")
        yield Issue(
            place,
            f"'{found.kind}' cannot follow {state} (since {since.event.date}, {case.said(there)})",
            help,
            (Related(f"{state} since {since.event.date}", there),),
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
    for found in _faults(case, "repeated-event"):
        yield _with_place(case, found, found.kind, "put both sources into one entry, or make it a 'note'")


@over_agreements("nothing-to-act-on")
def nothing_to_act_on(case: Case) -> Iterator[Issue]:
    """A resumption without a suspension, or a hold or revocation without a notice.

    Suspending the treaty is not suspending the notice: `suspended` and `resumed` speak of the treaty (VCLT 57),
    `notice_suspended` and `notice_revoked` of a notice to leave it (VCLT 67-68).
    """
    for found in _faults(case, "nothing-to-act-on"):
        help = case.advice(found.entry.index, "record what it ends first, with its date and source")
        yield Issue(case.event_at(found.entry.index, found.nth), found.message, help)


@over_agreements("notice-already-effective")
def notice_already_effective(case: Case) -> Iterator[Issue]:
    """A notice of withdrawal is revoked certainly after the day on which it took effect.

    A notice may be revoked at any time before it takes effect (VCLT 68); afterwards the party has left.
    """
    for found in _faults(case, "notice-already-effective"):
        yield _with_place(case, found, EventKind.NOTICE_GIVEN, "check both dates, or record the withdrawal")


@over_agreements("party-required")
def party_required(case: Case) -> Iterator[Issue]:
    """An event that is one party's act, without `party`.

    A domestic approval, a notice and a withdrawal are acts of one side; the ledger of who has done what rests on them.
    """
    for found in _faults(case, "party-required"):
        yield Issue(case.event_at(found.entry.index, found.nth), found.message)


@over_agreements("party-not-allowed")
def party_not_allowed(case: Case) -> Iterator[Issue]:
    """A `party` on an event that speaks for all parties.

    Negotiations, an adopted text or an end are common to the parties. What one side alone did about them is a `note`,
    or stands in `by` or `note`.
    """
    for found in _faults(case, "party-not-allowed"):
        yield Issue(case.at("history", found.entry.index, "party"), found.message)
