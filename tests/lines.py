"""Short ways to the replay of a few events, and to the flags that an answer is certain of."""

from __future__ import annotations

from collections.abc import Sequence

from pactstate.domain.evidence import live
from pactstate.domain.lifecycle import ALL, Flag, Flags, Notice, Terms
from pactstate.domain.model import Event
from pactstate.domain.points import points_of
from pactstate.domain.status import Status
from pactstate.domain.timeline import Timeline, timeline_of

__all__ = ["certain_flags", "line_of_events", "named"]


def line_of_events(events: Sequence[Event], terms: Terms) -> Timeline:
    """The line of events, without sources."""
    return timeline_of(points_of(live(events, {})), terms)


def named(status: Status) -> str | None:
    """The id of the newest source behind an answer."""
    return status.newest_source.id if status.newest_source else None


def certain_flags(status: Status) -> Flags:
    """The flags that stand for certain, as those of a position."""
    found = [one for one in status.flags if one.certain]

    def by(flag: Flag) -> tuple[str, ...]:
        return tuple(one.party or ALL for one in found if one.flag is flag)

    return Flags(
        stalled=bool(by(Flag.STALLED)),
        provisional=by(Flag.PROVISIONAL),
        suspended=by(Flag.SUSPENDED),
        notices=tuple(
            Notice(one.party or "", one.on_hold, one.effective)
            for one in found
            if one.flag is Flag.NOTICE and one.on_hold is not None
        ),
        refused=by(Flag.REFUSED),
    )
