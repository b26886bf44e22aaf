"""Events whose day is still ahead: announced, later effects, ends of notices and terms, force by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pactstate.domain.dates import PartialDate, possibly_before
from pactstate.domain.events import WAYS_OUT, EventKind, State
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.fields import shallow
from pactstate.domain.model import Claim, Clauses, Event
from pactstate.domain.timeline import Prepared
from pactstate.domain.words import Word

__all__ = ["Expectation", "Why", "expected_on"]


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

    def __str__(self) -> str:
        if self.why is Why.NOTICE:
            return f"end by notice of {self.party} {self.date}"
        if self.why is Why.TERM:
            return f"end of term {self.date}"
        by = f" by {self.party}" if self.party else ""
        return f"{self.name}{by} {self.date}" + (" by rule" if self.why is Why.RULE else "")


def expected_on(prepared: Prepared, on: PartialDate, states: set[State | None]) -> Iterator[Expectation]:
    """Yield everything whose day is still ahead."""
    reading, clauses = prepared.readings[0], prepared.clauses
    forces = False
    for point in reading.foreseen.points:
        item = point.item
        announced = item.evidence is Evidence.ANNOUNCED
        if not point.kinds or point.date.latest <= on.latest or not (announced or point.is_effect):
            continue
        why = Why.ANNOUNCED if announced else Why.EFFECT
        event, notice_by = item.event, None
        if point.is_presumed:
            source = next(entry for entry in reading.items if entry.index == item.index)
            event, why = source.event, Why.NOTICE if item.event.party else Why.TERM
            if why is Why.TERM and clauses.term and clauses.term.notice:
                notice_by = clauses.term.notice.before(point.date)
        if why is not Why.ANNOUNCED and _act_day(reading.items, item).earliest > on.latest:
            continue
        if why in (Why.NOTICE, Why.TERM) and State.IN_FORCE not in states:
            continue
        forces = forces or EventKind.IN_FORCE in point.kinds
        name = "+".join(point.kinds)
        yield Expectation(name, point.date, why, item.event.party, event, item.claims, notice_by)
    if not forces:
        yield from _by_rule(reading.items, clauses, on, states)


def _act_day(items: Sequence[LiveEntry], item: LiveEntry) -> PartialDate:
    return next(entry.date for entry in items if entry.index == item.index)


def _by_rule(
    items: Sequence[LiveEntry], clauses: Clauses, on: PartialDate, states: set[State | None]
) -> Iterator[Expectation]:
    """Yield the entry into force that the agreement's own rule gives, while nobody has announced or reported it."""
    rule = clauses.entry_into_force
    target = {EventKind.RATIFIED: State.RATIFIED}.get(rule.after) if rule else None
    if rule is None or not states <= ({target} if target else set(State) - WAYS_OUT - {State.IN_FORCE}):
        return
    if any(EventKind.IN_FORCE in item.kinds for item in items):
        return
    bases = [item for item in items if rule.after in item.kinds and item.span[1] <= on.latest]
    if bases and bases[-1].evidence is Evidence.REPORTED:
        due = rule.due(bases[-1].date)
        if possibly_before(on, due) and due.latest > on.latest:
            yield Expectation("in_force", due, Why.RULE, None, bases[-1].event, bases[-1].claims)
