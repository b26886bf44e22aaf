"""Ends that no source reports: those of notices whose day has passed, and of terms that do not renew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.events import EventKind
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.model import Clauses, Event, Period
from pactstate.domain.points import Point
from pactstate.domain.position import Terms

__all__ = ["presumed_ends", "term_end"]

_ALIVE: Final = frozenset(EventKind) - {EventKind.NOTE, EventKind.TERMINATED, EventKind.WITHDRAWN}


def term_end(items: Sequence[LiveEntry], clauses: Clauses) -> tuple[PartialDate, LiveEntry] | None:
    """Return the end of a term that does not renew, and the entry from which it is counted; else None.

    The term begins with the entry into force, the reported one if there is one. ``extended`` moves its end: to its
    ``until``, or by the length of the term.
    """
    term = clauses.term
    if term is None or not term.years or term.renews is not False:
        return None
    forces = [item for item in items if EventKind.IN_FORCE in item.kinds and item.event.party is None]
    start = next((item for item in forces if item.evidence is Evidence.REPORTED), forces[0] if forces else None)
    if start is None:
        return None
    length = Period(term.years, "years")
    end = length.after(start.event.effective or start.date)
    for item in items:
        if EventKind.EXTENDED in item.kinds and item.index > start.index:
            end = item.event.until or length.after(end)
    return end, start


def presumed_ends(items: Sequence[LiveEntry], terms: Terms, clauses: Clauses) -> list[Point]:
    """Return the ends that notices and a term without renewal presume, as points on their days."""
    ends: list[Point] = []
    if clauses.term is None and not any(EventKind.NOTICE_GIVEN in item.kinds for item in items):
        return ends
    running: dict[str, tuple[LiveEntry, PartialDate]] = {}
    for item in items:
        event = item.event
        if running:
            _stop_notices(running, item, terms)
        if EventKind.NOTICE_GIVEN in item.kinds and event.party:
            running.pop(event.party, None)
            if event.effective:
                running[event.party] = item, event.effective
    ends += [_presumed(item, EventKind.WITHDRAWN, day, party) for party, (item, day) in running.items()]
    last = term_end(items, clauses)
    if last and not any(_ends_or_outlives(item, last[0]) for item in items):
        ends.append(_presumed(last[1], EventKind.TERMINATED, last[0], None))
    return ends


_STOPS: Final = frozenset(
    {
        EventKind.NOTICE_SUSPENDED,
        EventKind.NOTICE_REVOKED,
        EventKind.WITHDRAWN,
        EventKind.SIGNED,
        EventKind.RATIFIED,
        EventKind.IN_FORCE,
    }
)
"""Acts of a party that show what became of its notice."""


_STOPS_ALL: Final = frozenset({EventKind.TERMINATED, EventKind.EXTENDED, EventKind.ABANDONED})


def _stop_notices(running: dict[str, tuple[LiveEntry, PartialDate]], item: LiveEntry, terms: Terms) -> None:
    """Remove the notices whose outcome an entry tells."""
    party = item.event.party
    for kind in item.kinds:
        if kind in _STOPS_ALL:
            running.clear()
        elif kind in _STOPS and party:
            running.pop(party, None)
        elif terms.bilateral and kind in _ALIVE:
            # A treaty of two that is still acted on after the day did not end then.
            for name, (_, day) in list(running.items()):
                if certainly_before(day, item.date):
                    del running[name]


def _ends_or_outlives(item: LiveEntry, end: PartialDate) -> bool:
    if EventKind.TERMINATED in item.kinds or EventKind.ABANDONED in item.kinds:
        return True
    return certainly_before(end, item.date) and not _ALIVE.isdisjoint(item.kinds)


def _presumed(item: LiveEntry, kind: EventKind, day: PartialDate, party: str | None) -> Point:
    event = Event((kind,), day, party=party)
    span = (day.earliest, day.latest)
    source = LiveEntry(item.index, event, Evidence.ANNOUNCED, item.claims, day, span, (kind,))
    return Point(source, (kind,), day, span, is_effect=True, is_presumed=True)
