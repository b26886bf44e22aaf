"""Grounds of the answers: the entries of a history on which the answer for each day rests.

They are those that may have happened by the day asked about, those that were expected, and announcements that were
denied. The sources that an answer uses are those of their accepted claims.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pactstate.domain.readings import Prepared

__all__ = ["Grounds", "GroundsMaker", "Rows", "Run", "row_of", "set_of", "value_at"]


class Run(NamedTuple):
    """Value that holds from a day until the next run."""

    start: dt.date
    value: int
    """Index in a list of values."""


Rows = tuple[tuple[dt.date, tuple[Run, ...]], ...]
"""Runs by what was known from a day on, in order of that day."""


def row_of(rows: Rows, known_by: dt.date) -> tuple[Run, ...]:
    """Return the runs of a day of knowledge."""
    return rows[bisect.bisect_right(rows, known_by, key=lambda row: row[0]) - 1][1]


def value_at(runs: Sequence[Run], on: dt.date) -> int:
    """Return the index of the value for a day."""
    return runs[bisect.bisect_right(runs, on, key=lambda run: run.start) - 1].value


class Grounds(NamedTuple):
    """Entries on which each answer of an agreement rests."""

    steps: tuple[tuple[int, ...], ...]
    """Each set of entries, as the index of another set, -1 for none, and the entries that only one of the two has."""
    on_file: tuple[Run, ...]
    """Sets by everything on file, in order of the day asked about."""
    rows: Rows
    """Sets by what was known from a day on; empty if there are too many."""

    def at(self, on: dt.date, known_by: dt.date | None = None) -> frozenset[int]:
        """Return the entries, by their index, for a day, as known by another; None: by everything on file."""
        number = value_at(self.on_file if known_by is None else row_of(self.rows, known_by), on)
        found: frozenset[int] = frozenset()
        while number >= 0:
            number, *changed = self.steps[number]
            found ^= frozenset(changed)
        return found


class GroundsMaker:
    """Maker of runs of sets of entries, which numbers the sets.

    A set is a whole number with a bit for each entry, since a history of thousands of entries has thousands of sets.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._steps: list[tuple[int, ...]] = []

    @property
    def steps(self) -> tuple[tuple[int, ...], ...]:
        """All sets so far; see :class:`Grounds`."""
        return tuple(self._steps)

    def runs(self, prepared: Prepared, expected: Mapping[dt.date, int]) -> tuple[Run, ...]:
        """Return the runs of a prepared history.

        Args:
            prepared: The history as it was known.
            expected: Set of entries that are expected, from each day on which it may change; empty if none ever is.
        """
        return tuple(self._numbered(_sets(prepared, expected)))

    def _numbered(self, sets: Iterable[tuple[dt.date, int]]) -> Iterator[Run]:
        number, last = -1, 0
        for day, entries in sets:
            if number >= 0 and entries == last:
                continue
            found = self._numbers.get(entries)
            if found is None:
                found = self._numbers[entries] = len(self._steps)
                self._steps.append((number, *_entries(entries ^ last)))
            number, last = found, entries
            yield Run(day, found)


def set_of(entries: Iterable[int]) -> int:
    """Return a set of entries, given their indexes, as a whole number.

    >>> set_of([0, 3, 3])
    9
    """
    found = 0
    for index in entries:
        found |= 1 << index
    return found


def _entries(some: int) -> Iterator[int]:
    """Yield the indexes of the entries of a set, in order."""
    while some:
        lowest = some & -some
        yield lowest.bit_length() - 1
        some ^= lowest


def _sets(prepared: Prepared, expected: Mapping[dt.date, int]) -> Iterator[tuple[dt.date, int]]:
    """Yield the entries on which the answers rest, from each day on which they may change, in order."""
    reading = prepared.readings[0]
    starts = {dt.date.min: 0}
    for point, limit in zip(reading.foreseen.points, reading.foreseen.limits, strict=True):
        if not point.is_presumed:
            # With dates that contradict the order, an entry counts as soon as one reading of them allows it.
            day = min(limit)
            starts[day] = starts.get(day, 0) | 1 << point.index
    for item in reading.refuted:
        day = item.span[0]
        starts[day] = starts.get(day, 0) | 1 << item.index
    begun = ahead = 0
    for day in sorted({*starts, *expected}):
        begun |= starts.get(day, 0)
        ahead = expected.get(day, ahead)
        yield day, begun | ahead
