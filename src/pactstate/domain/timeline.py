"""Timelines of an agreement: points in order with the days left to each, and the state that each prefix leads to.

Three questions are kept apart. *Evidence* (``evidence.py``) decides which entries count; *bounds* say on which days
each may have happened; the *replay* says which state each prefix of the list leads to. A *reading* is one choice of
the sources of which it is not certain that they were public. See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
import operator
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, combinations
from typing import Final, NamedTuple

import attrs

from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.events import WAYS_OUT, EventKind, State
from pactstate.domain.evidence import Evidence, Known, LiveEntry, entries_known_by
from pactstate.domain.known_by import Published, doubtful_sources, publications
from pactstate.domain.lifecycle import TABLE, MutableMarks, advance, apply
from pactstate.domain.model import NO_CLAUSES, Clauses, Event, Source
from pactstate.domain.points import Point, points_of, presumed_ends
from pactstate.domain.position import START, Act, Change, Position, Terms, Violation

__all__ = [
    "Bounds",
    "Prepared",
    "Reading",
    "Replayed",
    "Spell",
    "Timeline",
    "bounds",
    "in_legal_order",
    "prefix_counts",
    "prepare",
    "reachable",
    "read",
    "replay",
    "silent_states",
    "spells_of",
    "states_on",
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


@attrs.frozen(slots=False, eq=False, repr=False)
class Timeline:
    """Points in order, with their bounds and what each leads to, prepared for questions about any day."""

    points: Sequence[Point]
    limits: Sequence[Bounds]
    steps: Sequence[Replayed]

    def state(self, count: int) -> State | None:
        """Return the state after so many points."""
        return self.steps[count - 1].state if count else None

    def position(self, count: int) -> Position:
        """Return the position after so many points."""
        if not count:
            return START
        marks: MutableMarks = {}
        for step in self.steps[:count]:
            apply(step.changes, marks)
        return Position(self.steps[count - 1].state, marks, self.steps[count - 1].before)

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
    """From when each point may have happened, in order."""
    ends: Sequence[dt.date]
    """From when each has happened for sure."""
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


def replay(points: Sequence[Point], terms: Terms, like: Timeline | None = None) -> list[Replayed]:
    """Return what each point leads to. The events of one point are atomic: there is no position between them.

    What a timeline has of the same first points is taken from it.
    """
    steps: list[Replayed] = [*like.steps[: _same_beginning(points, like)]] if like and terms.bilateral else []
    marks: MutableMarks = {}
    for step in steps:
        apply(step.changes, marks)
    position, since = (Position(steps[-1].state, marks), steps[-1].since) if steps else (Position(None, marks), None)
    alive_since: int | None = None
    absent = {} if terms.bilateral else _absent(points)
    ahead = _Ahead()
    for number, step in enumerate(steps):
        ahead.pass_by(points[number], number, step.state)
    for number, point in enumerate(points[len(steps) :], len(steps)):
        event, start = point.item.event, position
        violations: tuple[tuple[EventKind, Violation], ...] = ()
        changes: tuple[Change, ...] = ()
        if event.effective:
            ahead.pass_by(point, number, position.state)
        kinds = () if point.is_effect and ahead.is_void(point, position) else point.kinds
        decided = ahead.decided(point) if ahead.acts else None
        for kind in kinds:
            act = Act(kind, event.party, point.date, event.effective, event.of, event.manner, event.partial, number)
            if decided is not None:
                act = attrs.evolve(act, decided=decided)
            elif absent and event.party is None and (number, kind) in absent:
                act = attrs.evolve(act, absent=absent[number, kind])
            position, violation, changed = advance(marks, position, act, terms)
            if violation and not (point.is_effect and ahead.is_moot(kind, point, position)):
                violations = (*violations, (kind, violation))
            changes = (*changes, *changed) if changes else changed
        if position.derived and not start.derived:
            alive_since = since
        if start.derived and position.state is start.before and _TAKEN_UP.isdisjoint(point.kinds):
            # Somebody joined on the day of the derived end: there was none.
            since = alive_since
        elif position.state is not start.state or (start.derived and not position.derived):
            since = number
        steps.append(Replayed(position.state, position.before, since, violations, changes))
    return steps


class _Ahead:
    """Acts whose effect comes later, as a replay passes them.

    What happens between an act and its effect may leave nothing to the effect. An agreement that is over does not end,
    begin or change again; application before force, and the binding of one party, are without an object where force
    has overtaken them or has not come. That is no fault of the record.
    """

    def __init__(self) -> None:
        self.acts: dict[int, tuple[int, State | None]] = {}
        """Number of the point of each act, and the state before it, by the index of the entry."""
        self._leaving: dict[str, int] = {}

    def pass_by(self, point: Point, number: int, state: State | None) -> None:
        """Take note of a point of an entry with a day of effect, and of the state before it."""
        party = point.event.party
        if not point.is_effect:
            self.acts[point.index] = number, state
        if party and EventKind.WITHDRAWN in point.item.kinds:
            if EventKind.WITHDRAWN in point.kinds:
                self._leaving.pop(party, None)
            elif point.item.effect_cancelled is None:
                self._leaving[party] = number

    def decided(self, point: Point) -> int | None:
        """Return the number of the point at which the party of a point decided to leave, where that is not over."""
        if point.is_effect and EventKind.WITHDRAWN in point.kinds:
            return self.acts[point.index][0] if point.index in self.acts else None
        return self._leaving.get(point.event.party) if point.event.party else None

    def is_void(self, point: Point, position: Position) -> bool:
        """Return whether an effect cannot come: the agreement ended after the act, or has not begun to bind parties."""
        if position.state in WAYS_OUT:
            day = position.ended_on
            return self._state_at_act(point) not in WAYS_OUT and (day is None or certainly_before(day, point.date))
        return point.only_binds and position.state is not State.IN_FORCE

    def is_moot(self, kind: EventKind, point: Point, position: Position) -> bool:
        """Return whether an effect that may not happen is no fault, since something came between the act and it."""
        if position.state in WAYS_OUT:
            return self._state_at_act(point) not in WAYS_OUT
        overtaken = position.state is State.IN_FORCE and self._state_at_act(point) is not State.IN_FORCE
        return point.only_binds or (overtaken and kind in _BEFORE_FORCE)

    def _state_at_act(self, point: Point) -> State | None:
        return self.acts[point.index][1] if point.index in self.acts else None


_BEFORE_FORCE: Final = frozenset({EventKind.PROVISIONAL, EventKind.PROVISIONAL_ENDED})


def _same_beginning(points: Sequence[Point], like: Timeline) -> int:
    """Return how many of the first points are the same, up to an end: what follows it depends on how it came about."""
    count = 0
    for point, other, step in zip(points, like.points, like.steps, strict=False):
        if point.event is not other.event or point.kinds != other.kinds or point.date != other.date:
            break
        if step.state in WAYS_OUT:
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
"""Later acts of one party that show that an earlier act for all did not speak for it; of withdrawals, that of a mere
signature."""


_BY_BOUND_PARTIES: Final = frozenset(
    {
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.NOTICE_GIVEN,
        EventKind.NOTICE_SUSPENDED,
        EventKind.NOTICE_REVOKED,
    }
)
"""Acts that only a party can do that is bound."""


def _absent(points: Sequence[Point]) -> dict[tuple[int, EventKind], frozenset[str]]:
    """Return the parties for which an act for all did not speak, by the point and the event.

    A state that signs, accedes, or for which a treaty enters into force after the others was not bound with them. One
    that left meanwhile joins again, which shows nothing; and one that gave notice or suspended before was bound.
    """
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
    points, steps = in_legal_order(points, terms, like)
    return Timeline(points, bounds(point.span for point in points), steps)


def in_legal_order(
    points: Sequence[Point], terms: Terms, like: Timeline | None = None
) -> tuple[Sequence[Point], Sequence[Replayed]]:
    """Return the points with what each leads to.

    An effect stands after the entries of its day. If it stands before those of them that may not happen otherwise, and
    there are fewer violations then, it stands there.
    """
    steps = replay(points, terms, like)
    faulty = [number for number, step in enumerate(steps) if step.violations]
    if faulty and any(point.is_effect for point in points):
        order = _effects_first(points, faulty)
        if order != points:
            again = replay(order, terms)
            if sum(map(_violations, again)) < sum(map(_violations, steps)):
                return order, again
    return points, steps


def _violations(step: Replayed) -> int:
    return len(step.violations)


def _effects_first(points: Sequence[Point], faulty: Sequence[int]) -> Sequence[Point]:
    """Return the points with each effect before the first faulty one that is not before its day, but after its act."""
    first_days = list(accumulate((point.span[0] for point in points), max))
    acts = {point.index: number for number, point in enumerate(points) if not point.is_effect}
    places = list(range(len(points)))
    for number, point in enumerate(points):
        if point.is_effect:
            start = max(bisect.bisect_left(first_days, point.span[1]), acts.get(point.index, -1) + 1)
            place = bisect.bisect_left(faulty, start)
            if place < len(faulty):
                places[number] = min(number, faulty[place])
    order = sorted(range(len(points)), key=lambda number: (places[number], not points[number].is_effect, number))
    return [points[number] for number in order]


MAX_SUBSETS: Final = 6
"""Number of doubtful sources of which every subset is tried; with more, the chain in order of publication is."""
MAX_READINGS: Final = 2**MAX_SUBSETS
"""Number of readings; of a longer chain so many links are tried, evenly spaced."""


@attrs.frozen(eq=False, repr=False)
class Reading:
    """One reading of the doubtful sources: three timelines of the same history."""

    items: Sequence[LiveEntry]
    """The entries that count."""
    refuted: Sequence[LiveEntry]
    """Announced entries that a later denial took back."""
    reported: Timeline
    """The reported entries."""
    ended: Timeline
    """The same, with the ends that notices and the term presume; the same object when there are none."""
    foreseen: Timeline
    """Everything reported, announced, disputed and presumed; the same object as ``ended`` when nothing is added."""

    @property
    def timelines(self) -> Sequence[Timeline]:
        """The timelines that differ."""
        return list({id(timeline): timeline for timeline in (self.reported, self.ended, self.foreseen)}.values())


@attrs.frozen(eq=False, repr=False)
class Prepared:
    """History as known by a day: one reading for each choice of doubtful sources, the one that counts all first."""

    readings: Sequence[Reading]
    terms: Terms
    clauses: Clauses = NO_CLAUSES


def read(
    items: Sequence[LiveEntry],
    refuted: Sequence[LiveEntry],
    terms: Terms,
    clauses: Clauses = NO_CLAUSES,
    reported: Timeline | None = None,
    like: Reading | None = None,
) -> Reading:
    """Return the three timelines of some entries. ``reported`` is the first of them, where it is known already.

    ``like`` is a reading that may begin in the same way.
    """
    firm = [item for item in items if item.evidence is Evidence.REPORTED]
    all_firm = len(firm) == len(items)
    reported = reported or timeline_of(points_of(firm, foreseen=False), terms, like.reported if like else None)
    ends = presumed_ends(firm, terms, clauses)
    ended = timeline_of(points_of(firm, foreseen=False, presumed=ends), terms) if ends else reported
    if all_firm:
        return Reading(items, refuted, reported, ended, ended)
    later = points_of(items, presumed=presumed_ends(items, terms, clauses))
    foreseen = timeline_of(later, terms, like.foreseen if like else None)
    return Reading(items, refuted, reported, ended, foreseen)


def prepare(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    known_by: PartialDate | None = None,
    clauses: Clauses = NO_CLAUSES,
    earlier: Prepared | None = None,
    made: Sequence[Published] | None = None,
) -> Prepared:
    """Compute the part of an answer that does not depend on ``on``.

    ``earlier`` is the answer to another question about the same history. Readings that lead to the same states on the
    same days are taken from it, since most publications repeat what was known; their entries may lack the new claims.
    Of the others, what begins in the same way is not replayed again. ``made`` has the publications of each entry, where
    they are known already.
    """
    if made is None and known_by is not None:
        made = [publications(event, sources) for event in events]
    views = [entries_known_by(events, sources, known_by, None, made)]
    seen = {_entries_of(views[0])}
    doubtful = doubtful_sources(made, known_by) if made is not None and known_by is not None else []
    if len(doubtful) <= MAX_SUBSETS:
        choices = [set(some) for size in range(len(doubtful)) for some in combinations(doubtful, size)]
    else:
        links = min(len(doubtful), MAX_READINGS)
        choices = [set(doubtful[: number * len(doubtful) // links]) for number in range(links)]
    for choice in reversed(choices):
        view = entries_known_by(events, sources, known_by, choice, made)
        entries = _entries_of(view)
        if entries not in seen:
            seen.add(entries)
            views.append(view)
    known = {_key(one.items): one for one in earlier.readings} if earlier else {}
    like = earlier.readings[0] if earlier else None
    readings = [
        known.get(_key(view.live)) or read(view.live, view.refuted, terms, clauses, like=like) for view in views
    ]
    return Prepared(readings, terms, clauses)


def _key(items: Iterable[LiveEntry]) -> Hashable:
    return tuple(item.key for item in items)


def _entries_of(view: Known) -> Hashable:
    """Return what two choices of doubtful sources have in common if they lead to the same timelines."""
    return (*(entry.key for entry in view.live), *(entry.index for entry in view.refuted))


def states_on(prepared: Prepared, on: PartialDate) -> frozenset[State | None]:
    """Return every possible state on a day, None for "nothing yet". Much faster than a whole answer."""
    states: set[State | None] = set()
    for reading in prepared.readings:
        for timeline in reading.timelines:
            states |= timeline.states_on(on)
            states |= silent_states(timeline, on, prepared.clauses)
    return frozenset(states)


def silent_states(timeline: Timeline, on: PartialDate, clauses: Clauses) -> frozenset[State | None]:
    """Return the states that events which the record does not follow may have led to by the day."""
    if not clauses.not_recorded or not timeline.points or not timeline.may_be_complete(on):
        return frozenset()
    return reachable(timeline.state(len(timeline.points)), clauses.not_recorded)


@lru_cache(maxsize=256)
def reachable(state: State | None, kinds: frozenset[EventKind]) -> frozenset[State | None]:
    """Return the states that events of these kinds alone may lead to.

    >>> sorted(reachable(State.SIGNED, frozenset({EventKind.RATIFIED, EventKind.IN_FORCE})))
    [<State.IN_FORCE: 'in_force'>, <State.RATIFIED: 'ratified'>, <State.SIGNED: 'signed'>]
    """
    found = {state}
    pending = [state]
    while pending:
        row = TABLE[pending.pop()]
        for kind in kinds:
            cell = row[kind]
            if cell and cell.target and cell.target not in found:
                found.add(cell.target)
                pending.append(cell.target)
    return frozenset(found)
