"""Guards: conditions of the numbered cells of the transition table.

A number in a cell of the table is the number of a guard (docs/domain.md, "States, flags, events"). The guard returns
the state that follows (None keeps the state), or the violation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

from pactstate.domain.dates import certainly_before, possibly_before
from pactstate.domain.events import TAKEN_BACK, EventKind, Flag, State
from pactstate.domain.position import ALL, Act, Deed, Position, Terms, Violation

__all__ = ["DEEDS_TAKEN_BACK", "GUARDS", "Guard", "enough_consents", "leaves", "too_few_left"]

_Verdict = State | Violation | None

_MARKED: Final[Mapping[EventKind, Deed]] = MappingProxyType(
    {EventKind.SIGNED: Deed.SIGNED, EventKind.RATIFIED: Deed.CONSENTED, EventKind.IN_FORCE: Deed.BOUND}
)
"""Deeds of the events that a party performs only once."""

DEEDS_TAKEN_BACK: Final[Mapping[EventKind, Deed]] = MappingProxyType(
    dict(zip(TAKEN_BACK, (Deed.SIGNED, Deed.CONSENTED, Deed.APPROVED), strict=True))
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
    if act.of and act.of in TAKEN_BACK and act.party not in position.of(DEEDS_TAKEN_BACK[act.of]):
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


def _by(party: str | None) -> str:
    return f" by {party}" if party else ""
