"""Brief answers: the part of a status without the standing of each party and without reasons, for many days at once.

An agreement has few answers for all days and all days of knowledge: most publications add to the end of a history, and
leave what it began with. Each is computed once. See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.flags import FlagStatus, flags_of
from pactstate.domain.model import Clauses
from pactstate.domain.outcomes import Outcome, Possible, one_day, only, outcome_of
from pactstate.domain.position import ALL, Deed, Topic
from pactstate.domain.readings import Prepared
from pactstate.domain.timeline import Timeline

__all__ = ["Brief", "Briefs", "brief_of", "states_in"]


class Brief(NamedTuple):
    """Part of a status that follows from the points that may have happened; its fields are those of the status."""

    states: frozenset[State | None]
    """Every possible state; None stands for "nothing yet"."""
    state: State | None
    presumed: State | None
    since: PartialDate | None
    flags: tuple[FlagStatus, ...]
    """Flags without those of acts whose effect began before them."""
    is_silent: bool
    """Whether events that the record does not follow add to the possible states."""
    signed: tuple[str, ...]
    approved: tuple[str, ...]
    approved_in_part: tuple[str, ...]
    ratified: tuple[str, ...]

    @property
    def possible(self) -> frozenset[State]:
        """Every possible state."""
        return frozenset(state for state in self.states if state)

    @property
    def unbegun(self) -> bool:
        """Whether it is possible that nothing had happened yet."""
        return None in self.states


def states_in(outcomes: Sequence[Outcome]) -> tuple[frozenset[State | None], frozenset[State | None]]:
    """Return the states that the entries lead to, and other states that events under ``not_recorded`` may lead to."""
    first, *others = outcomes
    recorded = first.states.union(*[outcome.states for outcome in others])
    return recorded, first.silent.union(*[outcome.silent for outcome in others]) - recorded


def brief_of(outcomes: Sequence[Outcome], foreseen: Sequence[Outcome], clauses: Clauses) -> Brief:
    """Return the brief answer, given the outcomes of all timelines, and those of everything announced and presumed."""
    recorded, silent = states_in(outcomes)
    states = recorded | silent
    state = only(states)
    return Brief(
        states,
        state,
        None if silent else only(foreseen[0].states.union(*[outcome.states for outcome in foreseen[1:]])),
        one_day([outcome.since for outcome in outcomes]) if state else None,
        tuple(flags_of(outcomes, foreseen, clauses, silent)),
        bool(silent),
        *map(tuple, _done_by(outcomes)),
    )


_SIGNED, _APPROVED, _IN_PART, _CONSENTED = range(4)
_LISTS: Final[Mapping[Topic, int]] = {Deed.SIGNED: _SIGNED, Deed.APPROVED: _APPROVED, Deed.CONSENTED: _CONSENTED}


def _done_by(outcomes: Sequence[Outcome]) -> Sequence[list[str]]:
    """Return the parties that are certain to have signed, approved, approved in part, and consented, in order."""
    found: Sequence[list[str]] = ([], [], [], [])
    first, *others = outcomes
    for key, seen in first.seen.items():
        topic, party = key
        number = _LISTS.get(topic)
        if number is None or not seen.always or party == ALL:
            continue
        rest = [other.seen.get(key) for other in others]
        if rest and not all(one and one.always for one in rest):
            continue
        if number == _APPROVED and any(mark.partial for one in (seen, *rest) if one for mark in one.marks):
            number = _IN_PART
        found[number].append(party)
    return found


class _Prefixes(NamedTuple):
    """Prefixes of a timeline that are possible on a day; equal ones of several timelines have the same outcome."""

    least: int
    """Number of changes in the shortest one."""
    most: int
    """Number of changes in the longest one."""
    name: int
    """Number that stands for the points of the longest one, the same for equal points."""
    silent: frozenset[State | None] = frozenset()


class _Line:
    """Timeline without the points that change nothing, and with a number for each of its beginnings."""

    def __init__(self, timeline: Timeline, names: dict[Hashable, int]) -> None:
        self._timeline = timeline
        # Numbers of points after each change; numbers that stand for these points, the same for equal ones.
        self._counts, self._names = [0], [0]
        self._first: list[dt.date] = []
        self._last: list[dt.date] = []
        state, since = None, None
        for number, (point, limit, step) in enumerate(
            zip(timeline.points, timeline.limits, timeline.steps, strict=True), 1
        ):
            if step.changes or step.state is not state or step.since != since:
                state, since = step.state, step.since
                key = (self._names[-1], step, limit, point.date, point.index, point.is_effect, point.is_presumed)
                self._names.append(names.setdefault(key, len(names) + 1))
                self._counts.append(number)
                self._first.append(limit.earliest)
                self._last.append(limit.latest)

    def days(self) -> Iterator[dt.date]:
        """Yield the days on which other prefixes may become possible."""
        yield from self._first
        yield from self._last
        if self._timeline.silent:
            yield from (day for limit in self._timeline.limits for day in limit)

    def prefixes(self, day: dt.date) -> _Prefixes:
        """Return the prefixes that are possible on a day."""
        surely, perhaps = bisect.bisect_right(self._last, day), bisect.bisect_right(self._first, day)
        # If dates contradict the order of the entries, either the dates or the order may be right.
        least, most = (surely, perhaps) if surely < perhaps else (perhaps, surely)
        if not self._timeline.silent:
            return _Prefixes(least, most, self._names[most])
        return _Prefixes(least, most, self._names[most], frozenset(self._timeline.silent_on(PartialDate(day))))

    def outcome(self, found: _Prefixes) -> Outcome:
        """Return the outcome of some prefixes."""
        return outcome_of(self._timeline, Possible(self._counts[found.least : found.most + 1], found.silent))


class Briefs:
    """Brief answers of one agreement, for any days and days of knowledge."""

    def __init__(self) -> None:
        self._names: dict[Hashable, int] = {}
        self._lines: dict[int, _Line] = {}
        self._found: dict[Hashable, Brief] = {}

    def of(self, prepared: Prepared) -> Sequence[tuple[dt.date, Brief]]:
        """Return the brief answers of a prepared history: the days from which another one may hold, in order."""
        lines = [self._line(timeline) for timeline in prepared.timelines]
        days = {dt.date.min}.union(*(line.days() for line in lines))
        found: list[tuple[dt.date, Brief]] = []
        last: Sequence[_Prefixes] = ()
        for day in sorted(days):
            prefixes = [line.prefixes(day) for line in lines]
            if prefixes != last:
                last = prefixes
                found.append((day, self._brief(prepared, lines, prefixes)))
        return found

    def _brief(self, prepared: Prepared, lines: Sequence[_Line], prefixes: Sequence[_Prefixes]) -> Brief:
        # Timelines with equal prefixes have the same outcome, which counts once.
        unique: dict[_Prefixes, tuple[_Line, bool]] = {}
        for line, prefix, is_foreseen in zip(lines, prefixes, prepared.foreseen, strict=True):
            unique[prefix] = line, is_foreseen or (prefix in unique and unique[prefix][1])
        keys = tuple((prefix, is_foreseen) for prefix, (_, is_foreseen) in unique.items())
        brief = self._found.get(keys)
        if brief is None:
            outcomes = [(line.outcome(prefix), is_foreseen) for prefix, (line, is_foreseen) in unique.items()]
            foreseen = [one for one, is_foreseen in outcomes if is_foreseen]
            brief = self._found[keys] = brief_of([one for one, _ in outcomes], foreseen, prepared.clauses)
        return brief

    def _line(self, timeline: Timeline) -> _Line:
        # The key is an identity, which stays valid since the line keeps its timeline. Readings share their timelines.
        found = self._lines.get(id(timeline))
        if found is None:
            found = self._lines[id(timeline)] = _Line(timeline, self._names)
        return found
