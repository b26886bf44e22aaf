"""Readings of a history: timelines for each choice of the sources that may have been public by a day.

A *reading* takes some of the sources whose day of publication is not certain as known, and the others as not known.
See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

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
    "Knowledge",
    "Prepared",
    "Reading",
    "certain_reading",
    "days_of_knowledge",
    "knowledge",
    "prepare",
    "prepare_next",
    "read",
    "readings",
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
    _key: tuple[Hashable, ...] | None = None
    """Identity of the entries, where it is computed already."""
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

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Identity of the entries: readings with the same lead to the same states on the same days."""
        return tuple(item.key for item in self.items) if self._key is None else self._key

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
    likes: Sequence[Reading] = (),
    key: tuple[Hashable, ...] | None = None,
) -> Reading:
    """Return the three timelines of some entries.

    Args:
        items: Entries that count.
        refuted: Announced entries that a later denial took back.
        terms: Parties and consents needed.
        clauses: Rules of the agreement on its force and its end.
        reported: The first of the timelines, if it is computed already.
        likes: Readings that may begin with the same points, which need no second replay.
        key: Identity of the entries, if it is computed already.
    """
    firm = [item for item in items if item.evidence is Evidence.REPORTED]
    all_firm = len(firm) == len(items)
    silence = clauses.not_recorded
    reported = reported or timeline_of(points_of(firm, foreseen=False), terms, [one.reported for one in likes], silence)
    ends = presumed_ends(firm, terms, clauses)
    force = presumes_force(items, silence)
    ended = reported
    if ends or force:
        more = points_of(firm, foreseen=False, presumed=ends, brings_force=force)
        ended = timeline_of(more, terms, [reported, *(one.ended for one in likes)], silence)
    if all_firm:
        return Reading(items, refuted, reported, ended, ended, key)
    later = points_of(items, presumed=presumed_ends(items, terms, clauses), brings_force=force)
    foreseen = timeline_of(later, terms, [ended, *(one.foreseen for one in likes)], silence)
    return Reading(items, refuted, reported, ended, foreseen, key)


def prepare(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    known_by: PartialDate | None = None,
    clauses: Clauses = NO_CLAUSES,
) -> Prepared:
    """Compute the part of an answer that does not depend on ``on``."""
    if known_by is not None:
        return prepare_next(KnownEntries(events, sources), known_by, Prepared((), terms, clauses))
    known = entries_known_by(events, sources)
    return Prepared([read(known.live, known.refuted, terms, clauses)], terms, clauses)


def prepare_next(
    entries: KnownEntries, known_by: PartialDate, earlier: Prepared, whole: Prepared | None = None
) -> Prepared:
    """Return a history as known by a day, given an answer about an earlier one; see :func:`readings`."""
    return Prepared([*readings(entries, known_by, earlier, whole)], earlier.terms, earlier.clauses)


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


def days_of_knowledge(made: Iterable[Published]) -> Sequence[dt.date]:
    """Return the days on which what is known may change, and the first one of the calendar, in order."""
    return sorted({dt.date.min}.union(*((*one.first_days(), *one.last_days()) for one in made)))


def knowledge(entries: KnownEntries, whole: Prepared) -> Knowledge:
    """Return what was known of a history by every day.

    No day may have been asked of ``entries`` before. ``whole`` is the history as it is known from the whole file.
    """
    days: list[dt.date] = []
    found: list[Prepared] = []
    before = Prepared((), whole.terms, whole.clauses)
    for day in days_of_knowledge(entries.publications):
        now = prepare_next(entries, PartialDate(day), before, whole)
        # Most publications repeat what was known: their readings are those of the day before.
        if [*map(id, before.readings)] != [*map(id, now.readings)]:
            days.append(day)
            found.append(now)
            before = now
    return Knowledge(entries.publications, days, found)


def readings(
    entries: KnownEntries, known_by: PartialDate, earlier: Prepared, whole: Prepared | None = None
) -> Iterator[Reading]:
    """Yield the readings of a history as known by a day, the one that counts all doubtful sources first.

    ``earlier`` is the history as it was known by an earlier day, and ``whole`` as it is known from the whole file.
    A reading that leads to the same states on the same days as one of ``earlier`` is taken from there, since most
    publications repeat what was known; its entries may lack the new claims. Points that another reading has in common
    with ``earlier`` or ``whole`` are not replayed again.
    """
    make = _maker(earlier, whole)
    seen: set[Hashable] = set()
    for view in entries.views(known_by):
        identity = _identity(view.key, view.refuted)
        if identity not in seen:
            seen.add(identity)
            yield make(view)


def _identity(key: Hashable, refuted: Sequence[LiveEntry]) -> Hashable:
    """Return a key that two views have in common if they lead to the same reading."""
    return key, tuple([entry.index for entry in refuted])


def certain_reading(entries: KnownEntries, known_by: PartialDate, earlier: Prepared, whole: Prepared) -> Reading:
    """Return the reading of what was certainly known by a day: the last one of :func:`readings`."""
    return _maker(earlier, whole)(entries.certain(known_by))


def _maker(earlier: Prepared, whole: Prepared | None) -> Callable[[View], Reading]:
    """Return a function that makes the reading of a view, or takes it from ``earlier``; see :func:`readings`."""
    known = {_identity(one.key, one.refuted): one for one in earlier.readings}
    likes = [*(whole.readings if whole else ()), *earlier.readings[:1]]
    terms, clauses = earlier.terms, earlier.clauses

    def make(view: View) -> Reading:
        return known.get(_identity(view.key, view.refuted)) or read(
            view.live, view.refuted, terms, clauses, likes=likes, key=view.key
        )

    return make


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
