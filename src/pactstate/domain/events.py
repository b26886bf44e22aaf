"""States, events, and the table of what may follow what, as frozen data.

The table is the one of docs/domain.md, "States, flags, events". Checks, diagrams, documentation and the strategies of
the tests are made from these objects. Numbers in brackets are articles of the Vienna Convention on the Law of Treaties
(VCLT).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.domain.words import Word

__all__ = [
    "FLAG_STATES",
    "PARTY_POLICY",
    "TABLE",
    "WAYS_OUT",
    "Cell",
    "EventKind",
    "Flag",
    "PartyPolicy",
    "State",
]


class State(Word):
    """State of an agreement: five steps of a backbone that only moves forward, and two ways out."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    ABANDONED = "abandoned"
    TERMINATED = "terminated"


class EventKind(Word):
    """Kind of an event."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    TEXT_AGREED = "text_agreed"
    STALLED = "stalled"
    POSTPONED = "postponed"
    ADOPTED = "adopted"
    SIGNED = "signed"
    APPROVED = "approved"
    REFUSED = "refused"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    PROVISIONAL = "provisional"
    PROVISIONAL_ENDED = "provisional_ended"
    AMENDED = "amended"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    NOTICE_GIVEN = "notice_given"
    NOTICE_SUSPENDED = "notice_suspended"
    NOTICE_REVOKED = "notice_revoked"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    TERMINATED = "terminated"
    NOTE = "note"


class Manner(Word):
    """Manner of consent to be bound (VCLT 11-15)."""

    RATIFICATION = "ratification"
    ACCESSION = "accession"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    SUCCESSION = "succession"
    DEFINITIVE_SIGNATURE = "definitive_signature"
    PARTICIPATION = "participation"
    FORMAL_CONFIRMATION = "formal_confirmation"


class Flag(Word):
    """Flag beside the state. Law keeps these apart from the state."""

    STALLED = "stalled"
    """Talks, or the steps after signature, have come to a halt."""
    PROVISIONAL = "provisional"
    """Applied before force (VCLT 25)."""
    SUSPENDED = "suspended"
    """The operation is suspended (VCLT 57)."""
    NOTICE = "notice"
    """Notice of withdrawal or termination, running or on hold (VCLT 56)."""
    REFUSED = "refused"
    """An organ of a party has refused its approval."""
    RETROACTIVE = "retroactive"
    """In effect from an earlier day, by an act that came later (VCLT 28)."""


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

WAYS_OUT: Final = frozenset({State.ABANDONED, State.TERMINATED})
"""The states outside the backbone: nobody is bound, no flag stands."""

FLAG_STATES: Final[Mapping[Flag, frozenset[State]]] = MappingProxyType(
    {
        Flag.STALLED: frozenset({State.PROPOSED, State.NEGOTIATING, State.SIGNED}),
        Flag.PROVISIONAL: frozenset({State.SIGNED, State.RATIFIED, State.IN_FORCE}),
        Flag.SUSPENDED: frozenset({State.IN_FORCE}),
        Flag.NOTICE: frozenset({State.IN_FORCE}),
        Flag.REFUSED: frozenset({State.NEGOTIATING, State.SIGNED, State.RATIFIED}),
    }
)
"""States in which each flag of a position may stand; leaving them clears it."""
