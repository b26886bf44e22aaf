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

    def runs(self) -> Iterator[tuple[dt.date, _Prefixes]]:
        """Yield the days from which other prefixes are possible, in order, each with these."""
        days = {dt.date.min, *self._first, *self._last}
        if self._timeline.silent:
            days.update(*self._timeline.limits)
        last: _Prefixes | None = None
        for day in sorted(days):
            prefixes = self._prefixes(day)
            if prefixes != last:
                last = prefixes
                yield day, prefixes

    def _prefixes(self, day: dt.date) -> _Prefixes:
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
        # The key is an identity, which stays valid since the timeline is kept. Readings share their timelines.
        self._runs: dict[int, tuple[Timeline, _Runs]] = {}
        # Prefixes are compared once, and then by their numbers. A line that has them gives their outcome.
        self._numbers: dict[_Prefixes, int] = {}
        self._numbered: list[tuple[_Prefixes, _Line]] = []
        self._outcomes: dict[int, Outcome] = {}
        self._briefs: dict[Hashable, Brief] = {}
        self._found: dict[tuple[tuple[int, ...], tuple[bool, ...]], Brief] = {}

    def of(self, prepared: Prepared) -> Sequence[tuple[dt.date, Brief]]:
        """Return the brief answers of a prepared history: the days from which another one may hold, in order."""
        lines = [self._runs_of(timeline) for timeline in prepared.timelines]
        foreseen = tuple(prepared.foreseen)
        if len(lines) == 1:
            return [(day, self._brief((number,), foreseen, prepared.clauses)) for day, number in lines[0]]
        turns: dict[dt.date, list[tuple[int, int]]] = {}
        for place, runs in enumerate(lines):
            for day, number in runs:
                turns.setdefault(day, []).append((place, number))
        now = [0] * len(lines)
        found: list[tuple[dt.date, Brief]] = []
        for day in sorted(turns):
            for place, number in turns[day]:
                now[place] = number
            found.append((day, self._brief(tuple(now), foreseen, prepared.clauses)))
        return found

    def _brief(self, numbers: tuple[int, ...], foreseen: tuple[bool, ...], clauses: Clauses) -> Brief:
        """Return the answer, given the number of the prefixes of each timeline, and whether it has what is foreseen."""
        key = numbers, foreseen
        brief = self._found.get(key)
        if brief is None:
            brief = self._found[key] = self._made(numbers, foreseen, clauses)
        return brief

    def _made(self, numbers: tuple[int, ...], foreseen: tuple[bool, ...], clauses: Clauses) -> Brief:
        # Timelines with equal prefixes have the same outcome, which counts once.
        unique: dict[int, bool] = {}
        for number, is_foreseen in zip(numbers, foreseen, strict=True):
            unique[number] = is_foreseen or unique.get(number, False)
        key = tuple(unique.items())
        brief = self._briefs.get(key)
        if brief is None:
            outcomes = [self._outcome(number) for number in unique]
            ahead = [self._outcome(number) for number, is_foreseen in key if is_foreseen]
            brief = self._briefs[key] = brief_of(outcomes, ahead, clauses)
        return brief

    def _outcome(self, number: int) -> Outcome:
        outcome = self._outcomes.get(number)
        if outcome is None:
            prefixes, line = self._numbered[number]
            outcome = self._outcomes[number] = line.outcome(prefixes)
        return outcome

    def _runs_of(self, timeline: Timeline) -> _Runs:
        found = self._runs.get(id(timeline))
        if found is None:
            line = _Line(timeline, self._names)
            runs = [(day, self._number(prefixes, line)) for day, prefixes in line.runs()]
            found = self._runs[id(timeline)] = timeline, runs
        return found[1]

    def _number(self, prefixes: _Prefixes, line: _Line) -> int:
        number = self._numbers.setdefault(prefixes, len(self._numbered))
        if number == len(self._numbered):
            self._numbered.append((prefixes, line))
        return number


_Runs = Sequence[tuple[dt.date, int]]
"""Days from which other prefixes of a timeline are possible, with the number of these prefixes."""
