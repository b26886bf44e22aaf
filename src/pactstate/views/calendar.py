"""Calendars of all-day events in iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.text.escape import CalendarText

__all__ = ["CalendarEvent", "CalendarText", "calendar"]

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
    lines = [
        CalendarText.of("BEGIN:VCALENDAR"),
        CalendarText.of("VERSION:2.0"),
        CalendarText.of("PRODID:{}", _PRODUCT),
        CalendarText.of("CALSCALE:GREGORIAN"),
        CalendarText.of("METHOD:PUBLISH"),
        CalendarText.of("NAME:{}", name),
        CalendarText.of("X-WR-CALNAME:{}", name),
        *(line for event in events for line in _lines(event, today)),
        CalendarText.of("END:VCALENDAR"),
    ]
    return CalendarText.folded(lines)


def _lines(event: CalendarEvent, today: dt.date) -> Iterator[CalendarText]:
    first, last = _days(event.date)
    yield CalendarText.of("BEGIN:VEVENT")
    yield CalendarText.of("UID:{}@pactstate", "/".join(event.identity))
    yield CalendarText.of("DTSTAMP:{}T000000Z", _basic(today))
    yield CalendarText.of("DTSTART;VALUE=DATE:{}", _basic(first))
    # The end is the day after the last one; the year 9999 has none.
    if last < dt.date.max:
        yield CalendarText.of("DTEND;VALUE=DATE:{}", _basic(last + dt.timedelta(days=1)))
    yield CalendarText.of("SUMMARY:{}", event.summary)
    yield CalendarText.of("DESCRIPTION:{}", event.description)
    if event.url:
        yield CalendarText.address("URL:", event.url)
    yield CalendarText.of("STATUS:TENTATIVE") if event.is_tentative else CalendarText.of("STATUS:CONFIRMED")
    yield CalendarText.of("TRANSP:TRANSPARENT")
    yield CalendarText.of("END:VEVENT")


def _days(date: PartialDate) -> tuple[dt.date, dt.date]:
    """Return the first and last day to show: those of the date, or its one known end if it is very wide."""
    if (date.latest - date.earliest).days <= _MAX_DAYS:
        return date.earliest, date.latest
    day = date.earliest if date.latest == dt.date.max else date.latest
    return day, day


def _basic(day: dt.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
