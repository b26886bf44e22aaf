"""Timelines of an agreement: points in order with the days left to each, and the state that each prefix leads to.

Three questions are kept apart. *Evidence* (``evidence.py``) decides which entries count; *bounds* say on which days
each may have happened; the *replay* says which state each prefix of the list leads to. See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate
from typing import Final, NamedTuple

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.fields import repr_as_call
from pactstate.domain.lifecycle import MutableMarks, apply
from pactstate.domain.points import Point
from pactstate.domain.position import START, Position, Terms
from pactstate.domain.replay import (
    NO_ABSENCES,
    Absences,
    Played,
    Replayed,
    early_legal_order,
    in_legal_order,
    replay,
)
from pactstate.domain.silence import silent_states

__all__ = [
    "Bounds",
    "Spell",
    "Timeline",
    "bounds",
    "prefix_counts",
    "spells_of",
    "timeline_of",
]


class Bounds(NamedTuple):
    """Days on which a point may have happened, given its neighbours; empty when the dates contradict the order."""

    earliest: dt.date
    latest: dt.date

    @property
    def empty(self) -> bool:
        """Whether no day is left."""
        return self.latest < self.earliest


@attrs.frozen
class Spell:
    """State in which an agreement was, from one day to another."""

    state: State
    since: PartialDate
    """When it began."""
    until: PartialDate | None
    """When the next state began; None for the last one."""

    __repr__ = repr_as_call

    def __str__(self) -> str:
        return f"{self.state} from {self.since}" + (f" to {self.until}" if self.until else "")


def spells_of(timeline: Timeline) -> Iterator[Spell]:
    """Yield the states of a timeline in order."""
    state, since, before = None, None, dt.date.min
    for point, limit, step in zip(timeline.points, timeline.limits, timeline.steps, strict=True):
        start, before = before, limit.earliest
        if step.state is state:
            continue
        # Bounds are empty if the dates contradict the order; then the date says more.
        is_own = limit.empty or limit == (point.date.earliest, point.date.latest)
        day = point.date if is_own else PartialDate.between(*limit)
        if step.undated:
            day = PartialDate.between(min(start, day.latest), day.latest)
        if state and since:
            yield Spell(state, since, day)
        state, since = step.state, day
    if state and since:
        yield Spell(state, since, None)


@attrs.frozen(slots=False, eq=False, repr=False)
class Timeline:
    """Points in order, with their bounds and what each leads to, prepared for questions about any day."""

    points: Sequence[Point]
    steps: Sequence[Replayed]
    silent: Sequence[frozenset[State | None]] = ()
    """States to which events that the record does not follow may have led, after each number of points; empty for a
    record that follows all."""
    absences: Absences = NO_ABSENCES
    other: Timeline | None = None
    """The same with the effects as early as they may have come, where their order with other entries is not known."""

    @cached_property
    def limits(self) -> Sequence[Bounds]:
        """Bounds of each point."""
        return bounds(point.span for point in self.points)

    @cached_property
    def last_day(self) -> dt.date:
        """Day by which every point has happened for certain."""
        return max([point.span[1] for point in self.points], default=dt.date.min)

    def state(self, count: int) -> State | None:
        """Return the state after so many points."""
        return self.steps[count - 1].state if count else None

    def since(self, count: int) -> int | None:
        """Return the number of the point that set the state after so many points."""
        return self.steps[count - 1].since if count else None

    def reach(self, day: dt.date) -> int:
        """Return the number of points that may have happened by a day."""
        return len(self.points) if self.last_day <= day else _counts_on(self.limits, day)[-1]

    def positions(self, counts: Iterable[int]) -> Iterator[Position]:
        """Yield the position after each of some ascending numbers of points.

        All share one set of marks: each holds until the next one is taken.
        """
        marks: MutableMarks = {}
        done = 0
        for count in counts:
            for step in self.steps[done:count]:
                apply(step.changes, marks)
            done = count
            yield Position(self.steps[count - 1].state, marks, self.steps[count - 1].before) if count else START

    @cached_property
    def _reach(self) -> Sequence[_Reach]:
        """Lengths of prefixes by day; with contradictory bounds, for both readings of them."""
        return self._reaches([(None,), *((step.state,) for step in self.steps)])

    @cached_property
    def _silent_reach(self) -> Sequence[_Reach]:
        """The same for the states that silence may have led to."""
        return self._reaches(self.silent)

    def _reaches(self, states: Sequence[Collection[State | None]]) -> Sequence[_Reach]:
        first = [limit.earliest for limit in self.limits]
        last = [limit.latest for limit in self.limits]
        reach = [_Reach.of(first, last, states)]
        if any(limit.empty for limit in self.limits):
            reach.append(_Reach.of(last, first, states))
        return reach

    def states_on(self, on: PartialDate) -> set[State | None]:
        """Return every possible state on the day, or on any day of a partial date; None stands for "nothing yet"."""
        if on.is_day:
            if self.last_day <= on.earliest:
                return {self.state(len(self.points))}
            counts = _counts_on(self.limits, on.earliest)
            # To prepare a search takes longer than to look at a few prefixes.
            if len(counts) <= _FEW:
                return {self.state(count) for count in counts}
        return {state for reach in self._reach for state in reach.states_on(on)}

    def silent_on(self, on: PartialDate) -> set[State | None]:
        """Return every state to which events that the record does not follow may have led by a day."""
        return {state for reach in self._silent_reach for state in reach.states_on(on)} if self.silent else set()


@attrs.frozen(eq=False, repr=False)
class _Reach:
    """Possible prefixes by day, for binary search.

    A prefix is possible from the first possible day of its last point until the day before the next point is certain.
    Both days grow with the length, so the prefixes that are possible in an interval of days are consecutive.
    """

    begins: Sequence[dt.date]
    """From when each point may have happened, in order."""
    ends: Sequence[dt.date]
    """From when each has happened for sure."""
    numbers: Mapping[State | None, Sequence[int]]
    """For each state, the lengths of the prefixes that lead to it and are possible on any day at all, in order."""

    @classmethod
    def of(
        cls, begins: Sequence[dt.date], ends: Sequence[dt.date], states: Sequence[Collection[State | None]]
    ) -> _Reach:
        """Build from the first and last days of the points, and the states after each number of points."""
        numbers: dict[State | None, list[int]] = {}
        for number, (some, begin, end) in enumerate(
            zip(states, (dt.date.min, *begins), (*ends, dt.date.max), strict=True)
        ):
            if begin < end or number == len(ends):
                for state in some:
                    numbers.setdefault(state, []).append(number)
        return cls(begins, ends, numbers)

    def states_on(self, on: PartialDate) -> Iterator[State | None]:
        """Yield the states of the prefixes that are possible on some day of the interval."""
        least, most = bisect.bisect_right(self.ends, on.earliest), bisect.bisect_right(self.begins, on.latest)
        for state, numbers in self.numbers.items():
            if bisect.bisect_left(numbers, least) < bisect.bisect_right(numbers, most):
                yield state


def bounds(spans: Iterable[tuple[dt.date, dt.date]]) -> list[Bounds]:
    """Return the days left to each point when the order of the list is taken as asserted.

    Takes the first and last possible day of each point, in order.
    """
    own = list(spans)
    earliest = accumulate([first for first, _ in own], max)
    latest = [*accumulate([last for _, last in reversed(own)], min)]
    # The constructor of a NamedTuple is written in Python: it is three times slower than tuple.__new__.
    return [*map(_MADE_BOUNDS, zip(earliest, reversed(latest), strict=True))]


_MADE_BOUNDS: Final = partial(tuple.__new__, Bounds)


def prefix_counts(limits: Sequence[Bounds], on: PartialDate) -> Sequence[int]:
    """Return how many points may have happened by the day: all possible numbers, in ascending order.

    For a partial date, the numbers of all its days. With contradictory bounds they span both readings, so that nothing
    possible is lost.
    """
    counts = _counts_on(limits, on.earliest)
    if on.is_day:
        return counts
    # The numbers change only on a day that is a bound, and never decrease.
    found, end = [*counts], counts[-1]
    changes = {day for limit in limits for day in (limit.earliest, limit.latest) if day in on}
    for day in sorted(changes):
        counts = _counts_on(limits, day)
        found += range(max(counts[0], end + 1), counts[-1] + 1)
        end = counts[-1]
    return found


def _counts_on(limits: Sequence[Bounds], day: dt.date) -> range:
    # Both bounds never decrease along the list.
    surely = bisect.bisect_right(limits, day, key=_LATEST)
    perhaps = bisect.bisect_right(limits, day, key=_EARLIEST)
    return range(min(surely, perhaps), max(surely, perhaps) + 1)


_FEW: Final = 8
"""Number of prefixes that are looked at one by one."""
_EARLIEST: Final = operator.itemgetter(0)
_LATEST: Final = operator.itemgetter(1)


def timeline_of(
    points: Sequence[Point],
    terms: Terms,
    earlier: Sequence[Timeline] = (),
    silence: frozenset[EventKind] = frozenset(),
) -> Timeline:
    """Return the timeline of some points. ``earlier`` are timelines that may begin with the same points.

    ``silence`` are the events that the record does not follow.
    """
    if not [point for point in points if point.is_effect]:
        return _timeline(replay(points, terms, earlier, silence), terms, silence)
    played = in_legal_order(points, terms, earlier, silence)
    early = early_legal_order(played, terms, silence)
    other = _timeline(early, terms, silence) if early else None
    return _timeline(played, terms, silence, other)


def _timeline(played: Played, terms: Terms, silence: frozenset[EventKind], other: Timeline | None = None) -> Timeline:
    points, steps, absences = played
    silent = silent_states(points, steps, terms, silence) if silence else ()
    return Timeline(points, steps, silent, absences, other)
