"""Transition table: which event may follow which state; and one event judged against it.

The table is the one of docs/domain.md, "States, flags, events". Checks, diagrams, documentation and the strategies of
the tests are made from it.

:func:`step` never raises. A record of the past is judged, not refused: an event that may not happen leaves the position
as it was and comes back with a :class:`Violation`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, cast

import attrs

from pactstate.domain.dates import certainly_before
from pactstate.domain.effects import EFFECTS, Effect
from pactstate.domain.events import FLAG_STATES, WAYS_OUT, EventKind, Flag, Manner, State
from pactstate.domain.fields import Word, repr_as_call, unchecked
from pactstate.domain.guards import GUARDS, Guard, leaves, too_few_left
from pactstate.domain.position import (
    ALL,
    START,
    Act,
    Change,
    Deed,
    Flags,
    Ledger,
    Mark,
    Marks,
    Notice,
    Position,
    Terms,
    Topic,
    Transition,
    Violation,
)

__all__ = [
    "ALL",
    "FLAG_STATES",
    "PARTY_POLICY",
    "START",
    "TABLE",
    "WAYS_OUT",
    "Act",
    "Cell",
    "Change",
    "Deed",
    "EventKind",
    "Flag",
    "Flags",
    "Ledger",
    "Manner",
    "Mark",
    "Marks",
    "MutableMarks",
    "Notice",
    "PartyPolicy",
    "Position",
    "State",
    "Terms",
    "Topic",
    "Transition",
    "Violation",
    "advance",
    "apply",
    "step",
]


class PartyPolicy(Word):
    """Whether an event is the act of one party."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_ALLOWED = "not allowed"


@attrs.frozen
class Cell:
    """Cell of the table: the new state (None keeps the state) and the number of the guard (0: none)."""

    target: State | None
    guard: int

    __repr__ = repr_as_call


# The table of docs/domain.md, cell by cell: "=" keeps the state, "." is illegal, a letter is the new state, a digit the
# guard. Where a cell has two letters the guard chooses.
_COLUMNS: Final = (None, *State)
_LETTERS: Final = dict(zip("PNSRFAT", State, strict=True))
_TEXT: Final = """
                   none   P      N      S      R      F      A      T
proposed           P      .      .      .      .      .      .      .
negotiating        N      N      =1     .      .      .      N      .
text_agreed        N      N      =      .      .      .      .      .
stalled            .      =1     =1     =1     .      .      .      .
postponed          .      =      =      =      =      =      .      .
adopted            S      S      S      .      .      .      .      .
signed             S2     S2     S2     =3     =3     =3     .      .
approved           N      N      =      =      =      =      .      .
refused            .      .      =      =      =      .      .      .
ratified           R4     R4     R4     R4     =5     =5     .      .
in_force           F      F      F      F      F      =5     .      .
provisional        S      .      .      =      =      =9     .      .
provisional_ended  .      .      .      =9     =9     =9     .      .
amended            .      .      .      =      =      =      .      .
extended           .      .      .      .      .      =      .      .
suspended          .      .      .      .      .      =6     .      .
resumed            .      .      .      .      .      =6     =10    .
notice_given       .      .      .      .      .      =7     .      .
notice_suspended   .      .      .      .      .      =7     .      .
notice_revoked     .      .      .      .      .      =7     .      .
withdrawn          .      .      .      A8     A8     T8     .      .
abandoned          .      A      A      A      A      .      .      .
terminated         T      .      .      T      T      T      .      =11
note               =      =      =      =      =      =      =      =
"""


def _cell(text: str) -> Cell | None:
    if text == ".":
        return None
    return Cell(None if text[0] == "=" else _LETTERS[text[0]], int(text[1:] or 0))


def _read_table(text: str) -> Mapping[State | None, Mapping[EventKind, Cell | None]]:
    rows = [line.split() for line in text.strip().splitlines()[1:]]
    return MappingProxyType(
        {
            state: MappingProxyType({EventKind(row[0]): _cell(row[column]) for row in rows})
            for column, state in enumerate(_COLUMNS, start=1)
        }
    )


TABLE: Final = _read_table(_TEXT)
"""``TABLE[state][event]``: the cell, or None where the event may not happen. ``None`` is "no state yet"."""

