"""Rules on the order of the list: its dates must not contradict it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from pactstate.checks.base import Case, Issue, rule
from pactstate.dates import PartialDate, certainly_before
from pactstate.findings import Related
from pactstate.timeline import LiveEntry

__all__ = ["out_of_order"]


@rule("out-of-order")
def out_of_order(case: Case) -> Iterator[Issue]:
    """An entry dated certainly before one that stands above it.

    The order of the list is asserted, oldest first; partial dates leave room, so only a certain contradiction is an
    error. The entries named are the fewest whose removal leaves the list in order.
    """
    kept = _in_order(case.live)
    in_order = {entry.index for entry in kept}
    for entry in case.live:
        if entry.index in in_order:
            continue
        other = next(
            other
            for other in kept
            if (other.index < entry.index and certainly_before(entry.date, other.date))
            or (other.index > entry.index and certainly_before(other.date, entry.date))
        )
        place = case.at(("history", other.index, "date"))
        order, above = ("before", "above") if other.index < entry.index else ("after", "below")
        yield Issue(
            ("history", entry.index, "date"),
            f"'{entry.event.name}' on {entry.date} is {order} '{other.event.name}' on {other.date}, "
            f"which stands {above} it ({case.said(place)})",
            _repair(entry, kept) or "correct the date, or move the entry: the list is oldest first",
            (Related(f"'{other.event.name}' on {other.date}", place),),
        )


_MANY: Final = 500
"""Beyond so many entries the fewest are no longer sought: every one that contradicts an earlier one is named."""


def _in_order(entries: Sequence[LiveEntry]) -> list[LiveEntry]:
    """A largest selection of entries whose dates do not contradict their order.

    Selections are grown entry by entry. Of those with the same peak (the latest "earliest" day in them) only the
    largest matters, because the peak alone decides what may still follow.
    """
    peak, kept = dt.date.min, []
    for entry in entries:
        if peak <= entry.date.latest:
            peak = max(peak, entry.date.earliest)
            kept.append(entry)
    if len(kept) == len(entries) or len(entries) > _MANY:
        return kept
    largest: dict[dt.date, _Chain] = {dt.date.min: _Chain(0, None, None)}
    for entry in entries:
        for peak, chain in list(largest.items()):
            if peak <= entry.date.latest:
                top = max(peak, entry.date.earliest)
                if top not in largest or chain.length >= largest[top].length:
                    largest[top] = _Chain(chain.length + 1, entry, chain)
    return list(max(largest.values(), key=lambda chain: chain.length).entries())[::-1]


@attrs.frozen
class _Chain:
    """A selection, as its last entry and the selection before it."""

    length: int
    last: LiveEntry | None
    before: _Chain | None

    def entries(self) -> Iterator[LiveEntry]:
        """The entries of the selection, the last one first."""
        chain: _Chain | None = self
        while chain and chain.last:
            yield chain.last
            chain = chain.before


def _repair(entry: LiveEntry, kept: Sequence[LiveEntry]) -> str | None:
    """The advice to swap day and month, when that alone would bring the entry into order."""
    day = entry.date.earliest
    if not (entry.date.is_day and day.day <= 12 and day.day != day.month):
        return None
    swapped = PartialDate(day.replace(month=day.day, day=day.month))
    fits = not any(
        certainly_before(swapped, other.date) if other.index < entry.index else certainly_before(other.date, swapped)
        for other in kept
    )
    return f"day and month seem swapped: '{swapped}' would be in order" if fits else None
