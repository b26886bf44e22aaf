"""Points of a timeline: acts, later effects on days of their own, and ends that no source reports.

An end without a report is that of a notice whose day has passed, or of a term that does not renew.
"""

from __future__ import annotations

import bisect
import datetime as dt
import heapq
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate, certainly_before, possibly_before
from pactstate.domain.events import EventKind
from pactstate.domain.evidence import LATER_EFFECT, Evidence, LiveEntry, effect_day
from pactstate.domain.fields import repr_as_call, unchecked
from pactstate.domain.model import Clauses, Event, Period
from pactstate.domain.position import Terms

__all__ = [
    "Point",
    "effect_of",
    "first_term_end",
    "places_to_leave",
    "points_of",
    "presumed_ends",
    "presumes_force",
    "term_end",
]


_made_event: Final = unchecked(Event)


# Never changed after creation; see LiveEntry.
@attrs.define(eq=False)
class Point:
    """Point of the timeline: an entry on the day of its act, or the later effect of an act."""

    item: LiveEntry
    kinds: tuple[EventKind, ...]
    date: PartialDate
    span: tuple[dt.date, dt.date]
    is_effect: bool = False
    is_presumed: bool = False
    """Whether no source speaks of it: the end that follows from a notice or from the term."""
    brings_force: bool = False
    """Whether the effect of a consent is taken for force, of which the record has no entry."""

    __repr__ = repr_as_call

    @property
    def event(self) -> Event:
        """The entry of the history."""
        return self.item.event

    @property
    def index(self) -> int:
        """Index of the entry in the history."""
        return self.item.index

    @property
    def is_of_consent(self) -> bool:
        """Whether it is the day on which the consent of a party takes effect."""
        return self.is_effect and EventKind.IN_FORCE in self.kinds and EventKind.IN_FORCE not in self.event.kinds

    @property
    def only_binds(self) -> bool:
        """Whether it is the day on which the consent of a party binds it, once the agreement is in force."""
        return self.is_of_consent and not self.brings_force


def points_of(
    items: Sequence[LiveEntry], *, foreseen: bool = True, presumed: Sequence[Point] = (), brings_force: bool = False
) -> Sequence[Point]:
    """Return the points of some entries: later effects become points of their own, on the day of effect.

    An effect is merged into the list after the last entry that is not certainly later, and after the effects that are
    certain to have come before. ``foreseen`` says whether postponements that were only announced cancel an effect.
    ``presumed`` are more effects. ``brings_force`` says whether the effect of a consent is taken for force.
    """
    points: list[Point] = []
    effects: list[tuple[int, Point]] = [(-1, point) for point in presumed]
    for number, item in enumerate(items):
        effect = effect_of(item, brings_force=brings_force) if item.event.effective else None
        if effect is None:
            points.append(Point(item, item.kinds, item.date, item.span))
            continue
        points.append(Point(item, tuple(kind for kind in item.kinds if kind not in effect.kinds), item.date, item.span))
        cancelled = item.effect_cancelled
        if cancelled is None or (cancelled is Evidence.ANNOUNCED and not foreseen):
            effects.append((number, effect))
    if not effects:
        return points
    # First possible days in the order of the list: never decreasing, so the last entry that is not certainly later than
    # an effect is found by bisection.
    first_days = list(accumulate((point.span[0] for point in points), max))
    last_places = places_to_leave(points)
    placed: list[tuple[int, tuple[dt.date, ...], bool, int, Point]] = []
    for order, (number, point) in enumerate(effects):
        place = bisect.bisect_right(first_days, point.date.latest) - 1
        leaves = EventKind.WITHDRAWN in point.kinds
        if leaves:
            place = min(place, last_places.get(point.span, place))
        placed.append((max(number, place), point.span[::-1], not leaves, order, point))
    placed.sort()
    merged: list[Point] = []
    start = 0
    for place, *_, point in placed:
        merged += points[start : place + 1]
        start = max(start, place + 1)
        merged.append(point)
    return merged + points[start:]


def effect_of(item: LiveEntry, *, brings_force: bool = False) -> Point | None:
    """Return the later effect of an act, whether it is cancelled or not; None if the act moves on its own day.

    The consent of a party binds it on the day on which it takes effect.
    """
    day = effect_day(item.event, item.date)
    kinds = tuple(kind for kind in item.kinds if kind in LATER_EFFECT)
    if not kinds and item.event.party and EventKind.RATIFIED in item.kinds:
        kinds = _BINDS
    if not day or not kinds:
        return None
    return Point(item, kinds, day, (day.earliest, day.latest), is_effect=True, brings_force=brings_force)


def presumes_force(items: Sequence[LiveEntry], silence: Collection[EventKind]) -> bool:
    """Return whether a consent takes effect on a later day, and the record follows force and has no entry of it."""
    if EventKind.IN_FORCE in silence or not any(item.event.effective for item in items):
        return False
    if any(EventKind.IN_FORCE in item.kinds for item in items):
        return False
    return any(EventKind.RATIFIED in item.kinds and effect_of(item) for item in items)


