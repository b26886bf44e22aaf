"""Entries of a history as they were known by one day after another.

A publication changes what is known of few entries; the others are taken from the day before. See docs/domain.md,
"Status".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import LiveEntry, is_plain, known_entry, known_of
from pactstate.domain.known_by import Published, doubtful_sources, publications, telling_sources
from pactstate.domain.model import Event, Source

__all__ = ["KnownEntries", "View"]

MAX_SUBSETS: Final = 6
"""Number of doubtful sources of which every subset is tried. Of more, the first ones in order of publication count:
none, one, two and so on."""
MAX_READINGS: Final = 2**MAX_SUBSETS
"""Number of readings of more doubtful sources: where there are more, this many are tried, evenly spaced."""


class View(NamedTuple):
    """Entries of a history that were known by a day, for one choice of the doubtful sources that count."""

    key: tuple[Hashable, ...]
    """Identity of the entries that count: views with the same one lead to the same states on the same days."""
    live: Sequence[LiveEntry]
    """The entries that count, in the order of the file."""
    refuted: Sequence[LiveEntry] = ()
    """Announced entries that a later denial took back."""


class KnownEntries:
    """Entries of a history as known by one day after another. The caller asks for days in ascending order."""

    def __init__(self, events: Sequence[Event], sources: Mapping[str, Source]) -> None:
        self._events, self._sources = events, sources
        self.publications: Sequence[Published] = [publications(event, sources) for event in events]
        """Accepted claims of each entry, with their publications."""
        made = [*enumerate(self.publications)]
        self._vague = [index for index, one in made if one.vague]
        # In descending order, since days are taken from the end of a list.
        self._first_days = sorted([(day.earliest, index) for index, one in made for _, day in one.claims], reverse=True)
        self._last_days = sorted([(day.latest, index) for index, one in made for _, day in one.claims], reverse=True)
        self._possible, self._certain = _Entries(len(events)), _Entries(len(events))

    def views(self, known_by: PartialDate) -> Iterator[View]:
        """Yield what was known by a day for each choice of doubtful sources, the one that counts all first."""
        known = self._possible = self._advanced(self._possible, self._first_days, known_by.latest, known_by, None)
        yield known.view(self._sources)
        some = self._vague if known_by.is_day else range(len(self._events))
        doubtful = [index for index in some if self.publications[index].is_doubtful(known_by)]
        for choice in _choices([self.publications[index] for index in doubtful], known_by) if doubtful else ():
            if not choice:
                yield self.certain(known_by)
                return
            other = known.copied()
            for index in doubtful:
                other.put(index, self._entry(index, known_by, choice))
            yield other.view(self._sources)

    def certain(self, known_by: PartialDate) -> View:
        """Return what was certainly known by a day: the view that counts no doubtful source."""
        self._certain = self._advanced(self._certain, self._last_days, known_by.earliest, known_by, ())
        return self._certain.view(self._sources)

    def _advanced(
        self,
        entries: _Entries,
        days: list[tuple[dt.date, int]],
        until: dt.date,
        known_by: PartialDate,
        counted: Collection[str] | None,
    ) -> _Entries:
        """Return the entries as known by a day, given those of an earlier day; remove the days that are over."""
        changed: set[int] = set()
        while days and days[-1][0] <= until:
            changed.add(days.pop()[1])
        if not changed:
            return entries
        # A copy, since the caller may still read the views of the day before.
        entries = entries.copied()
        for index in changed:
            entries.put(index, self._entry(index, known_by, counted))
        return entries

    def _entry(self, index: int, known_by: PartialDate, counted: Collection[str] | None) -> LiveEntry | None:
        made = self.publications[index]
        return known_entry(index, self._events[index], made, known_by, counted, self._sources)


class _Entries:
    """Entries as they were known by a day, each by itself, before they revise each other. None is not known."""

    def __init__(self, size: int) -> None:
        self._entries: list[LiveEntry | None] = [None] * size
        self._keys: list[Hashable] = [None] * size
        self._linked: list[bool] = [False] * size
        """Whether each entry may revise another one, or be revised."""

    def copied(self) -> _Entries:
        """Return a copy, which may be changed."""
        copy = _Entries(0)
        copy._entries, copy._keys, copy._linked = [*self._entries], [*self._keys], [*self._linked]
        return copy

    def put(self, index: int, entry: LiveEntry | None) -> None:
        """Set an entry."""
        self._entries[index] = entry
        self._keys[index] = entry.key if entry else None
        self._linked[index] = entry is not None and not is_plain(entry)

    def view(self, sources: Mapping[str, Source]) -> View:
        """Return the entries that count, after they have revised each other."""
        found = [*filter(None, self._entries)]
        if not any(self._linked):
            return View(tuple(filter(None, self._keys)), found)
        known = known_of(found, sources, shared=True)
        return View(tuple(entry.key for entry in known.live), known.live, known.refuted)


def _choices(made: Sequence[Published], known_by: PartialDate) -> Iterator[Collection[str]]:
    """Yield the choices of doubtful sources that count, from nearly all to none."""
    doubtful = doubtful_sources(made, known_by)
    if len(doubtful) <= MAX_SUBSETS:
        telling = telling_sources(made, known_by) if doubtful else ()
        some = [source for source in doubtful if source in telling]
        choices = [set(chosen) for size in range(len(some)) for chosen in combinations(some, size)]
    else:
        links = min(len(doubtful), MAX_READINGS)
        choices = [set(doubtful[: number * len(doubtful) // links]) for number in range(links)]
    yield from reversed(choices)
