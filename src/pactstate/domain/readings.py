"""Readings of a history: timelines for each choice of the sources that may have been public by a day.

A *reading* takes some of the sources whose day of publication is not certain as known, and the others as not known.
See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence, LiveEntry, entries_known_by
from pactstate.domain.known_by import Published
from pactstate.domain.known_entries import KnownEntries, View
from pactstate.domain.model import NO_CLAUSES, Clauses, Event, Source
from pactstate.domain.points import Point, effect_of, points_of, presumed_ends, presumes_force
from pactstate.domain.position import Terms
from pactstate.domain.replay import Replayed
from pactstate.domain.timeline import Timeline, timeline_of

__all__ = [
    "AscendingKnowledge",
    "Knowledge",
    "Prepared",
    "Reading",
    "days_of_knowledge",
    "knowledge",
    "prepare",
    "read",
    "states_in",
    "states_on",
]


def _different(reading: Reading) -> Sequence[Timeline]:
    lines = (reading.reported, reading.ended, reading.foreseen)
    if lines[0] is lines[2] and lines[0].other is None:
        return lines[:1]
    return list({id(one): one for line in lines for one in (line, line.other) if one}.values())


@attrs.frozen(slots=False, eq=False, repr=False)
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
    timelines: Sequence[Timeline] = attrs.field(init=False, default=attrs.Factory(_different, takes_self=True))
    """The timelines that differ."""

    @cached_property
    def ahead(self) -> Sequence[tuple[Point, Replayed]]:
        """Announced entries and effects of acts, each with what it leads to: what may lie ahead on a day."""
        return [
            (point, step)
            for point, step in zip(self.foreseen.points, self.foreseen.steps, strict=True)
            if point.kinds and not point.is_presumed
            if point.is_effect or point.item.evidence is Evidence.ANNOUNCED
        ]

    def state_on(self, day: dt.date) -> State | None:
        """Return the certain state of a day; None if there are several, or if nothing has begun."""
        line = self.reported
        if len(self.timelines) == 1 and not line.silent and line.last_day <= day:
            return line.state(len(line.points))
        state, *others = states_in(self, PartialDate(day))
        return None if others else state

    @cached_property
    def has_notices(self) -> bool:
        """Whether a party gave notice."""
        return any(EventKind.NOTICE_GIVEN in item.kinds for item in self.items)

    @cached_property
    def revoked(self) -> Sequence[tuple[Point, LiveEntry]]:
        """Ends that were decided for a later day and revoked, each with the entry that revokes it."""
        found = [(effect_of(item), item.revoked) for item in self.items if item.revoked]
        return [(effect, by) for effect, by in found if effect and by]


@attrs.frozen(slots=False, eq=False, repr=False)
class Prepared:
    """History as known by a day: one reading for each choice of doubtful sources, the one that counts all first."""

    readings: Sequence[Reading]
    terms: Terms
    clauses: Clauses = NO_CLAUSES
    recent: dict[Hashable, object] = attrs.field(factory=dict, init=False)
    """Shared parts of the latest answers, by what decides on them."""

    @cached_property
    def timelines(self) -> Sequence[Timeline]:
        """The timelines of all readings."""
        return [line for reading in self.readings for line in reading.timelines]

    @cached_property
    def foreseen(self) -> Sequence[bool]:
        """Whether each timeline has everything that was announced or presumed."""
        return [
            line in (reading.foreseen, reading.foreseen.other)
            for reading in self.readings
            for line in reading.timelines
        ]

    @cached_property
    def has_other_days(self) -> bool:
        """Whether an act takes effect on another day than its own."""
        return any(item.event.effective for reading in self.readings for item in reading.items)

    @cached_property
    def has_ahead(self) -> bool:
        """Whether something may be expected on any day at all."""
        clauses, reading = self.clauses, self.readings[0]
        return bool(clauses.term or clauses.entry_into_force or reading.ahead or reading.revoked or reading.has_notices)


def read(
    items: Sequence[LiveEntry],
    refuted: Sequence[LiveEntry],
    terms: Terms,
    clauses: Clauses = NO_CLAUSES,
    reported: Timeline | None = None,
    earlier: Sequence[Reading] = (),
    points: Sequence[Point] | None = None,
) -> Reading:
    """Return the three timelines of some entries.

    Args:
        items: Entries that count.
        refuted: Announced entries that a later denial took back.
        terms: Parties and consents needed.
        clauses: Rules of the agreement on its force and its end.
        reported: The first of the timelines, if it is computed already.
        earlier: Readings that may begin with the same points, which need no second replay.
        points: Points of the entries, if each of them is reported and has no other day of effect.
    """
    is_plain = points is not None
    firm = items if is_plain else [item for item in items if item.evidence is Evidence.REPORTED]
    all_firm = len(firm) == len(items)
    silence = clauses.not_recorded
    if reported is None:
        points = points_of(firm, foreseen=False) if points is None else points
        reported = timeline_of(points, terms, [one.reported for one in earlier], silence)
    ends = presumed_ends(firm, terms, clauses) if clauses.term or not is_plain else ()
    force = not is_plain and presumes_force(items, silence)
    ended = reported
    if ends or force:
        more = points_of(firm, foreseen=False, presumed=ends, brings_force=force)
        ended = timeline_of(more, terms, [reported, *(one.ended for one in earlier)], silence)
    if all_firm:
        return Reading(items, refuted, reported, ended, ended)
    later = points_of(items, presumed=presumed_ends(items, terms, clauses), brings_force=force)
    foreseen = timeline_of(later, terms, [ended, *(one.foreseen for one in earlier)], silence)
    return Reading(items, refuted, reported, ended, foreseen)


def prepare(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    known_by: PartialDate | None = None,
    clauses: Clauses = NO_CLAUSES,
) -> Prepared:
    """Compute the part of an answer that does not depend on ``on``."""
    if known_by is not None:
        found: dict[Hashable, Reading] = {}
        for view in KnownEntries(events, sources).views(known_by):
            if view.key not in found:
                found[view.key] = read(view.live, view.refuted, terms, clauses)
        return Prepared([*found.values()], terms, clauses)
    known = entries_known_by(events, sources)
    return Prepared([read(known.live, known.refuted, terms, clauses)], terms, clauses)


class AscendingKnowledge:
    """Knowledge of a history by one day after another. The caller asks for days in ascending order.

    A reading that leads to the same states on the same days as one of an earlier day is taken from there, since most
    publications repeat what was known; its entries and points may lack the new claims. Points that another reading has
    in common with that of everything on file, or with the latest one, are not replayed again.
    """

    def __init__(self, events: Sequence[Event], sources: Mapping[str, Source], whole: Prepared) -> None:
        """Begin before the first day; ``whole`` has the reading of everything on file, if it is computed already."""
        self._entries = KnownEntries(events, sources)
        self._whole = whole
        for reading in whole.readings:
            self._entries.use_points(reading.reported.points)
        self._made: dict[Hashable, Reading] = {}
        self._latest: Sequence[Reading] = ()
        self._prepared: Prepared | None = None

    @property
    def publications(self) -> Sequence[Published]:
        """Publications of each entry."""
        return self._entries.publications

    def by(self, day: dt.date) -> Prepared:
        """Return the history as known by a day: the same object as for the day before, if nothing new was known."""
        found = [*self.readings(day)]
        if self._prepared is None or [*map(id, found)] != [*map(id, self._prepared.readings)]:
            self._prepared = Prepared(found, self._whole.terms, self._whole.clauses)
        return self._prepared

    def certain(self, day: dt.date) -> Reading:
        """Return the reading of what was certainly known by a day: the last one of :meth:`readings`."""
        return self._reading(self._entries.certain(day))

    def readings(self, day: dt.date) -> Iterator[Reading]:
        """Yield the readings of the history as known by a day, the one that counts all doubtful sources first."""
        if not self._entries.has_doubt(day):
            yield self.certain(day)
            return
        seen: set[Hashable] = set()
        for view in self._entries.views(PartialDate(day)):
            if view.key not in seen:
                seen.add(view.key)
                yield self._reading(view)

    def _reading(self, view: View) -> Reading:
        found = self._made.get(view.key)
        if found is None:
            earlier = (*self._whole.readings, *self._latest)
            terms, clauses = self._whole.terms, self._whole.clauses
            found = read(view.live, view.refuted, terms, clauses, earlier=earlier, points=view.points)
            if len(self._made) == MAX_READINGS:
                self._made.clear()
            self._made[view.key], self._latest = found, (found,)
        return found


MAX_READINGS: Final = 128
"""Number of readings that are kept, to be found again by the next days; a day has 65 at most."""


@attrs.frozen(eq=False, repr=False)
class Knowledge:
    """Knowledge of a history by every day: the history as it was known then, prepared for questions."""

    publications: Sequence[Published]
    """Publications of each entry."""
    days: Sequence[dt.date]
    """Days from which something else was known, in order; the first one is the first of the calendar."""
    prepared: Sequence[Prepared]
    """The history as known from each of them."""

    def by(self, day: dt.date) -> Prepared:
        """Return the history as known by a day."""
        return self.prepared[bisect.bisect_right(self.days, day) - 1]

    def certain(self, day: dt.date) -> Reading:
        """Return the reading of what was certainly known by a day."""
        return self.by(day).readings[-1]

    def readings(self, day: dt.date) -> Sequence[Reading]:
        """Return the readings of a history as known by a day, the one that counts all doubtful sources first."""
        return self.by(day).readings


def days_of_knowledge(made: Iterable[Published]) -> Sequence[dt.date]:
    """Return the days on which what is known may change, and the first one of the calendar, in order."""
    return sorted({dt.date.min}.union(*((*one.first_days(), *one.last_days()) for one in made)))


def knowledge(known: AscendingKnowledge) -> Knowledge:
    """Return what was known of a history by every day. No day may have been asked for before."""
    days: list[dt.date] = []
    found: list[Prepared] = []
    for day in days_of_knowledge(known.publications):
        now = known.by(day)
        if not found or found[-1] is not now:
            days.append(day)
            found.append(now)
    return Knowledge(known.publications, days, found)


def states_on(prepared: Prepared, on: PartialDate) -> frozenset[State | None]:
    """Return every possible state on a day, None for "nothing yet". Much faster than a whole answer."""
    return frozenset().union(*[states_in(reading, on) for reading in prepared.readings])


def states_in(reading: Reading, on: PartialDate) -> frozenset[State | None]:
    """Return every state that one reading makes possible on a day."""
    states: set[State | None] = set()
    for timeline in reading.timelines:
        states |= timeline.states_on(on)
        states |= timeline.silent_on(on)
    return frozenset(states)
