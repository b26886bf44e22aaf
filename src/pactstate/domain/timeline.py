"""Timeline of an agreement: points, bounds, replay, and the states that are possible on a day.

Three questions are kept apart. *Evidence* (``evidence.py``) decides which entries count; *bounds* say on which
days each may have happened; the *replay* says which state each prefix of the list leads to. See
docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, combinations
from typing import Final, NamedTuple

import attrs

from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.evidence import LATER_EFFECT, Evidence, LiveEntry, doubtful_sources, effect_day, known
from pactstate.domain.lifecycle import (
    START,
    TABLE,
    Act,
    Change,
    EventKind,
    MutableMarks,
    Position,
    State,
    Terms,
    Violation,
    advance,
    apply,
)
from pactstate.domain.model import NO_CLAUSES, Clauses, Event, Period, Source

__all__ = [
    "Bounds",
    "Line",
    "Point",
    "Prepared",
    "Reading",
    "Replayed",
    "bounds",
    "line_of",
    "points_of",
    "prefix_counts",
    "prepare",
    "reachable",
    "read",
    "replay",
    "states_on",
    "term_end",
]

MAX_SUBSETS: Final = 6
"""Number of doubtful sources of which every subset is tried; with more, the chain in order of publication is."""


class Bounds(NamedTuple):
    """Days on which a point may have happened, given its neighbours; empty when the dates contradict the order."""

    earliest: dt.date
    latest: dt.date

    @property
    def empty(self) -> bool:
        """Whether no day is left."""
        return self.latest < self.earliest


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


class Replayed(NamedTuple):
    """What a point leads to."""

    state: State | None
    before: State | None
    """State that a way out left; None in other states."""
    since: int | None
    """Number of the point that set the state."""
    violations: tuple[tuple[EventKind, Violation], ...]
    changes: tuple[Change, ...]


@attrs.frozen(slots=False, eq=False, repr=False)
class Line:
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
        return all(min(limit) <= on.latest for limit in self.limits)


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


@attrs.frozen(eq=False, repr=False)
class Reading:
    """One reading of the doubtful sources: three lines of the same history."""

    items: Sequence[LiveEntry]
    """The entries that count."""
    refuted: Sequence[LiveEntry]
    """Announced entries that a later denial took back."""
    reported: Line
    """The reported entries."""
    ended: Line
    """The same, with the ends that notices and the term presume; the same object when there are none."""
    foreseen: Line
    """Everything reported, announced, disputed and presumed; the same object as ``ended`` when nothing is added."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that differ."""
        return list({id(line): line for line in (self.reported, self.ended, self.foreseen)}.values())


@attrs.frozen(eq=False, repr=False)
class Prepared:
    """History as known by a day: one reading for each choice of doubtful sources, the one that counts all first."""

    readings: Sequence[Reading]
    terms: Terms
    clauses: Clauses = NO_CLAUSES


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
    if on.is_day:
        return _counts_on(limits, on.earliest)
    # The numbers change only on a day that is a bound.
    changes = {day for limit in limits for day in (limit.earliest, limit.latest) if day in on}
    return sorted({count for day in {on.earliest, *changes} for count in _counts_on(limits, day)})


def _counts_on(limits: Sequence[Bounds], day: dt.date) -> range:
    surely = sum(limit.latest <= day for limit in limits)
    perhaps = sum(limit.earliest <= day for limit in limits)
    return range(min(surely, perhaps), max(surely, perhaps) + 1)


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


def replay(points: Iterable[Point], terms: Terms) -> list[Replayed]:
    """Return what each point leads to. The events of one point are atomic: there is no position between them."""
    steps: list[Replayed] = []
    marks: MutableMarks = {}
    position, since = Position(None, marks), None
    for number, point in enumerate(points):
        event, start = point.item.event, position
        violations: tuple[tuple[EventKind, Violation], ...] = ()
        changes: tuple[Change, ...] = ()
        for kind in point.kinds:
            act = Act(kind, event.party, point.date, event.effective, event.of, event.manner, event.partial, number)
            position, violation, changed = advance(marks, position, act, terms)
            if violation:
                violations = (*violations, (kind, violation))
            changes = (*changes, *changed) if changes else changed
        if position.state is not start.state or (start.derived and not position.derived):
            since = number
        steps.append(Replayed(position.state, position.before, since, violations, changes))
    return steps


