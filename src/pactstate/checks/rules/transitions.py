"""Rules on the order of events. They report the faults that the replay of the history found."""

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
    """Return the faults of one rule, in the order of the list."""
    return (found for found in case.faults if found.rule == name)


def _with_place(case: Case, found: FaultAt, earlier: EventKind, help: str) -> Issue:
    """Return an issue that names the date and line of an earlier event, of the same party if the event has one."""
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
    """An event cannot follow the state of the agreement.

    A treaty is negotiated and signed, the parties consent to it, and it enters into force, in this order (VCLT 9 to 16,
    24). A step may be skipped, since sources do not report every step. No step can be undone. The table of events in
    the documentation lists every event that may follow a state; an empty cell in that table is this error.

    An article of May 2026 says that negotiations on the Japan-Philippines reciprocal access agreement had been opened.
    The agreement had been in force since 2025-09-11. If that claim is recorded as an event, this rule reports it.

    To do: find out which of the two entries is wrong; the finding names the other one. Correct its event or its date.
    Keep a wrong claim in the file, with `rejected:` and the reason.
    """
    for found in _faults(case, "illegal-transition"):
        place = case.event_at(found.entry.index, found.nth)
        state = found.before.state if found.before else None
        help = case.advice(found.entry.index, _possible(state))
        if state is None or found.state is not state or found.before is None or found.before.since is None:
            # No earlier entry to name: the event is the first one, or conflicts with another event of its own entry.
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
    # 'terminated' may follow only an end that was derived, not one that was recorded.
    aside = {EventKind.NOTE, *([EventKind.TERMINATED] if state is State.TERMINATED else [])}
    kinds = [kind for kind, cell in TABLE[state].items() if cell and kind not in aside]
    if not kinds:
        return "nothing follows it but 'note'; a claim that is wrong stays, with 'rejected: reason'"
    return f"possible here: {listed(kinds)}; a claim that is wrong stays, with 'rejected: reason'"


@rule("repeated-event", over="agreement", needs=("fault",))
def repeated_event(case: Case) -> Iterator[Issue]:
    """An event that can happen only once is recorded a second time.

    A signature, a consent or an entry into force that covers all parties happens once. If one party does something
    beyond that, such as a late signature or an accession (VCLT 12, 15), the entry names this `party`.

    Two sources for one event are two claims on one entry. The Japan-Philippines reciprocal access agreement entered
    into force once, on 2025-09-11. The reports of that day by a newspaper, a ministry and a magazine belong to one
    entry.

    To do: put the sources of both entries into one. If the second entry is a further act of one party, name the
    `party`. Otherwise make the second entry a `note`.
    """
    for found in _faults(case, "repeated-event"):
        yield _with_place(case, found, found.kind, "put both sources into one entry, or make it a 'note'")


@rule("nothing-to-act-on", over="agreement", needs=("fault",))
def nothing_to_act_on(case: Case) -> Iterator[Issue]:
    """An event acts on something that the history does not have.

    `suspended` and `resumed` are about the treaty (VCLT 57). `notice_suspended` and `notice_revoked` are about a notice
    to leave it (VCLT 67, 68). News reports often use the same words for both. The Philippines gave notice to end the
    Visiting Forces Agreement with the United States on 2020-02-11, suspended the notice three times and revoked it in
    July 2021. The treaty was in force all the time, so it had no suspension that could end.

    To do: first record the suspension or the notice that the event is about, with its date and source. If the source
    means the notice and not the treaty, use the events that begin with `notice_`.
    """
    for found in _faults(case, "nothing-to-act-on"):
        help = case.advice(found.entry.index, "record what it ends first, with its date and source")
        yield Issue(case.event_at(found.entry.index, found.nth), found.message, help)


@rule("notice-already-effective", over="agreement", needs=("fault",))
def notice_already_effective(case: Case) -> Iterator[Issue]:
    """A notice to leave is revoked after the day on which it took effect.

    A party may revoke a notice at any time before it takes effect (VCLT 68). Afterwards the party has left, and can
    return only by joining again. A suspended notice has no day of effect. The Philippine notice of February 2020 was to
    take effect after 180 days. The Philippines could still revoke it in July 2021, because the notice had been
    suspended in June 2020.

    To do: check the date of the revocation and the `effective` day of the notice. If the notice was suspended in
    between, record `notice_suspended`. If the party has left, record `withdrawn` or `terminated`.
    """
    for found in _faults(case, "notice-already-effective"):
        yield _with_place(case, found, EventKind.NOTICE_GIVEN, "check both dates, or record the withdrawal")


@rule("party-required", over="agreement", needs=("fault",))
def party_required(case: Case) -> Iterator[Issue]:
    """An event that is the act of one party does not name the party.

    An approval, a notice and a withdrawal are acts of one party. The program derives from them which parties have
    approved, given notice or left. The Senate of the Philippines concurred in the reciprocal access agreement with
    Japan on 2024-12-16, and Japan's Diet approved it on 2025-06-06. Only `party` tells these two steps apart.

    To do: add `party:` with the code of the state or organisation that acted, as in `party: PH`.
    """
    for found in _faults(case, "party-required"):
        yield Issue(case.event_at(found.entry.index, found.nth), found.message)


@rule("party-not-allowed", over="agreement", needs=("fault",))
def party_not_allowed(case: Case) -> Iterator[Issue]:
    """An event that concerns all parties names one `party`.

    Parties negotiate together, adopt a text together (VCLT 9), amend a treaty by agreement (VCLT 39) and end it by
    common consent (VCLT 54). An act of one party alone is not yet such an event. In October 2016 the Philippine defence
    secretary said that an agreement on visiting forces with Japan was being studied; negotiations opened in 2023. The
    statement of 2016 is a `note`, which may name a party.

    To do: leave `party` out. If only one party acted, make the entry a `note`.
    """
    for found in _faults(case, "party-not-allowed"):
        yield Issue(case.at("history", found.entry.index, "party"), found.message)
