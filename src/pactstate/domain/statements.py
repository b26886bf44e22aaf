"""What a source says of the state, held against the history: does it agree, is it stale, premature, or undecidable?

Most articles report no event; they speak of an agreement as being in a state. That is checked against the state of
the day of which they speak, with partial dates on both sides. Rule: domain.md section 3, "statements".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Source, Statement
from pactstate.domain.timeline import SLACK
from pactstate.domain.words import Word

__all__ = ["PROGRESS", "Judgement", "Verdict", "judge", "weigh"]


class Verdict(Word):
    """How a statement stands to the history."""

    AGREES = "agrees"
    """It says the state that was certain on its day."""
    STALE = "stale"
    """It says an earlier state than the history allows on its day."""
    PREMATURE = "premature"
    """It says a later one."""
    UNDECIDABLE = "undecidable"
    """The history allows what it says, and something else too; or it bears no date."""


@attrs.frozen
class Judgement:
    """A verdict, and what it rests on."""

    verdict: Verdict
    day: PartialDate | None
    """The day of which the source speaks; None when it bears no date."""
    possible: frozenset[State] = frozenset()
    """Every state that the history allows on that day."""
    unbegun: bool = False
    """Whether it allows that nothing had happened yet."""


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
"""How far along a state is. What was given up before force is further than any consent, and less far than force."""


def judge(agreement: Agreement, statement: Statement) -> Judgement:
    """Hold a statement against the history of its agreement, by all that the file holds.

    The day is the statement's own ``date``, else the publication of its source, with all days until its update.
    """
    return weigh(statement, agreement.source(statement.source), agreement.states_on)


States = Callable[[PartialDate], Collection[State | None]]
"""Every state that a history allows on a day, None for nothing yet."""


def weigh(statement: Statement, source: Source | None, states_on: States) -> Judgement:
    """The same as :func:`judge`, for whoever has replayed the history already; ``source`` is the statement's."""
    day = statement.date or _spoken(source)
    if day is None:
        return Judgement(Verdict.UNDECIDABLE, None)
    states = states_on(day)
    verdict = _verdict(statement.says, states)
    if verdict in _AT_ODDS:
        # As with reports, a day is allowed for time zones, and for papers printed in the morning.
        around = PartialDate.between(_shifted(day.earliest, -SLACK), _shifted(day.latest, SLACK))
        verdict = _verdict(statement.says, states_on(around))
    if verdict is Verdict.PREMATURE and _was_once(states_on, statement.says, day):
        verdict = Verdict.STALE
    return Judgement(verdict, day, frozenset(state for state in states if state), None in states)


def _spoken(source: Source | None) -> PartialDate | None:
    """When a source spoke: on the day of its publication, or until its last update."""
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
    """Whether it had been in the state before the day, as after talks that were given up and began anew."""
    if day.earliest == dt.date.min:
        return False
    before = PartialDate.between(dt.date.min, _shifted(day.earliest, -SLACK))
    return state in states_on(before)


def _verdict(says: State, states: Collection[State | None]) -> Verdict:
    if says in states:
        return Verdict.AGREES if len(states) == 1 else Verdict.UNDECIDABLE
    # Nothing yet is less far than anything.
    allowed = [PROGRESS[state] if state else -1 for state in states]
    if PROGRESS[says] < min(allowed):
        return Verdict.STALE
    if PROGRESS[says] > max(allowed):
        return Verdict.PREMATURE
    return Verdict.UNDECIDABLE
