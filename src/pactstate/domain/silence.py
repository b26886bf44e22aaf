"""Silence: the states to which events that a record does not follow may have led, and those that they must have.

See docs/domain.md, "Silence".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Final, Protocol

from pactstate.domain.events import WAYS_OUT, EventKind, State
from pactstate.domain.lifecycle import PARTY_POLICY, TABLE, PartyPolicy
from pactstate.domain.model import Event
from pactstate.domain.position import UNDATED, Act, Position, Terms, Violation

__all__ = ["implied", "reachable", "silent_states", "taken_up"]

States = frozenset[State | None]


class _Entry(Protocol):
    @property
    def kinds(self) -> tuple[EventKind, ...]: ...
    @property
    def event(self) -> Event: ...


class _Step(Protocol):
    @property
    def state(self) -> State | None: ...
    @property
    def violations(self) -> Sequence[object]: ...


@lru_cache(maxsize=256)
def _ways(state: State | None, kinds: frozenset[EventKind]) -> Mapping[State | None, tuple[EventKind, ...]]:
    """Return the states to which events of these kinds lead, each with a shortest way, the least advanced one first."""
    found: dict[State | None, tuple[EventKind, ...]] = {state: ()}
    pending = [state]
    for one in pending:
        for kind in EventKind:
            cell = TABLE[one][kind] if kind in kinds else None
            if cell and cell.target and cell.target not in found:
                found[cell.target] = (*found[one], kind)
                pending.append(cell.target)
    return MappingProxyType({one: found[one] for one in (None, *State) if one in found})


def reachable(state: State | None, kinds: frozenset[EventKind], terms: Terms) -> States:
    """Return the states that events of these kinds alone may lead to.

    >>> states = reachable(State.SIGNED, frozenset({EventKind.RATIFIED, EventKind.IN_FORCE}), Terms(("JP", "PH")))
    >>> sorted(map(str, states))
    ['in_force', 'ratified', 'signed']
    """
    return _reachable(state, kinds, terms.bilateral, terms.open)


@lru_cache(maxsize=256)
def _reachable(state: State | None, kinds: frozenset[EventKind], bilateral: bool, is_open: bool) -> States:
    found = {state}
    pending = [state]
    for one in pending:
        for kind, by_party, takes_back in product(kinds, (False, True), (False, True)):
            more = _targets(one, kind, by_party, takes_back, bilateral, is_open) - found
            found |= more
            pending += more
    return frozenset(found)


_NOTHING, _REPEATED = "nothing-to-act-on", "repeated-event"
_JOINING: Final = (EventKind.IN_FORCE, EventKind.RATIFIED)
_BEFORE: Final[Mapping[tuple[EventKind, str], tuple[EventKind, ...]]] = MappingProxyType(
    {
        (EventKind.NEGOTIATING, _REPEATED): (EventKind.STALLED,),
        (EventKind.STALLED, _REPEATED): (EventKind.NEGOTIATING,),
        (EventKind.SIGNED, _REPEATED): (EventKind.WITHDRAWN,),
        (EventKind.RATIFIED, _REPEATED): (EventKind.WITHDRAWN, EventKind.NOTICE_GIVEN),
        (EventKind.IN_FORCE, _REPEATED): (EventKind.WITHDRAWN, EventKind.NOTICE_GIVEN),
        (EventKind.PROVISIONAL_ENDED, _NOTHING): (EventKind.PROVISIONAL,),
        (EventKind.SUSPENDED, _REPEATED): (EventKind.RESUMED,),
        (EventKind.SUSPENDED, _NOTHING): _JOINING,
        (EventKind.RESUMED, _NOTHING): (EventKind.SUSPENDED,),
        (EventKind.NOTICE_GIVEN, _REPEATED): (EventKind.NOTICE_REVOKED,),
        (EventKind.NOTICE_GIVEN, _NOTHING): _JOINING,
        (EventKind.NOTICE_SUSPENDED, _NOTHING): (EventKind.NOTICE_GIVEN,),
        (EventKind.NOTICE_REVOKED, _NOTHING): (EventKind.NOTICE_GIVEN,),
        (EventKind.WITHDRAWN, _REPEATED): (*_JOINING, EventKind.SIGNED),
        (EventKind.WITHDRAWN, _NOTHING): (EventKind.SIGNED, EventKind.RATIFIED, EventKind.APPROVED),
    }
)
"""Events of the same party that must have come before one that breaks a rule, if the record does not follow them."""


def implied(
    position: Position, act: Act, violation: Violation, terms: Terms, silence: frozenset[EventKind]
) -> Iterator[Act]:
    """Yield the acts that the record has passed over in silence, without which an act may not happen.

    An act that cannot follow the state follows the least advanced state to which silent events may have led. The
    days of these events are not known.
    """
    if violation.rule == "illegal-transition":
        for_all = frozenset(kind for kind in silence if PARTY_POLICY[kind] is not PartyPolicy.REQUIRED)
        for state, way in _ways(position.state, for_all).items():
            if TABLE[state][act.kind]:
                yield from (Act(kind, point=UNDATED, doubtful=True) for kind in way)
                return
        if position.state is State.ABANDONED and EventKind.RESUMED in silence:
            yield Act(EventKind.RESUMED, point=UNDATED)
            return
    before = [kind for kind in _BEFORE.get((act.kind, violation.rule), ()) if kind in silence]
    if terms.bilateral and EventKind.WITHDRAWN in before:
        # Nobody could have joined again: the treaty had ended.
        before.remove(EventKind.WITHDRAWN)
    if act.of:
        before = [kind for kind in before if kind is act.of]
    if before:
        yield Act(before[0], act.party, point=UNDATED)


def taken_up(position: Position, kind: EventKind, silence: frozenset[EventKind]) -> Position | None:
    """Return the position before an end that was derived, where an explicit end shows that there was force before it.

    Who leaves before force makes an end of the project; that it was in force already may not be recorded.
    """
    if kind is not EventKind.TERMINATED or not position.derived or position.state is not State.ABANDONED:
        return None
    return Position(position.before, position.marks) if EventKind.IN_FORCE in silence else None


def silent_states(
    entries: Sequence[_Entry], steps: Sequence[_Step], terms: Terms, silence: frozenset[EventKind]
) -> Sequence[States]:
    """Return the states that silence may have led to, after each number of entries.

    Between two entries they are those from which the next one may happen, and what follows it. Before the first entry
    they count only if it may not be the first event of a history.
    """
    found: list[States] = [frozenset()]
    before: State | None = None
    for entry, step in zip(entries, steps, strict=True):
        stood = found[-1] - {before}
        if before is None and not _after((None,), entry, terms):
            # Something must have come before the first entry.
            stood = found[0] = reachable(None, silence, terms)
        others = frozenset() if step.violations else _after(stood, entry, terms)
        states = frozenset({step.state}) | others
        found.append(states.union(*(reachable(state, silence, terms) for state in states)))
        before = step.state
    for number in range(len(steps) - 1, -1, -1):
        following = found[number + 1] | {steps[number].state}
        found[number] = frozenset(
            state
            for state in found[number]
            if not following.isdisjoint(_after(reachable(state, silence, terms), entries[number], terms))
        )
    return found


def _after(states: Iterable[State | None], entry: _Entry, terms: Terms) -> States:
    """Return the states to which an entry may lead from some others."""
    found = frozenset(states)
    event = entry.event
    for kind in entry.kinds:
        acts = (kind, event.party is not None, event.of is not None, terms.bilateral, terms.open)
        found = frozenset[State | None]().union(*(_targets(state, *acts) for state in found))
    return found


_TOO_LATE: Final = frozenset({3, 5, 11})
"""Guards of cells in which an act comes too late to be that of all, or the end."""
_BY_ONE: Final[Mapping[EventKind, States]] = MappingProxyType(
    {
        EventKind.SIGNED: frozenset({State.NEGOTIATING, State.SIGNED}),
        EventKind.RATIFIED: frozenset({State.SIGNED, State.RATIFIED}),
    }
)
"""States to which an act of one party leads that is not the last one which is needed, or is."""


@lru_cache(maxsize=2048)
def _targets(
    state: State | None, kind: EventKind, by_party: bool, takes_back: bool, bilateral: bool, is_open: bool
) -> States:
    """Return the states to which an event may lead from a state, by the table and as far as no ledger is needed."""
    cell = TABLE[state][kind]
    if cell is None or (not by_party and cell.guard in _TOO_LATE):
        return frozenset()
    if kind is EventKind.RESUMED and state is State.ABANDONED:
        return frozenset(State) - WAYS_OUT - {State.IN_FORCE}
    target = cell.target or state
    if kind is EventKind.WITHDRAWN:
        if takes_back:
            if state is State.RATIFIED:
                return frozenset({state, State.SIGNED})
            return frozenset({state, State.TERMINATED} if bilateral and state is State.IN_FORCE else {state})
        return frozenset({target}) if bilateral else frozenset({state} if is_open else {state, target})
    if by_party and cell.target and kind in _BY_ONE and (bilateral or kind is EventKind.RATIFIED):
        return _BY_ONE[kind]
    return frozenset({target})
