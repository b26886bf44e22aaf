"""Timelines of an agreement: points in order with the days left to each, and the state that each prefix leads to.

Three questions are kept apart. *Evidence* (``evidence.py``) decides which entries count; *bounds* say on which days
each may have happened; the *replay* says which state each prefix of the list leads to. See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import WAYS_OUT, EventKind, State
from pactstate.domain.lifecycle import MutableMarks, advance, apply
from pactstate.domain.points import Point
from pactstate.domain.position import START, Act, Change, Position, Terms, Violation

__all__ = [
    "Bounds",
    "Replayed",
    "Spell",
    "Timeline",
    "bounds",
    "prefix_counts",
    "replay",
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


class Replayed(NamedTuple):
    """Result of one point of the timeline."""

    state: State | None
    before: State | None
    """State that a way out left; None in other states."""
    since: int | None
    """Number of the point that set the state."""
    violations: tuple[tuple[EventKind, Violation], ...]
    changes: tuple[Change, ...]


@attrs.frozen
class Spell:
    """State in which an agreement was, from one day to another."""

    state: State
    since: PartialDate
    """When it began."""
    until: PartialDate | None
    """When the next state began; None for the last one."""

    def __str__(self) -> str:
        return f"{self.state} from {self.since}" + (f" to {self.until}" if self.until else "")


def spells_of(timeline: Timeline) -> Iterator[Spell]:
    """Yield the states of a timeline in order."""
    state, since = None, None
    for point, limit, step in zip(timeline.points, timeline.limits, timeline.steps, strict=True):
        if step.state is state:
            continue
        # Bounds are empty if the dates contradict the order; then the date says more.
        is_own = limit.empty or limit == (point.date.earliest, point.date.latest)
        day = point.date if is_own else PartialDate.between(*limit)
        if state and since:
            yield Spell(state, since, day)
        state, since = step.state, day
    if state and since:
        yield Spell(state, since, None)


Absences: TypeAlias = Mapping[tuple[int, EventKind], frozenset[str]]
"""Parties for which an act for all did not speak, by the number of the point and the event."""
NO_ABSENCES: Final[Absences] = MappingProxyType({})


@attrs.frozen(slots=False, eq=False, repr=False)
class Timeline:
    """Points in order, with their bounds and what each leads to, prepared for questions about any day."""

    points: Sequence[Point]
    limits: Sequence[Bounds]
    steps: Sequence[Replayed]
    absences: Absences = NO_ABSENCES

    def state(self, count: int) -> State | None:
        """Return the state after so many points."""
        return self.steps[count - 1].state if count else None

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
        states = [None, *(step.state for step in self.steps)]
        first = [limit.earliest for limit in self.limits]
        last = [limit.latest for limit in self.limits]
        reach = [_Reach.of(first, last, states)]
        if any(limit.empty for limit in self.limits):
            reach.append(_Reach.of(last, first, states))
        return reach

    def states_on(self, on: PartialDate) -> set[State | None]:
        """Return every possible state on the day, or on any day of a partial date; None stands for "nothing yet"."""
        return {state for reach in self._reach for state in reach.states_on(on)}

    def may_be_complete(self, on: PartialDate) -> bool:
        """Return whether every point may have happened by the day."""
        return self._complete_from <= on.latest

    @cached_property
    def _complete_from(self) -> dt.date:
        """First day by which every point may have happened."""
        return max((min(limit) for limit in self.limits), default=dt.date.min)


@attrs.frozen(eq=False, repr=False)
class _Reach:
    """Possible prefixes by day, for binary search.

    A prefix is possible from the first possible day of its last point until the day before the next point is certain.
    Both days grow with the length, so the prefixes that are possible in an interval of days are consecutive.
    """

    begins: Sequence[dt.date]
    """First day on which each point may have happened, in order."""
    ends: Sequence[dt.date]
    """First day on which each point has certainly happened."""
    numbers: Mapping[State | None, Sequence[int]]
    """For each state, the lengths of the prefixes that lead to it and are possible on any day at all, in order."""

    @classmethod
    def of(cls, begins: Sequence[dt.date], ends: Sequence[dt.date], states: Sequence[State | None]) -> _Reach:
        """Build from the first and last days of the points, and the state after each number of points."""
        numbers: dict[State | None, list[int]] = {}
        for number, (state, begin, end) in enumerate(
            zip(states, (dt.date.min, *begins), (*ends, dt.date.max), strict=True)
        ):
            if begin < end or number == len(ends):
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
    earliest, latest = [], []
    day = dt.date.min
    for first, _ in own:
        day = max(day, first)
        earliest.append(day)
    day = dt.date.max
    for _, last in reversed(own):
        day = min(day, last)
        latest.append(day)
    return [Bounds(first, last) for first, last in zip(earliest, reversed(latest), strict=True)]


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


_EARLIEST: Final = operator.itemgetter(0)
_LATEST: Final = operator.itemgetter(1)


def replay(points: Sequence[Point], terms: Terms) -> Sequence[Replayed]:
    """Return what each point leads to."""
    return _replay(points, terms, _absences(points, terms))


def _replay(
    points: Sequence[Point], terms: Terms, absences: Absences, like: Timeline | None = None
) -> Sequence[Replayed]:
    """Return what each point leads to. The events of one point are atomic: there is no position between them.

    ``like`` is a timeline that may begin with the same points; their results are taken from it.
    """
    steps: list[Replayed] = [*like.steps[: _same_beginning(points, absences, like)]] if like else []
    marks: MutableMarks = {}
    for step in steps:
        apply(step.changes, marks)
    position, since = (Position(steps[-1].state, marks), steps[-1].since) if steps else (Position(None, marks), None)
    alive_since: int | None = None
    for number, point in enumerate(points[len(steps) :], len(steps)):
        event, start = point.item.event, position
        violations: tuple[tuple[EventKind, Violation], ...] = ()
        changes: tuple[Change, ...] = ()
        for kind in point.kinds:
            act = Act(kind, event.party, point.date, event.effective, event.of, event.manner, event.partial, number)
            if absences and event.party is None and (number, kind) in absences:
                act = attrs.evolve(act, absent=absences[number, kind])
            position, violation, changed = advance(marks, position, act, terms)
            if violation:
                violations = (*violations, (kind, violation))
            changes = (*changes, *changed) if changes else changed
        if position.derived and not start.derived:
            alive_since = since
        if start.derived and position.state is start.before and _TAKEN_UP.isdisjoint(point.kinds):
            # A party joined on the day of the derived end, so the agreement did not end.
            since = alive_since
        elif position.state is not start.state or (start.derived and not position.derived):
            since = number
        steps.append(Replayed(position.state, position.before, since, violations, changes))
    return steps


def _same_beginning(points: Sequence[Point], absences: Absences, like: Timeline) -> int:
    """Return how many of the first points are the same, up to an end: what follows it depends on how it came about."""
    count = 0
    for point, other, step in zip(points, like.points, like.steps, strict=False):
        if point.event is not other.event or point.kinds != other.kinds or point.date != other.date:
            break
        if step.state in WAYS_OUT or any(
            absences.get((count, kind)) != like.absences.get((count, kind)) for kind in point.kinds
        ):
            break
        count += 1
    return count


_TAKEN_UP: Final = frozenset({EventKind.RESUMED, EventKind.NEGOTIATING})
"""Events that take up again what was abandoned."""

_SHOW_ABSENCE: Final[Mapping[EventKind, frozenset[EventKind]]] = {
    EventKind.SIGNED: frozenset({EventKind.SIGNED}),
    EventKind.RATIFIED: frozenset({EventKind.SIGNED, EventKind.RATIFIED}),
    EventKind.IN_FORCE: frozenset(
        {EventKind.SIGNED, EventKind.RATIFIED, EventKind.PROVISIONAL, EventKind.IN_FORCE, EventKind.WITHDRAWN}
    ),
}
"""Later acts of one party that show that an earlier act for all did not speak for it. Of withdrawals, only that of a
signature shows it."""


_BY_BOUND_PARTIES: Final = frozenset(
    {
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.NOTICE_GIVEN,
        EventKind.NOTICE_SUSPENDED,
        EventKind.NOTICE_REVOKED,
    }
)
"""Acts that only a bound party can perform."""


def _absences(points: Sequence[Point], terms: Terms) -> Absences:
    """Return the parties for which an act for all did not speak, by the point and the event.

    A state that signs, accedes, or for which a treaty enters into force after the others was not bound with them. One
    that left meanwhile joins again, which shows nothing; and one that gave notice or suspended before was bound.
    """
    if terms.bilateral:
        return NO_ABSENCES
    joining: dict[EventKind, set[str]] = {kind: set() for kind in _SHOW_ABSENCE}
    found: dict[tuple[int, EventKind], frozenset[str]] = {}
    for number in range(len(points) - 1, -1, -1):
        event = points[number].event
        for kind in reversed(points[number].kinds):
            if event.party is None:
                if joining.get(kind):
                    found[number, kind] = frozenset(joining[kind])
            elif kind in _BY_BOUND_PARTIES or (kind is EventKind.WITHDRAWN and event.of is None):
                for parties in joining.values():
                    parties.discard(event.party)
            elif kind is not EventKind.WITHDRAWN or event.of is EventKind.SIGNED:
                for deed, shown_by in _SHOW_ABSENCE.items():
                    if kind in shown_by:
                        joining[deed].add(event.party)
    return found


def timeline_of(points: Sequence[Point], terms: Terms, like: Timeline | None = None) -> Timeline:
    """Return the timeline of some points. ``like`` is one that may begin with the same points."""
    absences = _absences(points, terms)
    steps = _replay(points, terms, absences, like)
    return Timeline(points, bounds(point.span for point in points), steps, absences)