PARTY_POLICY: Final[Mapping[EventKind, PartyPolicy]] = MappingProxyType(
    dict.fromkeys(EventKind, PartyPolicy.NOT_ALLOWED)
    | dict.fromkeys(
        (
            EventKind.APPROVED,
            EventKind.REFUSED,
            EventKind.NOTICE_GIVEN,
            EventKind.NOTICE_SUSPENDED,
            EventKind.NOTICE_REVOKED,
            EventKind.WITHDRAWN,
        ),
        PartyPolicy.REQUIRED,
    )
    | dict.fromkeys(
        (
            EventKind.PROPOSED,
            EventKind.SIGNED,
            EventKind.RATIFIED,
            EventKind.IN_FORCE,
            EventKind.PROVISIONAL,
            EventKind.PROVISIONAL_ENDED,
            EventKind.SUSPENDED,
            EventKind.RESUMED,
            EventKind.NOTE,
        ),
        PartyPolicy.OPTIONAL,
    )
)
"""Events that need a party, that may name one, and that speak for all."""

MutableMarks = dict[Topic, dict[str, Mark]]

_made_position: Final = unchecked(Position)


def step(position: Position, act: Act, terms: Terms) -> Transition:
    """Judge one event and, if it may happen, apply it.

    Returns the new position, or the old one with the violation. One violation lets the event pass:
    *party-not-allowed*; the event is then read as speaking for all parties.

    >>> signed = step(Position(), Act(EventKind.SIGNED), Terms(("JP", "PH"))).position
    >>> signed.state
    <State.SIGNED: 'signed'>
    >>> step(signed, Act(EventKind.PROPOSED), Terms(("JP", "PH"))).violation.rule
    'illegal-transition'
    """
    marks = cast("MutableMarks", {**position.marks})
    copy = Position(position.state, marks, position.before, position.derived, position.ended_on)
    following, violation, changes = advance(marks, copy, act, terms, _apply_apart)
    return Transition(position if following is copy and not changes else following, violation)


def _apply_apart(changes: Collection[Change], marks: MutableMarks) -> None:
    """Change the marks, but no mapping below them: another position may have those of other topics, too."""
    for topic in {topic for topic, _, _ in changes}:
        if topic in marks:
            marks[topic] = {**marks[topic]}
    apply(changes, marks)


def apply(changes: Iterable[Change], marks: MutableMarks) -> None:
    """Change the marks in place."""
    for topic, party, mark in changes:
        if mark is not None:
            marks.setdefault(topic, {})[party] = mark
        elif topic in marks:
            marks[topic].pop(party, None)
            if not marks[topic]:
                del marks[topic]


def advance(
    marks: MutableMarks,
    position: Position,
    act: Act,
    terms: Terms,
    change: Callable[[Collection[Change], MutableMarks], None] = apply,
) -> tuple[Position, Violation | None, tuple[Change, ...]]:
    """Do the same as :func:`step`, in place: ``marks`` are those of the position, and are changed.

    A long history is replayed on one set of marks, so that its cost is linear in the number of marks that change. Also
    returns the changes. ``change`` is the function that makes them.
    """
    original, kind = position, act.kind
    start = _reopened(position, act) if position.derived else None
    if start is not None:
        position = start
    rule, violation = _RULES[position.state].get(kind), None
    if rule is None:
        return original, _illegal(position, kind), ()
    if act.party is None:
        if rule.needs_party:
            why = f"'{kind}' is the act of one party: say which, as in 'party: JP'"
            return original, Violation("party-required", why), ()
    elif rule.bars_party:
        violation = Violation("party-not-allowed", f"'{kind}' speaks for all parties: leave 'party' out")
        act = Act(kind, None, act.date, act.effective, point=act.point)
    state = rule.target
    if rule.guard:
        judged = rule.guard(position, act, terms)
        if isinstance(judged, Violation):
            return original, judged, ()
        state = judged
    if state is None:
        state = position.state
    changes = tuple(rule.effect(position, act, terms)) if rule.effect else ()
    moved = state is not position.state
    if moved and not _FLAGS.isdisjoint(marks) and state not in WAYS_OUT and position.state not in WAYS_OUT:
        changes = (*changes, *_lost(marks, state))
    if changes:
        change(changes, marks)
    # The usual cases: the state stays, or moves along the backbone.
    if start is None and kind is not _WITHDRAWN and not position.derived:
        if not moved:
            return position, violation, changes
        if state not in WAYS_OUT:
            return _made_position(state, marks), violation, changes
    following = _settled(_made_position(state, marks), position, act, terms, reopened=start)
    return following, violation, changes


