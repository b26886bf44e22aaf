"""Words of the domain: states, events, flags and manners of consent.

The table of what may follow what is in ``lifecycle.py``. Numbers in brackets are articles of the Vienna Convention on
the Law of Treaties (VCLT).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pactstate.domain.fields import Word

__all__ = ["FLAG_STATES", "TAKEN_BACK", "WAYS_OUT", "EventKind", "Flag", "Manner", "State"]


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
    """In effect from a day before the act (VCLT 28)."""


TAKEN_BACK: Final = (EventKind.SIGNED, EventKind.RATIFIED, EventKind.APPROVED)
"""Events that a withdrawal can take back alone, under ``of``."""

WAYS_OUT: Final = frozenset({State.ABANDONED, State.TERMINATED})
"""The states outside the backbone: nobody is bound, no flag stands."""

FLAG_STATES: Final[Mapping[Flag, frozenset[State]]] = MappingProxyType(
    {
        Flag.STALLED: frozenset({State.PROPOSED, State.NEGOTIATING, State.SIGNED}),
        Flag.PROVISIONAL: frozenset({State.SIGNED, State.RATIFIED, State.IN_FORCE}),
        Flag.SUSPENDED: frozenset({State.IN_FORCE}),
        Flag.NOTICE: frozenset({State.IN_FORCE}),
        Flag.REFUSED: frozenset({State.NEGOTIATING, State.SIGNED, State.RATIFIED, State.IN_FORCE}),
    }
)
"""States in which each flag of a position may stand; leaving them clears it."""
