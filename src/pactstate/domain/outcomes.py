"""States, marks and places of parties that the prefixes of a line possible on a day lead to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import WAYS_OUT, Flag, State
from pactstate.domain.lines import Line, prefix_counts
from pactstate.domain.model import Clauses
from pactstate.domain.position import ALL, Deed, Mark, Topic
from pactstate.domain.timeline import silent_states
from pactstate.domain.words import Word

__all__ = ["Day", "Outcome", "Place", "Seen", "one_day", "only", "outcome_of"]


class Place(Word):
    """Place of one party in an agreement."""

    NONE = "not yet a party"
    SIGNED = "signed"
    CONSENTED = "consented"
    PROVISIONAL = "provisionally bound"
    BOUND = "bound"
    NOTICE = "under notice"
    GONE = "gone"
    ENDED = "no longer bound: the agreement is over"


class Seen(NamedTuple):
    """Marks of one topic and party in the possible prefixes of a line."""

    marks: tuple[Mark, ...]
    """Distinct marks, in the order in which the prefixes set them."""
    always: bool
    """Whether every possible prefix has a mark of this topic and party."""


class Day(NamedTuple):
    """Day of one point, as narrowed by its neighbours in one line."""

    key: tuple[int, bool, bool]
    """Identity of the point in every line: index of its entry, whether it is an effect, whether it is presumed."""
    date: PartialDate
    """Date that the record gives."""
    earliest: dt.date
    latest: dt.date


def one_day(days: Collection[Day | None]) -> PartialDate | None:
    """Return the day of a point, with the widest bounds of all lines.

    Return None if the lines disagree on the point, or if one of them has none.
    """
    found = [day for day in days if day]
    if not found or len(found) < len(days) or any(day.key != found[0].key for day in found):
        return None
    date = found[0].date
    earliest, latest = min(day.earliest for day in found), max(day.latest for day in found)
    return date if (earliest, latest) == (date.earliest, date.latest) else PartialDate.between(earliest, latest)


Key = tuple[Topic, str]


@attrs.frozen(eq=False, repr=False)
class Outcome:
    """Result for one line: what the prefixes that are possible on a day lead to."""

    line: Line
    states: frozenset[State | None]
    silent: frozenset[State | None]
    """States that events under ``not_recorded`` may have led to."""
    since: Day | None
    """Day on which the state of the longest possible prefix began."""
    reach: int
    """Number of points that may have happened: the length of the longest possible prefix."""
    seen: Mapping[Key, Seen]
    places: Mapping[str, frozenset[tuple[Place, int | None]]]
    """Places of each party, each with the number of the point that set it. The key ``""`` is a party without marks."""

    def day(self, point: int) -> Day:
        """Return the day of a point, narrowed by its bounds."""
        return _day(self.line, point)


def _day(line: Line, point: int) -> Day:
    limit, place = line.limits[point], line.points[point]
    date = place.date
    first, last = limit
    if last < first:
        first, last = date.earliest, date.latest
    return Day((place.item.index, place.is_effect, place.is_presumed), date, first, last)


def outcome_of(line: Line, on: PartialDate, clauses: Clauses) -> Outcome:
    """Return the outcome of a line: what its prefixes that are possible on a day lead to."""
    counts = prefix_counts(line.limits, on)
    reach = counts[-1]
    states = frozenset(line.state(count) for count in counts)
    seen, places = _scan(line, counts)
    since = line.steps[reach - 1].since if reach else None
    day = None if since is None else _day(line, since)
    silent = silent_states(line, on, clauses) if clauses.not_recorded else frozenset()
    return Outcome(line, states, silent, day, reach, seen, places)


_HIDDEN: Final[frozenset[Topic]] = frozenset({*Flag, Deed.BOUND})
"""Topics ignored while an agreement is abandoned or terminated: no flag applies then, and nobody is bound."""


def _scan(line: Line, counts: Sequence[int]) -> tuple[dict[Key, Seen], dict[str, frozenset[tuple[Place, int | None]]]]:
    """Return the marks and the places of parties in the prefixes of the given lengths.

    The prefixes are visited from short to long and each change is applied once: the time is linear in the changes.
    """
    if len(counts) == 1:
        return _scan_one(line, counts[0])
    marks: dict[Key, Mark] = {}
    by_party: dict[str, dict[Topic, Mark]] = {}

    def apply(start: int, end: int) -> set[Key]:
        touched: set[Key] = set()
        for step in line.steps[start:end]:
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
    state = line.state(counts[0])
    out = state in WAYS_OUT
    seen = {key: Seen((mark,), always=True) for key, mark in marks.items() if not (out and key[0] in _HIDDEN)}

    def place(party: str) -> tuple[Place, int | None]:
        since = line.steps[count - 1].since if count else None
        return _place(by_party.get(party, {}), by_party.get(ALL, {}), state, since)

    count = counts[0]
    places = {party: {place(party)} for party in by_party if party != ALL}
    fresh = {place("")}
    for previous, count in pairwise(counts):
        before, touched = state, apply(previous, count)
        state = line.state(count)
        was_out, out = before in WAYS_OUT, state in WAYS_OUT
        if out and not was_out:
            touched.update(key for key in seen if key[0] in _HIDDEN)
        if was_out and not out:
            touched.update(key for key in marks if key[0] in _HIDDEN)
        for key in touched:
            mark = None if out and key[0] in _HIDDEN else marks.get(key)
            old = seen.get(key)
            if mark is None:
                if old:
                    seen[key] = Seen(old.marks, always=False)
            elif old is None:
                seen[key] = Seen((mark,), always=False)
            else:
                seen[key] = Seen(tuple(dict.fromkeys((*old.marks, mark))), old.always)
        everyone = was_out != out or any(party == ALL for _, party in touched)
        for party in by_party if everyone else {party for _, party in touched}:
            if party != ALL:
                places.setdefault(party, set(fresh)).add(place(party))
        fresh.add(place(""))
    found = {party: frozenset(some) for party, some in places.items()}
    found[""] = frozenset(fresh)
    return seen, found


def _scan_one(line: Line, count: int) -> tuple[dict[Key, Seen], dict[str, frozenset[tuple[Place, int | None]]]]:
    """Return the result of :func:`_scan` for a single prefix, without its bookkeeping."""
    marks: dict[Key, Mark] = {}
    for step in line.steps[:count]:
        for topic, party, mark in step.changes:
            if mark is None:
                marks.pop((topic, party), None)
            else:
                marks[topic, party] = mark
    state, since = line.state(count), line.steps[count - 1].since if count else None
    out = state in WAYS_OUT
    seen: dict[Key, Seen] = {}
    by_party: dict[str, dict[Topic, Mark]] = {}
    for key, mark in marks.items():
        topic, party = key
        by_party.setdefault(party, {})[topic] = mark
        if not out or topic not in _HIDDEN:
            seen[key] = Seen((mark,), always=True)
    common = by_party.pop(ALL, _NO_MARKS)
    places = {party: frozenset((_place(own, common, state, since),)) for party, own in by_party.items()}
    places[""] = frozenset((_place(_NO_MARKS, common, state, since),))
    return seen, places


_NO_MARKS: Final[Mapping[Topic, Mark]] = MappingProxyType({})


_PLACES: Final[tuple[tuple[Topic, Place], ...]] = (
    (Deed.GONE, Place.GONE),
    (Flag.NOTICE, Place.NOTICE),
    (Deed.BOUND, Place.BOUND),
    (Flag.PROVISIONAL, Place.PROVISIONAL),
    (Deed.CONSENTED, Place.CONSENTED),
    (Deed.SIGNED, Place.SIGNED),
)
"""Topic of the mark that puts a party in each place. The first topic that has a mark decides."""


def _place(
    own: Mapping[Topic, Mark], common: Mapping[Topic, Mark], state: State | None, since: int | None
) -> tuple[Place, int | None]:
    """Return the place of a party and the number of the point that set it.

    ``own`` are the marks of the party, ``common`` those for all parties.
    """
    if state is State.TERMINATED and own and Deed.GONE not in own:
        return Place.ENDED, since
    for topic, place in _PLACES:
        if state in WAYS_OUT and topic in _HIDDEN:
            continue
        mark = own.get(topic) or (common.get(topic) if topic is Flag.PROVISIONAL else None)
        if mark is not None:
            return place, mark.point
    return Place.NONE, None


_Value = TypeVar("_Value")


def only(values: Collection[_Value]) -> _Value | None:
    """Return the only value; None if there are several or none."""
    return next(iter(values)) if len(values) == 1 else None