def places_to_leave(points: Sequence[Point]) -> Mapping[tuple[dt.date, dt.date], int]:
    """Return the number of the point before each end, by the days of the end.

    Who leaves on the day on which the agreement ends has left it, so that the leaving stands before the end.
    """
    ends = [(point.span, number - 1) for number, point in enumerate(points) if not _OVER.isdisjoint(point.kinds)]
    return dict(reversed(ends))


_BINDS: Final = (EventKind.IN_FORCE,)
_OVER: Final = frozenset({EventKind.TERMINATED, EventKind.ABANDONED})
_ALIVE: Final = frozenset(EventKind) - {EventKind.NOTE, EventKind.TERMINATED, EventKind.WITHDRAWN}


def term_end(items: Sequence[LiveEntry], clauses: Clauses) -> tuple[PartialDate, LiveEntry] | None:
    """Return the end of a term that does not renew, and the entry from which it is counted; else None.

    The term begins with the entry into force, the reported one if there is one. ``extended`` moves its end: to its
    ``until``, or by the length of the term.
    """
    return first_term_end(items, clauses) if clauses.term and clauses.term.renews is False else None


def first_term_end(items: Sequence[LiveEntry], clauses: Clauses) -> tuple[PartialDate, LiveEntry] | None:
    """Return the end of the term, whether it renews then or not, and the entry from which it is counted; else None."""
    term = clauses.term
    if term is None or not term.years:
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
    if clauses.term is None and not any(item.event.effective for item in items):
        return ends
    running: dict[str, tuple[LiveEntry, PartialDate]] = {}
    left: dict[str, tuple[LiveEntry, PartialDate]] = {}
    by_day: list[tuple[dt.date, int, str]] = []
    for item in items:
        event = item.event
        if running:
            if EventKind.TERMINATED in item.kinds and not terms.bilateral:
                # A party of many that gave notice may have left before the agreement ended.
                day = event.effective or item.date
                left.update((party, one) for party, one in running.items() if possibly_before(one[1], day))
            _stop_notices(running, item, terms)
        if terms.bilateral and not _ALIVE.isdisjoint(item.kinds):
            # A treaty of two that is still acted on after the day did not end then.
            while by_day and by_day[0][0] < item.date.earliest:
                _, index, party = heapq.heappop(by_day)
                if party in running and running[party][0].index == index:
                    del running[party]
        if EventKind.NOTICE_GIVEN in item.kinds and event.party:
            running.pop(event.party, None)
            if event.effective:
                running[event.party] = item, event.effective
                heapq.heappush(by_day, (event.effective.latest, item.index, event.party))
    left.update(running)
    ends += [_presumed(item, EventKind.WITHDRAWN, day, party) for party, (item, day) in left.items()]
    last = term_end(items, clauses)
    if last and not any(_ends_or_outlives(item, last[0]) for item in items):
        ends.append(_presumed(last[1], EventKind.TERMINATED, last[0], None))
    return ends


_STOPS: Final = frozenset({EventKind.NOTICE_SUSPENDED, EventKind.NOTICE_REVOKED, EventKind.WITHDRAWN})
_JOINS: Final = frozenset({EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE})
"""Acts by which a party shows what became of its notice, from the day on which the notice takes effect."""


_STOPS_ALL: Final = frozenset({EventKind.TERMINATED, EventKind.EXTENDED, EventKind.ABANDONED})


def _stop_notices(running: dict[str, tuple[LiveEntry, PartialDate]], item: LiveEntry, terms: Terms) -> None:
    """Remove the notices whose outcome an entry tells."""
    party = item.event.party
    for kind in item.kinds:
        # An extension between many does not stop the notice of one of them.
        if kind in _STOPS_ALL and (terms.bilateral or kind is not EventKind.EXTENDED):
            running.clear()
        elif party in running and (
            (kind in _STOPS and item.event.of in (None, EventKind.RATIFIED))
            or (kind in _JOINS and not certainly_before(item.date, running[party][1]))
        ):
            del running[party]


def _ends_or_outlives(item: LiveEntry, end: PartialDate) -> bool:
    if EventKind.TERMINATED in item.kinds or EventKind.ABANDONED in item.kinds:
        return True
    return certainly_before(end, item.date) and not _ALIVE.isdisjoint(item.kinds)


def _presumed(item: LiveEntry, kind: EventKind, day: PartialDate, party: str | None) -> Point:
    event = _made_event(kinds=(kind,), date=day, party=party)
    span = (day.earliest, day.latest)
    source = LiveEntry(item.index, event, Evidence.ANNOUNCED, item.claims, day, span, (kind,))
    return Point(source, (kind,), day, span, is_effect=True, is_presumed=True)