def line_of(points: Sequence[Point], terms: Terms) -> Line:
    """Return the line of some points."""
    return Line(points, bounds(point.span for point in points), replay(points, terms))


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


def _presumed_ends(items: Sequence[LiveEntry], terms: Terms, clauses: Clauses) -> list[Point]:
    """Return the ends that notices and a term without renewal presume, as points on their days."""
    ends: list[Point] = []
    if clauses.term is None and not any(EventKind.NOTICE_GIVEN in item.kinds for item in items):
        return ends
    running: dict[str, LiveEntry] = {}
    for item in items:
        event = item.event
        if running:
            _stop_notices(running, item, terms)
        if EventKind.NOTICE_GIVEN in item.kinds and event.party:
            running.pop(event.party, None)
            if event.effective:
                running[event.party] = item
    for party, item in running.items():
        day = item.event.effective
        if day:
            ends.append(_presumed(item, EventKind.WITHDRAWN, day, party))
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


def _stop_notices(running: dict[str, LiveEntry], item: LiveEntry, terms: Terms) -> None:
    """Remove the notices whose outcome an entry tells."""
    party = item.event.party
    for kind in item.kinds:
        if kind in _STOPS_ALL:
            running.clear()
        elif kind in _STOPS and party:
            running.pop(party, None)
        elif terms.bilateral and kind in _ALIVE:
            # A treaty of two that is still acted on after the day did not end then.
            for name, notice in list(running.items()):
                if notice.event.effective and certainly_before(notice.event.effective, item.date):
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


def read(
    items: Sequence[LiveEntry],
    refuted: Sequence[LiveEntry],
    terms: Terms,
    clauses: Clauses = NO_CLAUSES,
    reported: Line | None = None,
) -> Reading:
    """Return the three lines of some entries. ``reported`` is the first of them, where it is known already."""
    firm = [item for item in items if item.evidence is Evidence.REPORTED]
    all_firm = len(firm) == len(items)
    reported = reported or line_of(points_of(firm, foreseen=False), terms)
    ends = _presumed_ends(firm, terms, clauses)
    ended = line_of(points_of(firm, foreseen=False, presumed=ends), terms) if ends else reported
    if all_firm:
        return Reading(items, refuted, reported, ended, ended)
    foreseen = line_of(points_of(items, presumed=_presumed_ends(items, terms, clauses)), terms)
    return Reading(items, refuted, reported, ended, foreseen)


def prepare(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    known_by: PartialDate | None = None,
    clauses: Clauses = NO_CLAUSES,
) -> Prepared:
    """Compute the part of an answer that does not depend on ``on``."""
    everything = known(events, sources, known_by)
    views = [everything]
    doubtful = doubtful_sources(events, sources, known_by) if known_by else []
    if len(doubtful) <= MAX_SUBSETS:
        choices = [set(some) for size in range(len(doubtful)) for some in combinations(doubtful, size)]
    else:
        choices = [set(doubtful[:size]) for size in range(len(doubtful))]
    for choice in reversed(choices):
        view = known(events, sources, known_by, choice)
        if not any(view.live == other.live and view.refuted == other.refuted for other in views):
            views.append(view)
    return Prepared([read(view.live, view.refuted, terms, clauses) for view in views], terms, clauses)


def states_on(prepared: Prepared, on: PartialDate) -> frozenset[State | None]:
    """Return every possible state on a day, None for "nothing yet". Much faster than a whole answer."""
    states: set[State | None] = set()
    for reading in prepared.readings:
        for line in reading.lines:
            states |= line.states_on(on)
            states |= silent_states(line, on, prepared.clauses)
    return frozenset(states)


def silent_states(line: Line, on: PartialDate, clauses: Clauses) -> frozenset[State | None]:
    """Return the states that events which the record does not follow may have led to by the day."""
    if not clauses.not_recorded or not line.points or not line.may_be_complete(on):
        return frozenset()
    return reachable(line.state(len(line.points)), clauses.not_recorded)


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
