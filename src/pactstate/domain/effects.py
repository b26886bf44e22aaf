"""Effects: marks that an event sets or removes, after the guard of its cell has let it pass.

A mark says that a party has done something, or that a flag is set (``position.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pactstate.domain.dates import certainly_before
from pactstate.domain.events import FLAG_STATES, EventKind, Flag, Manner, State
from pactstate.domain.guards import DEEDS_TAKEN_BACK, leaves
from pactstate.domain.position import ALL, Act, Change, Deed, Mark, Position, Terms

__all__ = ["EFFECTS", "Effect"]

_Changes = Iterator[Change]


# Cached: access to an enum member is slow before Python 3.12.
_ADOPTED, _SIGNED, _APPROVED = Deed.ADOPTED, Deed.SIGNED, Deed.APPROVED
_CONSENTED, _BOUND, _GONE = Deed.CONSENTED, Deed.BOUND, Deed.GONE
_STALLED, _PROVISIONAL, _SUSPENDED = Flag.STALLED, Flag.PROVISIONAL, Flag.SUSPENDED
_NOTICE, _REFUSED = Flag.NOTICE, Flag.REFUSED
_IN_FORCE: Final = State.IN_FORCE


def _on_stalled(position: Position, act: Act, terms: Terms) -> _Changes:
    yield _STALLED, ALL, Mark(act.point)


def _on_negotiating(position: Position, act: Act, terms: Terms) -> _Changes:
    if position.state is State.ABANDONED:
        # Talks that start anew lead to another text: what was signed or approved is history.
        for topic, marks in position.marks.items():
            for party in marks:
                yield topic, party, None
    else:
        yield from _cleared(position, _STALLED)


def _on_provisional(position: Position, act: Act, terms: Terms) -> _Changes:
    if act.absent or act.perhaps_absent:
        gone = position.of(_GONE)
        for party in terms.parties:
            if party not in gone and party not in act.absent:
                yield _PROVISIONAL, party, Mark(act.point, doubtful=party in act.perhaps_absent)
    else:
        yield _PROVISIONAL, act.party or ALL, Mark(act.point)
    yield _ADOPTED, ALL, Mark(act.point)


def _on_provisional_ended(position: Position, act: Act, terms: Terms) -> _Changes:
    applied = position.of(_PROVISIONAL)
    if act.party and ALL in applied:
        if not terms.bilateral:
            # Provisional application continues for the other parties.
            yield from _provisional_for_each(position, {*terms.parties} - {act.party}, terms)
        yield _PROVISIONAL, ALL, None
    if act.party is None or act.party in applied:
        yield from _ended_by(position, act, _PROVISIONAL)


def _provisional_for_each(position: Position, parties: Collection[str], terms: Terms) -> _Changes:
    """Yield a mark for each of the parties to which provisional application by all extends."""
    common = position.of(_PROVISIONAL)[ALL]
    settled = position.of(_GONE).keys() | position.of(_BOUND).keys() | position.of(_PROVISIONAL).keys()
    for party in terms.parties:
        if party in parties and party not in settled:
            yield _PROVISIONAL, party, common


def _on_adopted(position: Position, act: Act, terms: Terms) -> _Changes:
    yield _ADOPTED, ALL, Mark(act.point)


def _on_approved(position: Position, act: Act, terms: Terms) -> _Changes:
    party = act.party or ""
    yield _APPROVED, party, Mark(act.point, own=True, partial=act.partial)
    if party in position.of(_REFUSED):
        yield _REFUSED, party, None
    if position.state is State.SIGNED:
        yield from _cleared(position, _STALLED)


def _on_refused(position: Position, act: Act, terms: Terms) -> _Changes:
    yield _REFUSED, act.party or "", Mark(act.point)


def _on_signed(position: Position, act: Act, terms: Terms) -> _Changes:
    return _done(position, act, _SIGNED, terms.parties, doubtful=_is_doubtful(act, terms))


def _on_ratified(position: Position, act: Act, terms: Terms) -> _Changes:
    manner = act.manner or Manner.RATIFICATION
    yield from _done(position, act, _CONSENTED, terms.parties, manner, doubtful=_is_doubtful(act, terms))
    refused = position.of(_REFUSED)
    for party in tuple(refused) if act.party is None else (act.party,):
        if party in refused and (act.party or party not in act.absent):
            yield _REFUSED, party, None
    yield from _cleared(position, _STALLED)
    if act.party and act.manner is Manner.SUCCESSION and position.state is _IN_FORCE:
        # A successor takes over a treaty in force: no later day of force follows.
        bound = position.of(_BOUND).get(act.party)
        yield _BOUND, act.party, bound if bound and not bound.doubtful else Mark(act.point)
        yield _PROVISIONAL, act.party, None
    elif act.party and position.state is _IN_FORCE and not act.absent and not _is_later(act):
        applied = position.of(_PROVISIONAL).get(act.party)
        if applied and not applied.doubtful:
            # Few records have the day of force of a late party: it may be bound, or go on applying the agreement.
            yield _BOUND, act.party, Mark(act.point, doubtful=True)
            yield _PROVISIONAL, act.party, applied._replace(doubtful=True)


def _on_in_force(position: Position, act: Act, terms: Terms) -> _Changes:
    everyone: tuple[str, ...] = ()
    provisional, refused = position.of(_PROVISIONAL), position.of(_REFUSED)
    if act.party is None:
        everyone = _bound_by_force(position, terms)
        if _is_doubtful(act, terms) or _binds_some(position, terms):
            yield from _perhaps_bound(position, act, terms)
            return
    unsure = _unsure(position, terms) if act.party is None else ()
    changes = [*_done(position, act, _BOUND, everyone)]
    if act.party and terms.bilateral:
        # A treaty of two binds nobody before it binds both.
        others = (party for party in terms.parties if party not in position.of(_BOUND) and party != act.party)
        changes += [(_BOUND, party, Mark(act.point)) for party in others if party not in position.of(_GONE)]
    now = {party for topic, party, _ in changes if topic is _BOUND}
    if ALL in provisional:
        if not terms.bilateral:
            # Application by all goes on for a party that is not bound yet (VCLT 25).
            yield from _provisional_for_each(position, {*terms.parties} - now, terms)
        yield _PROVISIONAL, ALL, None
    for topic, party, new in changes:
        # A party that has refused, and of which no later consent is known, may be bound or not.
        mark = new._replace(doubtful=True) if new and topic is _BOUND and party in unsure else new
        yield topic, party, mark
        if topic is _BOUND and mark is not None and party != ALL:
            for flag, marks in ((_PROVISIONAL, provisional), (_REFUSED, refused)):
                stood = marks.get(party) or (marks.get(ALL) if mark.doubtful else None)
                if stood:
                    yield flag, party, stood._replace(doubtful=True) if mark.doubtful else None
    notice = position.of(_NOTICE).get(act.party or "")
    if act.party and notice and notice.effective and act.date and not certainly_before(act.date, notice.effective):
        # A party that is bound anew from the day on which its notice takes effect is under notice no longer.
        yield _NOTICE, act.party, None


def _on_terminated(position: Position, act: Act, terms: Terms) -> _Changes:
    if position.state in (_IN_FORCE, State.TERMINATED):
        return
    # An agreement that ended had been in force, although no entry says so.
    bound, gone = position.of(_BOUND), position.of(_GONE)
    doubtful, unsure = _is_doubtful(act, terms) or _binds_some(position, terms), _unsure(position, terms)
    for party in _bound_by_force(position, terms):
        if party not in bound and party not in gone:
            yield _BOUND, party, Mark(act.point, doubtful=doubtful or party in unsure)


def _unsure(position: Position, terms: Terms) -> Collection[str]:
    """Return the parties of many that have refused, if no consent is recorded."""
    return () if terms.bilateral or _consented(position) else position.of(_REFUSED).keys()


def _binds_some(position: Position, terms: Terms) -> bool:
    """Return whether force may bind only some of the parties, and no consent is recorded that tells which.

    It may where fewer consents than parties are needed, and on an open list with signatures of single parties.
    """
    if _consented(position):
        return False
    if terms.open:
        return any(mark.own for mark in position.of(_SIGNED).values())
    needed = terms.consents_needed
    return not terms.bilateral and needed is not None and needed < len(terms.listed) - len(position.of(_GONE))


def _consented(position: Position) -> tuple[str, ...]:
    return tuple(party for party in position.of(_CONSENTED) if party != ALL)


def _bound_by_force(position: Position, terms: Terms) -> tuple[str, ...]:
    """Return the parties that force binds: those that consented, and all where no consent is recorded.

    Between two it binds both.
    """
    return terms.parties if terms.bilateral else _consented(position) or terms.parties


def _perhaps_bound(position: Position, act: Act, terms: Terms) -> _Changes:
    """Yield the marks of force where it is not known who had consented: each party may be bound or not.

    So it is with an open list of which signatures of single parties are recorded and no consent.
    """
    provisional, gone = position.of(_PROVISIONAL), position.of(_GONE)
    yield _BOUND, ALL, Mark(act.point)
    bound = position.of(_BOUND)
    for party in dict.fromkeys((*terms.parties, *position.of(_SIGNED), *position.of(_CONSENTED))):
        if party != ALL and party not in gone and party not in bound and party not in act.absent:
            yield _BOUND, party, Mark(act.point, doubtful=True)
            applied = provisional.get(party) or provisional.get(ALL)
            if applied:
                yield _PROVISIONAL, party, applied._replace(doubtful=True)
            if party in position.of(_REFUSED):
                yield _REFUSED, party, position.of(_REFUSED)[party]._replace(doubtful=True)
    if ALL in provisional:
        yield _PROVISIONAL, ALL, None


def _on_suspension(position: Position, act: Act, terms: Terms) -> _Changes:
    if act.kind is EventKind.SUSPENDED:
        yield _SUSPENDED, act.party or ALL, Mark(act.point)
    elif position.state is State.ABANDONED:
        for flag in Flag:
            yield from _cleared(position, flag)
    else:
        yield from _ended_by(position, act, _SUSPENDED)


def _on_notice(position: Position, act: Act, terms: Terms) -> _Changes:
    party = act.party or ""
    held = act.kind is EventKind.NOTICE_SUSPENDED
    revoked = act.kind is EventKind.NOTICE_REVOKED
    yield (
        _NOTICE,
        party,
        None if revoked else Mark(act.point, on_hold=held, effective=None if held else act.effective),
    )


def _on_withdrawn(position: Position, act: Act, terms: Terms) -> _Changes:
    party = act.party or ""
    if act.of and not leaves(position, act, terms):
        yield DEEDS_TAKEN_BACK[act.of], party, None
        if act.of is EventKind.RATIFIED:
            # A party that takes back its consent is no longer bound by it, and has nothing to suspend or to leave.
            for topic in (_BOUND, _NOTICE, _SUSPENDED):
                if party in position.of(topic):
                    yield topic, party, None
        return
    consent = position.of(_CONSENTED).get(party)
    # A party that consents again before its withdrawal takes effect goes on, by its acts since it decided to leave.
    again = consent is not None and consent.own and act.decided is not None and consent.point > act.decided
    since = act.decided if again else None
    for topic, marks in position.marks.items():
        if party in marks and (since is None or topic in FLAG_STATES or marks[party].point < since):
            yield topic, party, None
    if since is None:
        yield _GONE, party, Mark(act.point)


Effect = Callable[[Position, Act, Terms], _Changes]
EFFECTS: Final[Mapping[EventKind, Effect]] = MappingProxyType(
    {
        EventKind.STALLED: _on_stalled,
        EventKind.NEGOTIATING: _on_negotiating,
        EventKind.PROVISIONAL: _on_provisional,
        EventKind.PROVISIONAL_ENDED: _on_provisional_ended,
        EventKind.ADOPTED: _on_adopted,
        EventKind.APPROVED: _on_approved,
        EventKind.REFUSED: _on_refused,
        EventKind.SIGNED: _on_signed,
        EventKind.RATIFIED: _on_ratified,
        EventKind.IN_FORCE: _on_in_force,
        EventKind.SUSPENDED: _on_suspension,
        EventKind.RESUMED: _on_suspension,
        EventKind.NOTICE_GIVEN: _on_notice,
        EventKind.NOTICE_SUSPENDED: _on_notice,
        EventKind.NOTICE_REVOKED: _on_notice,
        EventKind.WITHDRAWN: _on_withdrawn,
        EventKind.TERMINATED: _on_terminated,
    }
)


def _cleared(position: Position, flag: Flag) -> _Changes:
    """Yield the removal of a flag, whoever raised it."""
    for party in position.of(flag):
        yield flag, party, None


def _ended_by(position: Position, act: Act, flag: Flag) -> _Changes:
    """Yield the end of what a party has raised; without a mark of its own, of what was raised for all."""
    if act.party is None:
        yield from _cleared(position, flag)
    else:
        yield flag, act.party if act.party in position.of(flag) else ALL, None


def _is_later(act: Act) -> bool:
    """Return whether an act has a day of effect that is certainly later."""
    return act.effective is not None and act.date is not None and certainly_before(act.date, act.effective)


def _is_doubtful(act: Act, terms: Terms) -> bool:
    """Return whether it is not known for which of many parties an act for all speaks."""
    return act.doubtful and not terms.bilateral


def _done(
    position: Position,
    act: Act,
    deed: Deed,
    everyone: tuple[str, ...],
    manner: Manner | None = None,
    *,
    doubtful: bool = False,
) -> _Changes:
    """Yield the marks of a deed by the party, or by everyone who has not left. A party that acts is no longer gone.

    A deed that is marked already for all keeps its point; it becomes the party's own. ``doubtful`` says that not
    everyone may have done it.
    """
    marks, gone = position.of(deed), position.of(_GONE)
    if act.party is not None:
        old = marks.get(act.party)
        point = old.point if old and not old.doubtful and not old.own else act.point
        yield deed, act.party, Mark(point, own=True, manner=manner)
        if act.party in gone:
            yield _GONE, act.party, None
        return
    yield deed, ALL, Mark(act.point)
    mark = Mark(act.point, manner=manner, doubtful=doubtful)
    for party in everyone:
        if party not in gone and party not in marks and party not in act.absent:
            yield deed, party, mark
