"""Timeline of an agreement: its readings, and the states that are possible on a day.

Three questions are kept apart. *Evidence* (``evidence.py``) decides which entries count; *bounds* (``lines.py``) say on
which days each may have happened; the *replay* says which state each prefix of the list leads to. See docs/domain.md,
"Status".
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence, LiveEntry, doubtful_sources, known
from pactstate.domain.lifecycle import TABLE
from pactstate.domain.lines import Line, line_of
from pactstate.domain.model import NO_CLAUSES, Clauses, Event, Source
from pactstate.domain.points import points_of
from pactstate.domain.position import Terms
from pactstate.domain.projections import presumed_ends

__all__ = ["Prepared", "Reading", "prepare", "reachable", "read", "silent_states", "states_on"]

MAX_SUBSETS: Final = 6
"""Number of doubtful sources of which every subset is tried; with more, the chain in order of publication is."""


@attrs.frozen(eq=False, repr=False)
class Reading:
    """One reading of the doubtful sources: three lines of the same history."""

    items: Sequence[LiveEntry]
    """The entries that count."""
    refuted: Sequence[LiveEntry]
    """Announced entries that a later denial took back."""
    reported: Line
    """The reported entries."""
    ended: Line
    """The same, with the ends that notices and the term presume; the same object when there are none."""
    foreseen: Line
    """Everything reported, announced, disputed and presumed; the same object as ``ended`` when nothing is added."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that differ."""
        return list({id(line): line for line in (self.reported, self.ended, self.foreseen)}.values())


@attrs.frozen(eq=False, repr=False)
class Prepared:
    """History as known by a day: one reading for each choice of doubtful sources, the one that counts all first."""

    readings: Sequence[Reading]
    terms: Terms
    clauses: Clauses = NO_CLAUSES


def read(
    items: Sequence[LiveEntry],
    refuted: Sequence[LiveEntry],
    terms: Terms,
    clauses: Clauses = NO_CLAUSES,
    reported: Line | None = None,
) -> Reading:
    """Return the three lines of some entries. ``reported`` is the first of them, where it is known already."""
    firm = [item for item in items if item.evidence is Evidence.REPORTED]
    all_firm = len(firm) == len(items)
    reported = reported or line_of(points_of(firm, foreseen=False), terms)
    ends = presumed_ends(firm, terms, clauses)
    ended = line_of(points_of(firm, foreseen=False, presumed=ends), terms) if ends else reported
    if all_firm:
        return Reading(items, refuted, reported, ended, ended)
    foreseen = line_of(points_of(items, presumed=presumed_ends(items, terms, clauses)), terms)
    return Reading(items, refuted, reported, ended, foreseen)


def prepare(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    known_by: PartialDate | None = None,
    clauses: Clauses = NO_CLAUSES,
    earlier: Prepared | None = None,
) -> Prepared:
    """Compute the part of an answer that does not depend on ``on``.

    ``earlier`` is the answer to another question about the same history. Readings that lead to the same states on the
    same days are taken from it, since most publications repeat what was known; their entries may lack the new claims.
    """
    everything = known(events, sources, known_by)
    views = [everything]
    doubtful = doubtful_sources(events, sources, known_by) if known_by else []
    if len(doubtful) <= MAX_SUBSETS:
        choices = [set(some) for size in range(len(doubtful)) for some in combinations(doubtful, size)]
    else:
        choices = [set(doubtful[:size]) for size in range(len(doubtful))]
    for choice in reversed(choices):
        view = known(events, sources, known_by, choice)
        if not any(view.live == other.live and view.refuted == other.refuted for other in views):
            views.append(view)
    made = {_key(one.items): one for one in earlier.readings} if earlier else {}
    readings = [made.get(_key(view.live)) or read(view.live, view.refuted, terms, clauses) for view in views]
    return Prepared(readings, terms, clauses)


def _key(items: Iterable[LiveEntry]) -> Hashable:
    return tuple(item.key for item in items)


def states_on(prepared: Prepared, on: PartialDate) -> frozenset[State | None]:
    """Return every possible state on a day, None for "nothing yet". Much faster than a whole answer."""
    states: set[State | None] = set()
    for reading in prepared.readings:
        for line in reading.lines:
            states |= line.states_on(on)
            states |= silent_states(line, on, prepared.clauses)
    return frozenset(states)


def silent_states(line: Line, on: PartialDate, clauses: Clauses) -> frozenset[State | None]:
    """Return the states that events which the record does not follow may have led to by the day."""
    if not clauses.not_recorded or not line.points or not line.may_be_complete(on):
        return frozenset()
    return reachable(line.state(len(line.points)), clauses.not_recorded)


@lru_cache(maxsize=256)
def reachable(state: State | None, kinds: frozenset[EventKind]) -> frozenset[State | None]:
    """Return the states that events of these kinds alone may lead to.

    >>> sorted(reachable(State.SIGNED, frozenset({EventKind.RATIFIED, EventKind.IN_FORCE})))
    [<State.IN_FORCE: 'in_force'>, <State.RATIFIED: 'ratified'>, <State.SIGNED: 'signed'>]
    """
    found = {state}
    pending = [state]
    while pending:
        row = TABLE[pending.pop()]
        for kind in kinds:
            cell = row[kind]
            if cell and cell.target and cell.target not in found:
                found.add(cell.target)
                pending.append(cell.target)
    return frozenset(found)
