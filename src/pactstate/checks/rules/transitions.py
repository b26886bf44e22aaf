"""Rules on what may follow what: the faults that the replay found, with the places that they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.case import Case, FaultAt
from pactstate.checks.rule import Issue, rule
from pactstate.domain.evidence import Evidence
from pactstate.domain.lifecycle import TABLE, EventKind, State
from pactstate.findings import Related
from pactstate.text.suggest import listed

__all__ = [
    "illegal_transition",
    "nothing_to_act_on",
    "notice_already_effective",
    "party_not_allowed",
    "party_required",
    "repeated_event",
]


def _faults(case: Case, name: str) -> Iterator[FaultAt]:
    """The faults of one rule, in the order of the list."""
    return (found for found in case.faults if found.rule == name)


def _with_place(case: Case, found: FaultAt, earlier: EventKind, help: str) -> Issue:
    """An issue at an event that names an earlier one, of the same party if it has one, by its date and line."""
    place = case.event_at(found.entry.index, found.nth)
    help = case.advice(found.entry.index, help)
    firm = found.entry.evidence is not Evidence.ANNOUNCED
    other = case.latest_before(found.number - firm, earlier, found.entry.event.party)
    if other is None:
        return Issue(place, found.message, help)
    event, there = other.event, case.at("history", other.index, "event")
    return Issue(
        place,
        f"{found.message} ({event.date}, {case.in_words(there)})",
        help,
        (Related(f"'{event.name}' on {event.date}", there),),
    )


@rule("illegal-transition", over="agreement", needs=("fault",))
def illegal_transition(case: Case) -> Iterator[Issue]:
    """An event that cannot follow the state in which the agreement is.

    A treaty is negotiated, signed, consented to and in force in this order (VCLT 9 to 16, 24). A step may be skipped,
    since sources are silent about many of them; none is taken back. The table of events in the documentation holds all
    that may follow; each of its empty cells is this error.

    An article of May 2026 says that negotiations on the Japan-Philippines reciprocal access agreement had been opened.
    The agreement had been in force since 2025-09-11: recorded as an event, that claim is found here.

    To do: see which of the two entries is wrong; the other one is named below the finding. Correct its event or its
    date. A claim that is wrong stays in the file, with `rejected:` and the reason.
    """
    for found in _faults(case, "illegal-transition"):
        place = case.event_at(found.entry.index, found.nth)
        state = found.before.state if found.before else None
        help = case.advice(found.entry.index, _possible(state))
        if state is None or found.state is not state or found.before is None or found.before.since is None:
            # The first event of all, or one that an event of its own entry makes illegal.
            yield Issue(place, found.message, help)
            continue
        since = case.firm_line.points[found.before.since]
        there = case.at("history", since.index, "event")
        yield Issue(
            place,
            f"'{found.kind}' cannot follow {state} (since {since.date}, {case.in_words(there)})",
            help,
            (Related(f"{state} since {since.date}", there),),
        )


def _possible(state: State | None) -> str:
    # A second end follows only one that was derived.
    aside = {EventKind.NOTE, *([EventKind.TERMINATED] if state is State.TERMINATED else [])}
    kinds = [kind for kind, cell in TABLE[state].items() if cell and kind not in aside]
    if not kinds:
        return "nothing follows it but 'note'; a claim that is wrong stays, with 'rejected: reason'"
    return f"possible here: {listed(kinds)}; a claim that is wrong stays, with 'rejected: reason'"


@rule("repeated-event", over="agreement", needs=("fault",))
def repeated_event(case: Case) -> Iterator[Issue]:
    """An event that has happened already, and can happen only once.

    A signature, a consent and an entry into force that speak for all parties happen once. What one party does beyond
    that, such as a late signature or an accession (VCLT 12, 15), names the `party` whose act it is.

    Two sources for one event are two claims on one entry. The Japan-Philippines reciprocal access agreement entered
    into force once, on 2025-09-11; what a newspaper, a ministry and a magazine say of that day stands under one entry.

    To do: put the sources of both entries into one; name the `party`, if it is one party's further act; or make the
    second entry a `note`.
    """
    for found in _faults(case, "repeated-event"):
        yield _with_place(case, found, found.kind, "put both sources into one entry, or make it a 'note'")


@rule("nothing-to-act-on", over="agreement", needs=("fault",))
def nothing_to_act_on(case: Case) -> Iterator[Issue]:
    """Something is resumed, put on hold or revoked that is not there.

    `suspended` and `resumed` speak of the treaty (VCLT 57), `notice_suspended` and `notice_revoked` of a notice to
    leave it (VCLT 67, 68). News reports often use the same words for both. The Philippines gave notice to end the
    Visiting Forces Agreement with the United States on 2020-02-11, put the notice on hold three times and revoked it in
    July 2021. The treaty was in force all the time: there was no suspension that could have been ended.

    To do: record first what is acted on, with its date and source. If the notice is meant and not the treaty, use the
    events that begin with `notice_`.
    """
    for found in _faults(case, "nothing-to-act-on"):
        help = case.advice(found.entry.index, "record what it ends first, with its date and source")
        yield Issue(case.event_at(found.entry.index, found.nth), found.message, help)


@rule("notice-already-effective", over="agreement", needs=("fault",))
def notice_already_effective(case: Case) -> Iterator[Issue]:
    """A notice to leave is revoked after the day on which it took effect.

    A notice may be revoked at any time before it takes effect (VCLT 68); afterwards the party has left, and comes back
    only by joining again. A notice on hold has no day of effect: the Philippines could revoke in July 2021 a notice of
    February 2020 that was to take effect after 180 days, because it had been put on hold in June 2020.

    To do: check the date of the revocation and the `effective` day of the notice. Record a `notice_suspended` that came
    in between, or, if the party has left, `withdrawn` or `terminated`.
    """
    for found in _faults(case, "notice-already-effective"):
        yield _with_place(case, found, EventKind.NOTICE_GIVEN, "check both dates, or record the withdrawal")


@rule("party-required", over="agreement", needs=("fault",))
def party_required(case: Case) -> Iterator[Issue]:
    """An event that is the act of one party does not say whose.

    A domestic approval, a notice and a withdrawal are acts of one side. Who has approved, who has given notice and who
    has left is derived from them. The Senate of the Philippines concurred in the reciprocal access agreement with Japan
    on 2024-12-16, Japan's Diet approved it on 2025-06-06: two steps that only `party` tells apart.

    To do: add `party:` with the code of the state or organisation whose act it is, as in `party: PH`.
    """
    for found in _faults(case, "party-required"):
        yield Issue(case.event_at(found.entry.index, found.nth), found.message)


@rule("party-not-allowed", over="agreement", needs=("fault",))
def party_not_allowed(case: Case) -> Iterator[Issue]:
    """A `party` on an event that speaks for all parties.

    Parties negotiate together, adopt a text together (VCLT 9), amend by agreement (VCLT 39) and end a treaty by common
    consent (VCLT 54). What one side alone does about it is not yet the event: in October 2016 the Philippine defence
    secretary said that an agreement on visiting forces with Japan was being studied, and negotiations opened in 2023.
    The first is a `note`, which may name a party.

    To do: leave `party` out. If only one side acted, make the entry a `note`.
    """
    for found in _faults(case, "party-not-allowed"):
        yield Issue(case.at("history", found.entry.index, "party"), found.message)
