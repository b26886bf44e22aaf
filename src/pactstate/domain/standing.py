"""Standing of each party on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, Manner, State
from pactstate.domain.fields import shallow
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

    @property
    def certain(self) -> Place | None:
        """The only possible place, else None."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    def __str__(self) -> str:
        words = " or ".join(place for place in Place if place in self.possible)
        if self.certain is None:
            return words + (f"; presumed {self.presumed}" if self.presumed else "")
        return words + (f" since {self.since}" if self.since else "")


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
    silent = any(
        outcome.silent or (outcome.reach and outcome.timeline.steps[outcome.reach - 1].undated) for outcome in outcomes
    )
    others = {party: None for outcome in outcomes for party in outcome.places if party}
    by_party: dict[str, list[FlagStatus]] = {}
    for flag in flags:
        if flag.party:
            by_party.setdefault(flag.party, []).append(flag)
    everyone = dict.fromkeys((*terms.parties, *others))
    if len(outcomes) == 1 and not silent and all(len(places) == 1 for places in outcomes[0].places.values()):
        for party in everyone:
            yield _certain_standing(outcomes[0], party, tuple(by_party.get(party, ())))
        return
    for party in everyone:
        found = [(outcome, pair) for outcome in outcomes for pair in _places_of(outcome, party)]
        possible = {place for _, (place, _) in found}
        then = possible if outcomes == foreseen else {p for one in foreseen for p, _ in _places_of(one, party)}
        if silent:
            possible = possible | _silent_places(possible, clauses, states)
        since = None
        if len(possible) == 1:
            since = one_day([None if point is None else outcome.day(point) for outcome, (_, point) in found])
        yield Standing(
            party,
            frozenset(possible),
            None if silent and possible != then else only(then),
            since,
            _manner([outcome.seen.get((Deed.CONSENTED, party)) for outcome in outcomes]),
            _approved([outcome.seen.get((Deed.APPROVED, party)) for outcome in outcomes]),
            tuple(by_party.get(party, ())),
        )


_ALONE: Final = {place: frozenset({place}) for place in Place}


def _certain_standing(outcome: Outcome, party: str, flags: tuple[FlagStatus, ...]) -> Standing:
    """Return where a party stands, where one prefix of one timeline says all."""
    ((place, point),) = _places_of(outcome, party)
    consent, approval = outcome.seen.get((Deed.CONSENTED, party)), outcome.seen.get((Deed.APPROVED, party))
    return Standing(
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


_UNDER_WAY: Final = frozenset({State.NEGOTIATING, State.SIGNED, State.RATIFIED, State.IN_FORCE})
_SILENT_PLACES: Final[Mapping[EventKind, tuple[Place, frozenset[State]]]] = {
    EventKind.SIGNED: (Place.SIGNED, _UNDER_WAY),
    EventKind.RATIFIED: (Place.CONSENTED, _UNDER_WAY),
    EventKind.PROVISIONAL: (Place.PROVISIONAL, _UNDER_WAY),
    EventKind.IN_FORCE: (Place.BOUND, frozenset({State.IN_FORCE})),
    EventKind.NOTICE_GIVEN: (Place.NOTICE, frozenset({State.IN_FORCE})),
    EventKind.WITHDRAWN: (Place.GONE, _UNDER_WAY),
    EventKind.TERMINATED: (Place.ENDED, frozenset({State.TERMINATED})),
}
"""Place to which each event leads a party, and the states of the agreement in which it is there."""


_RANK: Final = {place: rank for rank, place in enumerate(Place)}


def _silent_places(possible: set[Place], clauses: Clauses, states: Collection[State | None]) -> set[Place]:
    """Return the places that events which the record does not follow may have led a party to."""
    # A party that is gone may have joined again.
    least = min(-1 if place is Place.GONE else _RANK[place] for place in possible)
    places = [found for kind, found in _SILENT_PLACES.items() if kind in clauses.not_recorded]
    found = {place for place, where in places if _RANK[place] > least and not where.isdisjoint(states)}
    # New talks after the old project was dropped begin an empty standing.
    anew = EventKind.NEGOTIATING in clauses.not_recorded and State.ABANDONED in states
    return found | {Place.NONE} if anew else found
