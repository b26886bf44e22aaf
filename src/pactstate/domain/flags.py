"""Flags that stand, or may stand, on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

import attrs

from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.events import FLAG_STATES, EventKind, Flag, State
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.fields import repr_as_call, shallow
from pactstate.domain.model import Clauses, Event
from pactstate.domain.outcomes import Outcome, one_day, only
from pactstate.domain.position import ALL

__all__ = ["EARLIER_EFFECT", "FlagStatus", "flags_of", "may_have_flags", "retroactive"]

EARLIER_EFFECT: Final = frozenset(
    {
        EventKind.IN_FORCE,
        EventKind.PROVISIONAL,
        EventKind.PROVISIONAL_ENDED,
        EventKind.RATIFIED,
        EventKind.AMENDED,
        EventKind.EXTENDED,
        EventKind.TERMINATED,
    }
)
"""Events that may take effect from a day before the act (VCLT 28)."""


@attrs.frozen(field_transformer=shallow)
class FlagStatus:
    """Flag that may stand on the day of the answer."""

    flag: Flag
    party: str | None = None
    """Party that raised it; None stands for all parties."""
    since: PartialDate | None = None
    """None when the day is not certain."""
    certain: bool = True
    presumed: bool | None = True
    """Whether it stands if everything announced came true on time; None when that leaves both."""
    on_hold: bool | None = False
    """Whether a notice is on hold; None when that is not certain."""
    effective: PartialDate | None = None
    """Day on which a notice takes effect."""

    __repr__ = repr_as_call


_CLEARED_BY: Final[Mapping[Flag, frozenset[EventKind]]] = {
    Flag.STALLED: frozenset({EventKind.NEGOTIATING, EventKind.APPROVED, EventKind.RATIFIED}),
    Flag.PROVISIONAL: frozenset({EventKind.PROVISIONAL_ENDED, EventKind.IN_FORCE, EventKind.WITHDRAWN}),
    Flag.SUSPENDED: frozenset({EventKind.RESUMED, EventKind.WITHDRAWN}),
    Flag.NOTICE: frozenset({EventKind.NOTICE_REVOKED, EventKind.NOTICE_SUSPENDED, EventKind.WITHDRAWN}),
    Flag.REFUSED: frozenset({EventKind.APPROVED, EventKind.RATIFIED, EventKind.IN_FORCE, EventKind.WITHDRAWN}),
    Flag.RETROACTIVE: frozenset(),
}
"""Events that end a flag without a change of state."""


_BEGIN: Final = frozenset(
    {
        EventKind.STALLED,
        EventKind.PROVISIONAL,
        EventKind.SUSPENDED,
        EventKind.NOTICE_GIVEN,
        EventKind.NOTICE_SUSPENDED,
        EventKind.REFUSED,
    }
)
"""Events that begin a flag. The other one, of an earlier effect, follows from the days of an act."""


def may_have_flags(events: Iterable[Event], clauses: Clauses) -> bool:
    """Return whether a flag may stand at all: whether an event may have begun one, or took effect on another day."""
    if not _BEGIN.isdisjoint(clauses.not_recorded):
        return True
    return any(event.effective is not None or not _BEGIN.isdisjoint(event.kinds) for event in events)


_ALL_FLAGS: Final = tuple(Flag)


def flags_of(
    outcomes: Sequence[Outcome],
    foreseen: Sequence[Outcome],
    clauses: Clauses,
    silent: Collection[State | None],
) -> Iterator[FlagStatus]:
    """Yield the flags that stand in some possible prefix, in the order of :class:`Flag`."""
    keys: dict[tuple[Flag, str], None] = {}
    for outcome in outcomes:
        for topic, party in outcome.seen:
            if topic in FLAG_STATES:
                keys[cast("Flag", topic), party] = None
    for flag in _ALL_FLAGS if keys else ():
        for key in keys:
            if key[0] is flag:
                stays = _CLEARED_BY[flag].isdisjoint(clauses.not_recorded) and FLAG_STATES[flag].issuperset(silent)
                yield _flag(key, outcomes, foreseen, stays=stays)


def _flag(
    key: tuple[Flag, str], outcomes: Sequence[Outcome], foreseen: Sequence[Outcome], *, stays: bool
) -> FlagStatus:
    flag, party = key
    found = [(outcome, outcome.seen.get(key)) for outcome in outcomes]
    marks = {mark for _, seen in found if seen for mark in seen.marks}
    days = {outcome.day(mark.point) for outcome, seen in found if seen for mark in seen.marks}
    then = [outcome.seen.get(key) for outcome in foreseen]
    presumed: bool | None = None
    if all(seen and seen.always for seen in then):
        presumed = True
    elif not any(then):
        presumed = False
    return FlagStatus(
        flag,
        None if party == ALL else party,
        one_day(days),
        certain=stays and all(seen is not None and seen.always for _, seen in found),
        presumed=presumed if stays else None,
        on_hold=only({mark.on_hold for mark in marks}),
        effective=only({mark.effective for mark in marks}),
    )


def retroactive(readings: Sequence[Sequence[LiveEntry]], on: PartialDate) -> Iterator[FlagStatus]:
    """Yield the flags of acts whose effect began before them, for the days between.

    ``readings`` are the entries that count in each reading; the first one has them all.
    """
    found = [_retroactive(items, on) for items in readings]
    for index, one in found[0].items():
        everywhere = all(index in other and other[index].certain for other in found)
        yield one if everywhere == one.certain else attrs.evolve(one, certain=everywhere)


def _retroactive(items: Iterable[LiveEntry], on: PartialDate) -> dict[int, FlagStatus]:
    found: dict[int, FlagStatus] = {}
    for item in items:
        start = item.event.effective
        if start is None or EARLIER_EFFECT.isdisjoint(item.kinds) or not certainly_before(start, item.date):
            continue
        if start.earliest <= on.latest and on.earliest < item.date.latest:
            certain = start.latest <= on.earliest and on.latest < item.date.earliest
            firm = item.evidence is Evidence.REPORTED
            found[item.index] = FlagStatus(
                Flag.RETROACTIVE, item.event.party, start, certain and firm, True if certain else None
            )
    return found
