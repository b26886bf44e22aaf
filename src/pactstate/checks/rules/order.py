"""Rules on the order of events: what may follow what, and the order of the dates in the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Final, cast

import attrs

from pactstate.checks.case import Case, FaultAt
from pactstate.checks.outliers import in_order, is_in_order, swapped
from pactstate.checks.rule import Found, Issue, rule
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.lifecycle import TABLE, EventKind, State
from pactstate.domain.model import Event
from pactstate.findings import Location, Related
from pactstate.text.suggest import listed

__all__ = [
    "illegal_transition",
    "nothing_to_act_on",
    "notice_already_effective",
    "out_of_order",
    "party_not_allowed",
    "party_required",
    "repeated_event",
]


@rule("out-of-order", over="agreement", needs=("disorder",))
def out_of_order(case: Case) -> Iterator[Found]:
    """An entry is dated certainly before one that is above it in the list.

    The history is listed oldest first. Where days are not known exactly, only this order tells which event came first.
    Partial dates leave room, so only a certain contradiction is an error. An event has happened by the day on which a
    source reports it, and this day counts too. The rule reports the smallest number of entries whose removal puts the
    list in order.

    A common cause is that day and month were swapped: `2023-01-10` instead of 2023-10-01, the first day of the tenth
    month. If swapping them back puts the list in order, the finding says so.

    To do: correct the date, or move the entry to its place. If a source gives a wrong day, reject its claim with a
    reason.
    """
    if is_in_order(case.written):
        return
    outliers = {case.displaced.entry.index} if case.displaced else {entry.index for entry in case.outliers}
    fitting = {entry.index for entry in in_order([entry for entry in case.firm if entry.index not in outliers])}
    named: set[int] = set()
    for index, found in _contradictions(case, case.written, fitting):
        named.add(index)
        yield found
    # Outliers may contradict nothing but each other, and so may announced ones.
    announced = {entry.index for entry in case.written if entry.evidence is Evidence.ANNOUNCED}
    for indices in (set(case.firm_indices), announced):
        left = [entry for entry in case.written if entry.index in indices and entry.index not in named]
        if not is_in_order(left):
            for index, found in _contradictions(case, left, {entry.index for entry in in_order(left)}):
                named.add(index)
                yield found


def _contradictions(case: Case, entries: Sequence[LiveEntry], fitting: set[int]) -> Iterator[tuple[int, Found]]:
    """Yield an issue, with its index, for each entry whose date contradicts that of a fitting one."""
    # The strictest neighbours among the entries in order: the latest first day above, the earliest last day below.
    before: list[LiveEntry | None] = _running(entries, fitting, lambda one, other: one.span[0] > other.span[0])
    after = _running(entries[::-1], fitting, lambda one, other: one.span[1] < other.span[1])[::-1]
    for entry, above, below in zip(entries, before, after, strict=True):
        if entry.index not in fitting and _contradicts(entry, above, below):
            yield entry.index, partial(_issue, case, entry, above, below)


_MAX_ENTRIES_FOR_SWAPS = 60
"""Longest history in which swaps of day and month are tried; each swap costs a search for the longest order."""
_CORRECT = "correct the date, or move the entry: the list is oldest first"


def _running(
    entries: Sequence[LiveEntry], fitting: set[int], beats: Callable[[LiveEntry, LiveEntry], bool]
) -> list[LiveEntry | None]:
    """Return for each entry the best of the fitting entries that precede it."""
    best: LiveEntry | None = None
    found: list[LiveEntry | None] = []
    for entry in entries:
        found.append(best)
        if entry.index in fitting and (best is None or beats(entry, best)):
            best = entry
    return found


def _contradicts(entry: LiveEntry, above: LiveEntry | None, below: LiveEntry | None) -> bool:
    first, last = entry.span
    return bool((above and last < above.span[0]) or (below and below.span[1] < first))


def _issue(case: Case, entry: LiveEntry, above: LiveEntry | None, below: LiveEntry | None) -> Issue:
    if above and entry.span[1] < above.span[0]:
        other, order, where = above, "before", "above"
    else:
        # Only entries that contradict a neighbour come here: if it is not the one above, it is the one below.
        other, order, where = cast("LiveEntry", below), "after", "below"
    place = case.at("history", other.index, "date")
    return Issue(
        case.at("history", entry.index, "date"),
        f"{_named(entry)} is {order} {_named(other)}, which is {where} it ({case.in_words(place)})",
        _repair(case, entry, other, place) or _move(case, entry) or case.advice(entry.index, _CORRECT),
        (Related(_named(other), place),),
    )


def _move(case: Case, entry: LiveEntry) -> str | None:
    """Return advice on where to move the only entry that is out of order, or None."""
    if case.displaced is None or case.displaced.entry.index != entry.index:
        return None
    order = case.displaced.order
    place = order.index(case.displaced.entry)
    where, other = ("below", order[place - 1]) if place else ("above", order[1])
    there = case.in_words(case.event_at(other.index))
    return f"move the whole entry {where} {_named(other)} ({there}), or correct its date: the list is oldest first"


def _named(entry: LiveEntry) -> str:
    first, last = entry.span
    narrowed = f" (reported by then: {PartialDate.between(first, last)})" if last < entry.date.latest else ""
    return f"'{entry.event.name}' on {entry.date}{narrowed}"


def _repair(case: Case, entry: LiveEntry, other: LiveEntry, place: Location) -> str | None:
    """Return advice to swap day and month, if more entries, including both of these, are then in order."""
    if len(case.written) > _MAX_ENTRIES_FOR_SWAPS:
        return None
    for one, where in ((entry, ""), (other, f" of '{other.event.name}' ({case.in_words(place)})")):
        day = swapped(one)
        if day:
            tried = [attrs.evolve(this, span=(day, day)) if this is one else this for this in case.written]
            if len(in_order(tried)) > len(in_order(case.written)) and _fits(tried, {entry.index, other.index}):
                return f"day and month{where} seem swapped: '{day}' would be in order"
    return None


def _fits(tried: Sequence[LiveEntry], both: set[int]) -> bool:
    return both <= {entry.index for entry in in_order(tried)}


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
def illegal_transition(case: Case) -> Iterator[Found]:
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
        yield partial(_transition, case, found)


def _transition(case: Case, found: FaultAt) -> Issue:
    place = case.event_at(found.entry.index, found.nth)
    state = found.before.state if found.before else None
    help = case.advice(found.entry.index, _possible(state))
    if state is None or found.state is not state or found.before is None or found.before.since is None:
        # No earlier entry to name: the event is the first one, or conflicts with another event of its own entry.
        return Issue(place, found.message, help)
    since = case.firm_line.points[found.before.since]
    there = case.at("history", since.index, "event")
    return Issue(
        place,
        f"'{found.kind}' cannot follow {state} (since {since.date}, {case.in_words(there)})",
        help,
        (Related(f"{state} since {since.date}", there),),
    )


@cache
def _possible(state: State | None) -> str:
    # 'terminated' may follow only an end that was derived, not one that was recorded.
    aside = {EventKind.NOTE, *([EventKind.TERMINATED] if state is State.TERMINATED else [])}
    kinds = [kind for kind, cell in TABLE[state].items() if cell and kind not in aside]
    if not kinds:
        return "nothing follows it but 'note'; a claim that is wrong stays, with 'rejected: reason'"
    return f"possible here: {listed(kinds)}; a claim that is wrong stays, with 'rejected: reason'"


@rule("repeated-event", over="agreement", needs=("fault",))
def repeated_event(case: Case) -> Iterator[Found]:
    """An event that can happen only once is recorded a second time.

    A signature, a consent or an entry into force that covers all parties happens once. If one party does something
    beyond that, such as a late signature or an accession (VCLT 12, 15), the entry names this `party`.

    Two sources for one event are two claims on one entry. The Japan-Philippines reciprocal access agreement entered
    into force once, on 2025-09-11. The reports of that day by a newspaper, a ministry and a magazine belong to one
    entry.

    To do: put the sources of both entries into one. If the second entry is a further act of one party, name the
    `party`. Otherwise make the second entry a `note`.
    """
    faults = list(_faults(case, "repeated-event"))
    copies = _copies(case) if faults else frozenset()
    deleted = 0
    for found in faults:
        is_copy = found.entry.index in copies
        deleted += is_copy
        yield partial(_repetition, case, found, is_copy=is_copy, offers=deleted <= _MAX_DELETED)


_MAX_DELETED: Final = 20
"""Repetitions of a history whose deletion is offered, since each reads the lines of the file."""


def _copies(case: Case) -> frozenset[int]:
    """Return the indices of the entries that are the same as an entry above them."""
    firsts: dict[Event, int] = {}
    pairs = enumerate(case.agreement.history)
    return frozenset(index for index, event in pairs if firsts.setdefault(event, index) != index)


def _repetition(case: Case, found: FaultAt, *, is_copy: bool, offers: bool) -> Issue:
    issue = _with_place(case, found, found.kind, "put both sources into one entry, or make it a 'note'")
    if not is_copy:
        return issue
    from pactstate.editing.repairs import fix_by_deleting  # few files need it

    fix = fix_by_deleting(case.document, found.entry.index) if offers else None
    return attrs.evolve(issue, help="the same entry stands above it: delete this one", fix=fix)


@rule("nothing-to-act-on", over="agreement", needs=("fault",))
def nothing_to_act_on(case: Case) -> Iterator[Found]:
    """An event acts on something that the history does not have.

    `suspended` and `resumed` are about the treaty (VCLT 57). `notice_suspended` and `notice_revoked` are about a notice
    to leave it (VCLT 67, 68). News reports often use the same words for both. The Philippines gave notice to end the
    Visiting Forces Agreement with the United States on 2020-02-11, suspended the notice three times and revoked it in
    July 2021. The treaty was in force all the time, so it had no suspension that could end.

    To do: first record the suspension or the notice that the event is about, with its date and source. If the source
    means the notice and not the treaty, use the events that begin with `notice_`.
    """
    for found in _faults(case, "nothing-to-act-on"):
        yield partial(_at_event, case, found, "record what it ends first, with its date and source")


def _at_event(case: Case, found: FaultAt, advice: str = "") -> Issue:
    help = case.advice(found.entry.index, advice) if advice else None
    return Issue(case.event_at(found.entry.index, found.nth), found.message, help)


@rule("notice-already-effective", over="agreement", needs=("fault",))
def notice_already_effective(case: Case) -> Iterator[Found]:
    """A notice to leave is revoked after the day on which it took effect.

    A party may revoke a notice at any time before it takes effect (VCLT 68). Afterwards the party has left, and can
    return only by joining again. A suspended notice has no day of effect. The Philippine notice of February 2020 was to
    take effect after 180 days. The Philippines could still revoke it in July 2021, because the notice had been
    suspended in June 2020.

    To do: check the date of the revocation and the `effective` day of the notice. If the notice was suspended in
    between, record `notice_suspended`. If the party has left, record `withdrawn` or `terminated`.
    """
    for found in _faults(case, "notice-already-effective"):
        yield partial(_with_place, case, found, EventKind.NOTICE_GIVEN, "check both dates, or record the withdrawal")


@rule("party-required", over="agreement", needs=("fault",))
def party_required(case: Case) -> Iterator[Found]:
    """An event that is the act of one party does not name the party.

    An approval, a notice and a withdrawal are acts of one party. The program derives from them which parties have
    approved, given notice or left. The Senate of the Philippines concurred in the reciprocal access agreement with
    Japan on 2024-12-16, and Japan's Diet approved it on 2025-06-06. Only `party` tells these two steps apart.

    To do: add `party:` with the code of the state or organisation that acted, as in `party: PH`.
    """
    for found in _faults(case, "party-required"):
        yield partial(_at_event, case, found)


@rule("party-not-allowed", over="agreement", needs=("fault",))
def party_not_allowed(case: Case) -> Iterator[Found]:
    """An event that concerns all parties names one `party`.

    Parties negotiate together, adopt a text together (VCLT 9), amend a treaty by agreement (VCLT 39) and end it by
    common consent (VCLT 54). An act of one party alone is not yet such an event. In October 2016 the Philippine defence
    secretary said that an agreement on visiting forces with Japan was being studied; negotiations opened in 2023. The
    statement of 2016 is a `note`, which may name a party.

    To do: leave `party` out. If only one party acted, make the entry a `note`.
    """
    for found in _faults(case, "party-not-allowed"):
        yield Issue(case.at("history", found.entry.index, "party"), found.message)
