"""Outliers: the fewest entries without which a history is consistent.

One wrong entry can make many others look wrong: a date mistyped by ten years, or a wrong step in an article. Entries
are left out one after the other, each time the one whose absence leaves the fewest errors, until there are no errors.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import attrs

from pactstate.domain import points
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.lifecycle import EventKind, Terms
from pactstate.domain.replay import in_legal_order, violations

__all__ = [
    "MAX_SEARCHED",
    "Displaced",
    "Outlier",
    "displaced",
    "errors_in",
    "in_order",
    "is_in_order",
    "outliers",
    "swapped",
]

MAX_SEARCHED: Final = 120
"""Longer histories are not searched, since each candidate takes a replay."""
_MAX_OUTLIERS: Final = 5
"""Number of outliers that are sought; a history with more has no simple repair."""


@attrs.frozen(eq=False, repr=False)
class Outlier:
    """Entry that does not go with the rest."""

    entry: LiveEntry
    date_only: bool = False
    """Whether only its date does not fit: the history is consistent with the entry on some other day."""

    @property
    def index(self) -> int:
        """Index of the entry in the history."""
        return self.entry.index


_NONE: Final = frozenset[EventKind]()


def outliers(
    entries: Sequence[LiveEntry], terms: Terms, at_fault: Collection[int], silence: frozenset[EventKind] = _NONE
) -> tuple[Outlier, ...]:
    """Return the entries that do not go with the rest, in the order of the list; none if there are none, or too many.

    ``at_fault`` has the indices of entries that are impossible whatever the others are. ``silence`` are the events that
    the record does not follow, here and below.
    """
    replayed: dict[tuple[tuple[int, bool], ...], int] = {}

    def faults_of(some: Sequence[LiveEntry]) -> int:
        return sum(entry.index in at_fault and entry.span != _ANY_DAY for entry in some)

    def errors_of(some: Sequence[LiveEntry]) -> int:
        line = points.points_of(some, foreseen=False)
        # Legality hardly depends on more than the order of the points, which most candidates for another day keep.
        key = tuple([(point.index, point.is_effect) for point in line])
        if key not in replayed:
            replayed[key] = _violations(line, terms, silence)
        return replayed[key] + _displacements(some) + faults_of(some)

    left = list(entries)
    # Without one entry, or without its date, one displacement and one fault are gone at most.
    if len(left) > MAX_SEARCHED or max(_displacements(left), faults_of(left)) > _MAX_OUTLIERS:
        return ()
    out: list[Outlier] = []
    errors = errors_of(left)
    while errors and len(out) < _MAX_OUTLIERS:
        # If several candidates are equally good, take the last one: older entries have been reviewed longer.
        without, last = min((errors_of([*left[:one], *left[one + 1 :]]), -one) for one in range(len(left)))
        # A mistyped year on a step that others need: the entry stays, on some other day.
        undated = [
            (errors_of([*left[:one], _undated(left[one]), *left[one + 1 :]]), -one)
            for one in range(len(left))
            if left[one].span != _ANY_DAY
        ]
        before, (errors, number) = errors, min(undated, default=(without, last))
        if errors < without:
            entry = left[-number]
            left[-number] = _undated(entry)
            out.append(Outlier(entry, date_only=True))
        else:
            errors = without
            entry = left.pop(-last)
            out = [outlier for outlier in out if outlier.index != entry.index]
            out.append(Outlier(next(one for one in entries if one.index == entry.index)))
        # Each round takes away the most errors that it can, and the next ones rarely more.
        if errors > (before - errors) * (_MAX_OUTLIERS - len(out)):
            break
    return () if errors else tuple(sorted(out, key=lambda outlier: outlier.index))


_ANY_DAY: Final = (dt.date.min, dt.date.max)


def _undated(entry: LiveEntry) -> LiveEntry:
    return attrs.evolve(entry, span=_ANY_DAY)


@attrs.frozen(eq=False, repr=False)
class Displaced:
    """Entry at the wrong place in a history, and the entries in the right order."""

    entry: LiveEntry
    order: tuple[LiveEntry, ...]


def displaced(entries: Sequence[LiveEntry], terms: Terms, silence: frozenset[EventKind] = _NONE) -> Displaced | None:
    """Return the entry that has to be moved for the history to be without errors; None if there is none.

    Of two neighbours that changed places, it is the second. Histories of more than 120 entries are not searched.
    """
    if len(entries) > MAX_SEARCHED:
        return None
    for number in reversed(range(len(entries))):
        others = [*entries[:number], *entries[number + 1 :]]
        if not is_in_order(others):
            continue
        # The last place that fits, since an entry is added below those of the same day.
        for place in reversed(range(len(entries))):
            order = [*others[:place], entries[number], *others[place:]]
            if is_in_order(order) and not errors_in(_firm(order), terms, silence):
                return Displaced(entries[number], tuple(order))
    return None


def _firm(entries: Iterable[LiveEntry]) -> list[LiveEntry]:
    return [entry for entry in entries if entry.evidence is Evidence.REPORTED]


def errors_in(entries: Sequence[LiveEntry], terms: Terms, silence: frozenset[EventKind] = _NONE) -> int:
    """Return the number of illegal events plus the number of entries out of order."""
    return _violations(points.points_of(entries, foreseen=False), terms, silence) + _displacements(entries)


def _violations(line: Sequence[points.Point], terms: Terms, silence: frozenset[EventKind]) -> int:
    return violations(in_legal_order(line, terms, silence=silence).steps)


def _displacements(entries: Sequence[LiveEntry]) -> int:
    """Return how many entries a largest selection in order leaves out."""
    # For each length, the lowest peak of a selection of that length; see in_order.
    peaks: list[dt.date] = []
    for entry in entries:
        first, last = entry.span
        bisect.insort(peaks, first)
        beyond = bisect.bisect_right(peaks, last)
        if beyond < len(peaks):
            del peaks[beyond]
    return len(entries) - len(peaks)


def swapped(entry: LiveEntry) -> dt.date | None:
    """Return the day of an entry with day and month swapped, if there is such a day."""
    day = entry.date.earliest
    if not (entry.date.is_day and day.day <= 12 and day.day != day.month):
        return None
    return day.replace(month=day.day, day=day.month)


_MAX_ORDERED: Final = 500
"""Number of entries up to which the largest ordered selection is sought; beyond, each late entry is left out."""


def is_in_order(entries: Iterable[LiveEntry]) -> bool:
    """Return whether no entry is certainly before an entry above it."""
    peak = dt.date.min
    for entry in entries:
        first, last = entry.span
        if last < peak:
            return False
        peak = max(peak, first)
    return True


def in_order(entries: Sequence[LiveEntry]) -> list[LiveEntry]:
    """Return a largest selection of entries whose dates agree with their order.

    Selections are grown entry by entry. Of those with the same peak (the latest "earliest" day in them) only the
    largest matters, because the peak alone decides what may still follow.
    """
    peak, kept = dt.date.min, []
    for entry in entries:
        if peak <= entry.span[1]:
            peak = max(peak, entry.span[0])
            kept.append(entry)
    if len(kept) == len(entries) or len(entries) > _MAX_ORDERED:
        return kept
    largest: dict[dt.date, _Chain] = {dt.date.min: _Chain(0, None, None)}
    for entry in entries:
        for peak, chain in list(largest.items()):
            if peak <= entry.span[1]:
                top = max(peak, entry.span[0])
                if top not in largest or chain.length >= largest[top].length:
                    largest[top] = _Chain(chain.length + 1, entry, chain)
    return list(max(largest.values(), key=lambda chain: chain.length).entries())[::-1]


@attrs.frozen(eq=False, repr=False)
class _Chain:
    """Selection of entries, as its last entry and the selection before it."""

    length: int
    last: LiveEntry | None
    before: _Chain | None

    def entries(self) -> Iterator[LiveEntry]:
        """Yield the entries of the selection, the last one first."""
        chain: _Chain | None = self
        while chain and chain.last:
            yield chain.last
            chain = chain.before
