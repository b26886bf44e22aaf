"""Brief answers: the part of a status without the standing of each party and without reasons, for many days at once.

An agreement has few answers for all days and all days of knowledge: most publications add to the end of a history, and
leave what it began with. Each is computed once. See docs/domain.md, "Status".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.flags import FlagStatus, flags_of
from pactstate.domain.model import Clauses
from pactstate.domain.outcomes import Outcome, Possible, one_day, only, outcome_of
from pactstate.domain.position import ALL, Deed
from pactstate.domain.readings import Prepared
from pactstate.domain.replay import Replayed
from pactstate.domain.timeline import Timeline

__all__ = ["Brief", "Briefs", "brief_of"]


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


def brief_of(outcomes: Sequence[Outcome], foreseen: Sequence[Outcome], clauses: Clauses) -> Brief:
    """Return the brief answer, given the outcomes of all timelines, and those of everything announced and presumed."""
    recorded = frozenset[State | None]().union(*(outcome.states for outcome in outcomes))
    silent = frozenset[State | None]().union(*(outcome.silent for outcome in outcomes)) - recorded
    states = recorded | silent
    state = only(states)
    done = _done_by(outcomes)
    return Brief(
        states,
        state,
        None if silent else only({state for outcome in foreseen for state in outcome.states}),
        one_day({outcome.since for outcome in outcomes}) if state else None,
        tuple(flags_of(outcomes, foreseen, clauses, silent)),
        bool(silent),
        tuple(party for party, _ in done[Deed.SIGNED]),
        tuple(party for party, in_part in done[Deed.APPROVED] if not in_part),
        tuple(party for party, in_part in done[Deed.APPROVED] if in_part),
        tuple(party for party, _ in done[Deed.CONSENTED]),
    )


def _done_by(outcomes: Sequence[Outcome]) -> Mapping[Deed, Sequence[tuple[str, bool]]]:
    """Return the parties that are certain to have done something, in order, and whether it may be partial."""
    found: dict[Deed, list[tuple[str, bool]]] = {deed: [] for deed in (Deed.SIGNED, Deed.APPROVED, Deed.CONSENTED)}
    first, *others = outcomes
    for key, seen in first.seen.items():
        deed, party = key
        if not seen.always or deed not in found or party == ALL:
            continue
        rest = [other.seen.get(key) for other in others]
        if all(one and one.always for one in rest):
            partial = any(mark.partial for one in (seen, *rest) if one for mark in one.marks)
            found[cast("Deed", deed)].append((party, partial))
    return found


class _Line:
    """Timeline without the points that change nothing, and with a name for each of its beginnings."""

    def __init__(self, timeline: Timeline, names: dict[Hashable, int]) -> None:
        self.timeline = timeline
        self.counts = [0]
        """Numbers of points after which something has changed, in ascending order."""
        self.names = [0]
        """Name of the first points, for each of these numbers: equal ones have led to the same, on the same days."""
        self.first: list[dt.date] = []
        self.last: list[dt.date] = []
        before: Replayed | None = None
        for number, (point, limit, step) in enumerate(
            zip(timeline.points, timeline.limits, timeline.steps, strict=True), 1
        ):
            state, since = (before.state, before.since) if before else (None, None)
            before = step
            if not step.changes and step.state is state and step.since == since:
                continue
            # A step that two timelines share was reached from the same points.
            key = (self.names[-1], id(step), limit, point.is_effect, point.is_presumed)
            self.names.append(names.setdefault(key, len(names) + 1))
            self.counts.append(number)
            self.first.append(limit.earliest)
            self.last.append(limit.latest)

    def days(self) -> Iterator[dt.date]:
        """Yield the days on which other prefixes may become possible."""
        yield from self.first
        yield from self.last
        if self.timeline.silent:
            yield from (day for limit in self.timeline.limits for day in limit)

    def key(self, day: dt.date) -> tuple[int, int, int, frozenset[State | None]]:
        """Return what decides on the outcome for a day."""
        counts = bisect.bisect_right(self.last, day), bisect.bisect_right(self.first, day)
        least, most = min(counts), max(counts)
        silent = self.timeline.silent_on(PartialDate(day)) if self.timeline.silent else ()
        return least, most, self.names[most], frozenset(silent)

    def outcome(self, key: tuple[int, int, int, frozenset[State | None]]) -> Outcome:
        """Return the outcome for a day, given what decides on it."""
        least, most, _, silent = key
        return outcome_of(self.timeline, Possible(self.counts[least : most + 1], silent))


class Briefs:
    """Brief answers of one agreement, for any days and days of knowledge."""

    def __init__(self) -> None:
        self._names: dict[Hashable, int] = {}
        self._found: dict[Hashable, Brief] = {}
        # Names hold while the steps that they name are kept.
        self._kept: list[Prepared] = []

    def of(self, prepared: Prepared) -> Sequence[tuple[dt.date, Brief]]:
        """Return the brief answers of a prepared history: the days from which another one holds, in order."""
        self._kept.append(prepared)
        pairs = [(reading, line) for reading in prepared.readings for line in reading.timelines]
        lines = [_Line(line, self._names) for _, line in pairs]
        ahead = tuple(line in (reading.foreseen, reading.foreseen.other) for reading, line in pairs)
        days = {dt.date.min}.union(*(line.days() for line in lines))
        found: list[tuple[dt.date, Brief]] = []
        last: Hashable = None
        for day in sorted(days):
            keys = [line.key(day) for line in lines]
            key = (ahead, *keys)
            if key != last:
                last = key
                brief = self._found.get(key)
                if brief is None:
                    outcomes = [line.outcome(one) for line, one in zip(lines, keys, strict=True)]
                    foreseen = [one for one, is_ahead in zip(outcomes, ahead, strict=True) if is_ahead]
                    brief = self._found[key] = brief_of(outcomes, foreseen, prepared.clauses)
                found.append((day, brief))
        return found
