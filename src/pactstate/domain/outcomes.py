"""States, marks and places of parties that the prefixes of a timeline possible on a day lead to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import WAYS_OUT, State
from pactstate.domain.model import Clauses
from pactstate.domain.position import ALL, HIDDEN, NO_MARKS, Mark, Place, Topic, places_of
from pactstate.domain.timeline import Timeline, prefix_counts, silent_states

__all__ = ["Day", "Outcome", "Seen", "one_day", "only", "outcome_of"]


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
    found = [day for day in days if day]
    if not found or len(found) < len(days) or any(day.key != found[0].key for day in found):
        return None
    date = found[0].date
    earliest, latest = min(day.earliest for day in found), max(day.latest for day in found)
    return date if (earliest, latest) == (date.earliest, date.latest) else PartialDate.between(earliest, latest)


Key = tuple[Topic, str]
Places = Mapping[str, frozenset[tuple[Place, int | None]]]


@attrs.frozen(eq=False, repr=False)
class Outcome:
    """Result for one timeline: what the prefixes that are possible on a day lead to."""

    timeline: Timeline
    states: frozenset[State | None]
    silent: frozenset[State | None]
    """States that events under ``not_recorded`` may have led to."""
    since: Day | None
    """Day on which the state of the longest possible prefix began."""
    reach: int
    """Number of points that may have happened: the length of the longest possible prefix."""
    seen: Mapping[Key, Seen]
    places: Places
    """Places of each party, each with the number of the point that set it. The key ``""`` is a party without marks."""

    def day(self, point: int) -> Day:
        """Return the day of a point, narrowed by its bounds."""
        return _day(self.timeline, point)


def _day(timeline: Timeline, point: int) -> Day:
    limit, place = timeline.limits[point], timeline.points[point]
    date = place.date
    first, last = limit
    if last < first:
        first, last = date.earliest, date.latest
    return Day((place.item.index, place.is_effect, place.is_presumed), date, first, last)


def outcome_of(timeline: Timeline, on: PartialDate, clauses: Clauses) -> Outcome:
    """Return the outcome of a timeline: what its prefixes that are possible on a day lead to."""
    counts = prefix_counts(timeline.limits, on)
    reach = counts[-1]
    states = frozenset(timeline.state(count) for count in counts)
    seen, places = _scan(timeline, counts)
    since = timeline.steps[reach - 1].since if reach else None
    day = None if since is None else _day(timeline, since)
    silent = silent_states(timeline, on, clauses) if clauses.not_recorded else frozenset()
    return Outcome(timeline, states, silent, day, reach, seen, places)


def _scan(timeline: Timeline, counts: Sequence[int]) -> tuple[dict[Key, Seen], Places]:
    """Return the marks and the places of parties in the prefixes of the given lengths.

    The prefixes are visited from short to long and each change is applied once: the time is linear in the changes.
    """
    if len(counts) == 1:
        return _scan_one(timeline, counts[0])
    marks: dict[Key, Mark] = {}
    by_party: dict[str, dict[Topic, Mark]] = {}

    def apply(start: int, end: int) -> set[Key]:
        touched: set[Key] = set()
        for step in timeline.steps[start:end]:
            for topic, party, mark in step.changes:
                key = (topic, party)
                touched.add(key)
                if mark is None:
                    marks.pop(key, None)
                    by_party.get(party, {}).pop(topic, None)
                else:
                    marks[key] = mark
                    by_party.setdefault(party, {})[topic] = mark
        return touched

    apply(0, counts[0])
    state = timeline.state(counts[0])
    out = state in WAYS_OUT
    seen = {
        key: Seen((mark,), always=not mark.doubtful) for key, mark in marks.items() if not (out and key[0] in HIDDEN)
    }

    def places_now(party: str) -> tuple[tuple[Place, int | None], ...]:
        since = timeline.steps[count - 1].since if count else None
        return places_of(by_party.get(party, {}), by_party.get(ALL, {}), state, since)

    count = counts[0]
    places = {party: {*places_now(party)} for party in by_party if party != ALL}
    fresh = {*places_now("")}
    for previous, count in pairwise(counts):
        before, touched = state, apply(previous, count)
        state = timeline.state(count)
        was_out, out = before in WAYS_OUT, state in WAYS_OUT
        if out and not was_out:
            touched.update(key for key in seen if key[0] in HIDDEN)
        if was_out and not out:
            touched.update(key for key in marks if key[0] in HIDDEN)
        for key in touched:
            mark = None if out and key[0] in HIDDEN else marks.get(key)
            old = seen.get(key)
            if mark is None:
                if old:
                    seen[key] = Seen(old.marks, always=False)
            elif old is None:
                seen[key] = Seen((mark,), always=False)
            else:
                seen[key] = Seen(tuple(dict.fromkeys((*old.marks, mark))), old.always and not mark.doubtful)
        everyone = was_out != out or any(party == ALL for _, party in touched)
        for party in by_party if everyone else {party for _, party in touched}:
            if party != ALL:
                places.setdefault(party, set(fresh)).update(places_now(party))
        fresh.update(places_now(""))
    found = {party: frozenset(some) for party, some in places.items()}
    found[""] = frozenset(fresh)
    return seen, found


def _scan_one(timeline: Timeline, count: int) -> tuple[dict[Key, Seen], Places]:
    """Return the result of :func:`_scan` for a single prefix, without its bookkeeping."""
    marks: dict[Key, Mark] = {}
    for step in timeline.steps[:count]:
        for topic, party, mark in step.changes:
            if mark is None:
                marks.pop((topic, party), None)
            else:
                marks[topic, party] = mark
    state, since = timeline.state(count), timeline.steps[count - 1].since if count else None
    out = state in WAYS_OUT
    seen: dict[Key, Seen] = {}
    by_party: dict[str, dict[Topic, Mark]] = {}
    for key, mark in marks.items():
        topic, party = key
        by_party.setdefault(party, {})[topic] = mark
        if not out or topic not in HIDDEN:
            seen[key] = Seen((mark,), always=not mark.doubtful)
    common = by_party.pop(ALL, NO_MARKS)
    places = {party: frozenset(places_of(own, common, state, since)) for party, own in by_party.items()}
    places[""] = frozenset(places_of(NO_MARKS, common, state, since))
    return seen, places


_Value = TypeVar("_Value")


def only(values: Collection[_Value]) -> _Value | None:
    """Return the only value; None if there are several or none."""
    return next(iter(values)) if len(values) == 1 else None