def _reopened(position: Position, act: Act) -> Position | None:
    """Return the position before a derived end, for an act that may be of the same day.

    Fewer than two parties end an agreement at the end of that day, so all parties may leave on one day. A succession
    counts from the day from which it takes effect (VCLT 28).
    """
    day = act.effective if act.manner is Manner.SUCCESSION and act.effective else act.date
    if not position.derived or position.ended_on is None or day is None:
        return None
    if certainly_before(position.ended_on, day) or act.kind not in _RULES[position.before]:
        return None
    return Position(position.before, position.marks, ended_on=position.ended_on)


def _settled(
    following: Position,
    position: Position,
    act: Act,
    terms: Terms,
    *,
    reopened: Position | None,
) -> Position:
    """Return the position with what follows from withdrawals: an end, or a consent that is missing again."""
    state, marks = following.state, following.marks
    if state in WAYS_OUT:
        before = position.before if position.state in WAYS_OUT else position.state
        derived = position.derived and act.kind is not EventKind.TERMINATED
        return Position(state, marks, before, derived, position.ended_on if derived else None)
    if (reopened or leaves(position, act, terms)) and too_few_left(following, terms):
        end = State.TERMINATED if state is State.IN_FORCE else State.ABANDONED
        return Position(end, marks, state, derived=True, ended_on=position.ended_on if reopened else act.date)
    if state is State.RATIFIED and act.kind is EventKind.WITHDRAWN and _misses_consent(following, act, terms):
        return Position(State.SIGNED, marks)
    return following


def _misses_consent(position: Position, act: Act, terms: Terms) -> bool:
    """Return whether a consent is missing after a withdrawal. Nobody misses that of a listed party that is gone."""
    if terms.open:
        return False
    if terms.consents_needed is not None:
        consents = position.of(Deed.CONSENTED)
        return len(consents) - (ALL in consents) < terms.consents_needed
    return act.of is EventKind.RATIFIED and act.party in terms.listed


def _illegal(position: Position, kind: EventKind) -> Violation:
    if position.state is None:
        return Violation("illegal-transition", f"'{kind}' cannot be the first event of a history")
    return Violation("illegal-transition", f"'{kind}' cannot follow {position.state}", position.state)


_WITHDRAWN: Final = EventKind.WITHDRAWN  # Cached: access to an enum member is slow before Python 3.12.
_TALKS: Final = frozenset({State.PROPOSED, State.NEGOTIATING})
_FLAGS: Final = frozenset(Flag)


def _lost(marks: Marks, state: State | None) -> list[Change]:
    """Return the flags that a move to the state clears.

    In a way out flags are hidden and not cleared, since a derived end may be undone on the same day.
    """
    lost: list[Change] = []
    for flag, states in FLAG_STATES.items():
        if flag in marks and ((flag is Flag.STALLED and state not in _TALKS) or state not in states):
            lost += [(flag, party, None) for party in marks[flag]]
    return lost


class _Rule(NamedTuple):
    """Everything that the tables say about one event in one state: one look-up per event."""

    target: State | None
    guard: Guard | None
    effect: Effect | None
    needs_party: bool
    bars_party: bool


def _rules(cells: Mapping[EventKind, Cell | None]) -> dict[EventKind, _Rule]:
    return {
        kind: _Rule(
            cell.target,
            GUARDS.get(cell.guard),
            EFFECTS.get(kind),
            PARTY_POLICY[kind] is PartyPolicy.REQUIRED,
            PARTY_POLICY[kind] is PartyPolicy.NOT_ALLOWED,
        )
        for kind, cell in cells.items()
        if cell
    }


_RULES: Final[Mapping[State | None, Mapping[EventKind, _Rule]]] = {
    state: _rules(cells) for state, cells in TABLE.items()
}
