"""Calendars of all-day events in iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.text.escape import CalendarText

__all__ = ["CalendarEvent", "CalendarText", "calendar", "calendar_pieces"]

_PRODUCT: Final = "-//pactstate//pactstate//EN"
_MAX_DAYS: Final = 366
"""Longest event, in days. A wider interval, such as one with an open end, would fill a calendar for ever."""


@attrs.frozen
class CalendarEvent:
    """All-day event. Its texts may come from files: they are escaped."""

    identity: tuple[str, ...]
    """Parts of its identifier, none of which may depend on the date."""
    date: PartialDate
    summary: str
    description: str
    url: str | None
    is_tentative: bool


def calendar(name: str, today: dt.date, events: Iterable[CalendarEvent]) -> CalendarText:
    """Return a calendar. The same events and the same day give the same bytes.

    Args:
        name: Name that programs show.
        today: Day of the calendar, which is also the time stamp of each event.
        events: The events, in order.
    """
    return CalendarText.folded(_parts(name, today, events))


def calendar_pieces(name: str, today: dt.date, events: Iterable[CalendarEvent]) -> Iterator[CalendarText]:
    """Yield the iCalendar of :func:`calendar` in pieces, so that not all of it is in memory."""
    parts = _parts(name, today, events)
    while some := [*islice(parts, _PIECE)]:
        yield CalendarText.folded(some)


_PIECE: Final = 200
"""Events of one piece."""


def _parts(name: str, today: dt.date, events: Iterable[CalendarEvent]) -> Iterator[CalendarText]:
    yield CalendarText.of(_HEAD, _PRODUCT, name, name)
    stamp = _basic(today)
    yield from (_event(event, stamp) for event in events)
    yield CalendarText.of("END:VCALENDAR")


_HEAD: Final = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:{}
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:{}
X-WR-CALNAME:{}"""

_EVENT: Final = """\
BEGIN:VEVENT
UID:{}@pactstate
DTSTAMP:{:08}T000000Z
DTSTART;VALUE=DATE:{:08}{}
SUMMARY:{}
DESCRIPTION:{}{}
STATUS:{}
TRANSP:TRANSPARENT
END:VEVENT"""


def _event(event: CalendarEvent, stamp: int) -> CalendarText:
    first, last = _days(event.date)
    # The end is the day after the last one; the year 9999 has none.
    after = last + dt.timedelta(days=1) if last < dt.date.max else None
    return CalendarText.of(
        _EVENT,
        "/".join(event.identity),
        stamp,
        _basic(first),
        CalendarText.of("\nDTEND;VALUE=DATE:{:08}", _basic(after)) if after else "",
        event.summary,
        event.description,
        CalendarText.address("\nURL:", event.url) if event.url else "",
        "TENTATIVE" if event.is_tentative else "CONFIRMED",
    )


def _days(date: PartialDate) -> tuple[dt.date, dt.date]:
    """Return the first and last day to show: those of the date, or its one known end if it is very wide."""
    if (date.latest - date.earliest).days <= _MAX_DAYS:
        return date.earliest, date.latest
    day = date.earliest if date.latest == dt.date.max else date.latest
    return day, day


def _basic(day: dt.date) -> int:
    """Return the eight digits of a day as a number, which needs no escape."""
    return day.year * 10_000 + day.month * 100 + day.day
