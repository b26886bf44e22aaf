"""Statements of sources about the state, compared with the history.

Most articles report no event; they name the state of an agreement. A statement is compared with the states that the
history allows on its day, which may be partial. See docs/domain.md, "Evidence".
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import attrs

from pactstate.domain import readings
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import Word, repr_as_call
from pactstate.domain.known_by import SLACK, publication
from pactstate.domain.lifecycle import State, Terms
from pactstate.domain.model import Clauses, Event, Role, Source, Statement

__all__ = ["PROGRESS", "Contrary", "Judgement", "Verdict", "contraries", "published_by_role", "weigh"]


class Verdict(Word):
    """Result of comparing a statement with the history."""

    AGREES = "agrees"
    """The statement names the state that was certain on its day."""
    STALE = "stale"
    """The statement names an earlier state than the history allows on its day."""
    PREMATURE = "premature"
    """The statement names a later state than the history allows on its day."""
    UNDECIDABLE = "undecidable"
    """The history allows too many states on the day for another verdict, or no date is known."""


@attrs.frozen
class Contrary:
    """Evidence against a wrong statement that was public before the day of which it speaks."""

    since: PartialDate
    """Publication of the first source after which the state of the history was known."""
    sources: tuple[str, ...]
    """Ids of the sources published then."""
    days: int
    """Days from that publication to the statement; at least so many where days are partial."""

    __repr__ = repr_as_call


@attrs.frozen
class Judgement:
    """Verdict on a statement, with the day and the possible states behind it.

    ``str`` gives it in words, as in ``stale: in_force, public since 2025-09-11 (tribune-2025-09-11)``.
    """

    verdict: Verdict
    day: PartialDate | None
    """Day of the statement; None if neither it nor its source has a date."""
    possible: frozenset[State] = frozenset()
    """Every state that the history allows on that day."""
    unbegun: bool = False
    """Whether the history allows that no event had happened yet."""
    contrary: Contrary | None = None
    """Since when the contrary had been public, and by whom; given by :meth:`~pactstate.Agreement.judge`."""

    __repr__ = repr_as_call

    def __str__(self) -> str:
        names = [*(["nothing yet"] if self.unbegun else []), *(state for state in State if state in self.possible)]
        words = f"{self.verdict}: {' or '.join(names) or 'no day is known'}"
        if self.contrary is None:
            return words
        return f"{words}, public since {self.contrary.since} ({', '.join(self.contrary.sources)})"


_AT_ODDS: Final = (Verdict.STALE, Verdict.PREMATURE)

PROGRESS: Final = {
    State.PROPOSED: 0,
    State.NEGOTIATING: 1,
    State.SIGNED: 2,
    State.RATIFIED: 3,
    State.ABANDONED: 4,
    State.IN_FORCE: 5,
    State.TERMINATED: 6,
}
"""Rank of each state. ``abandoned`` ranks after any consent and before force."""


MAX_STEPS: Final = 1_000_000
"""Limit of days of publication times entries, claims and wrong statements, half a second of work."""
_QUESTION: Final = 10
"""Steps for which a question about one statement counts."""


def contraries(
    judged: Sequence[tuple[Statement, Judgement]],
    history: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    clauses: Clauses,
) -> list[Contrary | None]:
    """Return since when the contrary of each stale or premature statement had been public, and by whom.

    A statement is contradicted as soon as the sources published so far have the state of the history on its day: by a
    report of it, or by an announcement that gives a later day for the state that is said. The answer is None for a
    statement that is not wrong, or if nothing of the kind was public before.

    If there are too many days of publication for :data:`MAX_STEPS`, so many are tried, evenly spaced. A contrary may
    then have been public for longer than its answer says.
    """
    found: list[Contrary | None] = [None] * len(judged)
    for verdict, role in ((Verdict.STALE, Role.REPORTED), (Verdict.PREMATURE, Role.ANNOUNCED)):
        left = [
            _Wrong(judgement.day, number, statement, judgement)
            for number, (statement, judgement) in enumerate(judged)
            if judgement.day and judgement.verdict is verdict
        ]
        left.sort(key=_first_day)
        if not left:
            continue
        size = len(left) * _QUESTION + sum(1 + len(event.claims) for event in history)
        by_day = readings.AscendingKnowledge(history, sources, readings.Prepared((), terms, clauses))
        for published, ids in _spaced(
            published_by_role(history, sources, role, left[-1].day.earliest), MAX_STEPS // size
        ):
            known = by_day.by(published.latest)
            still: list[_Wrong] = []
            for one in left[bisect.bisect_left(left, published.latest, key=_first_day) :]:
                others = tuple(id for id in ids if id != one.statement.source)
                if others and _contradicted(known, one.statement.says, one.judgement, one.day):
                    found[one.number] = Contrary(published, others, (one.day.earliest - published.latest).days)
                else:
                    still.append(one)
            left = still
    return found


class _Wrong(NamedTuple):
    """Stale or premature statement, with its place among the others."""

    day: PartialDate
    number: int
    statement: Statement
    judgement: Judgement


def _first_day(one: _Wrong) -> dt.date:
    return one.day.earliest


_Publication = tuple[PartialDate, Collection[str]]


def published_by_role(
    history: Sequence[Event], sources: Mapping[str, Source], role: Role, until: dt.date
) -> list[_Publication]:
    """Return the days up to a last one on which claims of a role were published, in order, with their sources."""
    public: dict[PartialDate, dict[str, None]] = {}
    for event in history:
        for claim in event.claims:
            source = sources.get(claim.source)
            if source and source.published and claim.accepted and claim.role is role:
                published = publication(claim, event, source)
                if published.latest <= until:
                    public.setdefault(published, {})[source.id] = None
    return sorted(public.items(), key=lambda one: one[0].latest)


def _spaced(days: Sequence[_Publication], most: int) -> Iterator[_Publication]:
    """Yield so many of the days at most, evenly spaced, the last one among them."""
    count = min(len(days), max(most, 1))
    return (days[(number + 1) * len(days) // count - 1] for number in range(count))


def _contradicted(known: readings.Prepared, says: State, judgement: Judgement, day: PartialDate) -> bool:
    """Return whether what was known had the state of the history on a day, and no other."""
    states = readings.states_on(known, day)
    allowed: set[State | None] = {*judgement.possible, *([None] if judgement.unbegun else [])}
    if not allowed.issuperset(states):
        return False
    # An announcement contradicts a statement only if it gives a later day for the state, or for one beyond it.
    later = readings.states_on(known, PartialDate.between(day.latest, dt.date.max))
    return max((PROGRESS[state] for state in later if state), default=-1) >= PROGRESS[says]


States = Callable[[PartialDate], Collection[State | None]]
"""Function that returns every possible state on a day; None stands for "nothing yet"."""


def weigh(statement: Statement, source: Source | None, states_on: States) -> Judgement:
    """Judge a statement given its source and a function that returns the possible states on a day."""
    day = statement.date or _spoken(source)
    if day is None:
        return Judgement(Verdict.UNDECIDABLE, None)
    states = states_on(day)
    verdict = _verdict(statement.says, states)
    if verdict in _AT_ODDS:
        # One day of slack, as for reports: time zones differ, and morning papers are printed a day ahead.
        around = PartialDate.between(_shifted(day.earliest, -SLACK), _shifted(day.latest, SLACK))
        verdict = _verdict(statement.says, states_on(around))
    if verdict is Verdict.PREMATURE and _was_once(states_on, statement.says, day):
        verdict = Verdict.STALE
    return Judgement(verdict, day, frozenset(state for state in states if state), None in states)


def _spoken(source: Source | None) -> PartialDate | None:
    """Return the days on which a source spoke: its publication, extended to its last update."""
    if source is None or source.published is None:
        return None
    if source.updated is None or source.updated.latest < source.published.earliest:
        return source.published
    return PartialDate.between(source.published.earliest, source.updated.latest)


def _shifted(day: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return day + by
    except OverflowError:
        return day


def _was_once(states_on: States, state: State, day: PartialDate) -> bool:
    """Return whether a state that is not possible on the day was so before.

    A state of a higher rank can come first: ``abandoned`` does when talks start again.
    """
    return state in states_on(PartialDate.between(dt.date.min, day.earliest))


def _verdict(says: State, states: Collection[State | None]) -> Verdict:
    if says in states:
        return Verdict.AGREES if len(states) == 1 else Verdict.UNDECIDABLE
    # "Nothing yet" (None) ranks before every state.
    allowed = [PROGRESS[state] if state else -1 for state in states]
    if PROGRESS[says] < min(allowed):
        return Verdict.STALE
    if PROGRESS[says] > max(allowed):
        return Verdict.PREMATURE
    return Verdict.UNDECIDABLE
