"""Position of an agreement after some events: its state, and marks of what each party has done and which flags stand.

A mark is kept for each topic and party, with the number of the point that set it, so that flags and standing have days
of their own. The marks are indexed by topic and party: judging one event looks up what it needs and copies nothing.
See docs/domain.md, "States, flags, events".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import FLAG_STATES, WAYS_OUT, EventKind, Flag, Manner, State
from pactstate.domain.fields import Word, repr_as_call, shallow

__all__ = [
    "ALL",
    "HIDDEN",
    "NO_MARKS",
    "START",
    "UNDATED",
    "Act",
    "Change",
    "Deed",
    "Flags",
    "Ledger",
    "Mark",
    "Marks",
    "Notice",
    "Place",
    "Position",
    "Terms",
    "Topic",
    "Transition",
    "Violation",
    "places_of",
]

ALL: Final = "*"
"""Stands for all parties where a mark or a flag names a party."""


UNDATED: Final = -1
"""Stands for the point of an act that the record passes over: its day is not known."""


class Deed(Word):
    """Act of a party, or its withdrawal."""

    ADOPTED = "adopted"
    """A text that may be signed exists by adoption or provisional application; marked for all only."""
    SIGNED = "signed"
    APPROVED = "approved"
    """Approved at home, by one organ at least."""
    CONSENTED = "consented"
    """Consented to be bound, towards the other parties (VCLT 11-16)."""
    BOUND = "bound"
    GONE = "gone"
    """Withdrew."""


class Place(Word):
    """Place of one party in an agreement."""

    NONE = "not yet a party"
    SIGNED = "signed"
    CONSENTED = "consented"
    PROVISIONAL = "provisionally bound"
    BOUND = "bound"
    NOTICE = "under notice"
    GONE = "gone"
    ENDED = "no longer bound: the agreement is over"


Topic = Flag | Deed


class Mark(NamedTuple):
    """Fact about one party, or about all, with the point of the history that set it."""

    point: int
    own: bool = False
    """Whether an act of the party itself set it, and not one for all."""
    manner: Manner | None = None
    """Manner of consent."""
    partial: bool = False
    """Whether the approval of another organ is still needed."""
    on_hold: bool = False
    """Whether a notice is on hold."""
    effective: PartialDate | None = None
    """Day on which a notice takes effect; None when not stated, or while on hold."""
    doubtful: bool = False
    """Whether the fact is possible and not certain: a signatory of an open treaty may be bound or not."""


Marks = Mapping[Topic, Mapping[str, Mark]]
Change = tuple[Topic, str, Mark | None]
"""New mark for a topic and a party; None removes the mark."""
_NONE: Final[Mapping[str, Mark]] = MappingProxyType({})
NO_MARKS: Final[Mapping[Topic, Mark]] = MappingProxyType({})


@attrs.frozen(field_transformer=shallow)
class Notice:
    """A notice of withdrawal or termination by one party (VCLT 56, 67)."""

    party: str
    on_hold: bool
    effective: PartialDate | None
    """The day on which it takes effect; None when not stated, or while on hold."""

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=shallow)
class Flags:
    """Flags of one position. See :class:`~pactstate.Flag`."""

    stalled: bool = False
    provisional: tuple[str, ...] = ()
    """Parties that apply it before force; ``"*"`` stands for all (VCLT 25)."""
    suspended: tuple[str, ...] = ()
    """Parties that suspended the operation; ``"*"`` is a suspension by all (VCLT 57)."""
    notices: tuple[Notice, ...] = ()
    refused: tuple[str, ...] = ()

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=shallow)
class Ledger:
    """Parties by what they have done, in order. Derived from the events, never typed by hand."""

    signed: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    consented: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=shallow)
class Position:
    """State and marks after some events. Without an event there is no state.

    >>> Position().state is None
    True
    """

    state: State | None = None
    marks: Marks = attrs.field(factory=dict, repr=False)
    before: State | None = None
    """State that an ``abandoned`` or ``terminated`` left."""
    derived: bool = False
    """Whether the end follows from withdrawals and not from an event of its own."""
    ended_on: PartialDate | None = None
    """Day of a derived end."""

    __repr__ = repr_as_call

    def __hash__(self) -> int:
        return hash((self.state, self.before, self.derived))

    def of(self, topic: Topic) -> Mapping[str, Mark]:
        """Return the marks of one topic by party, in the order in which they were set."""
        return self.marks.get(topic, _NONE)

    def standing(self, flag: Flag) -> Mapping[str, Mark]:
        """Return the marks of a flag; none where the state does not allow it."""
        return self.of(flag) if self.state in FLAG_STATES[flag] else _NONE

    @property
    def flags(self) -> Flags:
        """The flags that stand."""
        notices = self.standing(Flag.NOTICE).items()
        return Flags(
            stalled=bool(self.standing(Flag.STALLED)),
            provisional=tuple(self.standing(Flag.PROVISIONAL)),
            suspended=tuple(self.standing(Flag.SUSPENDED)),
            notices=tuple(Notice(party, mark.on_hold, mark.effective) for party, mark in notices),
            refused=tuple(self.standing(Flag.REFUSED)),
        )

    @property
    def ledger(self) -> Ledger:
        """Acts of the parties."""
        signed, approved, consented, bound, gone = (
            tuple(party for party, mark in self.of(deed).items() if party != ALL and not mark.doubtful)
            for deed in (Deed.SIGNED, Deed.APPROVED, Deed.CONSENTED, Deed.BOUND, Deed.GONE)
        )
        return Ledger(signed, approved, consented, () if self.state in WAYS_OUT else bound, gone)


START: Final = Position()


@attrs.frozen(field_transformer=shallow)
class Act:
    """One event as the lifecycle sees it."""

    kind: EventKind
    party: str | None = None
    date: PartialDate | None = None
    effective: PartialDate | None = None
    of: EventKind | None = None
    """The act that a withdrawal takes back; None: everything."""
    manner: Manner | None = None
    """Manner of consent."""
    partial: bool = False
    """Whether another organ of the party must still approve."""
    point: int = 0
    """Number of the point in the history, or ``UNDATED``; kept in the marks that the act sets."""
    absent: frozenset[str] = frozenset()
    """Parties for which an act for all does not speak, or that their consent does not bind: a later act shows it."""
    perhaps_absent: frozenset[str] = frozenset()
    """Parties for which it is not known whether an act for all speaks for them."""
    doubtful: bool = False
    """Whether it is not known for which parties an act for all speaks."""
    decided: int | None = None
    """Number of the point at which the party decided to leave, where its leaving has a later day."""

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=shallow)
class Terms:
    """Facts about the agreement that the guards need.

    >>> Terms(("JP", "PH")).bilateral, Terms(("JP", "PH"), open=True).bilateral
    (True, False)
    """

    parties: tuple[str, ...] = ()
    consents_needed: int | None = None
    """Number of consents that make it ratified; None: those of all parties."""
    open: bool = False
    """Whether the list of parties is incomplete, or others may join."""

    __repr__ = repr_as_call

    @cached_property
    def listed(self) -> frozenset[str]:
        """The listed parties, as a set."""
        return frozenset(self.parties)

    @property
    def bilateral(self) -> bool:
        """Whether it is a closed list of two."""
        return len(self.parties) == 2 and not self.open


@attrs.frozen(field_transformer=shallow)
class Violation:
    """Reason why an event may not happen: the name of a rule, and a sentence."""

    rule: str
    message: str
    state: State | None = None
    """The state that the event cannot follow; None for other violations."""

    __repr__ = repr_as_call


class Transition(NamedTuple):
    """The position after an event, and the violation, if any."""

    position: Position
    violation: Violation | None = None


HIDDEN: Final[frozenset[Topic]] = frozenset({*Flag, Deed.BOUND})
"""Topics ignored while an agreement is abandoned or terminated: no flag applies then, and nobody is bound."""


_PLACES: Final[tuple[tuple[Topic, Place], ...]] = (
    (Deed.GONE, Place.GONE),
    (Flag.NOTICE, Place.NOTICE),
    (Deed.BOUND, Place.BOUND),
    (Flag.PROVISIONAL, Place.PROVISIONAL),
    (Deed.CONSENTED, Place.CONSENTED),
    (Deed.SIGNED, Place.SIGNED),
)
"""Topic of the mark that puts a party in each place. The first topic that has a mark decides."""


_HOLDS: Final[frozenset[Topic]] = frozenset({Deed.CONSENTED, Deed.BOUND, Flag.PROVISIONAL})
"""Topics of what ends for a party with the agreement."""


def places_of(
    own: Mapping[Topic, Mark], common: Mapping[Topic, Mark], state: State | None, since: int | None
) -> tuple[tuple[Place, int | None], ...]:
    """Return the possible places of a party, each with the number of the point that set it.

    ``own`` are the marks of the party, ``common`` those for all parties. There is more than one place where a mark is
    doubtful.
    """
    doubtful: tuple[tuple[Place, int | None], ...] = ()
    is_over = state is State.TERMINATED
    if is_over and Deed.GONE not in own:
        # A party that had only signed was never bound.
        held = [mark.doubtful for topic, mark in own.items() if topic in _HOLDS]
        if not all(held):
            return ((Place.ENDED, since),)
        doubtful = ((Place.ENDED, since),) if held else ()
    for topic, place in _PLACES:
        if state in WAYS_OUT and (topic in HIDDEN or (is_over and topic in _HOLDS)):
            continue
        mark = own.get(topic) or (common.get(topic) if topic is Flag.PROVISIONAL else None)
        if mark is not None:
            # Provisional application goes on if force is doubtful.
            if not mark.doubtful or (topic is Flag.PROVISIONAL and Deed.BOUND in own):
                return (*doubtful, (place, mark.point))
            doubtful = (*doubtful, (place, mark.point))
    return (*doubtful, (Place.NONE, None))
