"""Spells of the parties: where each party stood, from one day to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.position import ALL, UNDATED, Mark, Place, Topic, places_of
from pactstate.domain.readings import prepare
from pactstate.domain.timeline import Timeline

__all__ = ["PartySpell", "party_spells"]


@attrs.frozen
class PartySpell:
    """Place of one party from one day to another."""

    party: str
    places: tuple[Place, ...]
    """Place of the party; several where the record leaves it open whether a signatory was bound."""
    since: PartialDate
    until: PartialDate | None
    """Day on which the next place began; None for the last one."""


def party_spells(agreement: Agreement, known_by: PartialDate | None = None) -> Iterator[PartySpell]:
    """Yield the places of each party that the reports make out, in the order in which they end; open ones last.

    Like :meth:`pactstate.Agreement.spells`: announcements make out nothing, and a source that was only possibly
    published by ``known_by`` counts. The time before a party did anything is no spell.
    """
    prepared = agreement.prepared
    if known_by is not None:
        sources = {source.id: source for source in agreement.sources}
        prepared = prepare(agreement.history, sources, agreement.terms, known_by, agreement.clauses)
    yield from _spells(prepared.readings[0].reported, agreement.parties)


def _spells(timeline: Timeline, listed: tuple[str, ...]) -> Iterator[PartySpell]:
    marks: dict[str, dict[Topic, Mark]] = {ALL: {}, **{party: {} for party in listed}}
    current: dict[str, tuple[tuple[Place, ...], PartialDate]] = {}
    state, first = None, dt.date.min
    for point, limit, step in zip(timeline.points, timeline.limits, timeline.steps, strict=True):
        touched: set[str] = set()
        for topic, party, mark in step.changes:
            own = marks.setdefault(party, {})
            touched.add(party)
            if mark is None:
                own.pop(topic, None)
            else:
                own[topic] = mark
        if step.state is not state or ALL in touched:
            touched = set(marks)
        state = step.state
        is_own = limit.empty or limit == (point.date.earliest, point.date.latest)
        day = point.date if is_own else PartialDate.between(*limit)
        # An implied event has no day: it came some time after the entry before.
        silent = {party for _, party, mark in step.changes if mark and mark.point == UNDATED}
        between, first = PartialDate.between(min(first, day.latest), day.latest), limit.earliest
        for party in [one for one in marks if one in touched and one != ALL]:
            found = places_of(marks[party], marks[ALL], state, None)
            places = tuple(dict.fromkeys(place for place, _ in found))
            before = current.get(party)
            since = between if party in silent and places != (Place.NOTICE,) else day
            if before is None and places == (Place.NONE,):
                continue
            if before is None or before[0] != places:
                if before is not None and before[0] != (Place.NONE,):
                    yield PartySpell(party, before[0], before[1], since)
                current[party] = (places, since)
    for party, (places, since) in current.items():
        if places != (Place.NONE,):
            yield PartySpell(party, places, since, None)
