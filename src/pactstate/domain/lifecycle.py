"""How an agreement moves: states, flags, the party ledger, and the transition table as frozen data.

:func:`step` judges one event against the table. It drives nothing and never raises: what may not follow leaves
the position as it was and comes back as a :class:`Fault`, because a record of the past is judged, not refused.

Rule: domain.md section 1; the numbers in brackets there and here are articles of the Vienna Convention on the Law
of Treaties (VCLT).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

import attrs

from pactstate.domain.dates import PartialDate, possibly_before
from pactstate.domain.fields import shallow
from pactstate.domain.words import Word

__all__ = [
    "FLAG_STATES",
    "PARTY_POLICY",
    "START",
    "TABLE",
    "WAYS_OUT",
    "Act",
    "Cell",
    "EventKind",
    "Fault",
    "Flags",
    "Ledger",
    "Notice",
    "PartyPolicy",
    "Position",
    "State",
    "Step",
    "Terms",
    "step",
    "take",
]


class State(Word):
    """Where an agreement stands: five steps of a backbone that only moves forward, and two ways out."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    ABANDONED = "abandoned"
    TERMINATED = "terminated"


class EventKind(Word):
    """The twenty-two events that move an agreement or say something of it."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    TEXT_AGREED = "text_agreed"
    STALLED = "stalled"
    POSTPONED = "postponed"
    ADOPTED = "adopted"
    SIGNED = "signed"
    APPROVED = "approved"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    PROVISIONAL = "provisional"
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


class PartyPolicy(Word):
    """Whether an event is the act of one party."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NOT_ALLOWED = "not allowed"


@attrs.frozen
class Cell:
    """What an event does in a state: the new state (None keeps it), and the guard that has its say."""

    target: State | None
    guard: int


@attrs.frozen(field_transformer=shallow)
class Notice:
    """A notice of withdrawal or termination by one party (VCLT 56, 67)."""

    party: str
    on_hold: bool
    effective: PartialDate | None
    """The day on which it takes effect; None when not stated, or while on hold."""


@attrs.frozen(field_transformer=shallow)
class Flags:
    """What stands beside the state, because law keeps it apart from the state."""

    stalled: bool = False
    """Talks have come to a halt; while proposed or negotiating."""
    provisional: bool = False
    """Applied before force; while signed or ratified (VCLT 25)."""
    suspended: tuple[str, ...] = ()
    """By whom the operation is suspended; ``"*"`` is a suspension by all (VCLT 57)."""
    notices: tuple[Notice, ...] = ()
    """Notices given and not revoked (VCLT 56)."""


@attrs.frozen(field_transformer=shallow)
class Ledger:
    """Who has done what, in the order in which it was done. Derived from the events, never typed by hand."""

    signed: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    """Domestic approval by at least one organ of the party."""
    consented: tuple[str, ...] = ()
    """Consent to be bound, established between the parties (VCLT 11-16)."""
    bound: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    recorded: frozenset[tuple[EventKind, str | None]] = frozenset()
    """Which of adopted, signed, approved, ratified and in_force were recorded, by which party (None: for all)."""


NO_FLAGS: Final = Flags()
NO_LEDGER: Final = Ledger()
ALL: Final = "*"


@attrs.frozen(field_transformer=shallow)
class Position:
    """Where an agreement stands after some events. No event yet, no state."""

    state: State | None = None
    flags: Flags = NO_FLAGS
    ledger: Ledger = NO_LEDGER


START: Final = Position()


@attrs.frozen(field_transformer=shallow)
class Act:
    """One event as the lifecycle sees it."""

    kind: EventKind
    party: str | None = None
    date: PartialDate | None = None
    effective: PartialDate | None = None


@attrs.frozen(field_transformer=shallow)
class Terms:
    """What of the agreement the guards need: its parties, and how many consents make it ratified."""

    parties: tuple[str, ...] = ()
    consents_needed: int | None = None
    """None: every party's."""


