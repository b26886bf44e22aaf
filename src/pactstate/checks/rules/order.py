"""Rules on the order of the list: its dates must not contradict it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import cast

import attrs

from pactstate.checks.case import Case
from pactstate.checks.odd import in_order, is_in_order
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import LiveEntry
from pactstate.findings import Location, Related

__all__ = ["out_of_order"]


@rule("out-of-order", over="agreement", needs=("disorder",))
def out_of_order(case: Case) -> Iterator[Issue]:
    """An entry dated certainly before one that stands above it.

    The order of the list is asserted, oldest first: where days are not known exactly, it alone tells what came first.
    Partial dates leave room, so only a certain contradiction is an error. What a source reports has happened by the day
    of its publication; that counts too. The entries named are the fewest whose removal leaves the list in order.

    A common cause is a day that was taken for the month: `2023-01-10` for the tenth month's first day, 2023-10-01. The
    finding says so where a swap alone would bring the list into order.

    To do: correct the date, or move the entry to its place. If a source is wrong about the day, reject its claim with a
    reason.
    """
    if is_in_order(case.written):
        return
    odd = {case.displaced.entry.index} if case.displaced else {entry.index for entry in case.odd}
    fitting = {entry.index for entry in in_order([entry for entry in case.firm if entry.index not in odd])}
    # Of the entries in order, the one with the latest first day so far, and the one with the earliest last day to come.
    before: list[LiveEntry | None] = _running(case.written, fitting, lambda one, other: one.span[0] > other.span[0])
    after = _running(case.written[::-1], fitting, lambda one, other: one.span[1] < other.span[1])[::-1]
    for entry, above, below in zip(case.written, before, after, strict=True):
        if entry.index not in fitting and _contradicts(entry, above, below):
            yield _issue(case, entry, above, below)


_FEW = 60
"""In longer histories no swap is tried out: each costs a search of its own."""
_CORRECT = "correct the date, or move the entry: the list is oldest first"


def _running(
    entries: Sequence[LiveEntry], fitting: set[int], beats: Callable[[LiveEntry, LiveEntry], bool]
) -> list[LiveEntry | None]:
    """For each entry, the best of the fitting ones that precede it."""
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
        # What does not fit contradicts one that does; if not one above it, then one below.
        other, order, where = cast("LiveEntry", below), "after", "below"
    place = case.at("history", other.index, "date")
    return Issue(
        case.at("history", entry.index, "date"),
        f"{_named(entry)} is {order} {_named(other)}, which stands {where} it ({case.in_words(place)})",
        _repair(case, entry, other, place) or _move(case, entry) or case.advice(entry.index, _CORRECT),
        (Related(_named(other), place),),
    )


def _move(case: Case, entry: LiveEntry) -> str | None:
    """The advice where to move the one entry that stands at the wrong place."""
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
    """The advice to swap day and month, when that alone would bring the two into order, and all the rest with them."""
    if len(case.written) > _FEW:
        return None
    for one, where in ((entry, ""), (other, f" of '{other.event.name}' ({case.in_words(place)})")):
        swapped = _swapped(one)
        if swapped:
            tried = [attrs.evolve(this, span=(swapped, swapped)) if this is one else this for this in case.written]
            if len(in_order(tried)) > len(in_order(case.written)) and _fits(tried, {entry.index, other.index}):
                return f"day and month{where} seem swapped: '{swapped}' would be in order"
    return None


def _swapped(entry: LiveEntry) -> dt.date | None:
    """The day with its month for the day, if there is such a day."""
    day = entry.date.earliest
    if not (entry.date.is_day and day.day <= 12 and day.day != day.month):
        return None
    return day.replace(month=day.day, day=day.month)


def _fits(tried: Sequence[LiveEntry], both: set[int]) -> bool:
    return both <= {entry.index for entry in in_order(tried)}
