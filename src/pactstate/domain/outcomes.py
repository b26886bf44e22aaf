"""States, marks and places of parties that the prefixes of a timeline possible on a day lead to."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import WAYS_OUT, Flag, State
from pactstate.domain.position import ALL, HIDDEN, NO_MARKS, UNDATED, Mark, Place, Topic, places_of
from pactstate.domain.timeline import Timeline, prefix_counts

__all__ = ["Day", "Outcome", "Possible", "Seen", "one_day", "only", "outcome_of", "state_began"]


class Seen(NamedTuple):
    """Marks of one topic and party in the possible prefixes of a timeline."""

    marks: tuple[Mark, ...]
    """Distinct marks, in the order in which the prefixes set them."""
    always: bool
    """Whether every possible prefix has a mark of this topic and party that is not doubtful."""


class Day(NamedTuple):
    """Day of one point, as narrowed by its neighbours in one timeline."""

    key: tuple[int, bool, bool]
    """Identity of the point in every timeline: index of its entry, whether it is an effect, whether it is presumed."""
    date: PartialDate
    """Date that the record gives."""
    earliest: dt.date
    latest: dt.date


def one_day(days: Collection[Day | None]) -> PartialDate | None:
    """Return the day of a point, with the widest bounds of all timelines.

    Return None if the timelines disagree on the point, or if one of them has none.
    """
    if len(days) == 1:
        # The quick way for a history with one timeline, as most have.
        (alone,) = days
        if alone and (alone.earliest, alone.latest) == (alone.date.earliest, alone.date.latest):
            return alone.date
    found = [day for day in days if day]
    if not found or len(found) < len(days) or any(day.key != found[0].key for day in found):
        return None
    earliest, latest = min(day.earliest for day in found), max(day.latest for day in found)
    # Readings may write the same days in several ways, and come from a set: the choice must not depend on its order.
    dates = [day.date for day in found if (day.date.earliest, day.date.latest) == (earliest, latest)]
    if not dates:
        return PartialDate.between(earliest, latest)
    return min(dates, key=lambda date: (len(date.text), date.text))


Key = tuple[Topic, str]
Places = Mapping[str, frozenset[tuple[Place, int | None]]]


@attrs.frozen(slots=False, eq=False, repr=False)
class Outcome:
    """Result for one timeline: what the prefixes that are possible on a day lead to."""

    timeline: Timeline
    counts: Sequence[int]
    """Lengths of these prefixes, in ascending order."""
    states: frozenset[State | None]
    silent: frozenset[State | None]
    """States that events under ``not_recorded`` may have led to."""
    since: Day | None
    """Day on which the state of the longest possible prefix began."""
    marks: Mapping[Key, Mark]
    """Marks of the only possible prefix; none where there are several."""
    seen: Mapping[Key, Seen]
    """Marks that stand in some of the prefixes."""

    @property
    def reach(self) -> int:
        """Number of points that may have happened: the length of the longest possible prefix."""
        return self.counts[-1]

    @cached_property
    def places(self) -> Places:
        """Places of each party, each with the number of the point that set it; ``""`` is a party without marks."""
        if len(self.counts) > 1:
            return _places(self.timeline, self.counts)
        by_party: dict[str, dict[Topic, Mark]] = {}
        for (topic, party), mark in self.marks.items():
            by_party.setdefault(party, {})[topic] = mark
        common = by_party.pop(ALL, NO_MARKS)
        state, since = self.timeline.state(self.reach), self.timeline.since(self.reach)
        places = {party: frozenset(places_of(own, common, state, since)) for party, own in by_party.items()}
        places[""] = frozenset(places_of(NO_MARKS, common, state, since))
        return places

    def day(self, point: int) -> Day | None:
        """Return the day of a point, narrowed by its bounds; None if the record passes over it."""
        return None if point == UNDATED else _day(self.timeline, point)


def _day(timeline: Timeline, point: int) -> Day:
    place = timeline.points[point]
    date = place.date
    first, last = date.earliest, date.latest
    if first != last:
        # Neighbours narrow an interval. They may contradict a known day, which stays as it is.
        limit = timeline.limits[point]
        first, last = (first, last) if limit.empty else limit
    return Day((place.item.index, place.is_effect, place.is_presumed), date, first, last)


def state_began(timeline: Timeline, count: int) -> Day | None:
    """Return the day on which the state after so many points began."""
    since = timeline.steps[count - 1].since if count else None
    return None if since is None or timeline.steps[count - 1].undated else _day(timeline, since)


class Possible(NamedTuple):
    """Prefixes and silent states that are possible on a day in one timeline."""

    counts: Sequence[int]
    """Lengths of the prefixes, in ascending order."""
    silent: frozenset[State | None]
    """States that events under ``not_recorded`` may have led to."""

    @classmethod
    def on(cls, timeline: Timeline, on: PartialDate) -> Possible:
        """Return what is possible on a day, or on any day of a partial date."""
        counts = prefix_counts(timeline.limits, on)
        return cls(counts, frozenset(timeline.silent_on(on)) if timeline.silent else _NO_STATES)


_NO_STATES: Final[frozenset[State | None]] = frozenset()


def outcome_of(timeline: Timeline, possible: Possible) -> Outcome:
    """Return the outcome of a timeline: what its prefixes that are possible on a day lead to."""
    counts, silent = possible
    began = state_began(timeline, counts[-1])
    if len(counts) > 1:
        states = frozenset(timeline.state(count) for count in counts)
        since = began if began == state_began(timeline, counts[0]) else None
        return Outcome(timeline, counts, states, silent, since, {}, _seen(timeline, counts))
    state, marks = timeline.state(counts[0]), _marks(timeline, counts[0])
    is_out = state in WAYS_OUT
    seen = {key: Seen((mark,), not mark.doubtful) for key, mark in marks.items() if not is_out or key[0] not in HIDDEN}
    return Outcome(timeline, counts, frozenset((state,)), silent, began, marks, seen)


def _marks(timeline: Timeline, count: int) -> Mapping[Key, Mark]:
    """Return the marks after so many points."""
    marks: dict[Key, Mark] = {}
    for step in timeline.steps[:count]:
        for topic, party, mark in step.changes:
            if mark is None:
                marks.pop((topic, party), None)
            else:
                marks[topic, party] = mark
    return marks


def _changes(timeline: Timeline, counts: Sequence[int]) -> Iterator[Mapping[Key, Mark | None]]:
    """Yield what changes from each prefix to the next longer one, beginning with the shortest.

    Each change is visited once, so that the time is linear in the changes.
    """
    for previous, count in pairwise((0, *counts)):
        yield {(topic, who): mark for step in timeline.steps[previous:count] for topic, who, mark in step.changes}


def _seen(timeline: Timeline, counts: Sequence[int]) -> Mapping[Key, Seen]:
    """Return the marks in the prefixes of the given lengths."""
    frames = _Frames(timeline, counts)
    marks: dict[Key, tuple[Mark, int]] = {}
    seen: dict[Key, tuple[dict[Mark, None], int]] = {}

    def close(key: Key, end: int) -> None:
        """Take over the mark of a key, which stood in the prefixes before ``end``."""
        mark, start = marks.pop(key)
        shown = frames.shown(key[0], start, end)
        if shown:
            some, covered = seen.setdefault(key, ({}, 0))
            some[mark] = None
            seen[key] = some, covered + (0 if mark.doubtful else shown)

    for number, changes in enumerate(_changes(timeline, counts)):
        for key, mark in changes.items():
            if key in marks:
                close(key, number)
            if mark is not None:
                marks[key] = mark, number
    for key in [*marks]:
        close(key, len(counts))
    return {key: Seen(tuple(some), always=covered == len(counts)) for key, (some, covered) in seen.items()}


def _places(timeline: Timeline, counts: Sequence[int]) -> Places:
    """Return the places of parties in the prefixes of the given lengths."""
    frames = _Frames(timeline, counts)
    own: dict[str, dict[Topic, Mark]] = {}
    began: dict[str, int] = {}
    places: dict[str, set[tuple[Place, int | None]]] = {"": frames.places(NO_MARKS, 0, len(counts))}

    def close(party: str, end: int) -> None:
        """Take over the places of a party, whose marks stood in the prefixes before ``end``."""
        found = frames.places(own.get(party, NO_MARKS), began.get(party, 0), end)
        places.setdefault(party, set()).update(found)
        began[party] = end

    for number, changes in enumerate(_changes(timeline, counts)):
        if number:
            for party in dict.fromkeys(party for _, party in changes if party != ALL):
                close(party, number)
        for (topic, party), mark in changes.items():
            if mark is None:
                own.get(party, {}).pop(topic, None)
            else:
                own.setdefault(party, {})[topic] = mark
    for party in own.keys() - {ALL}:
        close(party, len(counts))
    return {party: frozenset(places[party]) for party in (*own, "") if party != ALL}


class _Frames:
    """Answer of the possible prefixes for all parties: the state, and whether all apply it provisionally.

    The places of a party follow from its own marks and this frame. Frames of one sort differ only in the point that
    set them, and these points never decrease: the first and the last of them tell whether there are several.
    """

    def __init__(self, timeline: Timeline, counts: Sequence[int]) -> None:
        common: Mark | None = None
        self._frames: list[tuple[State | None, int | None, Mark | None]] = []
        self._sorts: dict[Hashable, list[int]] = {}
        self._out: list[int] = []
        for number, (previous, count) in enumerate(pairwise((0, *counts))):
            for step in timeline.steps[previous:count]:
                for topic, party, mark in step.changes:
                    if party == ALL and topic is Flag.PROVISIONAL:
                        common = mark
            state = timeline.state(count)
            out = state in WAYS_OUT
            self._frames.append((state, timeline.since(count), common))
            self._sorts.setdefault((state if out else None, common is None), []).append(number)
            if out:
                self._out.append(number)

    def shown(self, topic: Topic, start: int, end: int) -> int:
        """Return in how many of some frames a mark of a topic counts."""
        hidden = bisect_left(self._out, end) - bisect_left(self._out, start) if topic in HIDDEN else 0
        return end - start - hidden

    def places(self, own: Mapping[Topic, Mark], start: int, end: int) -> set[tuple[Place, int | None]]:
        """Return the places of a party in some frames; of several points that lead to one place, two."""
        found: set[tuple[Place, int | None]] = set()
        for numbers in self._sorts.values():
            first, after = bisect_left(numbers, start), bisect_left(numbers, end)
            for number in {numbers[first], numbers[after - 1]} if first < after else ():
                state, since, common = self._frames[number]
                found.update(places_of(own, NO_MARKS if common is None else {Flag.PROVISIONAL: common}, state, since))
        return found


_Value = TypeVar("_Value")


def only(values: Collection[_Value]) -> _Value | None:
    """Return the only value; None if there are several or none."""
    return next(iter(values)) if len(values) == 1 else None
