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

__all__ = ["Grounds", "GroundsMaker", "Rows", "Run", "row_of", "value_at"]


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
    """Maker of runs of sets of entries, which numbers the sets."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[int], int] = {}
        self._steps: list[tuple[int, ...]] = []

    @property
    def steps(self) -> tuple[tuple[int, ...], ...]:
        """All sets so far; see :class:`Grounds`."""
        return tuple(self._steps)

    def runs(self, prepared: Prepared, expected: Mapping[dt.date, frozenset[int]]) -> tuple[Run, ...]:
        """Return the runs of a prepared history.

        Args:
            prepared: The history as it was known.
            expected: Entries that are expected, from each day on which they may change; empty if none ever is.
        """
        return tuple(self._numbered(_sets(prepared, expected)))

    def _numbered(self, sets: Iterable[tuple[dt.date, frozenset[int]]]) -> Iterator[Run]:
        number, last = -1, frozenset[int]()
        for day, entries in sets:
            if number >= 0 and entries == last:
                continue
            found = self._numbers.get(entries)
            if found is None:
                found = self._numbers[entries] = len(self._steps)
                self._steps.append((number, *sorted(entries ^ last)))
            number, last = found, entries
            yield Run(day, found)


def _sets(prepared: Prepared, expected: Mapping[dt.date, frozenset[int]]) -> Iterator[tuple[dt.date, frozenset[int]]]:
    """Yield the entries on which the answers rest, from each day on which they may change, in order."""
    reading = prepared.readings[0]
    starts: dict[dt.date, list[int]] = {dt.date.min: []}
    for point, limit in zip(reading.foreseen.points, reading.foreseen.limits, strict=True):
        if not point.is_presumed:
            # With dates that contradict the order, an entry counts as soon as one reading of them allows it.
            starts.setdefault(min(limit), []).append(point.index)
    for item in reading.refuted:
        starts.setdefault(item.span[0], []).append(item.index)
    begun: frozenset[int] = frozenset()
    ahead: frozenset[int] = frozenset()
    for day in sorted({*starts, *expected}):
        begun = begun.union(starts.get(day, ()))
        ahead = expected.get(day, ahead)
        yield day, begun | ahead
