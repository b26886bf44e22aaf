"""Standing of each party on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, Manner, State
from pactstate.domain.fields import repr_as_call, shallow, unchecked
from pactstate.domain.flags import FlagStatus
from pactstate.domain.model import Clauses
from pactstate.domain.outcomes import Outcome, Seen, one_day, only
from pactstate.domain.position import Deed, Place, Terms

__all__ = ["Standing", "standings"]


@attrs.frozen(field_transformer=shallow)
class Standing:
    """Standing of one party on the day of an answer.

    ``str`` gives it in words, as in ``bound since 2016-11-04``.
    """

    party: str
    possible: frozenset[Place]
    presumed: Place | None = None
    since: PartialDate | None = None
    """When the certain place began; None when that is not certain."""
    manner: Manner | None = None
    """Manner of its consent, if that is certain."""
    approved: bool = False
    """Whether it has approved at home for certain."""
    flags: tuple[FlagStatus, ...] = ()

    __repr__ = repr_as_call

    @property
    def certain(self) -> Place | None:
        """The only possible place, else None."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    def __str__(self) -> str:
        words = " or ".join(place for place in Place if place in self.possible)
        if self.certain is None:
            return words + (f"; presumed {self.presumed}" if self.presumed else "")
        return words + (f" since {self.since}" if self.since else "")


_made_standing: Final = unchecked(Standing)


def standings(
    outcomes: Sequence[Outcome],
    foreseen: Sequence[Outcome],
    terms: Terms,
    clauses: Clauses,
    flags: Sequence[FlagStatus],
    states: Collection[State | None],
) -> Iterator[Standing]:
    """Yield the standing of each party: first those of the list, then others.

    ``states`` are all that are possible, those that silence may have led to included.
    """
    silent = any(one.silent or (one.reach and one.timeline.steps[one.reach - 1].undated) for one in outcomes)
    everyone = dict.fromkeys(terms.parties)
    for outcome in outcomes:
        everyone.update(dict.fromkeys(outcome.places))
    del everyone[""]
    by_party: dict[str, list[FlagStatus]] = {}
    for flag in flags:
        if flag.party:
            by_party.setdefault(flag.party, []).append(flag)
    if len(outcomes) == 1 and not silent and {*map(len, outcomes[0].places.values())} == {1}:
        for party in everyone:
            yield _certain_standing(outcomes[0], party, tuple(by_party.get(party, ())))
        return
    for party in everyone:
        found = [(outcome, pair) for outcome in outcomes for pair in _places_of(outcome, party)]
        possible = {place for _, (place, _) in found}
        then = possible if outcomes == foreseen else {p for one in foreseen for p, _ in _places_of(one, party)}
        if silent:
            possible = _silent_places(possible, clauses, states)
        since = None
        if len(possible) == 1:
            since = one_day([None if point is None else outcome.day(point) for outcome, (_, point) in found])
        yield _made_standing(
            party,
            frozenset(possible),
            None if silent and possible != then else only(then),
            since,
            _manner([outcome.seen.get((Deed.CONSENTED, party)) for outcome in outcomes]),
            _approved([outcome.seen.get((Deed.APPROVED, party)) for outcome in outcomes]),
            tuple(by_party.get(party, ())),
        )


_ALONE: Final = {place: frozenset({place}) for place in Place}
# Cached: access to an enum member is slow before Python 3.12.
_CONSENTED, _APPROVED = Deed.CONSENTED, Deed.APPROVED


def _certain_standing(outcome: Outcome, party: str, flags: tuple[FlagStatus, ...]) -> Standing:
    """Return where a party stands, where one prefix of one timeline says all."""
    ((place, point),) = _places_of(outcome, party)
    consent, approval = outcome.seen.get((_CONSENTED, party)), outcome.seen.get((_APPROVED, party))
    return _made_standing(
        party,
        _ALONE[place],
        place,
        None if point is None else one_day((outcome.day(point),)),
        consent.marks[0].manner if consent else None,
        approval is not None and not approval.marks[0].partial,
        flags,
    )


