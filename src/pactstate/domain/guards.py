"""Guards and effects: what the cells of the table ask of a position, and which marks an event sets.

A guard is the number in a cell of the table (docs/domain.md, "States, flags, events"). It returns the state that
follows (None keeps the state), or the violation. An effect returns the marks that change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

from pactstate.domain.dates import certainly_before, possibly_before
from pactstate.domain.events import FLAG_STATES, EventKind, Flag, Manner, State
from pactstate.domain.position import ALL, Act, Change, Deed, Mark, Position, Terms, Violation

__all__ = ["EFFECTS", "GUARDS", "TAKEN_BACK", "Effect", "Guard", "enough_consents", "leaves", "too_few_left"]

_Verdict = State | Violation | None

_MARKED: Final[Mapping[EventKind, Deed]] = MappingProxyType(
    {EventKind.SIGNED: Deed.SIGNED, EventKind.RATIFIED: Deed.CONSENTED, EventKind.IN_FORCE: Deed.BOUND}
)
"""Deeds of the events that a party performs only once."""

TAKEN_BACK: Final[Mapping[EventKind, Deed]] = MappingProxyType(
    {EventKind.SIGNED: Deed.SIGNED, EventKind.RATIFIED: Deed.CONSENTED, EventKind.APPROVED: Deed.APPROVED}
)
"""Deeds that ``withdrawn`` can take back alone, by what its ``of`` says."""


def _while_stalled(position: Position, act: Act, terms: Terms) -> _Verdict:
    stalled = bool(position.of(Flag.STALLED))
    if stalled == (act.kind is EventKind.NEGOTIATING):
        return None
    if act.kind is EventKind.STALLED:
        return Violation("repeated-event", "it is recorded as stalled already")
    return Violation("repeated-event", "'negotiating' is recorded already; it comes again only after 'stalled'")


def _first_signature(position: Position, act: Act, terms: Terms) -> _Verdict:
    if act.party is None or not terms.bilateral:
        return State.SIGNED
    if violation := _by_one_party(position, act, terms):
        return violation
    signed = {act.party, *position.of(Deed.SIGNED)}
    return State.SIGNED if signed.issuperset(terms.parties) else State.NEGOTIATING


def _further_signature(position: Position, act: Act, terms: Terms) -> _Verdict:
    if act.party is None and position.of(Deed.ADOPTED) and ALL not in position.of(Deed.SIGNED):
        return None
    return _by_one_party(position, act, terms)


def enough_consents(consents: Collection[str], gone: Collection[str], terms: Terms) -> bool:
    """Return whether these consents make the agreement ratified. On an open list they never do by themselves."""
    if terms.consents_needed is not None:
        return len(consents) >= terms.consents_needed
    if terms.open or len(consents) + len(gone) < len(terms.listed):
        return False
    return all(party in consents or party in gone for party in terms.listed)


def _consent(position: Position, act: Act, terms: Terms) -> _Verdict:
    if act.party is None:
        return State.RATIFIED
    if violation := _by_one_party(position, act, terms):
        return violation
    marks, gone = position.of(Deed.CONSENTED), position.of(Deed.GONE)
    # Mostly the number alone says that consents are missing; copying them each time would take quadratic time.
    needed = terms.consents_needed or len(terms.listed) - len(gone)
    if (terms.open and terms.consents_needed is None) or len(marks) + 1 < needed:
        return State.SIGNED
    consents = {*marks, act.party} - {ALL}
    return State.RATIFIED if enough_consents(consents, gone.keys() - {act.party}, terms) else State.SIGNED


def _by_one_party(position: Position, act: Act, terms: Terms) -> Violation | None:
    marks = position.of(_MARKED[act.kind])
    if act.party is None:
        why = "is recorded already" if marks else f"for all comes too late, it is {position.state} already"
        return Violation("repeated-event", f"'{act.kind}' {why}; a further one names the 'party' whose act it is")
    mark = marks.get(act.party)
    if mark and mark.own and not (act.kind in _AGAIN and _is_leaving(position, act)):
        return Violation("repeated-event", f"'{act.kind}' by {act.party} is recorded already")
    return None


_AGAIN: Final = frozenset({EventKind.RATIFIED, EventKind.IN_FORCE})
"""Events by which a party may join again before its leaving takes effect."""


def _is_leaving(position: Position, act: Act) -> bool:
    return act.decided is not None or act.party in position.of(Flag.NOTICE)


def _is_bound(position: Position, party: str, terms: Terms) -> bool:
    """Return whether a party is, or may be, bound.

    A party that consented to a treaty in force may be bound, since its own day of force is often not recorded. On an
    open list this is not known of a party, unless it has left. A party that is not listed has a rule of its own.
    """
    if party in position.of(Deed.BOUND) or party in position.of(Deed.CONSENTED):
        return True
    return party not in position.of(Deed.GONE) and (terms.open or party not in terms.parties)


def _suspension(position: Position, act: Act, terms: Terms) -> _Verdict:
    suspended, whose = position.of(Flag.SUSPENDED), act.party or ALL
    if act.kind is EventKind.SUSPENDED:
        if whose in suspended:
            return Violation("repeated-event", f"already suspended{_by(act.party)}")
        if act.party and not _is_bound(position, act.party, terms):
            return Violation("nothing-to-act-on", f"{act.party} is not bound, and has nothing to suspend")
        return None
    if not suspended:
        return Violation("nothing-to-act-on", "nothing is suspended that could be resumed")
    if act.party and act.party not in suspended and ALL not in suspended:
        return Violation("nothing-to-act-on", f"{act.party} has suspended nothing that it could resume")
    return None


def _notice(position: Position, act: Act, terms: Terms) -> _Verdict:
    party = act.party or ""
    notice = position.of(Flag.NOTICE).get(party)
    if act.kind is EventKind.NOTICE_GIVEN:
        if notice and not notice.on_hold:
            return Violation("repeated-event", f"a notice{_by(party)} is running already")
        if not _is_bound(position, party, terms):
            return Violation("nothing-to-act-on", f"{party} is not bound, and has nothing to give notice of")
        return None
    if notice is None:
        return Violation("nothing-to-act-on", f"no notice{_by(party)} is running or on hold")
    if notice.effective is None or act.date is None:
        return None
    if act.kind is EventKind.NOTICE_SUSPENDED and certainly_before(notice.effective, act.date):
        return Violation(
            "nothing-to-act-on", f"the notice{_by(party)} took effect on {notice.effective}, before this hold"
        )
    if act.kind is EventKind.NOTICE_REVOKED and not possibly_before(act.date, notice.effective):
        return Violation(
            "notice-already-effective",
            f"the notice{_by(party)} took effect on {notice.effective}; it could be revoked before (VCLT 68)",
        )
    return None


def _withdrawal(position: Position, act: Act, terms: Terms) -> _Verdict:
    if act.party in position.of(Deed.GONE):
        return Violation("repeated-event", f"{act.party} has withdrawn already")
    if act.of and act.of in TAKEN_BACK and act.party not in position.of(TAKEN_BACK[act.of]):
        return Violation("nothing-to-act-on", f"no '{act.of}' by {act.party} is recorded that could be taken back")
    return None


def leaves(position: Position, act: Act, terms: Terms) -> bool:
    """Return whether a party leaves by the act; a withdrawal that takes back one act alone keeps the others.

    A treaty of two ends when one of them takes back its ratification in force, since nobody else is bound.
    """
    if act.kind is not EventKind.WITHDRAWN or act.of not in TAKEN_BACK:
        return act.kind is EventKind.WITHDRAWN
    return act.of is EventKind.RATIFIED and position.state is State.IN_FORCE and terms.bilateral


def _provisional(position: Position, act: Act, terms: Terms) -> _Verdict:
    applied = position.of(Flag.PROVISIONAL)
    if act.kind is EventKind.PROVISIONAL_ENDED:
        if applied and (act.party is None or act.party in applied or ALL in applied):
            return None
        return Violation("nothing-to-act-on", f"nothing is applied provisionally{_by(act.party)} that could end")
    if act.party is None:
        why = "in force for all parties already; name the 'party' that is not bound yet"
        return Violation("illegal-transition", f"'provisional' cannot follow in_force: {why}")
    bound = position.of(Deed.BOUND).get(act.party)
    if bound and not bound.doubtful:
        return Violation("illegal-transition", f"'provisional' cannot follow in_force: {act.party} is bound already")
    return None


def _resumption(position: Position, act: Act, terms: Terms) -> _Verdict:
    return position.before


def _second_end(position: Position, act: Act, terms: Terms) -> _Verdict:
    if position.derived:
        return None
    return Violation("repeated-event", "'terminated' is recorded already")


Guard = Callable[[Position, Act, Terms], _Verdict]
GUARDS: Final[Mapping[int, Guard]] = MappingProxyType(
    {
        1: _while_stalled,
        2: _first_signature,
        3: _further_signature,
        4: _consent,
        5: _by_one_party,
        6: _suspension,
        7: _notice,
        8: _withdrawal,
        9: _provisional,
        10: _resumption,
        11: _second_end,
    }
)


def too_few_left(position: Position, terms: Terms) -> bool:
    """Return whether fewer than two parties are left on a closed list, counting everyone who may still join."""
    if terms.open:
        return False
    gone = position.of(Deed.GONE)
    if len(terms.listed) - len(gone) > 1:
        return False
    joined = chain.from_iterable(position.of(deed) for deed in (Deed.BOUND, Deed.CONSENTED, Deed.SIGNED))
    left: set[str] = set()
    for party in chain(terms.parties, joined):
        if party != ALL and party not in gone:
            left.add(party)
            if len(left) == 2:
                return False
    return True


# Effects. Each yields the marks that an event changes.
_Changes = Iterator[Change]


def _on_stalled(position: Position, act: Act, terms: Terms) -> _Changes:
    yield Flag.STALLED, ALL, Mark(act.point)


def _on_negotiating(position: Position, act: Act, terms: Terms) -> _Changes:
    if position.state is State.ABANDONED:
        # Talks that start anew lead to another text: what was signed or approved is history.
        for topic, marks in position.marks.items():
            for party in marks:
                yield topic, party, None
    else:
        yield from _cleared(position, Flag.STALLED)


def _on_provisional(position: Position, act: Act, terms: Terms) -> _Changes:
    yield Flag.PROVISIONAL, act.party or ALL, Mark(act.point)
    yield Deed.ADOPTED, ALL, Mark(act.point)


def _on_provisional_ended(position: Position, act: Act, terms: Terms) -> _Changes:
    if act.party and act.party not in position.of(Flag.PROVISIONAL) and not terms.bilateral:
        # The others go on.
        yield from _provisional_for_each(position, {*terms.parties} - {act.party}, terms)
    yield from _ended_by(position, act, Flag.PROVISIONAL)


def _provisional_for_each(position: Position, parties: Collection[str], terms: Terms) -> _Changes:
    """Yield a mark for each of the parties to which provisional application by all extends."""
    common = position.of(Flag.PROVISIONAL).get(ALL)
    if common is None:
        return
    settled = position.of(Deed.GONE).keys() | position.of(Deed.BOUND).keys() | position.of(Flag.PROVISIONAL).keys()
    for party in terms.parties:
        if party in parties and party not in settled:
            yield Flag.PROVISIONAL, party, common


def _on_adopted(position: Position, act: Act, terms: Terms) -> _Changes:
    yield Deed.ADOPTED, ALL, Mark(act.point)


def _on_approved(position: Position, act: Act, terms: Terms) -> _Changes:
    party = act.party or ""
    yield Deed.APPROVED, party, Mark(act.point, own=True, partial=act.partial)
    if party in position.of(Flag.REFUSED):
        yield Flag.REFUSED, party, None
    if position.state is State.SIGNED:
        yield from _cleared(position, Flag.STALLED)


def _on_refused(position: Position, act: Act, terms: Terms) -> _Changes:
    yield Flag.REFUSED, act.party or "", Mark(act.point)


def _on_signed(position: Position, act: Act, terms: Terms) -> _Changes:
    yield from _done(position, act, Deed.SIGNED, terms.parties)


def _on_ratified(position: Position, act: Act, terms: Terms) -> _Changes:
    yield from _done(position, act, Deed.CONSENTED, terms.parties, act.manner or Manner.RATIFICATION)
    refused = position.of(Flag.REFUSED)
    for party in tuple(refused) if act.party is None else (act.party,):
        if party in refused:
            yield Flag.REFUSED, party, None
    yield from _cleared(position, Flag.STALLED)
    if act.party and act.manner is Manner.SUCCESSION and position.state is State.IN_FORCE:
        # A successor takes over a treaty in force: no later day of force follows.
        bound = position.of(Deed.BOUND).get(act.party)
        yield Deed.BOUND, act.party, bound if bound and not bound.doubtful else Mark(act.point)
        yield Flag.PROVISIONAL, act.party, None


def _on_in_force(position: Position, act: Act, terms: Terms) -> _Changes:
    everyone: tuple[str, ...] = ()
    provisional = position.of(Flag.PROVISIONAL)
    if act.party is None:
        # Force between some of many parties binds those that consented; between two it binds both.
        consented = tuple(party for party in position.of(Deed.CONSENTED) if party != ALL)
        everyone = terms.parties if terms.bilateral or not consented else consented
        by_one = terms.open and not consented and any(mark.own for mark in position.of(Deed.SIGNED).values())
        if by_one or (act.doubtful and not terms.bilateral):
            yield from _perhaps_bound(position, act, terms)
            return
        # Who signed and is not bound yet goes on as before (VCLT 25).
        yield from _provisional_for_each(position, position.of(Deed.SIGNED).keys() - ({*everyone} - act.absent), terms)
    changes = [*_done(position, act, Deed.BOUND, everyone)]
    if act.party and terms.bilateral:
        # A treaty of two binds nobody before it binds both.
        others = (party for party in terms.parties if party not in position.of(Deed.BOUND) and party != act.party)
        changes += [(Deed.BOUND, party, Mark(act.point)) for party in others if party not in position.of(Deed.GONE)]
    for topic, party, mark in changes:
        yield topic, party, mark
        if topic is Deed.BOUND and party in provisional:
            yield Flag.PROVISIONAL, party, None
    notice = position.of(Flag.NOTICE).get(act.party or "")
    if act.party and notice and notice.effective and act.date and not certainly_before(act.date, notice.effective):
        # Who is bound anew from the day on which its notice takes effect is under notice no longer.
        yield Flag.NOTICE, act.party, None


def _on_terminated(position: Position, act: Act, terms: Terms) -> _Changes:
    if position.state in (State.IN_FORCE, State.TERMINATED):
        return
    # Something that ended had been in force, for those that consented; where no consent is recorded, for all.
    bound, gone = position.of(Deed.BOUND), position.of(Deed.GONE)
    for party in [one for one in position.of(Deed.CONSENTED) if one != ALL] or terms.parties:
        if party not in bound and party not in gone:
            yield Deed.BOUND, party, Mark(act.point)


def _perhaps_bound(position: Position, act: Act, terms: Terms) -> _Changes:
    """Yield the marks of force where it is not known who had consented: each party may be bound or not.

    So it is with an open list of which signatures of single parties are recorded and no consent.
    """
    provisional, gone = position.of(Flag.PROVISIONAL), position.of(Deed.GONE)
    yield Deed.BOUND, ALL, Mark(act.point)
    bound = position.of(Deed.BOUND)
    for party in dict.fromkeys((*terms.parties, *position.of(Deed.SIGNED), *position.of(Deed.CONSENTED))):
        if party != ALL and party not in gone and party not in bound and party not in act.absent:
            yield Deed.BOUND, party, Mark(act.point, doubtful=True)
            applied = provisional.get(party) or provisional.get(ALL)
            if applied:
                yield Flag.PROVISIONAL, party, applied._replace(doubtful=True)
    if ALL in provisional:
        yield Flag.PROVISIONAL, ALL, None


def _on_suspension(position: Position, act: Act, terms: Terms) -> _Changes:
    if act.kind is EventKind.SUSPENDED:
        yield Flag.SUSPENDED, act.party or ALL, Mark(act.point)
    elif position.state is State.ABANDONED:
        for flag in Flag:
            yield from _cleared(position, flag)
    else:
        yield from _ended_by(position, act, Flag.SUSPENDED)


def _on_notice(position: Position, act: Act, terms: Terms) -> _Changes:
    party = act.party or ""
    held = act.kind is EventKind.NOTICE_SUSPENDED
    revoked = act.kind is EventKind.NOTICE_REVOKED
    yield (
        Flag.NOTICE,
        party,
        None if revoked else Mark(act.point, on_hold=held, effective=None if held else act.effective),
    )


def _on_withdrawn(position: Position, act: Act, terms: Terms) -> _Changes:
    party = act.party or ""
    if act.of and not leaves(position, act, terms):
        yield TAKEN_BACK[act.of], party, None
        if act.of is EventKind.RATIFIED:
            # Who takes back its consent is not bound by it any longer, and has nothing to suspend or to leave.
            for topic in (Deed.BOUND, Flag.NOTICE, Flag.SUSPENDED):
                if party in position.of(topic):
                    yield topic, party, None
        return
    consent = position.of(Deed.CONSENTED).get(party)
    # Who consents again before its leaving takes effect goes on, by what it has done since it decided to leave.
    since = act.decided if act.decided is not None and consent and consent.point > act.decided else None
    for topic, marks in position.marks.items():
        if party in marks and (since is None or topic in FLAG_STATES or marks[party].point < since):
            yield topic, party, None
    if since is None:
        yield Deed.GONE, party, Mark(act.point)


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


def _by(party: str | None) -> str:
    return f" by {party}" if party else ""


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


def _done(
    position: Position, act: Act, deed: Deed, everyone: tuple[str, ...], manner: Manner | None = None
) -> _Changes:
    """Yield the marks of a deed by the party, or by everyone who has not left. A party that acts is no longer gone.

    A deed that is marked already for all keeps its point; it becomes the party's own.
    """
    marks, gone = position.of(deed), position.of(Deed.GONE)
    if act.party is not None:
        old = marks.get(act.party)
        point = old.point if old and not old.doubtful and not old.own else act.point
        yield deed, act.party, Mark(point, own=True, manner=manner)
        if act.party in gone:
            yield Deed.GONE, act.party, None
        return
    yield deed, ALL, Mark(act.point)
    for party in everyone:
        if party not in gone and party not in marks and party not in act.absent:
            yield deed, party, Mark(act.point, manner=manner)