@attrs.frozen(field_transformer=shallow)
class Fault:
    """Why an event may not stand where it stands: the name of the rule, and a sentence."""

    rule: str
    message: str
    state: State | None = None
    """The state that the event cannot follow; None when the fault is another one."""


@attrs.frozen(eq=False, repr=False)
class Step:
    """The position after an event, and the fault found in it, if any."""

    position: Position
    fault: Fault | None = None


# The table of domain.md, cell by cell: "=" keeps the state, "." is illegal, a letter is the new state, a digit the
# guard. Where a cell has two letters the guard chooses.
_COLUMNS: Final = (None, *State)
_LETTERS: Final = dict(zip("PNSRFAT", State, strict=True))
_TEXT: Final = """
                   none   P      N      S      R      F      A      T
proposed           P      .      .      .      .      .      .      .
negotiating        N      N      =1     .      .      .      N      .
text_agreed        N      N      =      .      .      .      .      .
stalled            .      =1     =1     .      .      .      .      .
postponed          .      =      =      =      =      .      .      .
adopted            S      S      S      .      .      .      .      .
signed             S      S      S2     =3     =3     =3     .      .
approved           N      N      =      =      =      =      .      .
ratified           R4     R4     R4     R4     =5     =5     .      .
in_force           F      F      F      F      F      =5     .      .
provisional        S      .      .      =      =      .      .      .
amended            .      .      .      =      =      =      .      .
extended           .      .      .      .      .      =      .      .
suspended          .      .      .      .      .      =6     .      .
resumed            .      .      .      .      .      =6     .      .
notice_given       .      .      .      .      .      =7     .      .
notice_suspended   .      .      .      .      .      =7     .      .
notice_revoked     .      .      .      .      .      =7     .      .
withdrawn          .      .      .      A8     A8     T8     .      .
abandoned          .      A      A      A      A      .      .      .
terminated         T      .      .      T      T      T      .      .
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
            EventKind.SUSPENDED,
            EventKind.RESUMED,
            EventKind.NOTE,
        ),
        PartyPolicy.OPTIONAL,
    )
)
"""Which events are the act of one party, may be, or speak for all."""

WAYS_OUT: Final = frozenset({State.ABANDONED, State.TERMINATED})
"""The states outside the backbone: nobody is bound, no flag stands."""

FLAG_STATES: Final[Mapping[str, frozenset[State]]] = MappingProxyType(
    {
        "stalled": frozenset({State.PROPOSED, State.NEGOTIATING}),
        "provisional": frozenset({State.SIGNED, State.RATIFIED}),
        "suspended": frozenset({State.IN_FORCE}),
        "notices": frozenset({State.IN_FORCE}),
    }
)
"""The states in which each flag may stand; leaving them clears it."""


def step(position: Position, act: Act, terms: Terms) -> Step:
    """Judge one event, and take it if it may happen.

    Returns the new position, or the old one with the fault. Never raises. The one fault that lets the event pass is
    *party-not-allowed*: the event is then read as speaking for all.
    """
    return Step(*take(position, act.kind, act, terms))


class Deed(Protocol):
    """What the lifecycle needs to know of an event beside its kind."""

    @property
    def party(self) -> str | None:
        """Whose act it is."""

    @property
    def date(self) -> PartialDate | None:
        """When it was done."""

    @property
    def effective(self) -> PartialDate | None:
        """When it takes effect."""


def take(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> tuple[Position, Fault | None]:
    """The same as :func:`step`, for whoever takes many: the position after the event, and the fault in it."""
    move, fault = _MOVES[position.state].get(kind), None
    if move is None:
        return position, _illegal(position, kind)
    state, guard, effect, needs_party, bars_party = move
    if deed.party is None:
        if needs_party:
            why = f"'{kind}' is the act of one party: say which, as in 'party: JP'"
            return position, Fault("party-required", why)
    elif bars_party:
        fault = Fault("party-not-allowed", f"'{kind}' speaks for all parties: leave 'party' out")
        deed = Act(kind, None, deed.date, deed.effective)
    if guard:
        judged = guard(position, kind, deed, terms)
        if isinstance(judged, Fault):
            return position, judged
        state = judged
    if effect:
        flags, ledger = effect(position, kind, deed, terms)
    elif state is None:
        return position, fault
    else:
        flags, ledger = position.flags, position.ledger
    if state is None:
        state = position.state
    elif flags is not NO_FLAGS:
        flags = _cleared(flags, state)
    if ledger.bound and state in WAYS_OUT:
        ledger = attrs.evolve(ledger, bound=())
    return Position(state, flags, ledger), fault


def _illegal(position: Position, kind: EventKind) -> Fault:
    if position.state is None:
        return Fault("illegal-transition", f"'{kind}' cannot be the first event of a history")
    return Fault("illegal-transition", f"'{kind}' cannot follow {position.state}", position.state)


def _cleared(flags: Flags, state: State) -> Flags:
    """The flags that may still stand in the state."""
    kept = {name: getattr(flags, name) for name, states in FLAG_STATES.items() if state in states}
    return Flags(**kept) if any(kept.values()) else NO_FLAGS


# Guards: what the number in a cell stands for. Each says which state follows (None: the same), or what is wrong.
_Verdict = State | Fault | None


def _while_stalled(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    if position.flags.stalled == (kind is EventKind.NEGOTIATING):
        return None
    if kind is EventKind.STALLED:
        return Fault("repeated-event", "the talks are recorded as stalled already")
    return Fault("repeated-event", "'negotiating' is recorded already; it comes again only after 'stalled'")


def _first_signature(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    if deed.party is None or len(terms.parties) != 2:
        return State.SIGNED
    if fault := _by_one_party(position, kind, deed, terms):
        return fault
    signed = {deed.party, *position.ledger.signed}
    return State.SIGNED if signed.issuperset(terms.parties) else None


def _further_signature(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    recorded = position.ledger.recorded
    if deed.party is None and (EventKind.ADOPTED, None) in recorded and (EventKind.SIGNED, None) not in recorded:
        return None
    return _by_one_party(position, kind, deed, terms)


def _consent(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    if deed.party is None:
        return State.RATIFIED
    if fault := _by_one_party(position, kind, deed, terms):
        return fault
    consents = {deed.party, *position.ledger.consented}
    if terms.consents_needed is None:
        enough = consents.issuperset(set(terms.parties).difference(position.ledger.gone))
    else:
        enough = len(consents) >= terms.consents_needed
    return State.RATIFIED if enough else State.SIGNED


def _by_one_party(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> Fault | None:
    if deed.party is None:
        before = any(other is kind for other, _ in position.ledger.recorded)
        why = "is recorded already" if before else f"for all comes too late, it is {position.state} already"
        return Fault("repeated-event", f"'{kind}' {why}; a further one names the 'party' whose act it is")
    if (kind, deed.party) in position.ledger.recorded:
        return Fault("repeated-event", f"'{kind}' by {deed.party} is recorded already")
    return None


def _suspension(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    suspended, whose = position.flags.suspended, deed.party or ALL
    if kind is EventKind.SUSPENDED:
        return Fault("repeated-event", f"already suspended{_by(deed.party)}") if whose in suspended else None
    if not suspended:
        return Fault("nothing-to-act-on", "nothing is suspended that could be resumed")
    if deed.party and not {deed.party, ALL}.intersection(suspended):
        return Fault("nothing-to-act-on", f"{deed.party} has suspended nothing that it could resume")
    return None


def _notice(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    notice = next((notice for notice in position.flags.notices if notice.party == deed.party), None)
    if kind is EventKind.NOTICE_GIVEN:
        running = notice is not None and not notice.on_hold
        return Fault("repeated-event", f"a notice{_by(deed.party)} is running already") if running else None
    if notice is None:
        return Fault("nothing-to-act-on", f"no notice{_by(deed.party)} is running or on hold")
    if (
        kind is EventKind.NOTICE_REVOKED
        and deed.date
        and notice.effective
        and not possibly_before(deed.date, notice.effective)
    ):
        return Fault(
            "notice-already-effective",
            f"the notice{_by(deed.party)} took effect on {notice.effective}; it could be revoked before (VCLT 68)",
        )
    return None


def _withdrawal(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Verdict:
    ledger = position.ledger
    if deed.party in ledger.gone:
        return Fault("repeated-event", f"{deed.party} has withdrawn already")
    # In force only those count that are bound, or have consented to be; before, everyone who may still come to be.
    members = {*ledger.consented, *ledger.bound}
    if position.state is not State.IN_FORCE or len(members) < 2:
        members |= {*terms.parties, *ledger.signed}
    if len(members - {deed.party, *ledger.gone}) >= 2:
        return None
    return State.TERMINATED if position.state is State.IN_FORCE else State.ABANDONED


_Guard = Callable[[Position, EventKind, Deed, Terms], _Verdict]
_GUARDS: Final[Mapping[int, _Guard]] = MappingProxyType(
    {
        1: _while_stalled,
        2: _first_signature,
        3: _further_signature,
        4: _consent,
        5: _by_one_party,
        6: _suspension,
        7: _notice,
        8: _withdrawal,
    }
)


# Effects: what an event does to the flags and the ledger, beyond the state.
_Beside = tuple[Flags, Ledger]


def _on_stalled(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    return attrs.evolve(position.flags, stalled=True), position.ledger


def _on_negotiating(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    # Talks that start anew after having been given up lead to a new text: what was signed or approved is history.
    restarted = position.state is State.ABANDONED
    return NO_FLAGS, NO_LEDGER if restarted else position.ledger


def _on_provisional(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    return attrs.evolve(position.flags, provisional=True), position.ledger


def _on_adopted(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    ledger = position.ledger
    return position.flags, attrs.evolve(ledger, recorded=_noted(ledger, kind, None))


def _on_approved(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    old, who = position.ledger, (deed.party or "",)
    approved, recorded = _added(old.approved, who), _noted(old, kind, deed.party)
    return position.flags, Ledger(old.signed, approved, old.consented, old.bound, _back(old, who), recorded)


def _on_signed(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    old, who = position.ledger, _speaks_for(position, deed, terms.parties)
    signed, recorded = _added(old.signed, who), _noted(old, kind, deed.party)
    return position.flags, Ledger(signed, old.approved, old.consented, old.bound, _back(old, who), recorded)


def _on_ratified(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    old, who = position.ledger, _speaks_for(position, deed, terms.parties)
    consented, recorded = _added(old.consented, who), _noted(old, kind, deed.party)
    return position.flags, Ledger(old.signed, old.approved, consented, old.bound, _back(old, who), recorded)


def _on_in_force(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    # Force between some of many parties binds those that consented; between two it binds both.
    old, everyone = position.ledger, terms.parties
    who = _speaks_for(position, deed, (old.consented or everyone) if len(everyone) != 2 else everyone)
    bound, recorded = _added(old.bound, who), _noted(old, kind, deed.party)
    return position.flags, Ledger(old.signed, old.approved, old.consented, bound, _back(old, who), recorded)


def _on_suspension(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    flags, whose = position.flags, deed.party or ALL
    if kind is EventKind.SUSPENDED:
        suspended = (*flags.suspended, whose)
    elif deed.party is None:
        suspended = ()
    else:
        ended = whose if whose in flags.suspended else ALL
        suspended = tuple(party for party in flags.suspended if party != ended)
    return attrs.evolve(flags, suspended=suspended), position.ledger


def _on_notice(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    party = deed.party or ""
    others = tuple(notice for notice in position.flags.notices if notice.party != party)
    notices = {
        EventKind.NOTICE_GIVEN: (*others, Notice(party, False, deed.effective)),
        EventKind.NOTICE_SUSPENDED: (*others, Notice(party, True, None)),
        EventKind.NOTICE_REVOKED: others,
    }
    return attrs.evolve(position.flags, notices=notices[kind]), position.ledger


def _on_withdrawn(position: Position, kind: EventKind, deed: Deed, terms: Terms) -> _Beside:
    party, flags, ledger = deed.party, position.flags, position.ledger

    def without(parties: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(other for other in parties if other != party)

    return (
        attrs.evolve(
            flags,
            suspended=without(flags.suspended),
            notices=tuple(notice for notice in flags.notices if notice.party != party),
        ),
        Ledger(
            signed=without(ledger.signed),
            approved=without(ledger.approved),
            consented=without(ledger.consented),
            bound=without(ledger.bound),
            gone=(*ledger.gone, party or ""),
            recorded=frozenset(record for record in ledger.recorded if record[1] != party),
        ),
    )


_Effect = Callable[[Position, EventKind, Deed, Terms], _Beside]
_EFFECTS: Final[Mapping[EventKind, _Effect]] = MappingProxyType(
    {
        EventKind.STALLED: _on_stalled,
        EventKind.NEGOTIATING: _on_negotiating,
        EventKind.PROVISIONAL: _on_provisional,
        EventKind.ADOPTED: _on_adopted,
        EventKind.APPROVED: _on_approved,
        EventKind.SIGNED: _on_signed,
        EventKind.RATIFIED: _on_ratified,
        EventKind.IN_FORCE: _on_in_force,
        EventKind.SUSPENDED: _on_suspension,
        EventKind.RESUMED: _on_suspension,
        EventKind.NOTICE_GIVEN: _on_notice,
        EventKind.NOTICE_SUSPENDED: _on_notice,
        EventKind.NOTICE_REVOKED: _on_notice,
        EventKind.WITHDRAWN: _on_withdrawn,
    }
)


def _by(party: str | None) -> str:
    return f" by {party}" if party else ""


def _speaks_for(position: Position, deed: Deed, everyone: tuple[str, ...]) -> tuple[str, ...]:
    """Whose act it is: the party's, or everyone's who has not left."""
    if deed.party is not None:
        return (deed.party,)
    gone = position.ledger.gone
    return tuple(party for party in everyone if party not in gone) if gone else everyone


def _added(parties: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    if not parties:
        return more
    new = tuple(party for party in more if party not in parties)
    return (*parties, *new) if new else parties


def _back(ledger: Ledger, acting: tuple[str, ...]) -> tuple[str, ...]:
    """Who has left; one that had and acts again is no longer gone."""
    return tuple(party for party in ledger.gone if party not in acting) if ledger.gone else ()


def _noted(ledger: Ledger, kind: EventKind, party: str | None) -> frozenset[tuple[EventKind, str | None]]:
    """What is recorded, with one act more; a long history repeats itself, and what is there already is not copied."""
    record = (kind, party)
    return ledger.recorded if record in ledger.recorded else ledger.recorded | {record}


class _Move(NamedTuple):
    """All that the tables say of one event in one state, so that each is looked up once."""

    target: State | None
    guard: _Guard | None
    effect: _Effect | None
    needs_party: bool
    bars_party: bool


def _moves(cells: Mapping[EventKind, Cell | None]) -> dict[EventKind, _Move]:
    return {
        kind: _Move(
            cell.target,
            _GUARDS.get(cell.guard),
            _EFFECTS.get(kind),
            PARTY_POLICY[kind] is PartyPolicy.REQUIRED,
            PARTY_POLICY[kind] is PartyPolicy.NOT_ALLOWED,
        )
        for kind, cell in cells.items()
        if cell
    }


_MOVES: Final[Mapping[State | None, Mapping[EventKind, _Move]]] = {
    state: _moves(cells) for state, cells in TABLE.items()
}
