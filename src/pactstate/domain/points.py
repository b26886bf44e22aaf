"""Points of a timeline: acts, and later effects on days of their own."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind
from pactstate.domain.evidence import LATER_EFFECT, Evidence, LiveEntry, effect_day
from pactstate.domain.model import Event

__all__ = ["Point", "points_of"]


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

    @property
    def event(self) -> Event:
        """The entry of the history."""
        return self.item.event

    @property
    def index(self) -> int:
        """Index of the entry in the history."""
        return self.item.index


def points_of(items: Sequence[LiveEntry], *, foreseen: bool = True, presumed: Sequence[Point] = ()) -> Sequence[Point]:
    """Return the points of some entries: later effects become points of their own, on the day of effect.

    An effect is merged into the list after the last entry that is not certainly later. ``foreseen`` says whether
    postponements that were only announced cancel an effect. ``presumed`` are more effects.
    """
    points: list[Point] = []
    effects: list[tuple[int, Point]] = [(-1, point) for point in presumed]
    for number, item in enumerate(items):
        day = effect_day(item.event, item.date) if item.event.effective else None
        later = tuple(kind for kind in item.kinds if kind in LATER_EFFECT) if day else ()
        if day is None or not later:
            points.append(Point(item, item.kinds, item.date, item.span))
            continue
        points.append(Point(item, tuple(kind for kind in item.kinds if kind not in later), item.date, item.span))
        cancelled = item.effect_cancelled
        if cancelled is None or (cancelled is Evidence.ANNOUNCED and not foreseen):
            effects.append((number, Point(item, later, day, (day.earliest, day.latest), is_effect=True)))
    if not effects:
        return points
    # First possible days in the order of the list: never decreasing, so the last entry that is not certainly later than
    # an effect is found by bisection.
    first_days = list(accumulate((point.span[0] for point in points), max))
    placed = sorted(
        (max(number, bisect.bisect_right(first_days, point.date.latest) - 1), point.span, order, point)
        for order, (number, point) in enumerate(effects)
    )
    merged: list[Point] = []
    start = 0
    for place, _, _, point in placed:
        merged += points[start : place + 1]
        start = max(start, place + 1)
        merged.append(point)
    return merged + points[start:]
