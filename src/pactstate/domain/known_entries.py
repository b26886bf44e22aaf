"""Entries of a history as they were known by one day after another.

A publication changes what is known of few entries; the others are taken from the day before. See docs/domain.md,
"Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import LiveEntry, is_plain, known_entry, known_of
from pactstate.domain.known_by import Published, doubtful_sources, ends, publications, telling_sources
from pactstate.domain.model import Event, Source
from pactstate.domain.points import Point

__all__ = ["KnownEntries", "View", "count_readings"]

MAX_SUBSETS: Final = 6
"""Number of doubtful sources of which every subset is tried. Of more, the first ones in order of publication count:
none, one, two and so on."""
MAX_READINGS: Final = 2**MAX_SUBSETS
"""Number of readings of more doubtful sources: where there are more, this many are tried, evenly spaced."""
MAX_ENTRIES_READ: Final = 50_000
"""Number of entries of all readings together: a history of more than some 800 entries has fewer than 64 readings."""


class View(NamedTuple):
    """Entries of a history that were known by a day, for one choice of the doubtful sources that count.

    Claims that tell nothing new of an entry may be missing in it (see :class:`Published`).
    """

    key: Hashable
    """Identity of the entries: views of one history with the same one lead to the same states on the same days."""
    live: Sequence[LiveEntry]
    """The entries that count, in the order of the file."""
    refuted: Sequence[LiveEntry] = ()
    """Announced entries that a later denial took back."""
    points: Sequence[Point] | None = None
    """Points of the entries; None where some entries revise each other."""


class KnownEntries:
    """Entries of a history as known by one day after another. The caller asks for days in ascending order."""

    def __init__(self, events: Sequence[Event], sources: Mapping[str, Source]) -> None:
        self._events, self._sources = events, sources
        self.publications: Sequence[Published] = [publications(event, sources) for event in events]
        """Accepted claims of each entry, with their publications."""
        made = [*enumerate(self.publications)]
        self._vague = [one for one in made if one[1].vague]
        # In descending order, since days are taken from the end of the list.
        self._days = sorted([(day, index) for index, one in made for day in one.last_days()], reverse=True)
        self._forms: dict[Hashable, _EntryForm] = {}
        self._entries = _Entries(len(events), self._forms)
        self._view = View((), (), (), ())

    def use_points(self, points: Iterable[Point]) -> None:
        """Use some points again for their entries, as long as nothing else is known of these."""
        for point in points:
            if is_plain(point.item):
                self._forms[point.item.key] = _EntryForm(len(self._forms) + 1, point, True)

    def views(self, known_by: PartialDate) -> Iterator[View]:
        """Yield what was known by a day for each choice of doubtful sources, the one that counts all first."""
        certain = self.certain(known_by.earliest)
        some = self._vague if known_by.is_day else [*enumerate(self.publications)]
        doubtful = [(index, one) for index, one in some if one.is_doubtful(known_by)]
        if not doubtful:
            yield certain
            return
        entries, days = self._entries.copied(), ends(known_by)
        for choice in _choices([one for _, one in doubtful], known_by, _most_readings(len(self._events))):
            if choice is None or choice:
                for index, one in doubtful:
                    entries.put(index, self._entry(index, one, days, choice))
                yield entries.view(self._sources)
            else:
                yield certain

    def has_doubt(self, day: dt.date) -> bool:
        """Return whether a claim that tells something new may be only possibly public by a day."""
        return bool([one for _, one in self._vague if one.doubt[0] <= day < one.doubt[1]])

    def certain(self, day: dt.date) -> View:
        """Return what was certainly known by a day: the view that counts no doubtful source."""
        changed: set[int] = set()
        waiting = self._days
        while waiting and waiting[-1][0] <= day:
            changed.add(waiting.pop()[1])
        for index in changed:
            self._entries.put(index, self._entry(index, self.publications[index], (day, day), ()))
        if changed:
            self._view = self._entries.view(self._sources)
        return self._view

    def _entry(
        self, index: int, made: Published, days: tuple[dt.date, dt.date], counted: Collection[str] | None
    ) -> LiveEntry | None:
        return known_entry(index, self._events[index], made, days, counted, self._sources)


class _EntryForm(NamedTuple):
    """Point of an entry, and a number that stands for it, as long as nothing else is known of the entry."""

    number: int
    """Number that stands for it, from 1."""
    point: Point
    is_plain: bool
    """Whether it neither revises another entry nor can be revised by another one."""


class _Entries:
    """Entries as they were known by a day, each by itself, before they revise each other. None is not known."""

    def __init__(self, size: int, forms: dict[Hashable, _EntryForm]) -> None:
        self._all_forms = forms
        """Forms of all entries of the history, by their keys."""
        self._entries: list[LiveEntry | None] = [None] * size
        self._forms: list[_EntryForm | None] = [None] * size

    def copied(self) -> _Entries:
        """Return a copy, which may be changed."""
        copy = _Entries(0, self._all_forms)
        copy._entries, copy._forms = [*self._entries], [*self._forms]
        return copy

    def put(self, index: int, entry: LiveEntry | None) -> None:
        """Set an entry."""
        self._entries[index] = entry
        self._forms[index] = self._form(entry) if entry else None

    def view(self, sources: Mapping[str, Source]) -> View:
        """Return the entries that count, after they have revised each other."""
        found = [*filter(None, self._entries)]
        forms = [*filter(None, self._forms)]
        if not [form for form in forms if not form.is_plain]:
            return View(tuple([form.number for form in forms]), found, (), [form.point for form in forms])
        known = known_of(found, sources, shared=True)
        numbers = [self._form(entry).number for entry in known.live]
        return View((*numbers, 0, *[entry.index for entry in known.refuted]), known.live, known.refuted)

    def _form(self, entry: LiveEntry) -> _EntryForm:
        key = entry.key
        found = self._all_forms.get(key)
        if found is None:
            point = Point(entry, entry.kinds, entry.date, entry.span)
            found = self._all_forms[key] = _EntryForm(len(self._all_forms) + 1, point, is_plain(entry))
        return found


def count_readings(made: Sequence[Published], days: Iterable[dt.date]) -> int:
    """Return how many readings a history has on some days together, at most: one, or one for each choice of sources.

    ``made`` has the publications of each entry.
    """
    vague = [(claim.source, published) for one in made for claim, published in one.vague]
    doubtful = _Spans([(source, ends(published)) for source, published in vague])
    telling = _Spans([("", one.doubt) for one in made])
    most = _most_readings(len(made))
    return sum([min(2 ** min(doubtful.count(day), MAX_SUBSETS), most) if telling.count(day) else 1 for day in days])


class _Spans:
    """Intervals of days, each with a name. Those of one name, and the days between them, are one interval."""

    def __init__(self, named: Iterable[tuple[str, tuple[dt.date, dt.date]]]) -> None:
        spans: dict[str, tuple[dt.date, dt.date]] = {}
        for name, (first, last) in named:
            if first < last:
                before = spans.get(name, (first, last))
                spans[name] = min(first, before[0]), max(last, before[1])
        self._first = sorted([first for first, _ in spans.values()])
        self._last = sorted([last for _, last in spans.values()])

    def count(self, day: dt.date) -> int:
        """Return how many intervals have begun by a day, and do not end on it or before."""
        return bisect.bisect_right(self._first, day) - bisect.bisect_right(self._last, day)


def _most_readings(entries: int) -> int:
    """Return how many readings a history of so many entries may have on a day, beside that of everything."""
    return min(MAX_READINGS, max(2, MAX_ENTRIES_READ // max(entries, 1)))


def _choices(made: Sequence[Published], known_by: PartialDate, most: int) -> Iterator[Collection[str] | None]:
    """Yield the choices of doubtful sources that count: all (None), then from nearly all to none; ``most`` after all.

    These are all subsets, if there are so few.
    """
    yield None
    doubtful = doubtful_sources(made, known_by)
    telling = telling_sources(made, known_by) if 0 < len(doubtful) <= MAX_SUBSETS else ()
    some = [source for source in doubtful if source in telling]
    if len(doubtful) <= MAX_SUBSETS and 2 ** len(some) <= most:
        choices = [set(chosen) for size in range(len(some)) for chosen in combinations(some, size)]
    else:
        links = min(len(doubtful), most)
        choices = [set(doubtful[: number * len(doubtful) // links]) for number in range(links)]
    yield from reversed(choices)
