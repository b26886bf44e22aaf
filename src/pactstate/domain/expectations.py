"""Expectations: events whose day is still ahead, by announcement, effect, rule, notice or term.

See docs/domain.md, "Status".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate, possibly_before
from pactstate.domain.events import WAYS_OUT, EventKind, State
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.fields import Word, repr_as_call, shallow
from pactstate.domain.model import Claim, Clauses, Event
from pactstate.domain.points import Point, presumed_ends
from pactstate.domain.readings import Prepared
from pactstate.domain.replay import Replayed

__all__ = ["Expectation", "Why", "expected_on", "force_by_rule", "is_open"]


class Why(Word):
    """Reason why something is expected."""

    ANNOUNCED = "announced"
    EFFECT = "effect"
    """A reported act takes effect."""
    RULE = "by rule"
    """The agreement's own rule of entry into force."""
    NOTICE = "notice"
    """A notice takes effect."""
    TERM = "term"
    """The term ends and does not renew."""


@attrs.frozen(field_transformer=shallow)
class Expectation:
    """Event whose day is still ahead."""

    name: str
    """The word of the event; several are joined with ``+``."""
    date: PartialDate
    why: Why
    party: str | None = None
    event: Event | None = None
    """The entry on which it rests."""
    claims: tuple[Claim, ...] = ()
    notice_by: PartialDate | None = None
    """Last day for a notice before the end of a term, where the agreement states a period."""

    __repr__ = repr_as_call

    def __str__(self) -> str:
        if self.why is Why.NOTICE:
            return f"end by notice of {self.party} {self.date}"
        if self.why is Why.TERM:
            return f"end of term {self.date}"
        # A party acts; force comes about for it.
        word = "for" if self.name == EventKind.IN_FORCE else "by"
        by = f" {word} {self.party}" if self.party else ""
        return f"{self.name}{by} {self.date}" + (" by rule" if self.why is Why.RULE else "")


def expected_on(prepared: Prepared, on: PartialDate, states: Collection[State | None]) -> Iterator[Expectation]:
    """Yield everything whose day is still ahead, by what stood on the day of the answer."""
    reading, clauses = prepared.readings[0], prepared.clauses
    if not (reading.ahead or clauses.entry_into_force or State.IN_FORCE in states):
        return
    found = [
        point
        for point, step in reading.ahead
        if point.date.latest > on.latest and _has_been_said(point, on)
        if is_open(point, step, states) or _was_open(point, step, reading.items, on, states)
    ]
    if State.IN_FORCE in states:
        revoked = (effect for effect, by in reading.revoked if not _stood(by, on))
        found += [one for one in revoked if one.date.latest > on.latest and _has_been_said(one, on)]
    if State.IN_FORCE in states and (clauses.term or reading.has_notices):
        # An announced end is the end of the notice or of the term: it is not expected twice.
        told = {(kind, point.event.party) for point in found for kind in point.kinds}
        stood = [item for item in reading.items if _stood(item, on)]
        ends = [point for point in presumed_ends(stood, prepared.terms, clauses) if point.date.latest > on.latest]
        if (EventKind.TERMINATED, None) not in told:
            found += [point for point in ends if (point.kinds[0], point.event.party) not in told]
    by_index = {item.index: item for item in reading.items} if found else {}
    for point in sorted(found, key=lambda point: point.span):
        item = by_index.get(point.index, point.item)
        why = Why.ANNOUNCED if item.evidence is Evidence.ANNOUNCED else Why.EFFECT
        party, notice_by = item.event.party, None
        if point.is_presumed:
            party = point.event.party
            why = Why.NOTICE if party else Why.TERM
            if why is Why.TERM and clauses.term and clauses.term.notice:
                notice_by = clauses.term.notice.before(point.date)
        yield Expectation("+".join(point.kinds), point.date, why, party, item.event, item.claims, notice_by)
    if not any(EventKind.IN_FORCE in point.kinds for point in found):
        yield from _by_rule(reading.items, clauses, on, states)


def _has_been_said(point: Point, on: PartialDate) -> bool:
    """Return whether an event is announced, or its act may have happened by a day, so that its effect is known of."""
    return point.item.evidence is Evidence.ANNOUNCED or point.item.date.earliest <= on.latest


def is_open(point: Point, step: Replayed, states: Collection[State | None]) -> bool:
    """Return whether a point that lies ahead can still come, given the states that are possible now.

    An effect cannot come once the agreement is over. Nor can application before force, once it is in force, nor the
    binding of a party while it is not.
    """
    if not point.is_effect:
        return True
    if WAYS_OUT.issuperset(states):
        return EventKind.RESUMED in point.kinds
    if EventKind.PROVISIONAL in point.kinds and point.event.party is None and states == {State.IN_FORCE}:
        return False
    return bool(step.changes) or not point.only_binds


def _was_open(
    point: Point, step: Replayed, items: Sequence[LiveEntry], on: PartialDate, states: Collection[State | None]
) -> bool:
    """Return whether an effect could still come on a day because its party left or took its consent back later."""
    if step.changes or not point.event.party or not point.is_effect or State.IN_FORCE not in states:
        return False
    return any(
        item.index > point.index
        and item.event.party == point.event.party
        and EventKind.WITHDRAWN in item.kinds
        and not _stood(item, on)
        for item in items
    )


_BEGINS: Final = frozenset({EventKind.NOTICE_GIVEN, EventKind.IN_FORCE})
"""Events from which an end is counted."""


def _stood(item: LiveEntry, on: PartialDate) -> bool:
    """Return whether an entry counts for the ends of notices and of the term that were expected on a day.

    What begins one counts as soon as it may have happened; what ends or moves one counts once it has.
    """
    if not _BEGINS.isdisjoint(item.kinds):
        return item.span[0] <= on.latest
    return item.evidence is Evidence.REPORTED and item.span[1] <= on.earliest


def _by_rule(
    items: Sequence[LiveEntry], clauses: Clauses, on: PartialDate, states: Collection[State | None]
) -> Iterator[Expectation]:
    """Yield the entry into force that the agreement's own rule gives, while its day is ahead."""
    due = force_by_rule(items, clauses, on, states)
    if due and possibly_before(on, due.date) and due.date.latest > on.latest:
        yield due


def force_by_rule(
    items: Sequence[LiveEntry], clauses: Clauses, on: PartialDate, states: Collection[State | None]
) -> Expectation | None:
    """Return the entry into force that the agreement's own rule gives, while nobody has announced or reported it.

    Args:
        items: The entries that count.
        clauses: Provisions of the agreement.
        on: Day by which the event that starts the rule's time has happened.
        states: States that are possible on that day; None stands for "nothing yet".
    """
    rule = clauses.entry_into_force
    if rule is None:
        return None
    target = {EventKind.RATIFIED: State.RATIFIED}.get(rule.after)
    if not ({target} if target else set(State) - WAYS_OUT - {State.IN_FORCE}).issuperset(states):
        return None
    if any(EventKind.IN_FORCE in item.kinds for item in items):
        return None
    bases = [item for item in items if rule.after in item.kinds and item.span[1] <= on.latest]
    if not bases or bases[-1].evidence is not Evidence.REPORTED:
        return None
    return Expectation("in_force", rule.due(bases[-1].date), Why.RULE, None, bases[-1].event, bases[-1].claims)