def _manner(consents: Sequence[Seen | None]) -> Manner | None:
    """Return how a party consented, where it did for certain."""
    if not all(seen and seen.always for seen in consents):
        return None
    return only({mark.manner for seen in consents if seen for mark in seen.marks})


def _approved(approvals: Sequence[Seen | None]) -> bool:
    return all(seen and seen.always and not any(mark.partial for mark in seen.marks) for seen in approvals)


def _places_of(outcome: Outcome, party: str) -> Iterable[tuple[Place, int | None]]:
    return outcome.places.get(party) or outcome.places[""]


_CONSENTING: Final = frozenset({State.SIGNED, State.RATIFIED, State.IN_FORCE})
_BEFORE_END: Final = _CONSENTING | {State.ABANDONED}
_IN_FORCE: Final = frozenset({State.IN_FORCE})
_ENDED: Final = frozenset({State.TERMINATED})
_OUTSIDE: Final = frozenset({Place.NONE, Place.GONE})
_AT_MOST_SIGNED: Final = _OUTSIDE | {Place.SIGNED}
_AT_MOST_CONSENTED: Final = _AT_MOST_SIGNED | {Place.CONSENTED}
_NOT_BOUND: Final = _AT_MOST_CONSENTED | {Place.PROVISIONAL}
_EVERYWHERE: Final = frozenset(Place)

_SILENT_MOVES: Final[Sequence[tuple[EventKind, frozenset[Place], frozenset[Place], frozenset[State]]]] = (
    (EventKind.SIGNED, _OUTSIDE, frozenset({Place.SIGNED}), _BEFORE_END | {State.NEGOTIATING}),
    (EventKind.RATIFIED, _AT_MOST_SIGNED, frozenset({Place.CONSENTED}), _BEFORE_END),
    (EventKind.PROVISIONAL, _AT_MOST_CONSENTED, frozenset({Place.PROVISIONAL}), _CONSENTING),
    (EventKind.PROVISIONAL_ENDED, frozenset({Place.PROVISIONAL}), _AT_MOST_CONSENTED - {Place.GONE}, _CONSENTING),
    (EventKind.IN_FORCE, _NOT_BOUND, frozenset({Place.BOUND}), _IN_FORCE),
    (EventKind.NOTICE_GIVEN, _NOT_BOUND | {Place.BOUND}, frozenset({Place.NOTICE}), _IN_FORCE),
    (EventKind.NOTICE_REVOKED, frozenset({Place.NOTICE}), frozenset({Place.BOUND}), _IN_FORCE),
    (EventKind.WITHDRAWN, _EVERYWHERE, frozenset({Place.GONE}), _BEFORE_END | _ENDED),
    # New talks after the old project was dropped begin an empty standing.
    (EventKind.NEGOTIATING, _EVERYWHERE, frozenset({Place.NONE}), frozenset({State.ABANDONED})),
    (EventKind.TERMINATED, _EVERYWHERE - {Place.GONE}, frozenset({Place.ENDED}), _ENDED),
    # The others are too few then.
    (EventKind.WITHDRAWN, frozenset({Place.CONSENTED, Place.BOUND, Place.NOTICE}), frozenset({Place.ENDED}), _ENDED),
    # A party of what has ended took part in it before.
    *(
        (kind, _OUTSIDE, frozenset({Place.ENDED}), _ENDED)
        for kind in (EventKind.SIGNED, EventKind.RATIFIED, EventKind.PROVISIONAL, EventKind.IN_FORCE)
    ),
)
"""Moves of a party by events of one kind: from some places to others, in some states of the agreement."""


def _silent_places(possible: set[Place], clauses: Clauses, states: Collection[State | None]) -> set[Place]:
    """Return the places that events which the record does not follow may have led a party to, with those before."""
    moves = [
        (start, end)
        for kind, start, end, where in _SILENT_MOVES
        if kind in clauses.not_recorded and not where.isdisjoint(states)
    ]
    found = {*possible}
    while more := {place for start, end in moves if not start.isdisjoint(found) for place in end} - found:
        found |= more
    return found
