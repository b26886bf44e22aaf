"""Spells of the parties: where each party stood, from one day to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import WAYS_OUT, Flag
from pactstate.domain.position import ALL, UNDATED, Mark, Place, Topic, places_of
from pactstate.domain.timeline import Timeline

__all__ = ["PartySpell", "party_spells"]


class PartySpell(NamedTuple):
    """Place of one party from one day to another; a plain tuple, since a folder has very many."""

    party: str
    places: tuple[Place, ...]
    """Place of the party; several where the record leaves it open whether a signatory was bound."""
    since: PartialDate
    until: PartialDate | None
    """Day on which the next place began; None for the last one."""


def party_spells(reported: Timeline, listed: Sequence[str]) -> Iterator[PartySpell]:
    """Yield the places of each party by a timeline, in the order in which they end; open ones last.

    ``listed`` are the parties that the agreement lists. The time before a party did anything is no spell.
    """
    marks: dict[str, dict[Topic, Mark]] = {ALL: {}, **{party: {} for party in listed}}
    ranks = {party: rank for rank, party in enumerate(marks)}
    current: dict[str, tuple[tuple[Place, ...], PartialDate]] = {}
    state, earliest = None, dt.date.min
    for point, limit, step in zip(reported.points, reported.limits, reported.steps, strict=True):
        first, earliest = earliest, limit.earliest
        # The state decides on the place of a party only in an agreement that is over, or was before.
        is_all = step.state is not state and (step.state in WAYS_OUT or state in WAYS_OUT)
        touched = {*marks} if is_all else set[str]()
        state = step.state
        silent: set[str] = set()
        for topic, party, mark in step.changes:
            # Only one mark for all decides on the place of a party: provisional application.
            if party != ALL or topic is Flag.PROVISIONAL:
                touched.add(party)
            ranks.setdefault(party, len(ranks))
            own = marks.setdefault(party, {})
            if mark is None:
                own.pop(topic, None)
                continue
            own[topic] = mark
            if mark.point == UNDATED:
                silent.add(party)
        if not touched:
            continue
        is_own = limit.empty or limit == (point.date.earliest, point.date.latest)
        day = point.date if is_own else PartialDate.between(*limit)
        # An implied event has no day: it came some time after the entry before.
        between = PartialDate.between(min(first, day.latest), day.latest) if silent else day
        for party in sorted((marks.keys() if ALL in touched else touched) - {ALL}, key=ranks.__getitem__):
            found = places_of(marks[party], marks[ALL], state, None)
            places = (found[0][0],) if len(found) == 1 else tuple(dict.fromkeys(place for place, _ in found))
            since = between if party in silent and places != (Place.NOTICE,) else day
            before = current.get(party)
            if before is None:
                if places != _NOWHERE:
                    current[party] = (places, since)
            elif before[0] != places:
                if before[0] != _NOWHERE:
                    yield PartySpell(party, *before, since)
                current[party] = (places, since)
    for party, (places, since) in current.items():
        if places != _NOWHERE:
            yield PartySpell(party, places, since, None)


_NOWHERE: Final = (Place.NONE,)
