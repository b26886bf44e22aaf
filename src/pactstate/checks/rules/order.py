"""Rule on the order of the history: the dates of its entries must not contradict it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import attrs

from pactstate.checks.case import Case
from pactstate.checks.odd import in_order, is_in_order, swapped
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.findings import Location, Related

__all__ = ["out_of_order"]


@rule("out-of-order", over="agreement", needs=("disorder",))
def out_of_order(case: Case) -> Iterator[Issue]:
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
    odd = {case.displaced.entry.index} if case.displaced else {entry.index for entry in case.odd}
    fitting = {entry.index for entry in in_order([entry for entry in case.firm if entry.index not in odd])}
    named: set[int] = set()
    for index, issue in _contradictions(case, case.written, fitting):
        named.add(index)
        yield issue
    # Odd entries may contradict nothing but each other, and so may announced ones.
    announced = {entry.index for entry in case.written if entry.evidence is Evidence.ANNOUNCED}
    for indices in (set(case.firm_indices), announced):
        left = [entry for entry in case.written if entry.index in indices and entry.index not in named]
        if not is_in_order(left):
            for index, issue in _contradictions(case, left, {entry.index for entry in in_order(left)}):
                named.add(index)
                yield issue


def _contradictions(case: Case, entries: Sequence[LiveEntry], fitting: set[int]) -> Iterator[tuple[int, Issue]]:
    """Yield an issue, with its index, for each entry whose date contradicts that of a fitting one."""
    # The strictest neighbours among the entries in order: the latest first day above, the earliest last day below.
    before: list[LiveEntry | None] = _running(entries, fitting, lambda one, other: one.span[0] > other.span[0])
    after = _running(entries[::-1], fitting, lambda one, other: one.span[1] < other.span[1])[::-1]
    for entry, above, below in zip(entries, before, after, strict=True):
        if entry.index not in fitting and _contradicts(entry, above, below):
            yield entry.index, _issue(case, entry, above, below)


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
        f"{_named(entry)} is {order} {_named(other)}, which stands {where} it ({case.in_words(place)})",
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
