"""Rules on the order of the list: its dates must not contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.checks.odd import in_order
from pactstate.dates import PartialDate, certainly_before
from pactstate.findings import Related
from pactstate.timeline import LiveEntry

__all__ = ["out_of_order"]


@over_agreements("out-of-order")
def out_of_order(case: Case) -> Iterator[Issue]:
    """An entry dated certainly before one that stands above it.

    The order of the list is asserted, oldest first; partial dates leave room, so only a certain contradiction is an
    error. The entries named are the fewest whose removal leaves the list in order.
    """
    kept = in_order(case.live)
    fitting = {entry.index for entry in kept}
    for entry in case.live:
        if entry.index in fitting:
            continue
        other = next(
            other
            for other in kept
            if (other.index < entry.index and certainly_before(entry.date, other.date))
            or (other.index > entry.index and certainly_before(other.date, entry.date))
        )
        place = case.at("history", other.index, "date")
        order, above = ("before", "above") if other.index < entry.index else ("after", "below")
        yield Issue(
            case.at("history", entry.index, "date"),
            f"'{entry.event.name}' on {entry.date} is {order} '{other.event.name}' on {other.date}, "
            f"which stands {above} it ({case.said(place)})",
            _repair(entry, kept) or "correct the date, or move the entry: the list is oldest first",
            (Related(f"'{other.event.name}' on {other.date}", place),),
        )


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
