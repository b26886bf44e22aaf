"""Entries of a history as they were known by one day after another.

A publication changes what is known of few entries; what was known of the others is kept. See docs/domain.md, "Status".
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
"""Number of doubtful sources of which every subset is tried; with more, the chain in order of publication is."""
MAX_READINGS: Final = 2**MAX_SUBSETS
"""Number of readings; of a longer chain so many links are tried, evenly spaced."""


class View(NamedTuple):
    """View of what was known of a history by a day, for one choice of the doubtful sources that count."""

    key: tuple[Hashable, ...]
    """Identity of the entries that count: views with the same one lead to the same states on the same days."""
    live: Sequence[LiveEntry]
    """The entries that count, in the order of the file."""
    refuted: Sequence[LiveEntry] = ()
    """Announced entries that a later denial took back."""


class KnownEntries:
    """Entries of a history as known by one day after another, asked for in ascending order."""

    def __init__(self, events: Sequence[Event], sources: Mapping[str, Source]) -> None:
        self._events, self._sources = events, sources
        self.publications: Sequence[Published] = [publications(event, sources) for event in events]
        """Accepted claims of each entry, with their publications."""
        made = [*enumerate(self.publications)]
        self._vague = [index for index, one in made if one.vague]
        # The first days come last, to be taken from the end.
        self._first_days = sorted([(day.earliest, index) for index, one in made for _, day in one.claims], reverse=True)
        self._last_days = sorted([(day.latest, index) for index, one in made for _, day in one.claims], reverse=True)
        self._possible, self._certain = _Page(len(events)), _Page(len(events))

    def views(self, known_by: PartialDate) -> Iterator[View]:
        """Yield what was known by a day for each choice of doubtful sources, the one that counts all first."""
        page = self._possible = self._turned(self._possible, self._first_days, known_by.latest, known_by, None)
        yield page.view(self._sources)
        some = self._vague if known_by.is_day else range(len(self._events))
        doubtful = [index for index in some if self.publications[index].is_doubtful(known_by)]
        for choice in _choices([self.publications[index] for index in doubtful], known_by) if doubtful else ():
            if not choice:
                yield self.certain(known_by)
                return
            other = page.copied()
            for index in doubtful:
                other.put(index, self._entry(index, known_by, choice))
            yield other.view(self._sources)

    def certain(self, known_by: PartialDate) -> View:
        """Return what was certainly known by a day: the view that counts no doubtful source."""
        self._certain = self._turned(self._certain, self._last_days, known_by.earliest, known_by, ())
        return self._certain.view(self._sources)

    def _turned(
        self,
        page: _Page,
        ahead: list[tuple[dt.date, int]],
        until: dt.date,
        known_by: PartialDate,
        counted: Collection[str] | None,
    ) -> _Page:
        """Return a page with the entries of which more is known by a day, and take them from those that are ahead."""
        changed: set[int] = set()
        while ahead and ahead[-1][0] <= until:
            changed.add(ahead.pop()[1])
        if not changed:
            return page
        # A copy, since the views of the day before may still be asked for.
        page = page.copied()
        for index in changed:
            page.put(index, self._entry(index, known_by, counted))
        return page

    def _entry(self, index: int, known_by: PartialDate, counted: Collection[str] | None) -> LiveEntry | None:
        made = self.publications[index]
        return known_entry(index, self._events[index], made, known_by, counted, self._sources)


class _Page:
    """Entries as some claims have them, each by itself."""

    def __init__(self, size: int) -> None:
        self._entries: list[LiveEntry | None] = [None] * size
        self._keys: list[Hashable] = [None] * size
        self._linked: list[bool] = [False] * size

    def copied(self) -> _Page:
        """Return a copy to be changed."""
        page = _Page(0)
        page._entries, page._keys, page._linked = [*self._entries], [*self._keys], [*self._linked]
        return page

    def put(self, index: int, entry: LiveEntry | None) -> None:
        """Set an entry."""
        self._entries[index] = entry
        self._keys[index] = entry.key if entry else None
        self._linked[index] = entry is not None and not is_plain(entry)

    def view(self, sources: Mapping[str, Source]) -> View:
        """Return what is known if these entries are."""
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
